import AECore

/// A colour for each tap of a kernel, row by row: a scale of the kernel's own, from dark brown over
/// its amber to a pale yellow, since every other hue belongs to another tensor.
struct TapColors {
  let kernel: Size2D
  let theme: Theme

  /// The colour of one tap.
  func color(_ tap: Tap) -> Color {
    let last = kernel.height * kernel.width - 1
    guard last > 0 else { return theme.kernel }
    return theme.tapColor(at: Double(tap.y * kernel.width + tap.x) / Double(last))
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
