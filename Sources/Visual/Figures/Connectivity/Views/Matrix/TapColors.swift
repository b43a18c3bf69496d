import AECore

/// A colour for each tap of a kernel, along one scale from the first to the last, so that a row of
/// taps reads as a row; none of them is a map's.
struct TapColors {
  let kernel: Size2D
  let theme: Theme

  /// The colour of one tap.
  func color(_ tap: Tap) -> Color {
    func share(_ index: Int, of count: Int) -> Double {
      count == 1 ? 0 : Double(index) / Double(count - 1)
    }
    let isRow = kernel.height == 1 || kernel.width == 1
    let along =
      isRow ? share(max(tap.y, tap.x), of: kernel.count) : share(tap.y, of: kernel.height)
    // A row's taps grow paler from the first to the last.
    let pale = isRow ? 0 : 0.64 * share(tap.x, of: kernel.width)
    return theme.kernel.mixed(with: theme.overlap, along).mixed(with: theme.background, pale)
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
