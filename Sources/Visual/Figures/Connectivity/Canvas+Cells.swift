import AECore

/// What several views draw of maps, cells and connections.
extension Canvas {
  /// One cell of `grid`, if it is visible.
  mutating func cell(_ grid: CellGrid, y: Int, x: Int, _ look: CellLook, id: String) {
    guard grid.shows(y: y, x: x) else { return }
    path(grid.outline(y: y, x: x), fill: look.fill, stroke: look.stroke, id: id)
  }

  /// The outline of a cell in focus, or of a window.
  mutating func outline(_ rect: Rect, of grid: CellGrid, _ color: Color, width: Double, id: String)
  {
    path(
      .roundedRect(rect, radius: grid.cell * 0.1), stroke: Stroke(color, width: width), id: id)
  }

  /// The edges of a line whose own colour may be the page's: drawn before it, a little wider.
  mutating func casing(_ line: Path, width: Double) {
    path(
      line,
      stroke: Stroke(
        style.theme.mutedText.opacity(0.6), width: width + 1.1 * style.thinLine, isRound: true))
  }

  /// Short lines that go on where a map is cut, `reach` cells long.
  mutating func runOuts(
    of sheet: ObliqueSheet, rows: Range<Int>, columns: Range<Int>, reach: Double, _ color: Color
  ) {
    let path = sheet.runOuts(wholeRows: rows, wholeColumns: columns, reach: reach)
    guard !path.elements.isEmpty else { return }
    self.path(path, stroke: Stroke(color, width: style.thinLine * 0.8))
  }

  /// The same for a map that faces the reader.
  mutating func runOuts(
    of grid: CellGrid, rows: Range<Int>, columns: Range<Int>, _ color: Color
  ) {
    let sheet = ObliqueSheet(
      origin: grid.origin, rows: grid.rows, columns: grid.columns, cell: grid.cell,
      slant: .init(right: 1, up: 0))
    runOuts(
      of: sheet, rows: rows, columns: columns, reach: PairPlan.runOut, color.opacity(0.38))
  }
}
