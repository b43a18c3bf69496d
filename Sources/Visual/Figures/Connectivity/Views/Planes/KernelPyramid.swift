import AECore

/// The kernel between its footprint and the small map's cell: a body that runs through the large
/// maps that are joined and narrows from the foremost one to the cell.
///
/// Places in the kernel's window are shares of it, from 0 to 1 along rows and columns, holes of the
/// dilation and padding included.
struct KernelPyramid {
  let geometry: ConvGeometry
  let focus: Cell
  /// The joined maps' sheets, the one that faces the small map first.
  let joined: [PlanesPlan.Plane]
  /// The sheet that the focus cell lies on.
  let target: ObliqueSheet
  /// The part of the window that is drawn, in cells of the large map.
  let rows: Range<Int>
  let columns: Range<Int>

  init?(_ figure: ConnectivityFigure, plan: PlanesPlan) {
    let pair = figure.pair
    let maps = pair.largeMaps(joinedWith: figure.focus.first.channel)
    joined = plan.large.filter { maps.contains($0.channel) }
    guard let front = joined.first, let target = plan.small.first?.sheet else { return nil }
    geometry = pair.geometry
    focus = figure.focus.first
    self.target = target
    rows = geometry.window(of: focus.y, .vertical).clamped(to: front.sheet.rows)
    columns = geometry.window(of: focus.x, .horizontal).clamped(to: front.sheet.columns)
    guard !rows.isEmpty, !columns.isEmpty else { return nil }
  }

  /// Whether the taps lie apart, so that the body would hide which cells are joined.
  var isDilated: Bool {
    Size2D.Axis.allCases.contains { geometry.dilation[$0] > 1 && geometry.kernel[$0] > 1 }
  }

  /// A block of the window, in shares.
  struct Part: Hashable {
    var rows: ClosedRange<Double>
    var columns: ClosedRange<Double>
  }

  /// The drawn part of the window.
  var whole: Part {
    Part(rows: share(rows, .vertical, focus.y), columns: share(columns, .horizontal, focus.x))
  }

  /// The taps whose cells are drawn, padding included.
  var taps: [Tap] {
    func drawn(_ axis: Size2D.Axis, _ small: Int, _ range: Range<Int>) -> [Int] {
      (0..<geometry.kernel[axis]).filter {
        range.contains(geometry.large(small: small, tap: $0, axis))
      }
    }
    let x = drawn(.horizontal, focus.x, columns)
    return drawn(.vertical, focus.y, rows).flatMap { y in x.map { Tap(y: y, x: $0) } }
  }

  /// The block of a tap.
  func part(_ tap: Tap) -> Part {
    let y = geometry.large(small: focus.y, tap: tap.y, .vertical)
    let x = geometry.large(small: focus.x, tap: tap.x, .horizontal)
    return Part(
      rows: share(y..<y + 1, .vertical, focus.y),
      columns: share(x..<x + 1, .horizontal, focus.x))
  }

  private func share(
    _ range: Range<Int>, _ axis: Size2D.Axis, _ small: Int
  ) -> ClosedRange<Double> {
    let start = geometry.window(of: small, axis).lowerBound
    let span = Double(geometry.span(axis))
    return Double(range.lowerBound - start) / span...Double(range.upperBound - start) / span
  }

  /// The corners of a block at `depth`: 0 on the foremost large map, 1 in the focus cell.
  func corners(_ part: Part, at depth: Double, movedBy dx: Double = 0) -> [Point] {
    [
      (part.rows.lowerBound, part.columns.lowerBound),
      (part.rows.lowerBound, part.columns.upperBound),
      (part.rows.upperBound, part.columns.upperBound),
      (part.rows.upperBound, part.columns.lowerBound),
    ].map { row, column in
      let a = onMap(joined[0].sheet, row, column)
      let b = target.point(row: Double(focus.y) + row, column: Double(focus.x) + column)
      return Point(a.x + (b.x - a.x) * depth + dx, a.y + (b.y - a.y) * depth)
    }
  }

  private func onMap(_ sheet: ObliqueSheet, _ row: Double, _ column: Double) -> Point {
    sheet.point(
      row: Double(geometry.window(of: focus.y, .vertical).lowerBound)
        + row * Double(geometry.span(.vertical)),
      column: Double(geometry.window(of: focus.x, .horizontal).lowerBound)
        + column * Double(geometry.span(.horizontal)))
  }

  /// The corners of a block on one of the joined maps.
  func corners(_ part: Part, on sheet: ObliqueSheet) -> [Point] {
    [
      onMap(sheet, part.rows.lowerBound, part.columns.lowerBound),
      onMap(sheet, part.rows.lowerBound, part.columns.upperBound),
      onMap(sheet, part.rows.upperBound, part.columns.upperBound),
      onMap(sheet, part.rows.upperBound, part.columns.lowerBound),
    ]
  }

  /// The four sides between two outlines of four corners, the hidden ones first.
  static func sides(_ a: [Point], _ b: [Point]) -> [Path] {
    // Behind: the bottom and the near side; in front, towards the reader: the top and the far one.
    [2, 3, 0, 1].map { i in
      let j = (i + 1) % 4
      return .polyline([a[i], a[j], b[j], b[i]], closed: true)
    }
  }

  /// The four edges between two outlines.
  static func edges(_ a: [Point], _ b: [Point]) -> Path {
    zip(a, b).reduce(Path()) { $0 + .line($1.0, $1.1) }
  }
}
