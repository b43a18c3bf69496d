import AENetwork
import CBLAS
import Foundation

/// Principal component analysis: the linear code that loses least.
///
/// By the eigenvectors of the covariance matrix (LAPACK's `ssyevr`), which is small whatever the
/// number of examples. An eigenvector's sign means nothing; here its largest entry is positive.
public struct PCA: Sendable {
  /// The mean example, `(D)`.
  public let mean: Tensor
  /// The directions of largest variance, one a row, orthonormal, `(k, D)`.
  public let components: Tensor
  /// Each direction's share of the whole variance; 0 when there is none.
  public let explainedVarianceRatio: [Double]

  /// The first `components` directions of `data`, `(N, D)`.
  ///
  /// There are at most `D`; asking for more gives `D`.
  public static func fit(_ data: Tensor, components: Int) -> PCA {
    let (n, d) = (data.shape[0], data.count / max(1, data.shape[0]))
    return data.values.withUnsafeBufferPointer { values in
      fit(count: n, dimension: d, components: components) { first, rows, target in
        guard let base = values.baseAddress else { return }
        target.update(from: base + first * d, count: rows * d)
      }
    }
  }

  /// The first `components` directions of all images of `images`, pixels in [0, 1].
  public static func fit(_ images: ImageSet, components: Int) -> PCA {
    let d = images.shape.count
    let scale = 1 / Float(images.white)
    return images.pixels.withUnsafeBufferPointer { pixels in
      fit(count: images.count, dimension: d, components: components) { first, rows, target in
        guard let base = pixels.baseAddress else { return }
        for i in 0..<rows * d { target[i] = Float(base[first * d + i]) * scale }
      }
    }
  }

  /// The codes of `data`, `(N, D)`, as `(N, k)`.
  public func transform(_ data: Tensor) -> Tensor {
    let (n, d, k) = (data.shape[0], components.shape[1], components.shape[0])
    guard n > 0 else { return Tensor([0, k]) }
    let result = FloatBuffer(count: n * k)
    let centred = FloatBuffer(count: n * d)
    for i in 0..<n {
      for j in 0..<d { centred.start[i * d + j] = data.values[i * d + j] - mean.values[j] }
    }
    components.values.withUnsafeBufferPointer { directions in
      guard let base = directions.baseAddress else { return }
      GEMM.multiply(
        .asStored, .transposed, rows: n, columns: k, inner: d, centred.start, strideA: d, base,
        strideB: d, result.start, strideC: k)
    }
    return Tensor([n, k], result.values)
  }

  /// The codes of all images of `images`, `(N, k)`; never more than a few of them as floats.
  public func transform(_ images: ImageSet) -> Tensor {
    var codes: [Float] = []
    codes.reserveCapacity(images.count * components.shape[0])
    images.forEachChunk { codes += transform($0).values }
    return Tensor([images.count, components.shape[0]], codes)
  }

  /// The examples that `codes`, `(N, k)`, stand for, `(N, D)`.
  public func inverseTransform(_ codes: Tensor) -> Tensor {
    let (n, d, k) = (codes.shape[0], components.shape[1], components.shape[0])
    let result = FloatBuffer(count: n * d)
    for i in 0..<n {
      for j in 0..<d { result.start[i * d + j] = mean.values[j] }
    }
    codes.values.withUnsafeBufferPointer { codes in
      components.values.withUnsafeBufferPointer { directions in
        guard n > 0, let codes = codes.baseAddress, let base = directions.baseAddress else {
          return
        }
        GEMM.multiply(
          rows: n, columns: d, inner: k, codes, strideA: k, base, strideB: d, beta: 1,
          result.start, strideC: d)
      }
    }
    return Tensor([n, d], result.values)
  }

