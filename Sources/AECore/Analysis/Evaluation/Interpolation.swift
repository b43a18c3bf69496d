/// The way from one test image to another, once through the code and once pixel by pixel.
///
/// Tensors: `decoded`, `(p·n, C, H, W)`: what the decoder makes of `(1 − t)·z₁ + t·z₂`, pair by
/// pair; `blended`, of the same shape: `(1 − t)·x₁ + t·x₂`.
public struct Interpolation: EvaluationSection {
  /// Two test images.
  public struct Pair: Hashable, Sendable, Codable {
    /// At t = 0.
    public var first: TestImage
    /// At t = 1.
    public var second: TestImage

    /// Two images.
    public init(first: TestImage, second: TestImage) {
      self.first = first
      self.second = second
    }
  }

  /// From 0 to 1.
  public var t: [Double]
  /// Of different classes when there are labels.
  public var pairs: [Pair]

  /// Steps between pairs.
  public init(t: [Double], pairs: [Pair]) {
    self.t = t
    self.pairs = pairs
  }

  /// `interpolation`.
  public static let key = "interpolation"

  /// Steps, places and labels.
  public func check(_ check: SectionCheck) throws {
    try check.whole(t.count, "t: the count", in: 2...1000)
    for (index, t) in t.enumerated() { try check.share(t, "t[\(index)]") }
    try check.whole(pairs.count, "pairs: the count", in: 1...1000)
    for (index, pair) in pairs.enumerated() {
      try pair.first.check(check, "pairs[\(index)].first")
      try pair.second.check(check, "pairs[\(index)].second")
    }
  }

  /// An image for each step of each pair.
  public func tensorShapes(dataset: DatasetSummary, model: ModelDescription) -> [String: Shape] {
    let shape = Shape([pairs.count * t.count] + dataset.imageShape.shape.dimensions)
    return ["decoded": shape, "blended": shape]
  }
}

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
