import AECore

/// The kernel between its footprint and the small map's cell: a body that runs through the large
/// maps that are joined and narrows from the foremost one to the cell.
struct KernelPyramid {
  let geometry: ConvGeometry
  let focus: Cell
  /// The joined maps' sheets, the one that faces the small map first.
  let joined: [PlanesPlan.Plane]
  /// The sheet that the focus cell lies on.
  let target: ObliqueSheet
  /// The part of the window that is drawn, padding included.
  let whole: CellBlock

  init?(_ figure: ConnectivityFigure, plan: PlanesPlan) {
    geometry = figure.pair.geometry
    focus = figure.focus.first
    let maps = figure.pair.largeMaps(joinedWith: focus.channel)
    joined = plan.large.filter { maps.contains($0.channel) }
    guard let front = joined.first?.sheet, let target = plan.small.first?.sheet else { return nil }
    self.target = target
    whole = geometry.window(of: focus).clamped(to: front.block)
    guard !whole.rows.isEmpty, !whole.columns.isEmpty else { return nil }
  }

  /// Whether the taps lie apart, so that the body would hide which cells are joined.
  var isDilated: Bool {
    Size2D.Axis.allCases.contains { geometry.dilation[$0] > 1 && geometry.kernel[$0] > 1 }
  }

  /// The taps whose cells are drawn of a large map, padding included.
  func taps(on map: Int) -> [Connection] {
    geometry.connections(of: focus, onMap: map, in: whole)
  }

  /// The corners of a block at `depth`: 0 on the foremost large map, 1 in the focus cell.
  func corners(_ block: CellBlock, at depth: Double) -> [Point] {
    let end = target.corners(
      rows: inCell(block.rows, .vertical), columns: inCell(block.columns, .horizontal))
    return zip(joined[0].sheet.corners(block), end).map { a, b in
      Point(a.x + (b.x - a.x) * depth, a.y + (b.y - a.y) * depth)
    }
  }

  /// Where in the focus cell a part of the window ends, holes of the dilation included.
  private func inCell(_ range: Range<Int>, _ axis: Size2D.Axis) -> ClosedRange<Double> {
    let window = geometry.window(of: focus[axis], axis)
    func place(_ bound: Int) -> Double {
      Double(focus[axis]) + Double(bound - window.lowerBound) / Double(window.count)
    }
    return place(range.lowerBound)...place(range.upperBound)
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
