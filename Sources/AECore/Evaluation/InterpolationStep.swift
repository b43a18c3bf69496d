import AEData
import AENetwork

/// Walks between test images.
public struct InterpolationStep: SectionStep {
  /// Pairs of images.
  let pairs: Int
  /// Images on the way, both ends included.
  let steps: Int

  /// As many as a page has room for.
  public init(pairs: Int = 4, steps: Int = 11) { (self.pairs, self.steps) = (pairs, steps) }

  /// `evaluation.interpolation`.
  public static var section: WritableKeyPath<Evaluation, Interpolation?> { \.interpolation }

  /// The pixels are those of the clean images, also when the encoder is given corrupted ones.
  public func measure(
    _ subject: EvaluationSubject
  ) throws -> (Interpolation, tensors: [String: Tensor]) {
    try subject.requireTestImages()
    var random = subject.random(for: name)
    let images = subject.inTurn(2 * pairs, using: &random)
    guard images.count > 1 else {
      throw Failure(.badData, nil, "there are no two test images with finite codes")
    }
    let labels = subject.dataset.test.labels
    func image(_ index: Int) -> TestImage {
      TestImage(index: index, label: labels.map { Int($0[index]) })
    }
    let t = (0..<steps).map { Double($0) / Double(steps - 1) }
    let ends = stride(from: 0, to: images.count - 1, by: 2).map { (images[$0], images[$0 + 1]) }
    func between(_ rows: (Int) -> [Float]) -> [Float] {
      ends.flatMap { first, second in Self.blends(rows(first), rows(second), at: t) }
    }
    let count = ends.count * t.count
    let codes = between { subject.codes([$0]).values }
    let shape = Shape([count] + subject.dataset.imageShape.shape.dimensions)
    return (
      Interpolation(
        t: t, pairs: ends.map { .init(first: image($0.0), second: image($0.1)) }),
      [
        "decoded": subject.autoencoder.decoded(
          Tensor([count, subject.run.model.latentSize], codes)),
        "blended": Tensor(shape, between { subject.dataset.test.images([$0]).values }),
      ]
    )
  }

  /// What lies between `a`, at 0, and `b`, at 1, for each of `shares`.
  private static func blends(_ a: [Float], _ b: [Float], at shares: [Double]) -> [Float] {
    shares.flatMap { share in
      let (ofFirst, ofSecond) = (Float(1 - share), Float(share))
      return zip(a, b).map { (x: Float, y: Float) -> Float in ofFirst * x + ofSecond * y }
    }
  }
}
