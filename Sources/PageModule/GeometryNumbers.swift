import AENetwork

/// A convolution's numbers as they come over the boundary, each a 32-bit whole number:
///
///     0  large map: height, width        2  kernel        4  stride
///     6  padding: top, bottom, left, right; top −1 is `same`
///    10  dilation                        12  output padding; −1 restores the large map
///    14  groups      15  channels of the large map       16  of the small map
struct GeometryNumbers {
  /// As many numbers there are.
  static let count = 17
  /// A kernel of more taps is not looked at cell by cell, and a map of more cells on a side not row
  /// by row: neither can be shown.
  static let (mostTaps, mostCells) = (1 << 12, 1 << 12)

  private let numbers: [Int]

  init(_ start: UnsafePointer<Int32>) { numbers = (0..<Self.count).map { Int(start[$0]) } }

  private func size(_ place: Int) -> Size2D {
    Size2D(height: numbers[place], width: numbers[place + 1])
  }

  /// The pair of convolution and transposed convolution.
  func pair() throws(GeometryError) -> ConvolutionPair {
    let large = size(0)
    for axis in Size2D.Axis.allCases {
      guard large[axis] >= 1, large[axis] <= ConvGeometry.largestNumber else {
        throw .numberOutOfRange(name: "input", axis: axis, value: large[axis], minimum: 1)
      }
    }
    let restores = numbers[12] < 0
    var geometry = try ConvGeometry(
      kernel: size(2), stride: size(4), dilation: size(10),
      outputPadding: restores ? Size2D(0) : size(12), groups: numbers[14])
    geometry =
      numbers[6] < 0
      ? try geometry.padded(.same, for: large)
      : try geometry.with(
        padding: Padding(
          vertical: Padding.Ends(before: numbers[6], after: numbers[7]),
          horizontal: Padding.Ends(before: numbers[8], after: numbers[9])))
    if restores {
      geometry = try geometry.with(outputPadding: geometry.outputPadding(restoring: large))
    }
    return try ConvolutionPair(
      geometry: geometry,
      largeShape: ImageShape(channels: numbers[15], height: large.height, width: large.width),
      smallChannels: numbers[16])
  }

  /// The pair, when its cells can be looked at one by one.
  var shownPair: ConvolutionPair? {
    guard let pair = try? pair(), pair.geometry.kernel.height <= Self.mostTaps,
      pair.geometry.kernel.width <= Self.mostTaps, pair.geometry.kernel.count <= Self.mostTaps
    else { return nil }
    return pair
  }
}
