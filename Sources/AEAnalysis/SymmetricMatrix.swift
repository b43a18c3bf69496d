import AENetwork
import CBLAS

/// Eigenvectors of symmetric matrices in double precision, by LAPACK's `dsyevr`.
enum SymmetricMatrix {
  /// The `k` largest eigenvalues of a matrix, largest first, and their eigenvectors as rows; zeros
  /// when LAPACK finds none. The matrix is destroyed.
  ///
  /// - Parameter isUpper: whether the upper triangle is read, where the columns lie one after the
  ///   other.
  static func largest(
    _ k: Int, of matrix: Buffer<Double>, size: Int, isUpper: Bool
  ) -> (values: [Double], vectors: [Double]) {
    var values = [Double](repeating: 0, count: size)
    var vectors = [Double](repeating: 0, count: size * k)
    var support = [Int32](repeating: 0, count: 2 * max(1, k))
    var found: Int32 = 0
    guard k > 0 else { return ([], []) }
    let n = Int32(clamping: size)
    OpenBLAS.prepared
    let status = LAPACKE_dsyevr(
      LAPACK_COL_MAJOR, 0x56 /* V */, 0x49 /* I */, isUpper ? 0x55 /* U */ : 0x4C /* L */, n,
      matrix.start, n, 0, 0, Int32(clamping: size - k + 1), n, 0, &found, &values, &vectors, n,
      &support)
    guard status == 0, Int(found) == k else {
      return ([Double](repeating: 0, count: k), [Double](repeating: 0, count: size * k))
    }
    return (
      values.prefix(k).reversed(),
      (0..<k).reversed().flatMap { vectors[$0 * size..<($0 + 1) * size] }
    )
  }
}

/// Rows of length 1 that stand at right angles to each other.
final class OrthonormalRows {
  /// `(count, D)`.
  private(set) var rows: [Float] = []
  /// How many there are.
  var count: Int { rows.count / d }
  private let d: Int

  init(dimension: Int) { d = dimension }

  /// Adds what is new in `vectors`, `(m, D)`: each less its parts along all rows before it.
  func add(_ vectors: [Float]) {
    for first in stride(from: 0, to: vectors.count, by: d) {
      var vector = Array(vectors[first..<first + d])
      let before = Self.length(vector)
      guard before > 0, before.isFinite else { continue }
      // Twice is enough (Parlett, after Kahan): the first time leaves rounding errors.
      for _ in 0..<2 { removeKnown(from: &vector) }
      let after = Self.length(vector)
      guard after > 1e-5 * before else { continue }
      rows += vector.map { Float(Double($0) / after) }
    }
  }

  private func removeKnown(from vector: inout [Float]) {
    let parts = FloatBuffer(count: max(1, count))
    GEMM.multiply(
      .asStored, .transposed, rows: 1, columns: count, inner: d, vector, strideA: d, rows,
      strideB: d, parts.start, strideC: max(1, count))
    for i in 0..<count { parts.start[i] = -parts.start[i] }
    vector.withUnsafeMutableBufferPointer { target in
      guard let base = target.baseAddress else { return }
      GEMM.multiply(
        rows: 1, columns: d, inner: count, parts.start, strideA: max(1, count), rows, strideB: d,
        beta: 1, base, strideC: d)
    }
  }

  private static func length(_ vector: [Float]) -> Double {
    vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}
