import AENetwork
import CBLAS

/// Matrix products of the analysis by OpenBLAS, one thread a call: the callers split their work.
enum GEMM {
  /// Whether a matrix is taken as it is stored or turned.
  enum Side {
    case asStored
    case transposed

    fileprivate var flag: CBLAS_TRANSPOSE { self == .asStored ? CblasNoTrans : CblasTrans }
  }

  /// `c = a·b + beta·c`, all row-major. `a` is (rows, inner), `b` (inner, columns), `c` (rows,
  /// columns), each after the turning that its side asks for; `stride…` leads from one stored row
  /// to the next.
  static func multiply(
    _ sideA: Side = .asStored, _ sideB: Side = .asStored, rows: Int, columns: Int, inner: Int,
    _ a: UnsafePointer<Float>, strideA: Int, _ b: UnsafePointer<Float>, strideB: Int,
    beta: Float = 0, _ c: Floats, strideC: Int
  ) {
    guard rows > 0, columns > 0, inner > 0 else { return }  // BLAS refuses a stride of 0
    OpenBLAS.prepared
    cblas_sgemm(
      CblasRowMajor, sideA.flag, sideB.flag, blasint(rows), blasint(columns), blasint(inner), 1, a,
      blasint(strideA), b, blasint(strideB), beta, c, blasint(strideC))
  }

  /// The same in double precision.
  static func multiply(
    _ sideA: Side = .asStored, _ sideB: Side = .asStored, rows: Int, columns: Int, inner: Int,
    _ a: UnsafePointer<Double>, strideA: Int, _ b: UnsafePointer<Double>, strideB: Int,
    beta: Double = 0, _ c: Doubles, strideC: Int
  ) {
    guard rows > 0, columns > 0, inner > 0 else { return }
    OpenBLAS.prepared
    cblas_dgemm(
      CblasRowMajor, sideA.flag, sideB.flag, blasint(rows), blasint(columns), blasint(inner), 1, a,
      blasint(strideA), b, blasint(strideB), beta, c, blasint(strideC))
  }

  /// The upper triangle of `c += aᵀ·a`, row-major: half of the product, since the other half is its
  /// mirror image. `a` is (rows, columns), `c` (columns, columns).
  static func addSquare(of a: UnsafePointer<Float>, rows: Int, columns: Int, to c: Floats) {
    guard rows > 0, columns > 0 else { return }
    OpenBLAS.prepared
    cblas_ssyrk(
      CblasRowMajor, CblasUpper, CblasTrans, blasint(columns), blasint(rows), 1, a,
      blasint(columns), 1, c, blasint(columns))
  }
}
