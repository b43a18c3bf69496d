import AEData
import AENetwork

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
