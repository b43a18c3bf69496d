import AECore

/// A feature map as a sheet that stands upright and recedes to the right: rows go down the page,
/// columns away from the reader. A sheet further to the right lies in front.
struct ObliqueSheet: Hashable, Sendable {
  /// The corner of the first row and column, in points: the upper end of the near edge.
  var origin: Point
  /// The rows that are drawn, counted as the map counts them.
  let rows: Range<Int>
  /// The columns that are drawn.
  let columns: Range<Int>
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
  static func extent(rows: Int, columns: Int, slant: Slant) -> Size {
    Size(Double(columns) * slant.right, Double(rows) + Double(columns) * slant.up)
  }

  /// The place of a corner between cells; `row` and `column` may lie outside of the sheet.
  func point(row: Double, column: Double) -> Point {
    let (r, c) = (row - Double(rows.lowerBound), column - Double(columns.lowerBound))
    return Point(
      origin.x + c * slant.right * cell, origin.y + (r - c * slant.up) * cell)
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
  func corners(rows: Range<Int>, columns: Range<Int>, inset: Double = 0) -> [Point] {
    corners(
      rows: Double(rows.lowerBound)...Double(rows.upperBound),
      columns: Double(columns.lowerBound)...Double(columns.upperBound), inset: inset)
  }

  /// The outline of a block of whole cells.
  func outline(rows: Range<Int>, columns: Range<Int>, inset: Double = 0) -> Path {
    .polyline(corners(rows: rows, columns: columns, inset: inset), closed: true)
  }

  /// The outline of one cell.
  func outline(y: Int, x: Int, inset: Double = 0) -> Path {
    outline(rows: y..<y + 1, columns: x..<x + 1, inset: inset)
  }

  /// The whole sheet's outline.
  var outline: Path { outline(rows: rows, columns: columns) }

  /// The smallest upright rectangle around the sheet.
  var bounds: Rect {
    let size = Self.extent(rows: rows.count, columns: columns.count, slant: slant)
    let rise = Double(columns.count) * slant.up * cell
    return Rect(
      x: origin.x, y: origin.y - rise, width: size.width * cell, height: size.height * cell)
  }

  /// Short lines that go on where the map does: every line between cells, over the edges that cut
  /// `whole`, by `reach` cells.
  func runOuts(wholeRows: Range<Int>, wholeColumns: Range<Int>, reach: Double) -> Path {
    var path = Path()
    func add(_ from: (Int, Int), _ rowStep: Double, _ columnStep: Double) {
      let (row, column) = (Double(from.0), Double(from.1))
      path =
        path
        + .line(
          point(row: row, column: column),
          point(row: row + rowStep * reach, column: column + columnStep * reach))
    }
    let (top, bottom) = (rows.lowerBound, rows.upperBound)
    let (near, far) = (columns.lowerBound, columns.upperBound)
    for x in near...far {
      if top > wholeRows.lowerBound { add((top, x), -1, 0) }
      if bottom < wholeRows.upperBound { add((bottom, x), 1, 0) }
    }
    for y in top...bottom {
      if near > wholeColumns.lowerBound { add((y, near), 0, -1) }
      if far < wholeColumns.upperBound { add((y, far), 0, 1) }
    }
    return path
  }
}