  /// The mean squared error per value with which `images` come back from their codes.
  public func meanSquaredError(of images: ImageSet) -> Double {
    var sum = 0.0
    images.forEachChunk { data in
      let restored = inverseTransform(transform(data))
      for (a, b) in zip(data.values, restored.values) { sum += Double((a - b) * (a - b)) }
    }
    return sum / Double(max(1, images.count * images.shape.count))
  }

  /// Examples are read `rows` at a time, so that no second copy of the data set is ever made.
  private static func fit(
    count n: Int, dimension d: Int, components: Int,
    read: (_ first: Int, _ rows: Int, _ target: Floats) -> Void
  ) -> PCA {
    let chunk = 1024
    let rows = FloatBuffer(count: min(chunk, max(n, 1)) * d)
    func forEachChunk(_ body: (Int) -> Void) {
      for first in stride(from: 0, to: n, by: chunk) {
        read(first, min(chunk, n - first), rows.start)
        body(min(chunk, n - first))
      }
    }

    var sums = [Double](repeating: 0, count: d)
    forEachChunk { count in
      for i in 0..<count {
        for j in 0..<d { sums[j] += Double(rows.start[i * d + j]) }
      }
    }
    let mean = sums.map { Float($0 / Double(max(n, 1))) }

    let covariance = FloatBuffer(count: d * d)
    forEachChunk { count in
      for i in 0..<count {
        for j in 0..<d { rows.start[i * d + j] -= mean[j] }
      }
      GEMM.multiply(
        .transposed, .asStored, rows: d, columns: d, inner: count, rows.start, strideA: d,
        rows.start, strideB: d, beta: 1, covariance.start, strideC: d)
    }
    let trace = (0..<d).reduce(0.0) { $0 + Double(covariance.start[$1 * d + $1]) }

    let k = min(max(components, 0), d)
    let (values, vectors) = largestEigenpairs(of: covariance, dimension: d, count: k)
    return PCA(
      mean: Tensor([d], mean), components: Tensor([k, d], vectors),
      explainedVarianceRatio: values.map { trace > 0 ? max(0, Double($0)) / trace : 0 })
  }

  /// The `k` largest eigenvalues of a symmetric matrix, largest first, and their eigenvectors as
  /// rows. A matrix with values that are not finite has none: zeros then.
  private static func largestEigenpairs(
    of matrix: FloatBuffer, dimension d: Int, count k: Int
  ) -> (values: [Float], vectors: [Float]) {
    var values = [Float](repeating: 0, count: d)
    var vectors = [Float](repeating: 0, count: d * k)
    var support = [Int32](repeating: 0, count: 2 * max(1, k))
    var found: Int32 = 0
    guard k > 0, matrix.values.allSatisfy(\.isFinite) else {
      return (Array(values.prefix(k)), vectors)
    }
    // Symmetric, so column-major is row-major, and the eigenvectors come out one after the other.
    let status = LAPACKE_ssyevr(
      LAPACK_COL_MAJOR, 0x56 /* V */, 0x49 /* I */, 0x4C /* L */, Int32(d), matrix.start, Int32(d),
      0, 0, Int32(d - k + 1), Int32(d), 0, &found, &values, &vectors, Int32(d), &support)
    guard status == 0, Int(found) == k else {
      return ([Float](repeating: 0, count: k), [Float](repeating: 0, count: d * k))
    }
    var rows: [Float] = []
    for index in (0..<k).reversed() {
      let vector = vectors[index * d..<(index + 1) * d]
      let largest = vector.max { abs($0) < abs($1) } ?? 1
      rows += vector.map { largest < 0 ? -$0 : $0 }
    }
    return (values.prefix(k).reversed(), rows)
  }
}

extension ImageSet {
  /// Calls `body` with all images as rows, `(n, D)`, a few hundred at a time.
  func forEachChunk(_ body: (Tensor) -> Void) {
    for first in stride(from: 0, to: count, by: 512) {
      let rows = first..<min(first + 512, count)
      body(images(rows).reshaped([rows.count, shape.count]))
    }
  }
}
