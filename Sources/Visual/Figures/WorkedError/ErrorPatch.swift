import AECore

/// A few neighbouring pixels of an image, 3 × 3 where it has as many: those where an output is
/// furthest from its target.
struct ErrorPatch: Hashable, Sendable {
  /// How many rows and columns there are at most.
  static let side = 3

  let rows: Range<Int>
  let columns: Range<Int>
  /// Which channel of the image its numbers are of.
  let channel: Int
  private let channels: Int
  /// The values of ``channel``, row by row.
  let output: [Float]
  let target: [Float]
  /// Output − target.
  let differences: [Double]
  /// The differences' squares.
  let squares: [Double]
  /// The channel's whole difference, `(H, W)`.
  let map: Tensor

  /// Of images `(C, H, W)` of one shape.
  init(of output: Tensor, _ target: Tensor) {
    let (c, h, w) = (target.shape[0], target.shape[1], target.shape[2])
    let worst = Measure.worstWindow(
      output, target, height: min(Self.side, h), width: min(Self.side, w))
    rows = worst.y..<worst.y + min(Self.side, h)
    columns = worst.x..<worst.x + min(Self.side, w)
    channel = worst.channel
    channels = c
    let (rows, columns) = (rows, columns)
    func part(_ tensor: Tensor) -> [Float] {
      rows.flatMap { y in columns.map { tensor.values[(worst.channel * h + y) * w + $0] } }
    }
    (self.output, self.target) = (part(output), part(target))
    differences = zip(self.output, self.target).map { Double($0) - Double($1) }
    squares = differences.map { $0 * $0 }
    map = Measure.channelMeanDifference(
      output[worst.channel].reshaped([1, 1, h, w]), target[worst.channel].reshaped([1, 1, h, w])
    ).reshaped([h, w])
  }

  /// The mean of ``squares``.
  var mean: Double { squares.reduce(0, +) / Double(max(1, squares.count)) }

  /// What the numbers are of in an image with several channels: `green channel`; nil for the only
  /// one.
  var channelName: String? {
    if channels == 1 { return nil }
    return channels == 3
      ? ["red", "green", "blue"][channel] + " channel" : "channel \(channel + 1)"
  }
}
