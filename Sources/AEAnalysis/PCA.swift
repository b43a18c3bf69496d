import AENetwork

/// Principal component analysis: the linear code that loses least.
///
/// An eigenvector's sign means nothing; here its largest entry is positive. `PCAFit` says how the
/// directions are found, whatever the size of the images.
public struct PCA: Sendable {
  /// The mean example, `(D)`.
  public let mean: Tensor
  /// The directions of largest variance, one a row, orthonormal, `(k, D)`.
  public let components: Tensor
  /// Each direction's share of the whole variance; 0 when there is none.
  public let explainedVarianceRatio: [Double]

  /// The first `components` directions of `data`, `(N, D)`.
  ///
  /// There are at most `D`, and of fewer than `D` examples at most one less than there are of
  /// these; asking for more gives all that there are.
  public static func fit(_ data: Tensor, components: Int) -> PCA {
    fit(data, components: components, by: nil)
  }

  private static func fit(_ data: Tensor, components: Int, by way: PCAFit.Way?) -> PCA {
    let n = data.shape[0]
    let d = data.shape.dimensions.dropFirst().reduce(1, *)
    return fit(count: n, dimension: d, components: components, by: way) { first, rows, target in
      data.values.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return }
        target.update(from: base + first * d, count: rows * d)
      }
    }
  }

  /// The first `components` directions of all images of `images`, pixels in [0, 1].
  public static func fit(_ images: ImageSet, components: Int) -> PCA {
    let d = images.shape.count
    let scale = 1 / Float(images.white)
    return fit(count: images.count, dimension: d, components: components) { first, rows, target in
      images.pixels.withUnsafeBufferPointer { pixels in
        guard let base = pixels.baseAddress else { return }
        for i in 0..<rows * d { target[i] = Float(base[first * d + i]) * scale }
      }
    }
  }

  /// The first `count` directions alone: with none, the mean example stands for every one.
  public func prefix(_ count: Int) -> PCA {
    let (k, d) = (min(max(0, count), components.shape[0]), components.shape[1])
    return PCA(
      mean: mean, components: Tensor([k, d], Array(components.values.prefix(k * d))),
      explainedVarianceRatio: Array(explainedVarianceRatio.prefix(k)))
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

  /// Examples are read a few at a time, so that no second copy of the data set is ever made.
  private static func fit(
    count n: Int, dimension d: Int, components: Int, by way: PCAFit.Way? = nil,
    read: @escaping PCAFit.Read
  ) -> PCA {
    let fit = PCAFit(count: n, dimension: d, read: read)
    let k = min(max(components, 0), d)
    let found = k == 0 ? PCAFit.Directions() : fit.directions(k, by: way ?? fit.way(for: k))
    return PCA(
      mean: Tensor([d], fit.mean),
      components: Tensor([found.shares.count, d], found.vectors),
      explainedVarianceRatio: found.shares)
  }

  /// The first `components` directions of `data`, `(N, D)`, found in a given way: to hold one
  /// against another.
  package static func fit(_ data: Tensor, components: Int, by way: PCAFit.Way) -> PCA {
    fit(data, components: components, by: Optional(way))
  }
}

extension ImageSet {
  /// Calls `body` with all images as rows, `(n, D)`, a few hundred at a time.
  package func forEachChunk(_ body: (Tensor) -> Void) {
    let part = max(1, min(512, (1 << 23) / shape.count))
    for first in stride(from: 0, to: count, by: part) {
      let rows = first..<min(first + part, count)
      body(images(rows).reshaped([rows.count, shape.count]))
    }
  }
}
