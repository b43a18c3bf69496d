/// The cell of the small map that a connectivity diagram leads the eye to.
public struct ConnectivityFocus: Hashable, Sendable {
  /// The cell whose fan is drawn in both directions.
  public let first: Cell

  /// What a view usually has room for: maps of so many cells a side, padding included.
  public static let wholeMap = 17

  /// The focus on `first`.
  public init(on first: Cell) { self.first = first }

  /// How many rows (or columns) of a window lie in the padding.
  private static func lost(_ s: Int, _ axis: Size2D.Axis, _ pair: ConvolutionPair) -> Int {
    let large = pair.largeShape.size[axis]
    return pair.geometry.kernel[axis] - pair.geometry.reach(ofSmall: s, axis, large: large)
  }

  /// The focus that shows a geometry best: windows that reach into the padding as little as
  /// possible, near the middle of a map that can be drawn whole, near a corner of a larger one
  /// (the upper left; the lower right when there is output padding to be seen there).
  ///
  /// - Parameters:
  ///   - pair: what is drawn.
  ///   - wholeMap: a map of more cells a side than this, padding included, is shown from a corner.
  public init(for pair: ConvolutionPair, wholeMap: Int = Self.wholeMap) {
    self.init(
      on: Cell(
        channel: 0, y: Self.position(pair, .vertical, wholeMap),
        x: Self.position(pair, .horizontal, wholeMap)))
  }

  private static func position(_ pair: ConvolutionPair, _ axis: Size2D.Axis, _ wholeMap: Int) -> Int
  {
    let geometry = pair.geometry
    let last = pair.smallShape.size[axis] - 1
    let goal: Double
    if pair.largeShape.size[axis] + geometry.padding[axis].total <= wholeMap {
      goal = Double(last) / 2
    } else {
      goal = geometry.outputPadding[axis] > 0 ? Double(last) - 1 : 1
    }
    // The best cell lies near the goal: no need to walk over a million of them.
    let near =
      max(0, min(last, Int(clamping: goal)) - 40)...max(0, min(last, Int(clamping: goal) + 40))
    func rank(_ s: Int) -> (Int, Double) { (lost(s, axis, pair), abs(Double(s) - goal)) }
    return near.min { rank($0) < rank($1) } ?? 0
  }
}
