import AECore

/// The activations that the sheets carry, and their colours: shades of the tensor's own colour for
/// values that are never negative, the diverging map for signed ones.
struct PlaneValues {
  let large: Layer
  let small: Layer

  /// One layer's maps on one scale.
  struct Layer {
    /// (C, H, W).
    let maps: Tensor
    let scale: ColorScale

    func color(_ cell: Cell) -> Color {
      let value = maps.value(at: cell)
      guard value.isFinite else { return Raster.notANumber }
      let (low, high) = (scale.limits.lowerBound, scale.limits.upperBound)
      return scale.colormap.color(at: high > low ? (Double(value) - low) / (high - low) : 0.5)
    }
  }

  /// The sample's activations of a layer of a run; nil when the figure has none.
  init?(_ figure: ConnectivityFigure, theme: Theme) {
    guard let example = figure.example, example.pair == figure.pair else { return nil }
    large = Self.layer(example.large, theme.large, theme)
    small = Self.layer(example.small, theme.small, theme)
  }

  private static func layer(_ maps: Tensor, _ color: Color, _ theme: Theme) -> Layer {
    let range = Measure.limits(maps.values) ?? 0...0
    guard range.lowerBound >= 0 else {
      return Layer(maps: maps, scale: .fitting(range, theme))
    }
    let (low, high) = (OKLab(theme.background.mixed(with: color, 0.05)), OKLab(color))
    let shades = Colormap(
      name: "shades", colors: (0..<256).map { low.mixed(with: high, Double($0) / 255).color })
    return Layer(
      maps: maps, scale: ColorScale(limits: 0...max(range.upperBound, 0), colormap: shades))
  }
}
