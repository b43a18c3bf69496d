/// Where the cells of a map lie on the page: equal squares in rows and columns.
///
/// Rows and columns are counted as the map counts them, so that a row of padding above the map is
/// row −1, and a part of a map keeps the numbers of the whole.
public struct CellGrid: Hashable, Sendable {
  /// The top left corner of the first visible cell, in points.
  public let origin: Point
  /// The side of a cell, in points.
  public let cell: Double
  /// The rows that are visible.
  public let rows: Range<Int>
  /// The columns that are visible.
  public let columns: Range<Int>

  /// A grid of `rows` and `columns` from `origin` on.
  public init(origin: Point, cell: Double, rows: Range<Int>, columns: Range<Int>) {
    self.origin = origin
    self.cell = cell
    self.rows = rows
    self.columns = columns
  }

  /// The rectangle around every visible cell.
  public var bounds: Rect {
    Rect(
      x: origin.x, y: origin.y, width: Double(columns.count) * cell,
      height: Double(rows.count) * cell)
  }

  /// Whether a cell is among the visible ones.
  public func shows(y: Int, x: Int) -> Bool { rows.contains(y) && columns.contains(x) }

  /// The square of a cell.
  public func rect(y: Int, x: Int) -> Rect { rect(rows: y..<y + 1, columns: x..<x + 1) }

  /// The rectangle around several cells; it may reach beyond the visible ones.
  public func rect(rows: Range<Int>, columns: Range<Int>) -> Rect {
    Rect(
      x: origin.x + Double(columns.lowerBound - self.columns.lowerBound) * cell,
      y: origin.y + Double(rows.lowerBound - self.rows.lowerBound) * cell,
      width: Double(columns.count) * cell, height: Double(rows.count) * cell)
  }

  /// The part of a block of cells that is visible; nil when none of it is.
  public func visible(rows: Range<Int>, columns: Range<Int>) -> Rect? {
    let y = rows.clamped(to: self.rows)
    let x = columns.clamped(to: self.columns)
    return y.isEmpty || x.isEmpty ? nil : rect(rows: y, columns: x)
  }

  /// The outline of a cell as it is drawn: a hair smaller than its square, so that neighbours stay
  /// apart, and rounded as much as its size bears.
  public func outline(y: Int, x: Int) -> Path {
    .roundedRect(rect(y: y, x: x).inset(cell * 0.045), radius: cell * 0.1)
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
    CellLook(fill: color.opacity(0.82), stroke: Stroke(color, width: thinLine * 0.8))
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
      .path(
        PathMark(
          id: id(y, x), grid.outline(y: y, x: x), fill: look.fill, stroke: look.stroke))
    }
  }
}
