import AECore

/// Where the strips of a row of the view `sizes` lie.
struct SizesPlan {
  /// A line of cells: one grid, or of a line that is too long its beginning and its end.
  struct Strip {
    let parts: [CellGrid]

    /// What all of them take up.
    var bounds: Rect { parts.dropFirst().reduce(parts[0].bounds) { $0.union($1.bounds) } }
  }

  /// A row's three strips.
  typealias Strips = (input: Strip, small: Strip, output: Strip)

  /// The side of a cell.
  let cell: Double
  /// Room above a strip: for the windows' brackets, and for the name of the output padding.
  let above: Double
  /// Where the input's, the small map's and the output's strips start.
  let lefts: (input: Double, small: Double, output: Double)
  /// The room between two strips.
  let gap: Double
  private let padding: Padding.Ends
  private let most: Int

  /// The most cells of a strip; a longer one is broken.
  private static let mostCells = 40
  /// What a break takes, in cells.
  private static let breakCells = 2

  /// - Parameter frame: the rows' room, of which the width counts.
  init(_ shown: [SizeRows.Row], _ all: SizeRows, in frame: Rect, style: Style) {
    gap = 6 * style.gap
    padding = all.geometry.padding[all.axis]
    let largest = shown.map(\.large).max() ?? 1
    let padded = largest + padding.total
    let room = frame.width - 2 * gap
    func total(_ most: Int) -> Double {
      Double(min(padded, most) + min(all.small, most) + min(largest, most))
    }
    var most = Self.mostCells
    // A strip that has to be broken is broken for cells that are worth it.
    if max(padded, all.small) > most || room / total(most) < 0.9 * style.gap {
      while most > 16, room / total(most) < 1.9 * style.gap { most -= 1 }
    }
    cell = min(5.4 * style.gap, room / total(most))
    let levels = Self.levels(all).map { (0.5 + 0.6 * Double($0)) * style.gap } ?? 0
    above = max(levels, style.line + 0.3 * style.gap)
    let middle = frame.x + Double(min(padded, most)) * cell + gap
    lefts = (frame.x, middle, middle + Double(min(all.small, most)) * cell + gap)
    self.most = most
  }

  /// Heights that windows are drawn at so that none lies on another; nil when they are too many.
  static func levels(_ rows: SizeRows) -> Int? {
    let stride = rows.geometry.stride[rows.axis]
    let levels = (rows.geometry.span(rows.axis) + stride - 1) / stride
    return levels <= 4 ? levels : nil
  }

  /// The strips of `row`.
  func strips(_ row: SizeRows.Row, top: Double) -> Strips {
    func strip(_ range: Range<Int>, _ x: Double) -> Strip {
      func grid(_ columns: Range<Int>, _ x: Double) -> CellGrid {
        CellGrid(origin: Point(x, top), cell: cell, rows: 0..<1, columns: columns)
      }
      guard range.count > most else { return Strip(parts: [grid(range, x)]) }
      let shown = most - Self.breakCells
      let (first, last) = (shown / 2, shown - shown / 2)
      return Strip(parts: [
        grid(range.lowerBound..<range.lowerBound + first, x),
        grid(
          range.upperBound - last..<range.upperBound, x + Double(first + Self.breakCells) * cell),
      ])
    }
    return (
      strip(-padding.before..<row.large + padding.after, lefts.input),
      strip(0..<row.small, lefts.small), strip(0..<row.large, lefts.output)
    )
  }
}
