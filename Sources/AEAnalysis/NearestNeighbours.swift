import AENetwork

/// The k nearest of some points, by Euclidean distance: exact, and in a stated order.
///
/// Distances come from one matrix product, `‖q‖² − 2·q·p + ‖p‖²` with both less the points' mean,
/// which rounding falsifies by a bound that is known. Whatever may be among the nearest by that
/// bound is measured again, as the sum of squared differences in double precision. Equal distances
/// rank by the points' order.
public struct NearestNeighbours: Sendable {
  /// A point and how far it is.
  public struct Neighbour: Hashable, Sendable {
    /// The point's row.
    public var index: Int
    /// The sum of squared differences.
    public var squaredDistance: Double
  }

  private let points: [Float]
  private let count: Int
  private let dimension: Int
  /// `(D)`: both sides are centred on it, since rounding grows with the norms. Of the points no
  /// centred copy is made, which would be most of the memory of a search among images:
  /// `q·(p − m) = q·p − q·m`.
  private let mean: [Float]
  private let norms: [Float]
  /// No point is longer, nor is the mean.
  private let largestNorm: Double
  /// Queries whose products with all points are taken at once.
  package static let queriesAtATime = 32

  /// To search in `points`, `(N, D)`.
  public init(_ points: Tensor) {
    count = points.shape[0]
    dimension = points.count / max(1, count)
    self.points = points.values
    let (n, d) = (count, dimension)
    var sums = [Double](repeating: 0, count: d)
    points.values.withUnsafeBufferPointer { x in
      for i in 0..<n {
        for j in 0..<d { sums[j] += Double(x[i * d + j]) }
      }
    }
    let mean = sums.map { Float($0 / Double(max(1, n))) }
    self.mean = mean
    norms = (0..<n).map { Self.squaredNorm(points.values[$0 * d..<($0 + 1) * d], mean) }
    let meanNorm = mean.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    largestNorm = Double(norms.max() ?? 0).squareRoot() + meanNorm
  }

  /// The `count` nearest points of each row of `queries`, `(Q, D)`, the nearest first; all points
  /// when there are fewer.
  public func neighbours(of queries: Tensor, count k: Int) -> [[Neighbour]] {
    let (n, d) = (count, dimension)
    guard n > 0, k > 0 else { return Array(repeating: [], count: queries.shape[0]) }
    precondition(queries.count == queries.shape[0] * d, "\(queries.shape) has not \(d) columns")
    // Points without a value, the code that PCA has of images that are all the same, say.
    guard d > 0 else {
      let first = (0..<min(k, n)).map { Neighbour(index: $0, squaredDistance: 0) }
      return Array(repeating: first, count: queries.shape[0])
    }
    let block = Self.queriesAtATime
    let products = FloatBuffer(count: block * n)
    let q = FloatBuffer(count: block * d)
    var result: [[Neighbour]] = []
    for first in stride(from: 0, to: queries.shape[0], by: block) {
      let rows = min(block, queries.shape[0] - first)
      let part = queries.values[first * d..<(first + rows) * d]
      Self.centre(part, mean, into: q)
      points.withUnsafeBufferPointer { points in
        guard let base = points.baseAddress else { return }
        GEMM.multiply(
          .asStored, .transposed, rows: rows, columns: n, inner: d, q.start, strideA: d, base,
          strideB: d, products.start, strideC: n)
      }
      for row in 0..<rows {
        let query = part.dropFirst(row * d).prefix(d)
        var withMean = 0.0
        for j in 0..<d { withMean += Double(q.start[row * d + j]) * Double(mean[j]) }
        result.append(
          nearest(
            k, of: query, norm: Self.squaredNorm(query, mean), withMean: withMean,
            products: products.start + row * n))
      }
    }
    return result
  }

  /// For each row of `queries` the label that most of its `count` nearest points have; of equally
  /// frequent ones the smallest.
  /// - Parameters:
  ///   - queries: `(n, D)`.
  ///   - labels: one for each point.
  ///   - k: how many neighbours have a vote.
  public func classify(_ queries: Tensor, labels: [Int], count k: Int) -> [Int] {
    precondition(labels.count == count, "\(labels.count) labels for \(count) points")
    return neighbours(of: queries, count: k).map { nearest in
      var votes: [Int: Int] = [:]
      for neighbour in nearest { votes[labels[neighbour.index], default: 0] += 1 }
      return votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? labels.min() ?? 0
    }
  }

  private func nearest(
    _ k: Int, of query: ArraySlice<Float>, norm: Float, withMean: Double, products: Floats
  ) -> [Neighbour] {
    let own = Float(Double(norm) + 2 * withMean)
    // The k smallest of the rounded distances, rising.
    var smallest: [Float] = []
    for j in 0..<count {
      let distance = own + norms[j] - 2 * products[j]
      if smallest.count == k, !(distance < smallest[k - 1]) { continue }
      let place = smallest.firstIndex { distance < $0 } ?? smallest.count
      if smallest.count == k { smallest.removeLast() }
      smallest.insert(distance, at: place)
    }
    // Each rounded distance is off by at most this (a sum of D products, each rounded; the norms).
    let reach = Double(norm).squareRoot() + largestNorm
    let slack = Double(dimension + 16) * 0x1p-23 * reach * reach
    let limit = Float(Double(smallest.last ?? 0) + 2 * slack).nextUp
    var found: [Neighbour] = []
    for j in 0..<count where own + norms[j] - 2 * products[j] <= limit {
      var sum = 0.0
      for (a, b) in zip(query, points[j * dimension..<(j + 1) * dimension]) {
        let difference = Double(a) - Double(b)
        sum += difference * difference
      }
      found.append(Neighbour(index: j, squaredDistance: sum))
    }
    found.sort { ($0.squaredDistance, $0.index) < ($1.squaredDistance, $1.index) }
    return Array(found.prefix(k))
  }

  /// The rows of `values` less `mean`.
  private static func centre(_ values: ArraySlice<Float>, _ mean: [Float], into result: FloatBuffer)
  {
    let d = mean.count
    values.withUnsafeBufferPointer { x in
      mean.withUnsafeBufferPointer { mean in
        for i in 0..<x.count / max(1, d) {
          for j in 0..<d { result.start[i &* d &+ j] = x[i &* d &+ j] - mean[j] }
        }
      }
    }
  }

  /// `‖row − mean‖²`, of the numbers that ``centre`` gives.
  private static func squaredNorm(_ row: ArraySlice<Float>, _ mean: [Float]) -> Float {
    var sum = 0.0
    for (value, mean) in zip(row, mean) {
      let difference = Double(value - mean)
      sum += difference * difference
    }
    return Float(sum)
  }
}
