/// The convolution and its transpose as the definition says them: one loop for each index, tensors
/// `(N, C, H, W)`. Slow on purpose; the tests hold `ConvolutionKernel` equal to these.
///
/// Shapes throughout: `large` is `(N, C, H, W)`, `small` `(N, O, h, w)`, `weight`
/// `(O, C/groups, KH, KW)`. A convolution reads the large map and writes the small one; PyTorch's
/// layouts of the two layers' weights agree once the channels are named by the map they belong to.
public enum NaiveConvolution {
  /// Many to one: every small cell sums its window of the large map.
  ///
  /// `small[n,o,y,x] = bias[o] + Σ large[n, c, y·s − p₁ + ky·d, x·s − p₁ + kx·d] · weight[o,c,ky,kx]`
  /// over the channels `c` of its group and the taps; cells beyond the map count as 0.
  public static func convolve(
    _ large: Tensor, weight: Tensor, bias: Tensor? = nil, _ geometry: ConvGeometry
  ) throws(GeometryError) -> Tensor {
    let (n, c, o) = (large.shape[0], large.shape[1], weight.shape[0])
    try geometry.check(largeChannels: c, smallChannels: o)
    let largeSize = Size2D(height: large.shape[2], width: large.shape[3])
    let size = try geometry.convolvedSize(of: largeSize)
    var small = Tensor([n, o, size.height, size.width])
    forEachJoin(images: n, largeChannels: c, smallChannels: o, largeSize, size, geometry) { join in
      small[join.n, join.o, join.y, join.x] +=
        large[join.n, join.c, join.row, join.column]
        * weight[join.o, join.c % (c / geometry.groups), join.ky, join.kx]
    }
    if let bias { add(bias, to: &small) }
    return small
  }

  /// One to many: every small cell adds its value, times the kernel, to its window of the large
  /// map.
  ///
  /// `large[n, c, y·s − p₁ + ky·d, x·s − p₁ + kx·d] += small[n,o,y,x] · weight[o,c,ky,kx]`. Here the
  /// weight is `(C, O/groups, KH, KW)` in PyTorch's letters, where `C` counts the small map's.
  public static func convolveTransposed(
    _ small: Tensor, weight: Tensor, bias: Tensor? = nil, _ geometry: ConvGeometry
  ) throws(GeometryError) -> Tensor {
    let (n, o, c) = (small.shape[0], small.shape[1], weight.shape[1] * geometry.groups)
    try geometry.check(largeChannels: c, smallChannels: o)
    let size = Size2D(height: small.shape[2], width: small.shape[3])
    let largeSize = try geometry.transposedSize(of: size)
    var large = Tensor([n, c, largeSize.height, largeSize.width])
    forEachJoin(images: n, largeChannels: c, smallChannels: o, largeSize, size, geometry) { join in
      large[join.n, join.c, join.row, join.column] +=
        small[join.n, join.o, join.y, join.x]
        * weight[join.o, join.c % (c / geometry.groups), join.ky, join.kx]
    }
    if let bias { add(bias, to: &large) }
    return large
  }

  /// The gradient of `Σ convolve(large) · small` by the weight: every tap sums the products of the
  /// cells that it joins. The same for both directions.
  public static func weightGradient(
    large: Tensor, small: Tensor, _ geometry: ConvGeometry
  ) throws(GeometryError) -> Tensor {
    let (n, c, o) = (large.shape[0], large.shape[1], small.shape[1])
    try geometry.check(largeChannels: c, smallChannels: o)
    let perGroup = c / geometry.groups
    var weight = Tensor([o, perGroup, geometry.kernel.height, geometry.kernel.width])
    forEachJoin(
      images: n, largeChannels: c, smallChannels: o,
      Size2D(height: large.shape[2], width: large.shape[3]),
      Size2D(height: small.shape[2], width: small.shape[3]), geometry
    ) { join in
      weight[join.o, join.c % perGroup, join.ky, join.kx] +=
        large[join.n, join.c, join.row, join.column] * small[join.n, join.o, join.y, join.x]
    }
    return weight
  }

  /// A large cell `(c, row, column)` and a small cell `(o, y, x)` of image `n`, joined by tap `(ky,
  /// kx)`.
  private struct Join {
    var (n, c, o) = (0, 0, 0)
    var (y, x) = (0, 0)
    var (row, column) = (0, 0)
    var (ky, kx) = (0, 0)
  }

  private static func forEachJoin(
    images: Int, largeChannels: Int, smallChannels: Int, _ large: Size2D, _ small: Size2D,
    _ geometry: ConvGeometry, _ body: (Join) -> Void
  ) {
    let largePerGroup = largeChannels / geometry.groups
    let smallPerGroup = smallChannels / geometry.groups
    for n in 0..<images {
      for o in 0..<smallChannels {
        let group = o / smallPerGroup
        for c in group * largePerGroup..<(group + 1) * largePerGroup {
          for y in 0..<small.height {
            for x in 0..<small.width {
              for ky in 0..<geometry.kernel.height {
                for kx in 0..<geometry.kernel.width {
                  let row = geometry.large(small: y, tap: ky, .vertical)
                  let column = geometry.large(small: x, tap: kx, .horizontal)
                  // Outside of the map there is only padding, and padding is 0.
                  guard row >= 0, row < large.height, column >= 0, column < large.width else {
                    continue
                  }
                  body(Join(n: n, c: c, o: o, y: y, x: x, row: row, column: column, ky: ky, kx: kx))
                }
              }
            }
          }
        }
      }
    }
  }

  private static func add(_ bias: Tensor, to maps: inout Tensor) {
    for n in 0..<maps.shape[0] {
      for c in 0..<maps.shape[1] {
        for y in 0..<maps.shape[2] {
          for x in 0..<maps.shape[3] { maps[n, c, y, x] += bias.values[c] }
        }
      }
    }
  }
}
