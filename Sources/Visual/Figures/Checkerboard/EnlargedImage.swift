import AECore

/// An image made smaller and enlarged again with all weights alike: every pixel is the sum of the
/// cells that lead to it, so that whatever pattern there is comes from the way to enlarge.
package struct EnlargedImage: Sendable {
  let way: Enlargement
  /// Of the layer that enlarges, or that follows the resizing.
  package let kernel: Size2D
  /// `(C, H, W)`.
  package let image: Tensor
  /// The ways from the cells of the small image to each pixel.
  let overlap: DecoderOverlap
  /// What they leave.
  package let pattern: OverlapPattern

  /// More values in its layers, or products in its convolution, are not computed for a picture.
  private static let most = 0x1p28

  /// `image`, `(C, H, W)`, whose tiles of `stride` pixels become cells, enlarged in one way with
  /// the kernel nearest to `kernel`.
  /// - Throws: `Failure` when the image or the kernel is too large.
  package init(
    _ way: Enlargement, of image: Tensor, kernel: Size2D, stride: Size2D
  ) throws(Failure) {
    let shape = ImageShape(image.shape)
    self.way = way
    self.kernel = way.kernel(near: kernel, stride: stride)
    let tooLarge = Failure(
      .badData, nil, "a kernel of \(self.kernel) on images of \(shape.size) is too large to draw")
    guard Double(shape.count) * Double(self.kernel.count) <= Self.most,
      let model = try? way.model(of: shape, kernel: kernel, stride: stride)
    else { throw tooLarge }
    let steps = try model.steps(imageShape: shape)
    guard let overlap = try DecoderOverlap(steps: steps), let stage = overlap.chain.last,
      let network = try? Autoencoder(
        checking: model, imageShape: shape,
        parameters: [Float](repeating: 1, count: model.parameterCount))
    else { throw tooLarge }
    self.image = network.reconstructions(of: image.reshaped(Shape([1] + image.shape.dimensions)))[0]
    self.overlap = overlap
    pattern = OverlapPattern(stage)
  }

  /// `image` enlarged in every way: what `run`'s decoder enlarges last by, with its kernel or,
  /// where it resizes, with one of 3.
  /// - Throws: `Failure` as above.
  static func all(_ image: Tensor, like run: Run, stride: Size2D) throws(Failure) -> [Self] {
    let last = run.model.lastEnlarging
    let kernel = last.flatMap { $0.stride == stride ? $0.kernel : nil } ?? Size2D(3)
    var result: [Self] = []
    for way in Enlargement.allCases {
      result.append(try Self(way, of: image, kernel: kernel, stride: stride))
    }
    return result
  }
}
