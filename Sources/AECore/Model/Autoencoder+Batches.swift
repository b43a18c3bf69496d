/// A whole set at once, a few images at a time.
extension Autoencoder {
  /// Images that one pass through the network takes.
  private static let chunk = 256

  /// The codes `(N, L)` of `images`.
  public func codes(of images: ImageSet) -> Tensor {
    rows(images.count, of: images, layer: model.encoder.count - 1, values: model.latentSize)
  }

  /// What comes out for `images`, `(n, C, H, W)` in [0, 1].
  public func reconstructions(of images: Tensor) -> Tensor {
    let (n, values) = (images.shape[0], imageShape.count)
    precondition(images.count == n * values, "\(images.shape) are not images of \(imageShape)")
    guard n > 0 else { return images }
    let workspace = Network.Workspace(network, capacity: min(Self.chunk, n), training: false)
    let result = FloatBuffer(count: n * values)
    images.values.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      for first in stride(from: 0, to: n, by: Self.chunk) {
        let count = min(Self.chunk, n - first)
        Lanes.pack(base + first * values, workspace.input.start, images: count, values: values)
        run(workspace, n: count)
        Lanes.unpack(
          workspace.output, result.start + first * values, images: count, values: values)
      }
    }
    return Tensor(images.shape, result.values)
  }

  /// What layer `layer` of the whole network gives for each image, `(N, values)`.
  func rows(_ n: Int, of images: ImageSet, layer: Int, values: Int) -> Tensor {
    guard n > 0 else { return Tensor([0, values], []) }
    let workspace = Network.Workspace(network, capacity: min(Self.chunk, n), training: false)
    let result = FloatBuffer(count: n * values)
    for first in stride(from: 0, to: n, by: Self.chunk) {
      let count = min(Self.chunk, n - first)
      Lanes.pack(images, Array(first..<first + count)[...], workspace.input.start)
      run(workspace, n: count)
      Lanes.unpack(
        workspace.outputs[layer].start, result.start + first * values, images: count,
        values: values)
    }
    return Tensor([n, values], result.values)
  }
}
