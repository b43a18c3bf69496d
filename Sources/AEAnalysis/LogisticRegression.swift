import AENetwork
import CKernels
import Foundation

/// Multinomial logistic regression: the plain classifier that tells how much of the classes a
/// straight cut finds in some features.
///
/// Features are standardised first (mean 0, deviation 1 over the examples that it learns from; one
/// that never varies stays 0). What is minimised, with W the weights (K, D) and b the intercepts
/// (K):
///
///     1/N Σ −log softmax(W·x + b)[y]  +  l2/(2N) ‖W‖²
///
/// scikit-learn's `LogisticRegression(C=1/l2)` behind a `StandardScaler` has the same minimum (for
/// two classes `C=2/l2`: it keeps the difference of the two rows only). It is convex, so
/// limited-memory BFGS over all examples at once (Nocedal 1980; Nocedal and Wright, "Numerical
/// Optimization", algorithm 7.5) finds it from zero, without any randomness.
public struct LogisticRegression: Sendable {
  /// How it is fitted.
  public struct Options: Hashable, Sendable {
    /// The weight of the penalty, against the sum of the examples' losses.
    public var l2: Double
    /// It is found when no part of the gradient is larger.
    public var tolerance: Double
    /// Steps at most.
    public var maximumSteps: Int

    /// Options for a fit.
    public init(l2: Double = 1, tolerance: Double = 1e-4, maximumSteps: Int = 100) {
      self.l2 = l2
      self.tolerance = tolerance
      self.maximumSteps = maximumSteps
    }
  }

  /// The labels that it knows, rising: what row k of the weights stands for.
  public let labels: [Int]
  /// Of the standardised features, `(K, D)`.
  public let weights: [Double]
  /// `(K)`.
  public let intercepts: [Double]
  /// Steps taken.
  public let steps: Int
  /// Whether the gradient became as small as it should.
  public let isConverged: Bool
  /// `(D)`.
  private let mean: [Float]
  /// `(D)`, by which a feature is multiplied.
  private let scale: [Float]

  /// Learns to tell the labels of the rows of `features`.
  ///
  /// - Parameters:
  ///   - features: `(N, D)`, all finite.
  ///   - labels: one for each row.
  ///   - rows: those that it learns from; nil for all.
  ///   - options: the penalty, and when to stop.
  ///   - start: an earlier fit to the same labels to begin from, for a way along several penalties;
  ///     its standardisation is kept.
  public static func fit(
    _ features: Tensor, labels: [Int], rows: [Int]? = nil, options: Options = Options(),
    from start: LogisticRegression? = nil
  ) -> LogisticRegression {
    let rows = rows ?? Array(labels.indices)
    precondition(
      !rows.isEmpty && labels.count == features.shape[0],
      "\(labels.count) labels for \(features.shape)")
    let d = features.count / labels.count
    let labels = rows.map { labels[$0] }
    let known = start?.labels ?? Set(labels).sorted()
    let classes = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
    let (mean, scale) = start.map { ($0.mean, $0.scale) } ?? moments(features, rows: rows, d: d)
    let problem = Problem(
      features, rows: rows, mean: mean, scale: scale, classes: labels.compactMap { classes[$0] },
      k: known.count, l2: options.l2)
    let from = start.map { $0.weights + $0.intercepts }
    let result = LBFGS.minimise(
      from: from ?? [Double](repeating: 0, count: known.count * (d + 1)),
      tolerance: options.tolerance, maximumSteps: options.maximumSteps, problem.value)
    return LogisticRegression(
      labels: known, weights: Array(result.point.prefix(known.count * d)),
      intercepts: Array(result.point.suffix(known.count)), steps: result.steps,
      isConverged: result.isConverged, mean: mean, scale: scale)
  }

  /// The most probable label of each row of `features`, `(N, D)`; of equal ones the smallest.
  public func predict(_ features: Tensor) -> [Int] {
    let (n, d, k) = (features.shape[0], mean.count, labels.count)
    guard n > 0 else { return [] }
    precondition(features.count == n * d, "\(features.shape) has not \(d) features")
    let x = Self.standardised(features, mean, scale)
    let w = FloatBuffer(count: k * d)
    w.assign(weights.map(Float.init))
    let logits = FloatBuffer(count: n * k)
    GEMM.multiply(
      .asStored, .transposed, rows: n, columns: k, inner: d, x.start, strideA: d, w.start,
      strideB: d, logits.start, strideC: k)
    return (0..<n).map { i in
      var best = 0
      var largest = -Double.infinity
      for c in 0..<k {
        let value = Double(logits.start[i * k + c]) + intercepts[c]
        if value > largest { (best, largest) = (c, value) }
      }
      return labels[best]
    }
  }

  /// Mean and inverse deviation of each feature over `rows`.
  private static func moments(
    _ x: Tensor, rows: [Int], d: Int
  ) -> (mean: [Float], scale: [Float]) {
    let n = rows.count
    var sums = [Double](repeating: 0, count: d)
    var squares = [Double](repeating: 0, count: d)
    x.values.withUnsafeBufferPointer { x in
      for i in rows {
        for j in 0..<d { sums[j] += Double(x[i * d + j]) }
      }
      for j in 0..<d { sums[j] /= Double(n) }
      for i in rows {
        for j in 0..<d {
          let difference = Double(x[i * d + j]) - sums[j]
          squares[j] += difference * difference
        }
      }
    }
    let scale = zip(sums, squares).map { mean, square -> Float in
      let deviation = (square / Double(n)).squareRoot()
      // A feature that never varies has only rounding as its deviation.
      return deviation > 1e-7 * max(abs(mean), 1e-30) ? Float(1 / deviation) : 1
    }
    return (sums.map(Float.init), scale)
  }

