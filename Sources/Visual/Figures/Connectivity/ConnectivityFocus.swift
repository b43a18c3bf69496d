import AECore

/// The cells that a connectivity diagram leads the eye to, both on the small map.
public struct ConnectivityFocus: Hashable, Sendable {
  /// The cell whose fan is drawn in both directions.
  public let first: Cell
  /// A neighbour, drawn in the transposed direction, to show where footprints overlap; nil when
  /// the small map is a single cell.
  public let second: Cell?

  /// The focus on `first` alone: how a moving window stands.
  init(only first: Cell) {
    self.first = first
    second = nil
  }

  /// The focus on `first`, with the neighbour below or above it (beside it on a map of one row)
  /// whose window loses fewer cells to the padding.
  public init(on first: Cell, of pair: ConvolutionPair) {
    let axis: Size2D.Axis = pair.smallShape.height > 1 ? .vertical : .horizontal
    let size = pair.smallShape.size[axis]
    let position = axis == .vertical ? first.y : first.x
    let neighbour = [position + 1, position - 1].filter { (0..<size).contains($0) }
      .min { Self.lost($0, axis, pair) < Self.lost($1, axis, pair) }
    self.first = first
    second = neighbour.map {
      axis == .vertical
        ? Cell(channel: first.channel, y: $0, x: first.x)
        : Cell(channel: first.channel, y: first.y, x: $0)
    }
  }

  /// How many rows (or columns) of a window lie in the padding.
  private static func lost(_ s: Int, _ axis: Size2D.Axis, _ pair: ConvolutionPair) -> Int {
    let large = pair.largeShape.size[axis]
    return pair.geometry.kernel[axis] - pair.geometry.reach(ofSmall: s, axis, large: large)
  }

  /// The focus that shows a geometry best: windows that reach into the padding as little as
  /// possible, near the middle of a map that can be drawn whole, near a corner of a larger one
  /// (the upper left; the lower right when there is output padding to be seen there).
  ///
  /// - Parameter wholeMap: a map of more cells a side than this, padding included, is shown from
  ///   a corner.
  public init(for pair: ConvolutionPair, wholeMap: Int = 17) {
    self.init(
      on: Cell(
        channel: 0, y: Self.position(pair, .vertical, wholeMap),
        x: Self.position(pair, .horizontal, wholeMap)),
      of: pair)
  }

  private static func position(_ pair: ConvolutionPair, _ axis: Size2D.Axis, _ wholeMap: Int) -> Int
  {
    let geometry = pair.geometry
    let last = pair.smallShape.size[axis] - 1
    let goal: Double
    if pair.largeShape.size[axis] + 2 * geometry.padding[axis] <= wholeMap {
      goal = Double(last) / 2
    } else {
      goal = geometry.outputPadding[axis] > 0 ? Double(last) - 1 : 1
    }
    // The best cell lies near the goal: no need to walk over a million of them.
    let near = max(0, min(last, Int(goal)) - 40)...max(0, min(last, Int(goal) + 40))
    func rank(_ s: Int) -> (Int, Double) { (lost(s, axis, pair), abs(Double(s) - goal)) }
    return near.min { rank($0) < rank($1) } ?? 0
  }
}

extension ConvGeometry {
  /// The cells among `visible` that small cell `small` is joined with along one axis, with the
  /// taps; `visible` should lie in the map, since padding is not joined with anything.
  func footprint(
    of small: Int, _ axis: Size2D.Axis, visible: Range<Int>
  ) -> [(large: Int, tap: Int)] {
    visible.clamped(to: window(of: small, axis)).compactMap { l in
      tap(large: l, small: small, axis).map { (l, $0) }
    }
  }

  /// From the first to the last cell under the window of small cell `small`, holes of the dilation
  /// and padding included.
  func window(of small: Int, _ axis: Size2D.Axis) -> Range<Int> {
    let start = self.large(small: small, tap: 0, axis)
    return start..<start + span(axis)
  }
}

extension ConvolutionPair {
  /// How many cells of one large map of size `large` two small cells both reach: where the
  /// transposed convolution adds.
  func overlapCount(_ a: Cell, _ b: Cell, large: Size2D) -> Int {
    func shared(_ axis: Size2D.Axis, _ a: Int, _ b: Int) -> Int {
      let (s, d, k) = (geometry.stride[axis], geometry.dilation[axis], geometry.kernel[axis])
      // Tap t of a lies where tap t + shift of b does.
      guard (a - b) * s % d == 0 else { return 0 }
      let shift = (a - b) * s / d
      let start = geometry.large(small: a, tap: 0, axis)
      let first = max(0, -shift, start >= 0 ? 0 : (-start + d - 1) / d)
      let room = large[axis] - 1 - start
      let last = min(k - 1, k - 1 - shift, room < 0 ? -1 : room / d)
      return max(0, last - first + 1)
    }
    return shared(.vertical, a.y, b.y) * shared(.horizontal, a.x, b.x)
  }

  /// Those of them that lie in `rows` and `columns`.
  func overlap(
    _ a: Cell, _ b: Cell, rows: Range<Int>, columns: Range<Int>
  ) -> [(y: Int, x: Int)] {
    func shared(_ axis: Size2D.Axis, _ a: Int, _ b: Int, _ visible: Range<Int>) -> [Int] {
      geometry.footprint(of: a, axis, visible: visible).map(\.large)
        .filter { geometry.tap(large: $0, small: b, axis) != nil }
    }
    let x = shared(.horizontal, a.x, b.x, columns)
    return shared(.vertical, a.y, b.y, rows).flatMap { y in x.map { (y, $0) } }
  }
}
