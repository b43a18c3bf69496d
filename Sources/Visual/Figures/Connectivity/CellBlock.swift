import AECore

/// A block of cells: rows and columns of a map, counted as the map counts them.
struct CellBlock: Hashable, Sendable {
  var rows: Range<Int>
  var columns: Range<Int>
}

extension CellBlock {
  /// A single cell.
  init(y: Int, x: Int) { self.init(rows: y..<y + 1, columns: x..<x + 1) }

  /// A whole map.
  init(_ size: Size2D) { self.init(rows: 0..<size.height, columns: 0..<size.width) }

  /// Height and width.
  var size: Size2D { Size2D(height: rows.count, width: columns.count) }

  /// Whether a cell is one of them.
  func contains(y: Int, x: Int) -> Bool { rows.contains(y) && columns.contains(x) }

  /// Those that lie in `other` as well.
  func clamped(to other: CellBlock) -> CellBlock {
    CellBlock(rows: rows.clamped(to: other.rows), columns: columns.clamped(to: other.columns))
  }

  /// Those of map `channel`, row by row.
  func cells(_ channel: Int) -> [Cell] {
    rows.flatMap { y in columns.map { Cell(channel: channel, y: y, x: $0) } }
  }
}

extension ConvGeometry {
  /// From the first to the last cell under the window of a small cell, padding included.
  func window(of small: Cell) -> CellBlock {
    CellBlock(rows: window(of: small.y, .vertical), columns: window(of: small.x, .horizontal))
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

extension Canvas {
  /// A line around the visible part of a block of cells.
  mutating func outline(
    _ grid: CellGrid, _ block: CellBlock, _ color: Color? = nil, width: Double? = nil,
    id: String? = nil
  ) {
    outline(grid, rows: block.rows, columns: block.columns, color, width: width, id: id)
  }
}
