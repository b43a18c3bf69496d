import AECore

/// Which cells of a large and a small map are drawn along one axis: all of them, or a part with
/// the focus in it when the frame has no room for more.
struct AxisWindow: Hashable, Sendable {
  /// Rows (or columns) of the large map, from the padding before it to beyond its end.
  private(set) var large: Range<Int>
  /// Rows (or columns) of the small map.
  private(set) var small: Range<Int>
  /// Everything there would be to draw of the large map.
  let wholeLarge: Range<Int>
  /// Everything there would be to draw of the small map.
  let wholeSmall: Range<Int>

  /// Whether something is left out.
  var isCropped: Bool { large != wholeLarge || small != wholeSmall }

  /// The whole of both maps, padding included, of the convolution's input and of the transposed
  /// convolution's output alike.
  init(_ pair: ConvolutionPair, _ axis: Size2D.Axis) {
    let padding = pair.geometry.padding[axis]
    let end = max(pair.largeShape.size[axis], pair.restoredShape.size[axis]) + padding.after
    wholeLarge = -padding.before..<end
    wholeSmall = 0..<pair.smallShape.size[axis]
    large = wholeLarge
    small = wholeSmall
  }

  /// At most `limit` cells of the large map, and the cells of the small one whose windows lie in
  /// them, `first` in any case. Corners are preferred, since padding is seen there.
  init(_ pair: ConvolutionPair, _ axis: Size2D.Axis, limit: Int, first: Int) {
    self.init(pair, axis)
    guard wholeLarge.count > limit else { return }
    let geometry = pair.geometry
    let limit = max(1, limit)
    let need = geometry.window(of: first, axis)
    let prefersEnd = geometry.outputPadding[axis] > 0
    large = Self.part(of: wholeLarge, need: need, limit: limit, prefersEnd: prefersEnd)
    // The small cells around `first` whose windows lie in it.
    let part = large
    func fits(_ s: Int) -> Bool { part.contains(geometry.window(of: s, axis)) }
    var (low, high) = (first, first)
    while low > 0, fits(low - 1) { low -= 1 }
    while high + 1 < wholeSmall.count, fits(high + 1) { high += 1 }
    small = low..<high + 1
  }

  /// `limit` cells of the large map with `need` in them, at a corner if that can be.
  private static func part(
    of whole: Range<Int>, need: Range<Int>, limit: Int, prefersEnd: Bool
  ) -> Range<Int> {
    let atStart = whole.lowerBound..<whole.lowerBound + limit
    let atEnd = whole.upperBound - limit..<whole.upperBound
    let corners = prefersEnd ? [atEnd, atStart] : [atStart, atEnd]
    if let corner = corners.first(where: { $0.contains(need) }) { return corner }
    // As much of the window as there is room for: the map's own cells rather than padding.
    let first =
      need.count > limit
      ? max(need.lowerBound, min(0, need.upperBound - limit))
      : need.lowerBound - (limit - need.count) / 2
    let start = min(max(first, whole.lowerBound), atEnd.lowerBound)
    return start..<start + limit
  }
}

/// The same along both axes.
struct MapWindow: Hashable, Sendable {
  var rows: AxisWindow
  var columns: AxisWindow

  /// At most `limit` cells of the large map along an axis, with the window of `first` among them.
  init(_ pair: ConvolutionPair, limit: Int, first: Cell) {
    rows = AxisWindow(pair, .vertical, limit: limit, first: first.y)
    columns = AxisWindow(pair, .horizontal, limit: limit, first: first.x)
  }

  /// What is drawn along one axis.
  subscript(axis: Size2D.Axis) -> AxisWindow {
    get { axis == .vertical ? rows : columns }
    set { if axis == .vertical { rows = newValue } else { columns = newValue } }
  }

  /// One of the maps, or all there would be to draw of it: `windows[\.wholeSmall]`.
  subscript(map: KeyPath<AxisWindow, Range<Int>>) -> CellBlock {
    CellBlock(rows: rows[keyPath: map], columns: columns[keyPath: map])
  }

  /// Whether something is left out.
  var isCropped: Bool { rows.isCropped || columns.isCropped }
}
