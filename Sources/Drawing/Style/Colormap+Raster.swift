extension Raster {
  /// What a value that is not a number looks like: no colour map has it.
  public static let notANumber = Color(0xFF00FF)

  /// A feature map, an error or a matrix in the colours of `colormap`.
  /// - Parameters:
  ///   - values: (height, width), rows from the top.
  ///   - width: values in a row.
  ///   - height: rows.
  ///   - limits: the values at the colour map's ends; values beyond them get the ends' colours.
  ///     Give all maps of a row the same limits, and a diverging map limits that lie evenly about
  ///     zero.
  ///   - colormap: the colours between the limits.
  public init(
    _ values: some Collection<Float>, width: Int, height: Int, limits: ClosedRange<Float>,
    colormap: Colormap
  ) {
    precondition(values.count == width * height, "\(values.count) for \(width) × \(height)")
    let missing = Self.notANumber.bytes
    // A list, whatever came: another module calls this without specialising it.
    self.init(
      width: width, height: height,
      pixels: Array(values).map { value in
        limits.fraction(of: value).map { colormap.steps[Int(clamping: ($0 * 1023).rounded())] }
          ?? missing
      })
  }

  /// One map, `height × width` values, in the colours of `scale`.
  package static func map(
    _ values: some Collection<Float>, height: Int, width: Int, scale: ColorScale
  ) -> Raster {
    Raster(
      values, width: width, height: height,
      limits: ClosedRange(
        uncheckedBounds: (Float(scale.limits.lowerBound), Float(scale.limits.upperBound))),
      colormap: scale.colormap)
  }

  /// An image as it is: grey for one channel, red, green and blue for three; of any other number of
  /// channels the first one, in grey.
  /// - Parameters:
  ///   - image: (C, height, width), as a tensor holds one of its samples.
  ///   - channels: C.
  ///   - width: pixels in a row.
  ///   - height: rows.
  ///   - limits: black and full light.
  public init(
    image: some RandomAccessCollection<Float>, channels: Int, width: Int, height: Int,
    limits: ClosedRange<Float> = 0...1
  ) {
    precondition(
      image.count == channels * width * height,
      "\(image.count) for \(channels) × \(height) × \(width)")
    let values = Array(image)
    let plane = width * height
    let others = channels == 3 ? (plane, 2 * plane) : (0, 0)
    let missing = Self.notANumber.bytes
    func level(_ index: Int) -> UInt8? {
      limits.fraction(of: values[index]).map { UInt8(clamping: ($0 * 255).rounded()) }
    }
    self.init(
      width: width, height: height,
      pixels: (0..<plane).map { i in
        guard let red = level(i), let green = level(others.0 + i), let blue = level(others.1 + i)
        else { return missing }
        return SIMD4(red, green, blue, 255)
      })
  }
}

extension ClosedRange<Float> {
  /// Where `value` lies between the ends, from 0 to 1; nil for what is not a number. A range
  /// without extent has its middle everywhere, an endless one ends at the largest finite number.
  fileprivate func fraction(of value: Float) -> Float? {
    guard !value.isNaN else { return nil }
    let largest = Float.greatestFiniteMagnitude
    let (lower, upper) = (Swift.max(lowerBound, -largest), Swift.min(upperBound, largest))
    let extent = upper - lower
    guard extent > 0 else { return 0.5 }
    // The two largest numbers are further apart than a `Float` can say; a `Double` can.
    guard extent.isFinite, value.isFinite else {
      let (low, high) = (Double(lower), Double(upper))
      let held = Double(Swift.min(Swift.max(value, lower), upper))
      return Float((held - low) / (high - low))
    }
    return Swift.min(Swift.max((value - lower) / extent, 0), 1)
  }
}
