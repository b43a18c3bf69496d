import AECore

/// What several views draw of maps, cells and connections.
extension Canvas {
  /// One cell of `grid`, if it is visible.
  mutating func cell(_ grid: CellGrid, _ cell: Cell, _ look: CellLook, id: String) {
    guard grid.shows(y: cell.y, x: cell.x) else { return }
    path(grid.outline(y: cell.y, x: cell.x), fill: look.fill, stroke: look.stroke, id: id)
  }

  /// The edges of a line whose own colour may be the page's: drawn before it, a little wider.
  mutating func casing(_ line: Path, width: Double) {
    path(
      line,
      stroke: Stroke(
        style.theme.mutedText.opacity(0.6), width: width + 1.1 * style.thinLine, isRound: true))
  }

  /// Torn edges where a part of `whole` is cut off a sheet, which stand out by `reach` cells.
  mutating func tear(
    _ sheet: ObliqueSheet, whole: CellBlock, reach: Double, _ color: Color, id: String
  ) {
    for edge in sheet.teeth(whole: whole, reach: reach) {
      path(edge, stroke: Stroke(color, width: 1.2 * style.thinLine, isRound: true), id: id)
    }
  }

  /// Torn edges where a part of `whole` is cut off a map that faces the reader.
  mutating func tear(_ grid: CellGrid, whole: CellBlock, _ color: Color, id: String? = nil) {
    tear(grid, rows: whole.rows, columns: whole.columns, color, id: id)
  }

  /// One of the `lines` that a picture shows as it moves, where the longest of them would be
  /// centred, so that it does not wander.
  mutating func step(
    _ lines: [String], _ index: Int, in frame: Rect, y: Double, _ vertical: Style.VerticalAnchor,
    id: String
  ) {
    let font = style.font(.label)
    let x = frame.center.x - min(frame.width, style.widest(lines, font)) / 2
    text(
      [lines[index]], font, width: frame.width, at: Point(x, y), .leading, vertical,
      color: style.theme.mutedText, id: id)
  }

  /// A line around the visible part of a block of cells.
  mutating func outline(
    _ grid: CellGrid, _ block: CellBlock, _ color: Color? = nil, width: Double? = nil,
    id: String? = nil
  ) {
    outline(grid, rows: block.rows, columns: block.columns, color, width: width, id: id)
  }
}

extension CellGrid {
  /// Squares with a side of `cell` points.
  init(origin: Point = Point(0, 0), cell: Double, _ block: CellBlock) {
    self.init(origin: origin, cell: cell, rows: block.rows, columns: block.columns)
  }

  /// What is visible.
  var block: CellBlock { CellBlock(rows: rows, columns: columns) }

  /// How much of a map of size `size` is visible, padding left out.
  func shown(of size: Size2D) -> Size2D { block.clamped(to: CellBlock(size)).size }
}
