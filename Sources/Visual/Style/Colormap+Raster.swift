import AECore

extension Raster {
  /// What a value that is not a number looks like: no colour map has it.
  public static let notANumber = Color(0xFF00FF)

  /// A feature map, an error or a matrix in the colours of `colormap`.
  /// - Parameters:
  ///   - values: (height, width), rows from the top.
  ///   - limits: the values at the colour map's ends; values beyond them get the ends' colours. Give all
  ///     maps of a row the same limits, and a diverging map limits that lie evenly about zero.
  public init(
    _ values: some Collection<Float>, width: Int, height: Int, limits: ClosedRange<Float>,
    colormap: Colormap
  ) {
    precondition(values.count == width * height, "\(values.count) for \(width) × \(height)")
    // 1,024 steps: the 256 colours, and what lies between them.
    let table = (0..<1024).map { colormap.color(at: Double($0) / 1023).bytes }
    let missing = Self.notANumber.bytes
    var rgba: [UInt8] = []
    rgba.reserveCapacity(4 * values.count)
    for value in values {
      guard let fraction = limits.fraction(of: value) else {
        rgba += missing
        continue
      }
      rgba += table[Int((fraction * 1023).rounded())]
    }
    self.init(width: width, height: height, rgba: rgba)
  }

  /// An image as it is: grey for one channel, red, green and blue for three; of any other number of
  /// channels the first one, in grey.
  /// - Parameters:
  ///   - image: (C, height, width), as a sample of a ``Tensor`` holds it.
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
    let missing = Self.notANumber.bytes
    var rgba: [UInt8] = []
    rgba.reserveCapacity(4 * plane)
    for i in 0..<plane {
      let parts = (channels == 3 ? [i, plane + i, 2 * plane + i] : [i, i, i])
        .compactMap { limits.fraction(of: values[$0]) }
      rgba += parts.count == 3 ? parts.map { UInt8(($0 * 255).rounded()) } + [255] : missing
    }
    self.init(width: width, height: height, rgba: rgba)
  }
}

extension Color {
  /// Red, green, blue and alpha from 0 to 255.
  var bytes: [UInt8] {
    [red, green, blue, alpha].map { UInt8((min(max($0, 0), 1) * 255).rounded()) }
  }
}

extension ClosedRange<Float> {
  /// Where `value` lies between the ends, from 0 to 1; nil for what is not a number. A range without
  /// extent has its middle everywhere.
  fileprivate func fraction(of value: Float) -> Float? {
    guard !value.isNaN else { return nil }
    let extent = upperBound - lowerBound
    guard extent > 0 else { return 0.5 }
    return Swift.min(Swift.max((value - lowerBound) / extent, 0), 1)
  }
}
