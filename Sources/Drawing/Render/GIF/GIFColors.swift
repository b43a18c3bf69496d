import CGif

/// Numbers the colours of a moving picture as they come, and counts them.
struct GIFColors {
  /// As 0xRRGGBB, by number.
  private(set) var colors: [UInt32] = []
  /// How many pixels have it, by number.
  private(set) var counts: [Int] = []

  /// Numbers by colour, with open addressing; `empty` where there is none.
  private var table = [UInt16](repeating: GIFColors.empty, count: GIFColors.slots)

  private static let slots = 1 << 17
  private static let empty = UInt16.max
  /// A drawing has a few thousand. What comes beyond this many is told apart more coarsely.
  private static let most = 60_000

  /// Counts `pixels` more of colour `number`.
  mutating func count(_ pixels: Int, of number: UInt16) { counts[Int(number)] += pixels }

  /// The number of a colour.
  mutating func number(of color: UInt32) -> UInt16 {
    var slot = Int(truncatingIfNeeded: (color &* 2_654_435_761) >> 15) & (Self.slots - 1)
    while table[slot] != Self.empty {
      let number = table[slot]
      if colors[Int(number)] == color { return number }
      slot = (slot + 1) & (Self.slots - 1)
    }
    // At most 4,096 more once there are too many.
    let coarse = color & 0xF0F0F0 | 0x080808
    if colors.count >= Self.most, coarse != color { return number(of: coarse) }
    table[slot] = UInt16(colors.count)
    colors.append(color)
    counts.append(0)
    return UInt16(colors.count - 1)
  }

  /// Colours that stand for all, and which one stands for which number.
  typealias Palette = (entries: [GifColorType], index: [UInt8])

  /// As few colours as do, since a pixel of few takes less room: 63, 127 or 255; the last entry of
  /// 64, 128 or 256 is kept for what does not change.
  ///
  /// What fills areas keeps its colour exactly; the shades at the edges of letters and lines are
  /// gathered by cutting the box with the largest spread in two until there are enough (Heckbert
  /// 1982, with Wu's measure of the spread).
  func palette() -> Palette {
    for count in [63, 127] {
      let (palette, error, far) = palette(of: count)
      if error <= Self.mostError, far <= Self.mostFar { return palette }
    }
    return palette(of: 255).palette
  }

  /// Of a small palette: the mean squared error of a part of a colour, which is 38 dB.
  private static let mostError = 10.0
  /// Further than this no part of a colour may be from what it was, but for a few pixels where the
  /// edges of lines cross.
  private static let mostDifference = 60
  /// The share of those few.
  private static let mostFar = 0.0002

  /// `count` colours at most, how far they are from the pixels' own in the mean of the squares, and
  /// the share of pixels that are too far.
  private func palette(of count: Int) -> (palette: Palette, error: Double, far: Double) {
    let flat = flat(atMost: count / 2)
    let entries = colors.count <= count ? colors : flat + shades(count - flat.count, besides: flat)
    let parts = entries.map(Self.parts)
    var (error, pixels, far) = (0.0, 0, 0)
    let index = zip(colors, counts).map { color, count -> UInt8 in
      let own = Self.parts(color)
      var (best, least) = (0, Int.max)
      for (i, part) in parts.enumerated() {
        let distance = Self.distance(own, part)
        if distance < least { (best, least) = (i, distance) }
      }
      let d = own &- parts[best]
      error += Double(count) * Double(d.x * d.x + d.y * d.y + d.z * d.z) / 3
      pixels += count
      if max(abs(d.x), abs(d.y), abs(d.z)) > Self.mostDifference { far += count }
      return UInt8(best)
    }
    let rest = Array(repeating: UInt32(0), count: count + 1 - entries.count)
    let palette = (entries + rest).map {
      GifColorType(
        Red: UInt8($0 >> 16 & 255), Green: UInt8($0 >> 8 & 255), Blue: UInt8($0 & 255))
    }
    let all = Double(max(1, pixels))
    return ((palette, index), error / all, Double(far) / all)
  }

  /// The colours of areas: those of at least one pixel in five thousand.
  private func flat(atMost most: Int) -> [UInt32] {
    let total = counts.reduce(0, +)
    let order = colors.indices.filter { counts[$0] * 5000 >= total }
      .sorted { (counts[$0], colors[$1]) > (counts[$1], colors[$0]) }
    return order.prefix(most).map { colors[$0] }
  }

  /// `count` colours for those that are not flat.
  private func shades(_ count: Int, besides flat: [UInt32]) -> [UInt32] {
    let taken = Set(flat)
    let rest = colors.indices.filter { !taken.contains(colors[$0]) }
      .map { Shade(parts: Self.parts(colors[$0]), count: counts[$0], color: colors[$0]) }
    var boxes = [Box(rest)]
    while boxes.count < count {
      guard let widest = boxes.indices.max(by: { boxes[$0].spread < boxes[$1].spread }),
        boxes[widest].spread > 0
      else { break }
      let (a, b) = boxes[widest].cut()
      boxes[widest] = a
      boxes.append(b)
    }
    return boxes.map(\.mean)
  }

  private typealias Parts = SIMD3<Int>

  private static func parts(_ color: UInt32) -> Parts {
    Parts(Int(color >> 16 & 255), Int(color >> 8 & 255), Int(color & 255))
  }

  /// The eye sees green best, and blue least.
  private static func distance(_ a: Parts, _ b: Parts) -> Int {
    let d = a &- b
    return 3 * d.x * d.x + 6 * d.y * d.y + d.z * d.z
  }

  private struct Shade {
    let parts: Parts
    let count: Int
    let color: UInt32
  }

  /// Some shades, with what they have in common.
  private struct Box {
    let shades: [Shade]
    let center: SIMD3<Double>
    /// The weighted squared distance from the mean along the axis where it is largest.
    let spread: Double
    let axis: Int

    init(_ shades: [Shade]) {
      self.shades = shades
      var (sum, squares, weight) = (SIMD3<Double>(), SIMD3<Double>(), 0.0)
      for shade in shades {
        let part = SIMD3(Double(shade.parts.x), Double(shade.parts.y), Double(shade.parts.z))
        sum += part * Double(shade.count)
        squares += part * part * Double(shade.count)
        weight += Double(shade.count)
      }
      let mean = weight > 0 ? sum / weight : sum
      center = mean
      let spreads = (squares - mean * sum) * SIMD3(3, 6, 1)
      let axis = (0..<3).max { spreads[$0] < spreads[$1] } ?? 0
      self.axis = axis
      // What rounding leaves of nothing is nothing.
      spread = shades.count > 1 && spreads[axis] > 1e-3 ? spreads[axis] : 0
    }

    /// Below and above the mean of the widest axis; neither is empty when there is a spread.
    func cut() -> (Box, Box) {
      let below = shades.filter { Double($0.parts[axis]) <= center[axis] }
      let above = shades.filter { Double($0.parts[axis]) > center[axis] }
      return (Box(below), Box(above))
    }

    var mean: UInt32 {
      func part(_ i: Int) -> UInt32 { UInt32(clamping: max(0, min(255, center[i].rounded()))) }
      return part(0) << 16 | part(1) << 8 | part(2)
    }
  }
}
