import AENetwork

/// How far a map of points can be believed: whether neighbours on the map are neighbours.
///
/// Venna and Kaski 2001, "Neighborhood preservation in nonlinear projection methods". `r(i, j)` is
/// the place of `j` among the points by their distance from `i` in the data, 1 for the nearest:
///
///     T(k) = 1 − 2 / (n·k·(2n − 3k − 1)) · Σᵢ Σⱼ max(0, r(i, j) − k)
///     j: the k nearest of i on the map
public enum Trustworthiness {
  /// From 0 to 1; 1 when every neighbour on the map is one in the data. Checked against
  /// `sklearn.manifold.trustworthiness`.
  ///
  /// - Parameters:
  ///   - map: `(n, d)`, a row for each of `data`'s.
  ///   - data: `(n, D)`.
  ///   - k: how many neighbours count, below n / 2.
  ///   - threads: at work; nil for as many as there are processors.
  /// - Returns: nil when there are too few points, or a value is not finite.
  public static func of(
    _ map: Tensor, data: Tensor, neighbours k: Int = 5, threads: Int? = nil
  ) -> Double? {
    precondition(map.shape[0] == data.shape[0], "\(map.shape) is no map of \(data.shape)")
    let n = data.shape[0]
    guard k > 0, 2 * k < n, map.values.allSatisfy(\.isFinite), data.values.allSatisfy(\.isFinite)
    else { return nil }
    let (near, original) = (PointDistances(map), PointDistances(data))
    let excess = Buffer<Int>(count: n)
    Parallel.forEachPart(of: n, part: 64, threads: threads ?? Parallel.processors) { points in
      let row = near.row()
      let originalRow = original.row()
      for i in points {
        near.squares(from: i, into: row)
        original.squares(from: i, into: originalRow)
        for neighbour in near.nearest(k, to: i, row) {
          excess.start[i] += max(0, rank(of: neighbour.index, from: i, originalRow, n) - k)
        }
      }
    }
    let sum = excess.values.reduce(0, +)
    return 1 - 2 * Double(sum) / (Double(n * k) * Double(2 * n - 3 * k - 1))
  }

  /// Of points equally far the first is the nearer one.
  private static func rank(of index: Int, from point: Int, _ row: FloatBuffer, _ n: Int) -> Int {
    let own = row.start[index]
    var nearer = 0
    for j in 0..<n where row.start[j] < own { nearer &+= 1 }
    for j in 0..<index where row.start[j] == own { nearer &+= 1 }
    // The point itself is at distance 0, and is no neighbour of itself.
    let counted = row.start[point] < own || (row.start[point] == own && point < index)
    return nearer + (counted ? 0 : 1)
  }
}
