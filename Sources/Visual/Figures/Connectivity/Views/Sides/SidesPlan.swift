import AECore

/// Where the strips of the view `sides` lie: the same cell of the map below itself in every row.
struct SidesPlan {
  /// A row's strip: one grid, or of a long map its beginning and its end.
  struct Strip {
    /// Rows 0 of these grids are the map.
    let parts: [CellGrid]
    /// The top of the small cells.
    let top: Double
  }

  /// The side of a cell.
  let cell: Double
  /// A row with its words.
  let pitch: Double
  /// From the small cells to the strip.
  let reach: Double

  private let origin: Point
  private let headingHeight: Double
  private let columns: [Range<Int>]
  /// Between the two parts of a long map, in cells.
  private static let gap = 2.0

  /// The most cells of a strip that are told apart.
  private static let mostCells = 44

  init(_ rows: [Sides], in frame: Rect, style: Style) {
    let line = style.lineHeight(style.font(.label))
    let low = rows.map(\.cells.lowerBound).min() ?? 0
    let high = rows.map(\.cells.upperBound).max() ?? 1
    // Strips of some width: a cell is not lower than a zero that stands in it.
    let fitting = Int(clamping: frame.width / (0.9 * line))
    let most = max(4, min(Self.mostCells, fitting))
    let isWhole = high - low <= most
    let each = max(2, (most - Int(clamping: Self.gap)) / 2)
    columns = isWhole ? [low..<high] : [low..<low + each, high - each..<high]
    let width = Double(columns.reduce(0) { $0 + $1.count }) + (isWhole ? 0 : Self.gap)
    let count = Double(max(1, rows.count))
    headingHeight = style.lineHeight(style.font(.heading)) + 0.6 * style.gap
    let foot = line + 0.6 * style.gap
    let room = max(line, frame.height / count - headingHeight - foot - 1.5 * style.gap)
    cell = min(frame.width / width, room / 3.4, 5 * style.gap)
    reach = min(room - 2 * cell, 2.6 * cell)
    pitch = min(
      frame.height / count, headingHeight + 2 * cell + reach + foot + 4 * style.gap)
    origin = Point(
      frame.center.x - width * cell / 2, frame.y + (frame.height - count * pitch) / 2)
  }

  /// Where the words of row `index` begin.
  func heading(_ index: Int) -> Point { Point(origin.x, origin.y + Double(index) * pitch) }

  /// The strip of row `index`.
  func strip(_ index: Int) -> Strip {
    let top = heading(index).y + headingHeight
    var x = origin.x
    let parts = columns.map { columns in
      let grid = CellGrid(
        origin: Point(x, top + cell + reach), cell: cell, rows: 0..<1, columns: columns)
      x = grid.bounds.maxX + Self.gap * cell
      return grid
    }
    return Strip(parts: parts, top: top)
  }

  /// The windows that lie in a part of the strip; at least the outermost one, as far as it does.
  func windows(_ sides: Sides, in part: CellGrid, isFirst: Bool) -> [Int] {
    let geometry = sides.pair.geometry
    let stride = geometry.stride[sides.axis]
    // Those that begin in the part; no map is long enough to go through all of its windows.
    let first = max(0, (part.columns.lowerBound + sides.padding.before + stride - 1) / stride)
    let last = min(sides.small - 1, (part.columns.upperBound + sides.padding.before) / stride)
    let whole =
      first > last
      ? []
      : (first...last).filter {
        part.columns.contains(geometry.window(of: $0, sides.axis))
      }
    return whole.isEmpty ? [isFirst ? 0 : sides.small - 1] : whole
  }
}
