/// Cells of one size in rows and columns.
package struct ImageGrid: Hashable, Sendable {
  /// Cells beside each other.
  package let columns: Int
  /// Cells above each other.
  package let rows: Int
  /// The extents of one cell, in points.
  package let cell: Size
  /// Between two cells, in points.
  package let gap: Double
  /// The top left corner.
  package let origin: Point

  /// Cells of proportion `aspect` (width over height) for `count` pictures, as large as they can
  /// well be inside `frame`. The grid is centred horizontally.
  package init(count: Int, aspect: Double, gap: Double, in frame: Rect) {
    var best: (columns: Int, rows: Int, cell: Size) = (1, 1, Size(0, 0))
    var most = 0.0
    for columns in 1...max(1, count) {
      let rows = (max(1, count) + columns - 1) / columns
      let roomX = (frame.width - gap * Double(columns - 1)) / Double(columns)
      let roomY = (frame.height - gap * Double(rows - 1)) / Double(rows)
      let width = max(0, min(roomX, roomY * aspect))
      // One picture alone in the last row looks lost: somewhat smaller ones are better.
      let isLost = rows > 1 && columns > 2 && count % columns == 1
      guard width * (isLost ? 0.8 : 1) > most else { continue }
      most = width * (isLost ? 0.8 : 1)
      best = (columns, rows, Size(width, width / aspect))
    }
    columns = best.columns
    rows = best.rows
    cell = best.cell
    self.gap = gap
    let total = Double(columns) * cell.width + gap * Double(columns - 1)
    origin = Point(frame.x + (frame.width - total) / 2, frame.y)
  }

  /// The cell of picture `index`, row by row.
  package subscript(index: Int) -> Rect {
    Rect(
      x: origin.x + Double(index % columns) * (cell.width + gap),
      y: origin.y + Double(index / columns) * (cell.height + gap), width: cell.width,
      height: cell.height)
  }

  /// The whole grid.
  package var size: Size {
    Size(
      Double(columns) * (cell.width + gap) - gap, Double(rows) * (cell.height + gap) - gap)
  }
}
