import AEData
import AENetwork

/// What the decoder makes of codes that no image has: a grid over a code of two values, otherwise
/// one value changed at a time.
///
/// Tensors: `images`, `(n, C, H, W)`. Of a grid, row by row from the smallest value of the second
/// dimension, each from the smallest of the first. Of traversals, dimension by dimension. `base`,
/// `(1, C, H, W)`: what the unchanged code is decoded to.
public struct Manifold: EvaluationSection {
  /// What is changed.
  public enum Kind: String, Codable, Sendable {
    /// Both values of the code.
    case grid
    /// One value at a time.
    case traversal
  }

  /// Where the values come from.
  public enum Source: String, Codable, Sendable {
    /// The normal distribution that a variational code is held to.
    case prior
    /// The codes of the test images.
    case codes
  }

  /// One value of the code, and what it is set to.
  public struct Axis: Hashable, Sendable, Codable {
    /// Its place in the code, from 0.
    public var dimension: Int
    /// From the smallest to the largest.
    public var values: [Double]
    /// Its variance over the test images' codes.
    public var variance: Double
    /// Its divergence in nats; nil when the code is not drawn from a distribution.
    public var kl: Double?

    /// A value and what it is set to.
    public init(dimension: Int, values: [Double], variance: Double, kl: Double?) {
      self.dimension = dimension
      self.values = values
      self.variance = variance
      self.kl = kl
    }
  }

  /// A grid, or traversals.
  public var kind: Kind
  /// Where the values come from.
  public var source: Source
  /// The test image whose code is changed; nil for a grid.
  public var base: TestImage?
  /// Of a grid the two dimensions in order; else those of largest divergence or variance first.
  public var axes: [Axis]

  /// A grid or traversals.
  public init(kind: Kind, source: Source, base: TestImage?, axes: [Axis]) {
    self.kind = kind
    self.source = source
    self.base = base
    self.axes = axes
  }

  /// `manifold`.
  public static let key = "manifold"

  /// Dimensions, values, labels.
  public func check(_ check: SectionCheck) throws {
    if kind == .grid { try check.length(axes, "axes", 2) }
    for (index, axis) in axes.enumerated() {
      try check.whole(
        axis.dimension, "axes[\(index)].dimension", in: 0...max(0, check.model.latentSize - 1))
      try check.whole(axis.values.count, "axes[\(index)].values: the count", in: 1...1000)
      try check.error(axis.variance, "axes[\(index)].variance")
      try check.error(axis.kl, "axes[\(index)].kl")
    }
    try base?.check(check, "base")
  }

  /// How many images there are.
  public var imageCount: Int {
    let counts = axes.map(\.values.count)
    return kind == .grid ? Int(product: counts) ?? Shape.largestCount : counts.reduce(0, +)
  }

  /// An image for each code.
  public func tensorShapes(dataset: DatasetSummary, model: ModelDescription) -> [String: Shape] {
    let image = dataset.imageShape.shape.dimensions
    return ["images": Shape([imageCount] + image), "base": Shape([1] + image)]
  }
}
