import AENetwork
import CBLAS
import Foundation

/// The directions of largest variance, found in one of three ways: none takes memory or time for
/// the square of the image's values where there are fewer examples, or few directions are wanted.
///
/// `N` examples of `D` values; `X`, `(N, D)`, are the examples less their mean.
package struct PCAFit {
  /// How the directions are found.
  package enum Way: CaseIterable, Sendable {
    /// The eigenvectors of `XᵀX`, `(D, D)`.
    case covariance
    /// Those of `XXᵀ`, `(N, N)`, and `v = Xᵀu / σ`: the same directions.
    case gram
    /// Those of `XᵀX` within the space that a few random vectors and their images under it span
    /// (block Lanczos; Musco and Musco 2015, "Randomized Block Krylov Methods").
    case krylov
  }

  /// What was found.
  struct Directions {
    /// One a row, orthonormal, `(k, D)`.
    var vectors: [Float] = []
    /// Each one's share of the whole variance.
    var shares: [Double] = []
  }

  /// Puts examples `first ..< first + rows` at `target`, `(rows, D)`.
  package typealias Read = (_ first: Int, _ rows: Int, _ target: Floats) -> Void

  private let n: Int
  private let d: Int
  private let read: Read
  /// Examples that are read at a time.
  private let chunk: Int
  private let rows: FloatBuffer
  /// The mean example, `(D)`.
  let mean: [Float]

  /// - Parameters:
  ///   - n: `N`.
  ///   - d: `D`.
  init(count n: Int, dimension d: Int, read: @escaping Read) {
    self.n = n
    self.d = d
    self.read = read
    chunk = Self.chunk(count: n, dimension: d)
    let rows = FloatBuffer(count: chunk * d)
    self.rows = rows
    var sums = [Double](repeating: 0, count: d)
    for first in stride(from: 0, to: n, by: chunk) {
      let count = min(chunk, n - first)
      read(first, count, rows.start)
      for i in 0..<count {
        for j in 0..<d { sums[j] += Double(rows.start[i * d + j]) }
      }
    }
    mean = sums.map { Float($0 / Double(max(n, 1))) }
  }

  /// The largest matrix whose eigenvectors are taken: seconds, and a few dozen megabytes.
  private static let largestMatrix = 2048

  /// The cheapest way to `k` directions. One that is as large as the other is the covariance: it
  /// needs no second look at the examples.
  func way(for k: Int) -> Way { Self.way(for: k, count: n, dimension: d) }

  private static func way(for k: Int, count n: Int, dimension d: Int) -> Way {
    let smaller: Way = d <= n ? .covariance : .gram
    let isSmall = min(n, d) <= largestMatrix
    return isSmall || krylovSteps * (k + moreVectors) > min(n, d) ? smaller : .krylov
  }

  private static func chunk(count n: Int, dimension d: Int) -> Int {
    max(1, min(1024, n, (1 << 24) / max(1, d)))
  }

  /// About how many bytes the first `components` directions of `count` examples take at most while
  /// they are found, the result included; floating point, since no product of sizes is too large.
  package static func memory(count: Double, dimension: Double, components: Double) -> Double {
    let (n, d) = (count, dimension)
    let k = min(components, d)
    let rows = Double(chunk(count: Int(clamping: n), dimension: Int(clamping: d)))
    let sums = 4 * rows * d + 12 * d
    guard k > 0 else { return sums }
    // Each matrix twice: looked at as an array, or grown, it is copied. LAPACK wants 26 rows.
    switch way(for: Int(clamping: k), count: Int(clamping: n), dimension: Int(clamping: d)) {
    case .covariance: return sums + 4 * (2 * d * d + 26 * d + 4 * k * d)
    case .gram: return sums + 8 * (2 * n * n + 26 * n + 3 * k * n + 2 * rows * d + 2 * k * d)
    case .krylov:
      let width = min(k + Double(moreVectors), d)
      let space = Double(krylovSteps) * width
      return sums + 4 * (4 * space * d + 4 * width * d + rows * width + 3 * k * d)
        + 8 * 3 * space * space
    }
  }

  /// The first `k` directions; fewer when there are not as many, none of data that is not finite.
  func directions(_ k: Int, by way: Way) -> Directions {
    let found =
      switch way {
      case .covariance: ofCovariance(k)
      case .gram: ofGram(k)
      case .krylov: ofKrylov(k)
      }
    // An eigenvector's sign means nothing.
    var result = found
    for row in 0..<found.shares.count {
      let vector = found.vectors[row * d..<(row + 1) * d]
      guard let largest = vector.max(by: { abs($0) < abs($1) }), largest < 0 else { continue }
      for place in row * d..<(row + 1) * d { result.vectors[place] = -result.vectors[place] }
    }
    return result
  }

  /// Calls `body` with all of `X`, some rows of it at a time; they lie in `rows`.
  private func forEachChunk(_ body: (_ first: Int, _ count: Int) -> Void) {
    for first in stride(from: 0, to: n, by: chunk) {
      let count = min(chunk, n - first)
      load(first, count, into: rows.start)
      body(first, count)
    }
  }

  private func load(_ first: Int, _ count: Int, into target: Floats) {
    read(first, count, target)
    for i in 0..<count {
      for j in 0..<d { target[i * d + j] -= mean[j] }
    }
  }

  private func none(_ k: Int) -> Directions {
    Directions(
      vectors: [Float](repeating: 0, count: k * d), shares: [Double](repeating: 0, count: k))
  }

  // MARK: The covariance

  private func ofCovariance(_ k: Int) -> Directions {
    let covariance = FloatBuffer(count: d * d)
    forEachChunk { _, count in
      GEMM.addSquare(of: rows.start, rows: count, columns: d, to: covariance.start)
    }
    let trace = (0..<d).reduce(0.0) { $0 + Double(covariance.start[$1 * d + $1]) }
    var values = [Float](repeating: 0, count: d)
    var vectors = [Float](repeating: 0, count: d * k)
    var support = [Int32](repeating: 0, count: 2 * max(1, k))
    var found: Int32 = 0
    guard k > 0, covariance.values.allSatisfy(\.isFinite) else { return none(k) }
    let size = Int32(clamping: d)
    OpenBLAS.prepared
    // The upper triangle of what is stored by rows is the lower one by columns, and so the
    // eigenvectors come out one after the other.
    let status = LAPACKE_ssyevr(
      LAPACK_COL_MAJOR, 0x56 /* V */, 0x49 /* I */, 0x4C /* L */, size, covariance.start, size,
      0, 0, Int32(clamping: d - k + 1), size, 0, &found, &values, &vectors, size, &support)
    guard status == 0, Int(found) == k else { return none(k) }
    return Directions(
      vectors: (0..<k).reversed().flatMap { vectors[$0 * d..<($0 + 1) * d] },
      shares: values.prefix(k).reversed().map { trace > 0 ? max(0, Double($0)) / trace : 0 })
  }

  // MARK: The products of examples

  /// In double precision, since `1/σ` makes small directions of it.
  private func ofGram(_ wanted: Int) -> Directions {
    guard n > 1 else { return Directions() }
    let gram = Buffer<Double>(count: n * n)
    let (left, right) = (Buffer<Double>(count: chunk * d), Buffer<Double>(count: chunk * d))
    func copy(_ count: Int, to buffer: Buffer<Double>) {
      for i in 0..<count * d { buffer.start[i] = Double(rows.start[i]) }
    }
    forEachChunk { first, count in
      copy(count, to: left)
      for other in stride(from: 0, through: first, by: chunk) {
        let width = min(chunk, n - other)
        var second = left.start
        if other < first {
          load(other, width, into: rows.start)
          copy(width, to: right)
          second = right.start
        }
        GEMM.multiply(
          .asStored, .transposed, rows: count, columns: width, inner: d, left.start, strideA: d,
          second, strideB: d, beta: 0, gram.start + first * n + other, strideC: n)
      }
    }
    guard gram.values.allSatisfy(\.isFinite) else { return none(wanted) }
    let trace = (0..<n).reduce(0.0) { $0 + gram.start[$1 * n + $1] }
    // Row-major, the lower triangle is filled: column-major, it is the upper one.
    let (values, vectors) = SymmetricMatrix.largest(
      min(wanted, n - 1), of: gram, size: n, isUpper: true)
    // What is left of zero after rounding is no direction.
    let k = values.prefix { $0 > 1e-10 * max(values.first ?? 0, .leastNormalMagnitude) }.count
    guard k > 0 else { return Directions() }
    let scaled = Buffer<Double>(count: k * n)
    for row in 0..<k {
      let scale = 1 / values[row].squareRoot()
      for i in 0..<n { scaled.start[row * n + i] = vectors[row * n + i] * scale }
    }
    let result = Buffer<Double>(count: k * d)
    forEachChunk { first, count in
      copy(count, to: left)
      GEMM.multiply(
        rows: k, columns: d, inner: count, scaled.start + first, strideA: n, left.start,
        strideB: d, beta: 1, result.start, strideC: d)
    }
    return Directions(
      vectors: result.values.map { Float($0) },
      shares: values.prefix(k).map { trace > 0 ? $0 / trace : 0 })
  }

  // MARK: A small space

  /// Looks at the examples.
  private static let krylovSteps = 8
  /// Random vectors beyond the directions that are wanted.
  private static let moreVectors = 8

  private func ofKrylov(_ wanted: Int) -> Directions {
    let width = min(wanted + Self.moreVectors, d)
    // Always the same vectors: the same data, the same directions.
    var random = RandomSource(seed: 1)
    var block = (0..<width * d).map { _ in random.normal() }
    let space = OrthonormalRows(dimension: d)
    /// `B·XᵀX` of each block `B` of the space.
    var images: [Float] = []
    var trace = 0.0
    for step in 0..<Self.krylovSteps {
      let first = space.count
      space.add(block)
      let added = space.count - first
      guard added > 0 else { break }
      let (image, squares) = applied(to: Array(space.rows[first * d..<space.count * d]), added)
      if step == 0 { trace = squares }
      images += image
      block = image
    }
    let size = space.count
    guard images.allSatisfy(\.isFinite), size > 0 else { return none(wanted) }
    // XᵀX as the space sees it.
    let seen = Buffer<Double>(count: size * size)
    let products = FloatBuffer(count: size * size)
    GEMM.multiply(
      .asStored, .transposed, rows: size, columns: size, inner: d, space.rows, strideA: d, images,
      strideB: d, products.start, strideC: size)
    for i in 0..<size {
      for j in 0..<size {
        let sum = products.start[i * size + j] + products.start[j * size + i]
        seen.start[i * size + j] = Double(sum) / 2
      }
    }
    let (values, vectors) = SymmetricMatrix.largest(
      min(wanted, size), of: seen, size: size, isUpper: true)
    let k = values.prefix { $0 > 1e-6 * max(values.first ?? 0, .leastNormalMagnitude) }.count
    let result = FloatBuffer(count: max(1, k) * d)
    GEMM.multiply(
      rows: k, columns: d, inner: size, vectors.prefix(k * size).map { Float($0) }, strideA: size,
      space.rows, strideB: d, result.start, strideC: d)
    return Directions(
      vectors: Array(result.values.prefix(k * d)),
      shares: values.prefix(k).map { trace > 0 ? $0 / trace : 0 })
  }

  /// `B·XᵀX` for a block of `count` rows, `(count, D)`, and the sum of all squares in `X`.
  private func applied(to block: [Float], _ count: Int) -> (image: [Float], squares: Double) {
    let image = FloatBuffer(count: count * d)
    let parts = FloatBuffer(count: chunk * count)
    var squares = 0.0
    forEachChunk { _, examples in
      for i in 0..<examples * d { squares += Double(rows.start[i]) * Double(rows.start[i]) }
      GEMM.multiply(
        .asStored, .transposed, rows: examples, columns: count, inner: d, rows.start, strideA: d,
        block, strideB: d, parts.start, strideC: count)
      GEMM.multiply(
        .transposed, .asStored, rows: count, columns: d, inner: examples, parts.start,
        strideA: count, rows.start, strideB: d, beta: 1, image.start, strideC: d)
    }
    return (image.values, squares)
  }
}