  private static func standardised(_ x: Tensor, _ mean: [Float], _ scale: [Float]) -> FloatBuffer {
    let result = FloatBuffer(count: x.count)
    standardise(
      x, rows: 0..<x.count / max(1, mean.count), mean, scale, into: result.start,
      stride: mean.count)
    return result
  }

  /// Each of `rows` of `x` less `mean`, times `scale`; from one to the next of `target` it is
  /// `stride`.
  fileprivate static func standardise(
    _ x: Tensor, rows: some Sequence<Int>, _ mean: [Float], _ scale: [Float],
    into target: Floats, stride: Int
  ) {
    let d = mean.count
    x.values.withUnsafeBufferPointer { x in
      mean.withUnsafeBufferPointer { mean in
        scale.withUnsafeBufferPointer { scale in
          var next = target
          for row in rows {
            let values = x[row * d..<row * d + d]
            for (j, value) in zip(0..<d, values) { next[j] = (value - mean[j]) * scale[j] }
            next += stride
          }
        }
      }
    }
  }
}

/// The loss of a logistic regression and its gradient; products in single precision, sums of them
/// in double.
private final class Problem {
  /// Examples that stay in the cache while their part of the gradient is taken: whole eights.
  private static let rowsAtOnce = 32

  /// `(·, D)`, as they were given: a copy of them all, standardised, would be as large once more.
  private let features: Tensor
  /// Which of them are the examples.
  private let rows: [Int]
  private let (mean, scale): ([Float], [Float])
  /// Some examples, `(rows, D')`, standardised; `D'` is `D` in whole ``Lanes``, beyond it is 0.
  private let standardised: FloatBuffer
  /// Of each example, from 0 to K − 1.
  private let classes: [Int32]
  private let (n, d, k, wide): (Int, Int, Int, Int)
  private let l2: Double
  /// `(K, D')`.
  private let weights: FloatBuffer
  /// Of some rows, `(rows, K)`: scores, then probabilities less the truth.
  private let residuals: FloatBuffer
  /// `(K, D')`.
  private let products: FloatBuffer

  /// - Parameter x: `(·, D)`, of which `rows` are the N examples; of each feature `mean` is taken
  ///   off, then it is multiplied by `scale`.
  init(
    _ x: Tensor, rows: [Int], mean: [Float], scale: [Float], classes: [Int], k: Int, l2: Double
  ) {
    let (n, d) = (rows.count, mean.count)
    precondition(classes.count == n, "a label that the start does not know")
    let wide = Lanes.count(d)
    features = x
    self.rows = rows
    (self.mean, self.scale) = (mean, scale)
    standardised = FloatBuffer(count: Self.rowsAtOnce * wide)
    self.classes = classes.map(Int32.init)
    (self.n, self.d, self.k, self.wide) = (n, d, k, wide)
    self.l2 = l2
    weights = FloatBuffer(count: k * wide)
    residuals = FloatBuffer(count: Self.rowsAtOnce * k)
    products = FloatBuffer(count: k * wide)
  }

  /// At `point`, weights and then intercepts.
  func value(at point: [Double]) -> (value: Double, gradient: [Double]) {
    for c in 0..<k {
      for j in 0..<d { weights.start[c * wide + j] = Float(point[c * d + j]) }
    }
    let intercepts = point.suffix(k).map(Float.init)
    products.fill(0)
    var loss = 0.0
    var sums = [Double](repeating: 0, count: k)
    var totals = [Double](repeating: 1, count: Self.rowsAtOnce)
    classes.withUnsafeBufferPointer { classes in
      guard let truths = classes.baseAddress else { return }
      for first in stride(from: 0, to: n, by: Self.rowsAtOnce) {
        let rows = min(Self.rowsAtOnce, n - first)
        let x = standardised.start
        LogisticRegression.standardise(
          features, rows: self.rows[first..<first + rows], mean, scale, into: x, stride: wide)
        ck_class_scores(x, rows, wide, weights.start, k, residuals.start)
        ck_class_residuals(
          residuals.start, rows, k, intercepts, truths + first, &sums, &totals, &loss)
        for total in totals.prefix(rows) { loss += log(total) }
        ck_add_class_gradient(x, rows, wide, residuals.start, k, products.start)
      }
    }
    var gradient = [Double](repeating: 0, count: k * (d + 1))
    var penalty = 0.0
    for c in 0..<k {
      for j in 0..<d {
        let weight = point[c * d + j]
        gradient[c * d + j] = (Double(products.start[c * wide + j]) + l2 * weight) / Double(n)
        penalty += weight * weight
      }
      gradient[k * d + c] = sums[c] / Double(n)
    }
    return ((loss + l2 / 2 * penalty) / Double(n), gradient)
  }
}
