import AEData
import AENetwork

/// How the codes of the test images lie: a map of them by t-SNE, how far maps can be believed, and
/// for a variational encoder what each dimension of the code tells.
///
/// Tensors: `tsne`, `(n, 2)`, with `tsne_index` and `tsne_label`, `(n)`, the places among the test
/// images and the classes; `posterior_mean` and `posterior_deviation`, `(m, L)`, of
/// ``Posterior/images``.
public struct LatentSpace: EvaluationSection {
  /// Codes of test images whose values are all finite.
  public var codes: Int
  /// The variance of each value of the code over them.
  public var variance: [Double]
  /// The map; nil when the code has two values or fewer, which are a map already, or is one point.
  public var tsne: TSNEMap?
  /// Nil when there is no map.
  public var trustworthiness: Trust?
  /// Nil when the code is not drawn from a distribution.
  public var posterior: Posterior?

  /// What was measured; a code may lack map or distributions.
  public init(
    codes: Int, variance: [Double], tsne: TSNEMap?, trustworthiness: Trust?, posterior: Posterior?
  ) {
    self.codes = codes
    self.variance = variance
    self.tsne = tsne
    self.trustworthiness = trustworthiness
    self.posterior = posterior
  }

  /// How the map was made.
  public struct TSNEMap: Hashable, Sendable, Codable {
    /// `t-SNE (Barnes–Hut)`.
    public var method: String
    /// Points on the map: all finite codes, or a part that the seed has chosen.
    public var points: Int
    /// What the part and the start depend on.
    public var seed: UInt64
    /// About how many neighbours counted.
    public var perplexity: Double
    /// Steps.
    public var iterations: Int
    /// The divergence that was minimised, in nats.
    public var divergence: Double

    /// A map by its settings.
    public init(
      method: String, points: Int, seed: UInt64, perplexity: Double, iterations: Int,
      divergence: Double
    ) {
      self.method = method
      self.points = points
      self.seed = seed
      self.perplexity = perplexity
      self.iterations = iterations
      self.divergence = divergence
    }
  }

  /// Whether neighbours on a map are neighbours among the codes, from 0 to 1, of the map's points.
  public struct Trust: Hashable, Sendable, Codable {
    /// How many of each point's.
    public var neighbours: Int
    /// Of the first two principal components.
    public var pca: Double
    /// Of the map by t-SNE.
    public var tsne: Double

    /// Of both maps.
    public init(neighbours: Int, pca: Double, tsne: Double) {
      self.neighbours = neighbours
      self.pca = pca
      self.tsne = tsne
    }
  }

  /// The distributions that the encoder describes.
  public struct Posterior: Hashable, Sendable, Codable {
    /// The divergence of each dimension from the standard normal distribution, in nats, mean over
    /// the test images; they add up to the loss's.
    public var kl: [Double]
    /// A dimension with less, in nats, tells nothing.
    public var collapsedBelow: Double
    /// Those dimensions, from 0.
    public var collapsed: [Int]
    /// Test images whose distributions are kept.
    public var images: [TestImage]

    /// Divergences with the threshold of those that have collapsed.
    public init(kl: [Double], collapsedBelow: Double, collapsed: [Int], images: [TestImage]) {
      self.kl = kl
      self.collapsedBelow = collapsedBelow
      self.collapsed = collapsed
      self.images = images
    }
  }

  /// `latent_space`.
  public static let key = "latent_space"

  /// Lengths, ranges, labels.
  public func check(_ check: SectionCheck) throws {
    try check.count(codes, "codes")
    try check.length(variance, "variance", check.model.latentSize)
    for (index, value) in variance.enumerated() { try check.error(value, "variance[\(index)]") }
    if let tsne {
      try check.count(tsne.points, "tsne.points", atLeast: 1)
      try check.count(tsne.iterations, "tsne.iterations")
      try check.number(tsne.perplexity, "tsne.perplexity", in: 0...1e6)
      try check.error(tsne.divergence, "tsne.divergence")
    }
    if let trustworthiness {
      try check.count(trustworthiness.neighbours, "trustworthiness.neighbours", atLeast: 1)
      try check.share(trustworthiness.pca, "trustworthiness.pca")
      try check.share(trustworthiness.tsne, "trustworthiness.tsne")
    }
    guard let posterior else { return }
    try check.length(posterior.kl, "posterior.kl", check.model.latentSize)
    for (index, value) in posterior.kl.enumerated() {
      try check.error(value, "posterior.kl[\(index)]")
    }
    try check.error(posterior.collapsedBelow, "posterior.collapsed_below")
    for (index, dimension) in posterior.collapsed.enumerated() {
      try check.whole(
        dimension, "posterior.collapsed[\(index)]", in: 0...max(0, check.model.latentSize - 1))
    }
    for (index, image) in posterior.images.enumerated() {
      try image.check(check, "posterior.images[\(index)]")
    }
  }

  /// The map's points, and the kept distributions.
  public func tensorShapes(dataset: DatasetSummary, model: ModelDescription) -> [String: Shape] {
    let (points, images) = (tsne?.points ?? 0, posterior?.images.count ?? 0)
    return [
      "tsne": [points, 2], "tsne_index": [points], "tsne_label": [points],
      "posterior_mean": [images, model.latentSize],
      "posterior_deviation": [images, model.latentSize],
    ]
  }
}
