import AENetwork

/// A normal distribution with the mean and the covariance of examples: the plainest one that they
/// could come from.
public struct FittedGaussian: Sendable {
  /// `(D)`.
  public let mean: [Double]
  /// `(D, D)`, row-major, symmetric.
  public let covariance: [Double]
  /// Lower triangular with `factor · factorᵀ = covariance`: Cholesky's.
  private let factor: [Double]

  /// How many values an example has.
  public var dimension: Int { mean.count }

  /// The distribution of `examples`, `(N, D)`. With `variances`, `(N, D)`, every example is itself
  /// a normal distribution with independent values, and it is their mixture that mean and
  /// covariance are taken of: the covariance grows by the mean variance.
  public init(_ examples: Tensor, variances: Tensor? = nil) {
    let (n, d) = (examples.shape[0], examples.shape[1])
    var mean = [Double](repeating: 0, count: d)
    for i in 0..<n {
      for j in 0..<d { mean[j] += Double(examples.values[i * d + j]) }
    }
    mean = mean.map { $0 / Double(max(1, n)) }
    var covariance = [Double](repeating: 0, count: d * d)
    var centred = [Double](repeating: 0, count: d)
    for i in 0..<n {
      for j in 0..<d { centred[j] = Double(examples.values[i * d + j]) - mean[j] }
      for j in 0..<d {
        for k in 0...j { covariance[j * d + k] += centred[j] * centred[k] }
      }
    }
    for j in 0..<d {
      for k in 0...j {
        covariance[j * d + k] /= Double(max(1, n))
        covariance[k * d + j] = covariance[j * d + k]
      }
    }
    if let variances {
      for i in 0..<n {
        for j in 0..<d {
          covariance[j * d + j] += Double(variances.values[i * d + j]) / Double(n)
        }
      }
    }
    self.mean = mean
    self.covariance = covariance
    factor = Self.cholesky(covariance, d)
  }

  /// `count` examples, `(count, D)`.
  public func samples(_ count: Int, using random: inout RandomSource) -> Tensor {
    let d = dimension
    var values: [Float] = []
    values.reserveCapacity(count * d)
    for _ in 0..<count {
      let normal = (0..<d).map { _ in Double(random.normal()) }
      for j in 0..<d {
        var sum = mean[j]
        for k in 0...j { sum += factor[j * d + k] * normal[k] }
        values.append(Float(sum))
      }
    }
    return Tensor([count, d], values)
  }

  /// A direction in which nothing varies has no share: its column stays zero.
  private static func cholesky(_ matrix: [Double], _ d: Int) -> [Double] {
    var factor = [Double](repeating: 0, count: d * d)
    let largest = (0..<d).map { matrix[$0 * d + $0] }.max() ?? 0
    for j in 0..<d {
      for i in j..<d {
        var sum = matrix[i * d + j]
        for k in 0..<j { sum -= factor[i * d + k] * factor[j * d + k] }
        if i == j {
          guard sum > 1e-12 * largest else { break }
          factor[j * d + j] = sum.squareRoot()
        } else {
          factor[i * d + j] = sum / factor[j * d + j]
        }
      }
    }
    return factor
  }
}
