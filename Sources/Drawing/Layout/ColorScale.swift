import AECore

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

extension Raster {
  /// An image `(C, H, W)` in [0, 1] as it is.
  package static func image(_ tensor: Tensor) -> Raster {
    precondition(tensor.shape.rank == 3, "an image is (C, H, W), not \(tensor.shape)")
    return Raster(
      image: tensor.values, channels: tensor.shape[0], width: tensor.shape[2],
      height: tensor.shape[1])
  }

  /// One map, `height × width` values, in the colours of `scale`.
  package static func map(
    _ values: some Collection<Float>, height: Int, width: Int, scale: ColorScale
  ) -> Raster {
    Raster(
      values, width: width, height: height,
      limits: Float(scale.limits.lowerBound)...Float(scale.limits.upperBound),
      colormap: scale.colormap)
  }
}
