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
  package init(_ cell: Cell) {
    self.init(rows: cell.y..<cell.y + 1, columns: cell.x..<cell.x + 1)
  }

  /// A whole map.
  package init(_ size: Size2D) { self.init(rows: 0..<size.height, columns: 0..<size.width) }

  /// Height and width.
  package var size: Size2D { Size2D(height: rows.count, width: columns.count) }

  /// Whether a cell is one of them, of whichever map.
  package func contains(_ cell: Cell) -> Bool { rows.contains(cell.y) && columns.contains(cell.x) }

  /// Those that lie in `other` as well.
  package func clamped(to other: CellBlock) -> CellBlock {
    CellBlock(rows: rows.clamped(to: other.rows), columns: columns.clamped(to: other.columns))
  }

  /// Those of map `channel`, row by row.
  package func cells(_ channel: Int) -> [Cell] {
    rows.flatMap { y in columns.map { Cell(channel: channel, y: y, x: $0) } }
  }
}

extension CellBlock {
  /// At most so many rows and columns of a map, around a cell.
  package static func part(
    of map: Size2D, most: Size2D, around cell: Cell, lead: Int? = nil
  ) -> CellBlock {
    CellBlock(
      rows: .part(of: map.height, most: most.height, around: cell.y, lead: lead),
      columns: .part(of: map.width, most: most.width, around: cell.x, lead: lead))
  }
}

extension Range<Int> {
  /// At most `most` of `0..<size`: the first ones where `place` is among them, else some around
  /// it, with `lead` of them before it (half of them, unless told otherwise).
  package static func part(
    of size: Int, most: Int, around place: Int, lead: Int? = nil
  ) -> Range<Int> {
    let count = Swift.min(size, most)
    let first = Swift.max(0, Swift.min(place - (lead ?? count / 2), size - count))
    return place < count ? 0..<count : first..<first + count
  }
}
