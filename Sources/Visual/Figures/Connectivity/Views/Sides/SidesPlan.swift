import AECore

/// Where the strips of the view `sides` lie: one below the other, with the same cell of the map in
/// one line, or beside each other where their cells are larger so.
struct SidesPlan {
  /// A convention's strip: one grid, or of a long map its beginning and its end.
  struct Strip {
    /// The map is row 0 of them.
    let parts: [CellGrid]
    /// The top of the small cells.
    let top: Double
  }

  /// The height of a cell, and the side of a small one.
  let cell: Double
  /// How wide a cell of the map is: wider than high where the page is.
  private let width: Double
  /// From the small cells to the strip.
  let reach: Double
  /// Whether the size's formula stands below the convention's name, not behind it.
  let isFormulaBelow: Bool

  /// The room of each convention; its words and its strip begin at the left.
  private let boxes: [Rect]
  /// The height of the words above a strip.
  private let wordsHeight: Double
  private let columns: [Range<Int>]

  /// Between the two parts of a long map, in cells.
  private static let cut = 2.0
  /// The most cells of a strip that are told apart.
  private static let mostCells = 44

  init(_ rows: [Sides], in frame: Rect, style: Style) {
    let down = SidesPlan(rows, .down, in: frame, style)
    let across = SidesPlan(rows, .across, in: frame, style)
    // Below each other the shift shows best.
    self = across.cell > 1.2 * down.cell ? across : down
  }

  private init(_ rows: [Sides], _ direction: Stack.Direction, in frame: Rect, _ style: Style) {
    let isAcross = direction == .across
    isFormulaBelow = isAcross
    let boxes = Stack(direction, equal: max(1, rows.count), gap: (isAcross ? 5 : 2.5) * style.gap)
      .pieces(of: frame)
    let box = boxes[0]
    let line = style.lineHeight(style.font(.label))
    let low = rows.map(\.cells.lowerBound).min() ?? 0
    let high = rows.map(\.cells.upperBound).max() ?? 1
    // Strips of some width: a cell is not lower than a zero that stands in it.
    let most = max(4, min(Self.mostCells, Int(clamping: box.width / (0.9 * line))))
    let isWhole = high - low <= most
    let each = max(2, (most - Int(clamping: Self.cut)) / 2)
    columns = isWhole ? [low..<high] : [low..<low + each, high - each..<high]
    let width = Double(columns.reduce(0) { $0 + $1.count }) + (isWhole ? 0 : Self.cut)
    let name = style.lineHeight(style.font(.heading))
    let formula =
      rows.map {
        style.extents(of: $0.formula(style.theme), style.mathFace).height
      }.max() ?? 0
    let words = (isAcross ? name + formula : max(name, formula)) + 0.8 * style.gap
    let foot = line + 0.6 * style.gap
    let room = max(line, box.height - words - foot)
    let side = min(box.width / width, room / 3.1, 5 * style.gap)
    cell = side
    self.width = min(box.width / width, 2.2 * side)
    reach = min(room - 2 * side, 2.6 * side)
    let rest = max(0, box.height - words - 2 * side - reach - foot)
    wordsHeight = words
    // Those below each other stay together in the middle of the frame.
    let height = box.height - rest
    let pitch = min(height + 5 * style.gap, box.height + 2.5 * style.gap)
    let first = frame.center.y - (pitch * Double(rows.count - 1) + height) / 2
    let across = self.width
    self.boxes = boxes.enumerated().map { index, box in
      let left = isAcross ? box.x : box.center.x - width * across / 2
      let top = isAcross ? box.y + rest / 2 : first + Double(index) * pitch
      return Rect(x: left, y: top, width: box.maxX - left, height: height)
    }
  }

  /// The room of convention `index`.
  func box(_ index: Int) -> Rect { boxes[index] }

  /// The strip of convention `index`.
  func strip(_ index: Int) -> Strip {
    let top = boxes[index].y + wordsHeight
    var x = boxes[index].x
    let parts = columns.map { columns in
      let grid = CellGrid(
        origin: Point(x, top + cell + reach), size: Size(width, cell), rows: 0..<1,
        columns: columns, inset: 0.045 * cell, radius: 0.1 * cell)
      x = grid.bounds.maxX + Self.cut * width
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
