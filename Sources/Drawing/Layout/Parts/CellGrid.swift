/// Where the cells of a map lie on the page: equal squares, or rectangles, in rows and columns.
///
/// Rows and columns are counted as the map counts them, so that a row of padding above the map is
/// row −1, and a part of a map keeps the numbers of the whole.
public struct CellGrid: Hashable, Sendable {
  /// The top left corner of the first visible cell, in points.
  public var origin: Point
  /// The extents of a cell, in points.
  public let size: Size
  /// The rows that are visible.
  public let rows: Range<Int>
  /// The columns that are visible.
  public let columns: Range<Int>
  /// How much smaller than its place a cell is drawn at each side, so that neighbours stay apart.
  public let inset: Double
  /// The radius of a cell's corners, in points.
  public let radius: Double

  /// Squares with a side of `cell` points, a hair apart, rounded as much as their size bears: those
  /// of small ones would not be seen, and take four curves a cell.
  public init(origin: Point = Point(0, 0), cell: Double, rows: Range<Int>, columns: Range<Int>) {
    self.init(
      origin: origin, size: Size(cell, cell), rows: rows, columns: columns, inset: cell * 0.045,
      radius: cell < 10 ? 0 : cell * 0.1)
  }

  /// Cells of `size`, without a gap and with sharp corners unless told otherwise.
  public init(
    origin: Point = Point(0, 0), size: Size, rows: Range<Int>, columns: Range<Int>,
    inset: Double = 0, radius: Double = 0
  ) {
    self.origin = origin
    self.size = size
    self.rows = rows
    self.columns = columns
    self.inset = inset
    self.radius = radius
  }

  /// So many rows and columns that fill `rect`.
  package init(filling rect: Rect, rows: Int, columns: Int) {
    let size = rect.size.cell(columns: columns, rows: rows, gap: 0)
    self.init(origin: Point(rect.x, rect.y), size: size, rows: 0..<rows, columns: 0..<columns)
  }

  /// The shorter side of a cell, in points.
  public var cell: Double { min(size.width, size.height) }

  /// The rectangle around every visible cell.
  public var bounds: Rect { rect(rows: rows, columns: columns) }

  /// The middle of a column, from the left edge of the page.
  public func middle(ofColumn x: Int) -> Double {
    origin.x + (Double(x - columns.lowerBound) + 0.5) * size.width
  }

  /// The middle of a row, from the top of the page.
  public func middle(ofRow y: Int) -> Double {
    origin.y + (Double(y - rows.lowerBound) + 0.5) * size.height
  }

  /// Whether a cell is among the visible ones.
  public func shows(y: Int, x: Int) -> Bool { rows.contains(y) && columns.contains(x) }

  /// The square of a cell.
  public func rect(y: Int, x: Int) -> Rect { rect(rows: y..<y + 1, columns: x..<x + 1) }

  /// The rectangle around several cells; it may reach beyond the visible ones.
  public func rect(rows: Range<Int>, columns: Range<Int>) -> Rect {
    Rect(
      x: origin.x + Double(columns.lowerBound - self.columns.lowerBound) * size.width,
      y: origin.y + Double(rows.lowerBound - self.rows.lowerBound) * size.height,
      width: Double(columns.count) * size.width, height: Double(rows.count) * size.height)
  }

  /// The part of a block of cells that is visible; nil when none of it is.
  public func visible(rows: Range<Int>, columns: Range<Int>) -> Rect? {
    let y = rows.clamped(to: self.rows)
    let x = columns.clamped(to: self.columns)
    return y.isEmpty || x.isEmpty ? nil : rect(rows: y, columns: x)
  }

  /// The outline of a cell as it is drawn.
  public func outline(y: Int, x: Int) -> Path {
    .roundedRect(rect(y: y, x: x).inset(inset), radius: radius)
  }
}

/// How a cell is painted.
public struct CellLook: Hashable, Sendable {
  /// The inside; nil leaves it open.
  public var fill: Color?
  /// The outline.
  public var stroke: Stroke?

  /// A fill and an outline.
  public init(fill: Color?, stroke: Stroke?) {
    self.fill = fill
    self.stroke = stroke
  }
}

extension Style {
  /// A cell that is not in focus: its tensor's colour, faint.
  public func quietCell(_ color: Color) -> CellLook {
    CellLook(
      fill: color.opacity(theme.unfocused),
      stroke: Stroke(color.opacity(0.5), width: thinLine * 0.8))
  }

  /// A cell that takes part in what is in focus.
  public func litCell(_ color: Color) -> CellLook {
    CellLook(fill: color, stroke: Stroke(color, width: thinLine * 0.8))
  }

  /// A cell of an output that an earlier step has made.
  public func madeCell(_ color: Color) -> CellLook {
    CellLook(fill: color.opacity(0.4), stroke: Stroke(color.opacity(0.7), width: thinLine * 0.8))
  }

  /// A cell of an output that is still to be made.
  public func openCell(_ color: Color) -> CellLook {
    CellLook(fill: nil, stroke: Stroke(color.opacity(0.5), width: thinLine * 0.8))
  }

  /// A cell that holds a zero, or that is cut off: dashed and open.
  public func emptyCell() -> CellLook {
    CellLook(
      fill: nil,
      stroke: Stroke(
        theme.mutedText.opacity(0.7), width: thinLine * 0.8,
        dash: [thinLine * 2.4, thinLine * 2.4]))
  }

  /// The marks of cells painted with `look`.
  public func cells(
    _ cells: [(y: Int, x: Int)], of grid: CellGrid, look: CellLook, id: (Int, Int) -> String
  ) -> [Mark] {
    cells.filter { grid.shows(y: $0.y, x: $0.x) }.map { y, x in
      .path(PathMark(id: id(y, x), grid.outline(y: y, x: x), fill: look.fill, stroke: look.stroke))
    }
  }
}
