/// A block of cells: rows and columns of a map, counted as the map counts them, so that padding
/// above it has row −1.
package struct CellBlock: Hashable, Sendable {
  package var rows: Range<Int>
  package var columns: Range<Int>

  /// These columns of these rows.
  package init(rows: Range<Int>, columns: Range<Int>) {
    self.rows = rows
    self.columns = columns
  }

  /// A single cell.
  package init(y: Int, x: Int) { self.init(rows: y..<y + 1, columns: x..<x + 1) }

  /// A whole map.
  package init(_ size: Size2D) { self.init(rows: 0..<size.height, columns: 0..<size.width) }

  /// Height and width.
  package var size: Size2D { Size2D(height: rows.count, width: columns.count) }

  /// Whether a cell is one of them.
  package func contains(y: Int, x: Int) -> Bool { rows.contains(y) && columns.contains(x) }

  /// Those that lie in `other` as well.
  package func clamped(to other: CellBlock) -> CellBlock {
    CellBlock(rows: rows.clamped(to: other.rows), columns: columns.clamped(to: other.columns))
  }

  /// Those of map `channel`, row by row.
  package func cells(_ channel: Int) -> [Cell] {
    rows.flatMap { y in columns.map { Cell(channel: channel, y: y, x: $0) } }
  }
}
