import AENetwork
import Foundation

/// t-distributed stochastic neighbour embedding: points on a plane so that neighbours stay
/// neighbours.
///
/// Van der Maaten and Hinton 2008, "Visualizing data using t-SNE"; the repulsion after Barnes and
/// Hut (van der Maaten 2014, "Accelerating t-SNE using tree-based algorithms"). The defaults are
/// scikit-learn's: started from the first two principal components, the learning rate from the
/// number of points (Belkina et al. 2019).
///
/// What lies far apart on the map need not lie far apart in the data, and how wide a group is means
/// little.
public struct TSNE: Sendable {
  /// About how many neighbours count; less when there are fewer than three times as many points.
  public var perplexity = 30.0
  /// How much stronger points attract each other at first.
  public var earlyExaggeration = 12.0
  /// Steps with that exaggeration.
  public var earlyIterations = 250
  /// All steps.
  public var iterations = 1000
  /// A cell of the tree counts as one point when it is seen at a smaller angle, in radians, from
  /// every point of a group that goes through the tree together; 0 for no such cell. What the cells
  /// leave out is then less than with scikit-learn's 0.5, which is seen from one point.
  public var angle = 0.6
  /// Asked in every step; when it says true, there is no map.
  package var isInterrupted: @Sendable () -> Bool = { false }

  /// scikit-learn's settings.
  public init() {}

  /// What came of it.
  public struct Map: Hashable, Sendable {
    /// `(n, 2)`.
    public var points: Tensor
    /// The perplexity that the number of points allowed.
    public var perplexity: Double
    /// The Kullback–Leibler divergence of the map's neighbourhoods from the data's, in nats: what
    /// was minimised.
    public var divergence: Double
  }

  /// Fewer points have no neighbourhoods to keep.
  public static let leastPoints = 12

  /// The map of the rows of `data`, `(n, D)`; bit-same with any number of threads.
  ///
  /// - Parameters:
  ///   - data: `(n, D)`.
  ///   - random: a start a hundredth as wide as the principal components' is added to it, which
  ///     parts points that are equal.
  ///   - threads: at work; nil for as many as there are processors.
  /// - Returns: nil when there are fewer than ``leastPoints``, a value is not finite, or all points
  ///   are one.
  public func fit(
    _ data: Tensor, using random: inout RandomSource, threads: Int? = nil
  ) -> Map? {
    let n = data.shape[0]
    let threads = threads ?? Parallel.processors
    guard n >= Self.leastPoints, data.values.allSatisfy(\.isFinite),
      let start = Self.start(data, using: &random)
    else { return nil }
    let perplexity = min(perplexity, Double(n - 1) / 3)
    let affinities = TSNEAffinities(data, perplexity: perplexity, threads: threads)
    let repulsion = TSNERepulsion(count: n, angle: angle)
    let position = FloatBuffer(count: 2 * n)
    position.assign(start)
    let (velocity, gains, gradient) = (
      FloatBuffer(count: 2 * n), FloatBuffer(count: 2 * n), FloatBuffer(count: 2 * n)
    )
    gains.fill(1)
    let rate = Float(max(Double(n) / earlyExaggeration / 4, 50))
    for iteration in 0..<iterations {
      if isInterrupted() { return nil }
      let isEarly = iteration < earlyIterations
      let sum = repulsion.compute(position, threads: threads)
      affinities.attract(
        position, into: gradient, factor: isEarly ? Float(earlyExaggeration) : 1,
        threads: threads)
      let momentum: Float = isEarly ? 0.5 : 0.8
      let share = Float(1 / sum)
      for i in 0..<2 * n {
        let slope = 4 * (gradient.start[i] - share * repulsion.force.start[i])
        // A coordinate that keeps its direction may go faster (Jacobs 1988).
        let keeps = velocity.start[i] * slope < 0
        let gain = max(0.01, keeps ? gains.start[i] + 0.2 : gains.start[i] * 0.8)
        gains.start[i] = gain
        velocity.start[i] = momentum * velocity.start[i] - rate * gain * slope
        position.start[i] += velocity.start[i]
      }
    }
    let sum = repulsion.compute(position, threads: threads)
    return Map(
      points: Tensor([n, 2], position.values), perplexity: perplexity,
      divergence: affinities.divergence(position, sum: sum))
  }

  /// The first two principal components, the first with a standard deviation of 10⁻⁴; nil when the
  /// points are one.
  private static func start(_ data: Tensor, using random: inout RandomSource) -> [Float]? {
    let n = data.shape[0]
    let pca = PCA.fit(data, components: 2)
    let codes = pca.transform(data)
    let k = codes.shape[1]
    guard k > 0, (pca.explainedVarianceRatio.first ?? 0) > 0 else { return nil }
    let first = (0..<n).map { Double(codes.values[$0 * k]) }
    let mean = first.reduce(0, +) / Double(n)
    let variance = first.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)
    guard variance > 0 else { return nil }
    let scale = Float(1e-4 / variance.squareRoot())
    return (0..<2 * n).map { place in
      let (point, axis) = (place / 2, place % 2)
      return (axis < k ? codes.values[point * k + axis] * scale : 0) + 1e-6 * random.normal()
    }
  }
}
