/// How the sums of a ``ConvolutionKernel`` are taken.
package enum ConvolutionMethod: Sendable {
  /// Cell by cell, a product for each tap of a window: for any geometry.
  case windows
  /// Two by two cells at a time, with fewer products than their windows have taps (Winograd 1980;
  /// Lavin and Gray 2016): for the ``TileGeometry``s, where there are channels enough to pay for
  /// the sums that this needs before and after.
  case tiles
}

/// The sums of a ``ConvolutionKernel`` that read the weights.
enum ConvolutionSum: Sendable {
  /// From the large map to the small one: a convolution.
  case gather
  /// From the small map to the large one: a transposed convolution.
  case scatter
}

/// Which method takes which of the three sums: decided once, when a layer is made, by its shape
/// alone, so that a network computes the same on any number of threads.
package struct ConvolutionMethods: Hashable, Sendable {
  /// From the large map to the small one.
  package let gather: ConvolutionMethod
  /// From the small map to the large one.
  package let scatter: ConvolutionMethod
  /// The gradient by the weight.
  package let weights: ConvolutionMethod

  /// For so many channels of a group. The numbers are measured: see Benchmarks/README.md.
  package init(_ geometry: ConvGeometry, largeChannels: Int, smallChannels: Int) {
    guard let share = TileGeometry(geometry)?.share, max(largeChannels, smallChannels) <= 4096
    else {
      self.init(sums: .windows, weights: .windows)
      return
    }
    // A cell of either map is transformed once for all channels of the other, so of the other there
    // have to be many; the gradient needs many of both. What saves a third only needs far more.
    let (many, few) = share < 0.6 ? (32, 3) : (128, 128)
    self.init(
      sums: largeChannels >= few && smallChannels >= many ? .tiles : .windows,
      weights: min(largeChannels, smallChannels) >= many ? .tiles : .windows)
  }

  subscript(_ sum: ConvolutionSum) -> ConvolutionMethod { sum == .gather ? gather : scatter }

  private init(sums: ConvolutionMethod, weights: ConvolutionMethod) {
    gather = sums
    scatter = sums
    self.weights = weights
  }
}

/// A geometry whose windows can be taken in tiles of two by two small cells.
///
/// A convolution of stride `s` is `s²` convolutions of stride 1, one over each parity of the large
/// map's rows and columns, with every `s`-th tap. Two neighbouring cells of one with two taps need
/// three products instead of four, of one with three taps four instead of six, of one with one tap
/// two:
///
///     y₀ = x₀g₀ + x₁g₁       m₀ = (x₀ − x₁)·g₀    m₁ = x₁·(g₀ + g₁)    m₂ = (x₂ − x₁)·g₁
///     y₁ = x₁g₀ + x₂g₁       y₀ = m₀ + m₁         y₁ = m₁ + m₂
///
/// and along both axes the square of that.
package struct TileGeometry: Sendable {
  /// The products of a tile by those of its windows.
  package let share: Double

  /// Nil for windows with holes or too many taps, and where the parts have taps of both kinds.
  package init?(_ geometry: ConvGeometry) {
    guard geometry.dilation == Size2D(1), geometry.kernel.count <= 36,
      let rows = Self.products(geometry.kernel.height, stride: geometry.stride.height),
      let columns = Self.products(geometry.kernel.width, stride: geometry.stride.width),
      rows.taps == columns.taps
    else { return nil }
    share = Double(rows.count * columns.count) / Double(4 * geometry.kernel.count)
  }

  /// The most taps that a part of an axis has, and the products that two cells take of all parts.
  private static func products(_ kernel: Int, stride: Int) -> (taps: Int, count: Int)? {
    guard stride <= 3, kernel > stride else { return nil }
    if kernel <= 2 * stride { return (2, 3 * (kernel - stride) + 2 * (2 * stride - kernel)) }
    return kernel == 3 * stride ? (3, 4 * stride) : nil
  }
}
