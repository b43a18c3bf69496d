import AENetwork

/// For images the most similar one of a set.
///
/// The distance of two images is the root of their mean squared difference per value, so that it
/// means the same for images of any size: 0.1 is a tenth of the way from black to white.
public enum NearestImages {
  /// The most similar image of a set.
  public struct Match: Hashable, Sendable {
    /// Its place in the set; the first one of several at the same distance.
    public var index: Int
    /// How far away it is.
    public var distance: Double
  }

  /// For each of `images`, `(n, …)`, the nearest of `set`.
  public static func search(_ images: Tensor, in set: ImageSet) -> [Match] {
    let d = set.shape.count
    return search(images, dimension: d, count: set.count) { range in set.images(range) }
  }

  /// For each of `images`, `(n, …)`, the nearest of `others`, `(m, …)`.
  public static func search(_ images: Tensor, in others: Tensor) -> [Match] {
    let d = others.count / max(1, others.shape[0])
    return search(images, dimension: d, count: others.shape[0]) { others.rows($0) }
  }

  /// `|a − b|² = |a|² − 2·a·b + |b|²`, with one matrix product for all pairs of a part; the
  /// distance to the winner is then computed as it is defined.
  private static func search(
    _ images: Tensor, dimension d: Int, count: Int, read: (Range<Int>) -> Tensor
  ) -> [Match] {
    let n = images.shape[0]
    precondition(images.count == n * d, "\(images.shape) are not images of \(d) values")
    guard n > 0, count > 0 else { return [] }
    let chunk = 512
    var best = [(index: Int, score: Float)](repeating: (0, .infinity), count: n)
    let products = FloatBuffer(count: n * min(chunk, count))
    for first in stride(from: 0, to: count, by: chunk) {
      let part = read(first..<min(first + chunk, count))
      let size = part.shape[0]
      let squares = (0..<size).map { row in
        part.values[row * d..<(row + 1) * d].reduce(Float(0)) { $0 + $1 * $1 }
      }
      images.values.withUnsafeBufferPointer { a in
        part.values.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress else { return }
          GEMM.multiply(
            .asStored, .transposed, rows: n, columns: size, inner: d, a, strideA: d, b, strideB: d,
            products.start, strideC: size)
        }
      }
      for i in 0..<n {
        for j in 0..<size {
          let score = squares[j] - 2 * products.start[i * size + j]
          if score < best[i].score { best[i] = (first + j, score) }
        }
      }
    }
    return best.enumerated().map { i, winner in
      let other = read(winner.index..<winner.index + 1)
      var sum = 0.0
      for (x, y) in zip(images.values[i * d..<(i + 1) * d], other.values) {
        sum += Double(x - y) * Double(x - y)
      }
      return Match(index: winner.index, distance: (sum / Double(d)).squareRoot())
    }
  }
}
