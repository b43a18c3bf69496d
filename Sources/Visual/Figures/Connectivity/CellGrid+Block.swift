import AECore

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
