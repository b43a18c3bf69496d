/// A frame shared out into pieces, below or beside each other.
///
///     let parts = Stack(.down, [.fixed(line), .flexible(1), .fixed(line)], gap: style.gap)
///       .pieces(of: frame)
///     draw.words(heading, at: Point(parts[0].x, parts[0].y))
package struct Stack: Hashable, Sendable {
  /// Which way the pieces follow each other.
  package enum Direction: Hashable, Sendable { case down, across }

  /// How long a piece is in that direction.
  package enum Length: Hashable, Sendable {
    /// So many points, whatever there is.
    case fixed(Double)
    /// So many points; where there is less, all natural lengths shrink alike.
    case natural(Double)
    /// A share of what the others leave, in proportion to its weight.
    case flexible(Double)
  }

  /// Where the pieces lie in a frame that they do not fill.
  package enum Alignment: Hashable, Sendable { case start, center, end }

  package let direction: Direction
  package let lengths: [Length]
  /// Between two pieces, in points.
  package let gap: Double
  package let alignment: Alignment

  /// Pieces of these lengths.
  package init(
    _ direction: Direction, _ lengths: [Length], gap: Double = 0, alignment: Alignment = .start
  ) {
    self.direction = direction
    self.lengths = lengths
    self.gap = gap
    self.alignment = alignment
  }

  /// `count` pieces of one length that fill the frame.
  package init(_ direction: Direction, equal count: Int, gap: Double = 0) {
    self.init(direction, [Length](repeating: .flexible(1), count: count), gap: gap)
  }

  /// The pieces in their order, each as wide (or as high) as `frame`.
  package func pieces(of frame: Rect) -> [Rect] {
    spans(in: direction == .down ? frame.height : frame.width).map { start, length in
      direction == .down
        ? Rect(x: frame.x, y: frame.y + start, width: frame.width, height: length)
        : Rect(x: frame.x + start, y: frame.y, width: length, height: frame.height)
    }
  }

  /// Where each piece begins, from the frame's edge on, and how long it is.
  private func spans(in whole: Double) -> [(start: Double, length: Double)] {
    var (fixed, natural, weights) = (gap * Double(max(0, lengths.count - 1)), 0.0, 0.0)
    for length in lengths {
      switch length {
      case .fixed(let points): fixed += points
      case .natural(let points): natural += points
      case .flexible(let weight): weights += weight
      }
    }
    let rest = max(0, whole - fixed)
    let shrink = natural > rest ? rest / natural : 1
    let flexible = max(0, rest - natural)
    let left = weights > 0 ? 0 : max(0, rest - natural)
    var start = alignment == .start ? 0 : alignment == .center ? left / 2 : left
    return lengths.map { length in
      let points =
        switch length {
        case .fixed(let points): points
        case .natural(let points): points * shrink
        case .flexible(let weight): flexible * weight / weights
        }
      defer { start += points + gap }
      return (start, points)
    }
  }
}

extension Rect {
  /// The rectangle cut into columns whose widths go with `weights`, `gap` apart.
  public func columns(_ weights: [Double], gap: Double) -> [Rect] {
    Stack(.across, weights.map { .flexible($0) }, gap: gap).pieces(of: self)
  }

  /// The rectangle cut into rows whose heights go with `weights`, `gap` apart.
  public func rows(_ weights: [Double], gap: Double) -> [Rect] {
    Stack(.down, weights.map { .flexible($0) }, gap: gap).pieces(of: self)
  }
}

/// A frame shared out into rows and columns.
///
///     let grid = Grid(rows: .init(.down, equal: 2), columns: .init(.across, equal: 3))
///     let cells = grid.cells(of: frame)
///     draw.image(picture, in: cells[row][column])
package struct Grid: Hashable, Sendable {
  package let rows: Stack
  package let columns: Stack

  /// A grid of rows, shared out from top to bottom, and columns, from left to right.
  package init(rows: Stack, columns: Stack) {
    precondition(rows.direction == .down && columns.direction == .across, "rows go down")
    self.rows = rows
    self.columns = columns
  }

  /// `count` cells of one size, `columns` beside each other, that fill the frame.
  package init(_ count: Int, columns: Int, gap: Double) {
    self.init(
      rows: Stack(.down, equal: (count + columns - 1) / max(1, columns), gap: gap),
      columns: Stack(.across, equal: columns, gap: gap))
  }

  /// The cells of `frame`, row by row.
  package func cells(of frame: Rect) -> [[Rect]] { rows.pieces(of: frame).map(columns.pieces) }
}
