/// Which colour a value gets, between printed limits.
package struct ColorScale: Hashable, Sendable {
  /// The values at the two ends of the colour map; what lies beyond gets the end's colour.
  package let limits: ClosedRange<Double>
  /// The colours between them.
  package let colormap: Colormap

  /// The colours of `colormap`, the ends' at `limits`.
  package init(limits: ClosedRange<Double>, colormap: Colormap) {
    self.limits = limits
    self.colormap = colormap
  }

  /// From `limits.lowerBound` to `limits.upperBound` in a perceptual sequential map.
  package static func sequential(_ limits: ClosedRange<Double>) -> ColorScale {
    ColorScale(limits: limits, colormap: .viridis)
  }

  /// From `−limit` to `limit`, zero being the neutral middle.
  package static func diverging(_ limit: Double, _ theme: Theme) -> ColorScale {
    ColorScale(limits: -abs(limit)...abs(limit), colormap: .diverging(theme))
  }

  /// For values that are never negative a sequential scale from 0, for signed ones a diverging one.
  package static func fitting(_ range: ClosedRange<Double>, _ theme: Theme) -> ColorScale {
    range.lowerBound >= 0
      ? .sequential(0...range.upperBound)
      : .diverging(max(-range.lowerBound, range.upperBound), theme)
  }

  /// Whether zero is the middle.
  package var isDiverging: Bool { limits.lowerBound < 0 }
}
