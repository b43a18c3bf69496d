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

  /// The outline of a block of cells, made smaller by `inset` cells on every side.
  func outline(
    rows: ClosedRange<Double>, columns: ClosedRange<Double>, inset: Double = 0
  ) -> Path {
    let (top, bottom) = (rows.lowerBound + inset, rows.upperBound - inset)
    let (near, far) = (columns.lowerBound + inset, columns.upperBound - inset)
    return .polyline(
      [
        point(row: top, column: near), point(row: top, column: far),
        point(row: bottom, column: far), point(row: bottom, column: near),
      ], closed: true)
  }

  /// The outline of a block of whole cells.
  func outline(rows: Range<Int>, columns: Range<Int>, inset: Double = 0) -> Path {
    outline(
      rows: Double(rows.lowerBound)...Double(rows.upperBound),
      columns: Double(columns.lowerBound)...Double(columns.upperBound), inset: inset)
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

  /// The lines between the cells.
  func gridLines() -> Path {
    var path = Path()
    for y in rows.dropFirst() {
      path =
        path
        + .line(
          point(row: Double(y), column: Double(columns.lowerBound)),
          point(row: Double(y), column: Double(columns.upperBound)))
    }
    for x in columns.dropFirst() {
      path =
        path
        + .line(
          point(row: Double(rows.lowerBound), column: Double(x)),
          point(row: Double(rows.upperBound), column: Double(x)))
    }
    return path
  }

  /// Short lines that go on where the map does: every line between cells, over the edges that cut
  /// `whole`, by `reach` cells.
  func runOuts(wholeRows: Range<Int>, wholeColumns: Range<Int>, reach: Double) -> Path {
    var path = Path()
    let (top, bottom) = (Double(rows.lowerBound), Double(rows.upperBound))
    let (near, far) = (Double(columns.lowerBound), Double(columns.upperBound))
    func add(_ from: Point, _ to: Point) { path = path + .line(from, to) }
    for x in columns.lowerBound...columns.upperBound {
      let x = Double(x)
      if rows.lowerBound > wholeRows.lowerBound {
        add(point(row: top, column: x), point(row: top - reach, column: x))
      }
      if rows.upperBound < wholeRows.upperBound {
        add(point(row: bottom, column: x), point(row: bottom + reach, column: x))
      }
    }
    for y in rows.lowerBound...rows.upperBound {
      let y = Double(y)
      if columns.lowerBound > wholeColumns.lowerBound {
        add(point(row: y, column: near), point(row: y, column: near - reach))
      }
      if columns.upperBound < wholeColumns.upperBound {
        add(point(row: y, column: far), point(row: y, column: far + reach))
      }
    }
    return path
  }
}
