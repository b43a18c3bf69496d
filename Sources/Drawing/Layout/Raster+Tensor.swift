import AECore

extension Raster {
  /// An image `(C, H, W)` in [0, 1] as it is.
  package static func image(_ tensor: Tensor) -> Raster {
    precondition(tensor.shape.rank == 3, "an image is (C, H, W), not \(tensor.shape)")
    return Raster(
      image: tensor.values, channels: tensor.shape[0], width: tensor.shape[2],
      height: tensor.shape[1])
  }
}
