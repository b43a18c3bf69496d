import AENetwork

/// Numbers over all values of a tensor, in double precision. They stand here, and take arrays and
/// no sequences, because what draws is compiled without an optimiser: a loop over every value of a
/// run, or a generic one, would take most of a report's time there.
package enum Measure {
  /// The mean of the squared differences; 0 without values.
  package static func meanSquaredError(_ a: Tensor, _ b: Tensor) -> Double {
    precondition(a.count == b.count, "\(a.shape) and \(b.shape) have no difference")
    guard a.count > 0 else { return 0 }
    var sum = 0.0
    for (x, y) in zip(a.values, b.values) {
      let d = Double(x) - Double(y)
      sum += d * d
    }
    return sum / Double(a.count)
  }

  /// `a − b` of images `(n, C, H, W)`, the mean over the channels: `(n, H, W)`.
  package static func channelMeanDifference(_ a: Tensor, _ b: Tensor) -> Tensor {
    precondition(a.shape == b.shape, "\(a.shape) and \(b.shape) have no difference")
    let (n, c, h, w) = (a.shape[0], a.shape[1], a.shape[2], a.shape[3])
    let (x, y) = (a.values, b.values)
    let values = (0..<n * h * w).map { index in
      let start = index / (h * w) * c * h * w + index % (h * w)
      let channels = stride(from: start, to: start + c * h * w, by: h * w)
      return channels.reduce(Float(0)) { $0 + x[$1] - y[$1] } / Float(c)
    }
    return Tensor([n, h, w], values)
  }

  /// The least and the greatest finite value; nil when there is none.
  package static func limits(_ values: [Float]) -> ClosedRange<Double>? {
    var range: (Float, Float)?
    for value in values where value.isFinite {
      range = range.map { (min($0.0, value), max($0.1, value)) } ?? (value, value)
    }
    return range.map { Double($0.0)...Double($0.1) }
  }

  /// The least and the greatest finite magnitude; nil when there is none.
  package static func magnitudes(_ values: [Float]) -> ClosedRange<Double>? {
    limits(values.map(abs))
  }

  /// How many values are no number, and how many are infinite.
  package static func nonFinite(_ values: [Float]) -> (missing: Int, infinite: Int) {
    var count = (missing: 0, infinite: 0)
    for value in values where !value.isFinite {
      if value.isNaN { count.missing += 1 } else { count.infinite += 1 }
    }
    return count
  }

  /// Whether each part of `size` values is 0 throughout: of maps `(n, C, H, W)` one by one, say.
  package static func zeroParts(_ values: [Float], size: Int) -> [Bool] {
    (0..<values.count / max(1, size)).map { part in
      values[part * size..<(part + 1) * size].allSatisfy { $0 == 0 }
    }
  }

  /// The one in the middle, or the mean of the two there; 0 without values.
  package static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// A magnitude that this share of the finite values does not exceed, and the greatest one; 0
  /// without values.
  package static func magnitude(
    _ values: [Float], share: Double
  ) -> (atShare: Double, greatest: Double) {
    let sorted = values.filter(\.isFinite).map { abs($0) }.sorted()
    guard let greatest = sorted.last else { return (0, 0) }
    let place = Int(clamping: Double(sorted.count - 1) * share)
    return (Double(sorted[place]), Double(greatest))
  }

  /// The values in double precision.
  package static func doubles(_ values: [Float]) -> [Double] { values.map(Double.init) }

  /// Where the first value stands that is no whole number from 0 to below `limit`; nil where all
  /// are.
  package static func firstOutside(_ values: [Float], below limit: Int) -> Int? {
    // Also true for what is not a number.
    values.firstIndex { !($0 >= 0 && $0 < Float(limit) && $0 == $0.rounded()) }
  }

  /// The values without their fractions; nil where one is negative, no number or 65,536 or more.
  package static func labels(_ values: [Float]) -> [Int]? {
    values.allSatisfy { $0 >= 0 && $0 < 65536 } ? values.map { Int(clamping: $0) } : nil
  }

  /// Where each of `labels` stands, in order.
  package static func places(of labels: [Int]) -> [Int: [Int]] {
    Dictionary(grouping: labels.indices) { labels[$0] }
  }

  /// The first place of each of `wanted` among `values`; nil for one that is not there.
  package static func firstPlaces(of wanted: [Int], in values: [Int]) -> [Int?] {
    wanted.map { values.firstIndex(of: $0) }
  }

  /// The values at `places`; nil where one of these is none.
  package static func picked(_ places: [Int], of values: [Double]) -> [Double]? {
    places.allSatisfy(values.indices.contains) ? places.map { values[$0] } : nil
  }

  /// The place of the `height` × `width` values of one channel whose squared errors are largest
  /// together, of images `(C, H, W)`: the channel, and the first row and column. What is not finite
  /// counts as nothing.
  package static func worstWindow(
    _ a: Tensor, _ b: Tensor, height: Int, width: Int
  ) -> (channel: Int, y: Int, x: Int) {
    precondition(a.shape == b.shape, "\(a.shape) and \(b.shape) have no difference")
    let (c, h, w) = (a.shape[0], a.shape[1], a.shape[2])
    let squares = zip(a.values, b.values).map { x, y -> Double in
      let d = Double(x) - Double(y)
      return d.isFinite ? d * d : 0
    }
    var best = (channel: 0, y: 0, x: 0)
    var largest = -1.0
    for channel in 0..<c {
      for y in 0...max(0, h - height) {
        for x in 0...max(0, w - width) {
          var sum = 0.0
          for row in y..<min(h, y + height) {
            let start = (channel * h + row) * w
            for column in x..<min(w, x + width) { sum += squares[start + column] }
          }
          if sum > largest { (best, largest) = ((channel, y, x), sum) }
        }
      }
    }
    return best
  }

  /// The sum of the squares in each row of a matrix of `rows` rows, and in each column.
  package static func squaredNorms(
    _ values: [Float], rows: Int
  ) -> (rows: [Double], columns: [Double]) {
    let width = values.count / max(1, rows)
    var (byRow, byColumn) = (
      [Double](repeating: 0, count: rows), [Double](repeating: 0, count: width)
    )
    for row in 0..<rows {
      for column in 0..<width {
        let value = Double(values[row * width + column])
        guard value.isFinite else { continue }
        byRow[row] += value * value
        byColumn[column] += value * value
      }
    }
    return (byRow, byColumn)
  }
}
