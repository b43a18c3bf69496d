/// In which numbers a network has its pixels, where these are not [0, 1]: `(x − mean) / deviation`
/// for a pixel x of [0, 1], each channel by its own two numbers.
public struct PixelRange: Hashable, Sendable {
  /// Of each channel; one number is all channels'.
  public let mean: [Double]
  /// Of each channel, above zero; one number is all channels'.
  public let deviation: [Double]

  /// Nil when there are not as many deviations as means, or some are those of no pixels: squared
  /// errors stay finite with deviations from 1e-9 to 1e9, and 256 levels are different `Float`s
  /// with means of at most 65,536.
  public init?(mean: [Double], deviation: [Double]) {
    guard !mean.isEmpty, mean.count == deviation.count,
      mean.allSatisfy({ abs($0) <= 65_536 }), deviation.allSatisfy({ (1e-9...1e9).contains($0) })
    else { return nil }
    (self.mean, self.deviation) = (mean, deviation)
  }

  /// The range in which 0 is `low` and 1 is `high`; nil when these are not in order, or too near to
  /// each other or too far apart for pixels.
  public init?(low: Double, high: Double) {
    guard low.isFinite, high.isFinite, low < high else { return nil }
    self.init(mean: [-low / (high - low)], deviation: [1 / (high - low)])
  }

  /// What 0 and 1 are for the network, where that is the same in all channels.
  public var bounds: (low: Double, high: Double)? {
    guard mean.count == 1 else { return nil }
    return (-mean[0] / deviation[0], (1 - mean[0]) / deviation[0])
  }

  /// Whether images of so many channels can be in this range.
  public func fits(channels: Int) -> Bool { mean.count == 1 || mean.count == channels }

  /// What a squared error in this range is divided by to be one of pixels in [0, 1], where that is
  /// the same in all channels.
  public var squaredErrorScale: Double? {
    deviation.allSatisfy { $0 == deviation[0] } ? 1 / (deviation[0] * deviation[0]) : nil
  }

  /// Pixels of [0, 1] into this range. `x`: (C, P), where P is one channel's values of all images.
  func enter(_ x: Floats, of image: ImageShape, lanes: Int) {
    apply(x, image, lanes) { (1 / $1, -$0 / $1) }
  }

  /// From this range back to [0, 1].
  func leave(_ x: Floats, of image: ImageShape, lanes: Int) {
    apply(x, image, lanes) { ($1, $0) }
  }

  private func apply(
    _ x: Floats, _ image: ImageShape, _ lanes: Int,
    _ line: (_ mean: Double, _ deviation: Double) -> (factor: Double, summand: Double)
  ) {
    let plane = image.size.count * lanes
    for channel in 0..<image.channels {
      let place = mean.count == 1 ? 0 : channel
      let (factor, summand) = line(mean[place], deviation[place])
      let (a, b) = (Float(factor), Float(summand))
      for i in channel * plane..<(channel + 1) * plane { x[i] = a * x[i] + b }
    }
  }
}
