import AENetwork

extension Raster {
  /// An image `(C, H, W)` as it is, `limits` being black and full light.
  package static func image(_ tensor: Tensor, limits: ClosedRange<Float> = 0...1) -> Raster {
    precondition(tensor.shape.rank == 3, "an image is (C, H, W), not \(tensor.shape)")
    return Raster(
      image: tensor.values, channels: tensor.shape[0], width: tensor.shape[2],
      height: tensor.shape[1], limits: limits)
  }

  /// A map `(H, W)` in the colours of `scale`.
  package static func map(_ tensor: Tensor, scale: ColorScale) -> Raster {
    precondition(tensor.shape.rank == 2, "a map is (H, W), not \(tensor.shape)")
    return .map(tensor.values, height: tensor.shape[0], width: tensor.shape[1], scale: scale)
  }
}
