import AECore

/// A feature map as a sheet that stands upright and recedes to the right: rows go down the page,
/// columns away from the reader. A sheet further to the right lies in front.
struct ObliqueSheet: Hashable, Sendable {
  /// The corner of the first row and column, in points: the upper end of the near edge.
  var origin: Point
  /// The cells that are drawn, counted as the map counts them.
  let block: CellBlock
  /// The height of a row, in points.
  let cell: Double
  /// How far a column goes to the right and up, in cells.
  let slant: Slant

  /// The direction of the columns, in heights of a cell.
  struct Slant: Hashable, Sendable {
    /// To the right.
    var right: Double
    /// Upwards.
    var up: Double
  }

  /// The size of a sheet of so many rows and columns, in cells.
  static func extent(_ size: Size2D, slant: Slant) -> Size {
    let (rows, columns) = (Double(size.height), Double(size.width))
    return Size(columns * slant.right, rows + columns * slant.up)
  }

  /// The place of a corner between cells; `row` and `column` may lie outside of the sheet.
  func point(row: Double, column: Double) -> Point {
    let (r, c) = (row - Double(block.rows.lowerBound), column - Double(block.columns.lowerBound))
    return Point(origin.x + c * slant.right * cell, origin.y + (r - c * slant.up) * cell)
  }

  /// The corners of a block of cells, made smaller by `inset` cells on every side: the upper near
  /// one, the upper far one, then the lower far one and the lower near one.
  func corners(
    rows: ClosedRange<Double>, columns: ClosedRange<Double>, inset: Double = 0
  ) -> [Point] {
    let (top, bottom) = (rows.lowerBound + inset, rows.upperBound - inset)
    let (near, far) = (columns.lowerBound + inset, columns.upperBound - inset)
    return [(top, near), (top, far), (bottom, far), (bottom, near)].map {
      point(row: $0, column: $1)
    }
  }

  /// The corners of a block of whole cells.
  func corners(_ block: CellBlock, inset: Double = 0) -> [Point] {
    corners(
      rows: Double(block.rows.lowerBound)...Double(block.rows.upperBound),
      columns: Double(block.columns.lowerBound)...Double(block.columns.upperBound), inset: inset)
  }

  /// The outline of a block of whole cells.
  func outline(_ block: CellBlock, inset: Double = 0) -> Path {
    .polyline(corners(block, inset: inset), closed: true)
  }

  /// The smallest upright rectangle around the sheet.
  var bounds: Rect {
    let size = Self.extent(block.size, slant: slant)
    let rise = Double(block.columns.count) * slant.up * cell
    return Rect(
      x: origin.x, y: origin.y - rise, width: size.width * cell, height: size.height * cell)
  }

  /// Teeth, as of torn paper, along each edge that cuts `whole`, which stand out by `reach` cells.
  func teeth(whole: CellBlock, reach: Double) -> [Path] {
    let (top, bottom) = (Double(block.rows.lowerBound), Double(block.rows.upperBound))
    let (near, far) = (Double(block.columns.lowerBound), Double(block.columns.upperBound))
    // At least as long as can be seen.
    let teeth = { (cells: Double) in max(2, (cells / (2.4 * reach)).rounded()) }
    func edge(_ cells: Double, _ place: (_ along: Double, _ out: Double) -> Point) -> Path {
      let count = Int(clamping: 2 * teeth(cells))
      return .polyline(
        (0...count).map { index in
          place(
            cells * Double(index) / Double(count), (index.isMultiple(of: 2) ? 0.3 : 1) * reach)
        })
    }
    let (rows, columns) = (bottom - top, far - near)
    var paths: [Path] = []
    if block.rows.lowerBound > whole.rows.lowerBound {
      paths.append(edge(columns) { point(row: top - $1, column: near + $0) })
    }
    if block.rows.upperBound < whole.rows.upperBound {
      paths.append(edge(columns) { point(row: bottom + $1, column: near + $0) })
    }
    if block.columns.lowerBound > whole.columns.lowerBound {
      paths.append(edge(rows) { point(row: top + $0, column: near - $1) })
    }
    if block.columns.upperBound < whole.columns.upperBound {
      paths.append(edge(rows) { point(row: top + $0, column: far + $1) })
    }
    return paths
  }
}
