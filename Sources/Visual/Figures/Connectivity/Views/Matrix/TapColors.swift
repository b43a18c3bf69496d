import AECore

/// A colour for each tap of a kernel: a hue for each of its rows, paler from column to column, so
/// that the eye finds a row's taps and tells them apart.
struct TapColors {
  let kernel: Size2D
  let theme: Theme

  /// The hues, those of neighbours far apart.
  private var hues: [Color] {
    [theme.kernel, theme.overlap, theme.small, theme.second, theme.large]
  }

  /// The colour of one tap.
  func color(_ tap: Tap) -> Color {
    // A kernel of one row or column has a hue for each tap, as long as there are hues.
    if kernel.height == 1 || kernel.width == 1 {
      let (index, count) = (max(tap.y, tap.x), max(kernel.height, kernel.width))
      return count <= hues.count ? hues[index] : shade(theme.kernel, index, of: count)
    }
    if kernel.height <= hues.count { return shade(hues[tap.y], tap.x, of: kernel.width) }
    // More rows than hues: one sequential map over all of them.
    let share = Double(tap.y) / Double(kernel.height - 1)
    return shade(Colormap.viridis.color(at: 0.1 + 0.75 * share), tap.x, of: kernel.width)
  }

  private func shade(_ color: Color, _ index: Int, of count: Int) -> Color {
    color.mixed(with: theme.background, count == 1 ? 0 : 0.68 * Double(index) / Double(count - 1))
  }
}

/// The colours of a matrix's entries: the learned weights', or else those of the kernel's taps.
struct MatrixColors {
  private let taps: TapColors
  private let weights: WeightScale?

  /// The colours of a figure's entries.
  init(_ figure: ConnectivityFigure, theme: Theme) {
    taps = TapColors(kernel: figure.pair.geometry.kernel, theme: theme)
    weights = WeightScale(figure, theme: theme)
  }

  /// The limit of the weights' colours; nil for the taps'.
  var limit: Float? { weights?.limit }

  /// The colour of an entry.
  func color(_ entry: Connection) -> Color {
    weights.map { $0.color($0.weight(of: entry)) } ?? taps.color(entry.tap)
  }
}
