import AECore

/// Rows of cells below each other, and translucent ribbons from each cell to those of the next row
/// that it is joined with: where ribbons lie on each other, their paint adds up.
struct StripChain: Styled {
  /// Where the cells of a row lie, counted in cells of the lowest row from the edge of its cell 0.
  struct Places: Hashable {
    /// The middle of cell 0.
    var first: Double
    /// From one cell to the next.
    var pitch: Double

    /// The lowest row's own.
    static let lowest = Places(first: 0.5, pitch: 1)

    /// The middle of a cell.
    func middle(_ cell: Int) -> Double { first + Double(cell) * pitch }
  }

  /// One row of cells.
  struct Row {
    /// What its marks' ids start with.
    var id: String
    /// At its left.
    var words: Words?
    /// The cells that are drawn, counted as the map counts them.
    var cells: Range<Int>
    var places: Places
    /// How each cell is painted.
    var look: (Int) -> CellLook
    /// The number of each cell: under the lowest row, in the cells of the others.
    var number: (Int) -> String = { _ in "" }
  }

  /// From one cell to its cells in the row below, and how much they show.
  struct Ribbon {
    var cell: Int
    /// The cells side by side that it leads to.
    var runs: [Range<Int>]
    /// Whether the eye is led to it.
    var isLit = false
  }

  /// From the top; the lowest one gives the measure.
  let rows: [Row]
  /// Between each row and the next.
  let ribbons: [[Ribbon]]
  /// The ribbons' colour.
  let paint: Color
  /// Whether the lowest row goes on at the right.
  var isCut = false
  /// How much of the width the words at the left may take.
  var wordsShare = 0.29
  let style: Style

  /// Where everything lies.
  struct Plan {
    let frame: Rect
    /// The middle of a word at the left of a row, and how wide it may be.
    let wordsWidth: Double
    /// The side of a cell of the lowest row, in points.
    let unit: Double
    /// From the page's left edge to the edge of the lowest row's first cell.
    let left: Double
    /// The first cell of the lowest row that is drawn.
    let start: Int
    /// The upper edges of the rows.
    let tops: [Double]
    /// The height of a cell.
    let height: Double
    /// Below the lowest row and its numbers.
    let bottom: Double

    /// A place that is counted in cells of the lowest row.
    func x(_ place: Double) -> Double { left + (place - Double(start)) * unit }
  }

  /// Rows and ribbons that fill `frame`.
  /// - Parameter words: what else is to stand at the left, under the rows.
  func plan(in frame: Rect, alsoNaming words: [Words] = []) -> Plan {
    let all = rows.compactMap(\.words) + words
    let most = wordsShare * frame.width
    let widths = all.map { words in
      let font = style.font(.label, isBold: words.isBold)
      return words.variants.map { style.width($0, font) }.first { $0 <= most }
        ?? words.variants.last.map { min(most, style.width($0, font)) } ?? 0
    }
    let wordsWidth = widths.max() ?? 0
    let lowest = rows.last?.cells ?? 0..<1
    let room = frame.width - (wordsWidth > 0 ? wordsWidth + style.gap : 0)
    let cells = Double(max(1, lowest.count)) + (isCut ? 1 : 0)
    let unit = min(room / cells, 11 * style.gap)
    let foot = showsNumbers(unit) ? lineHeight + 0.2 * style.gap : 0
    let fans = Double(max(1, rows.count - 1))
    let count = Double(rows.count)
    let height = min(
      max(0.55 * unit, 1.1 * lineHeight), 3.6 * style.gap,
      max(1, (frame.height - foot) / (count + 1.1 * fans)))
    let fan = max(0, (frame.height - foot - count * height) / fans)
    return Plan(
      frame: frame, wordsWidth: wordsWidth, unit: unit,
      left: frame.maxX - room + (room - cells * unit) / 2, start: lowest.lowerBound,
      tops: rows.indices.map { frame.y + Double($0) * (height + fan) }, height: height,
      bottom: frame.y + count * height + Double(rows.count - 1) * fan + foot)
  }

  /// Whether every number of the lowest row has room under its cell.
  private func showsNumbers(_ unit: Double) -> Bool {
    guard let row = rows.last else { return false }
    let numbers = row.cells.map(row.number)
    return numbers.contains { !$0.isEmpty } && style.widest(numbers) <= 0.8 * unit
  }

  /// How wide a cell is of a row above the lowest one, in cells of that.
  static func width(of places: Places) -> Double { min(0.9 * places.pitch, 1) }

  /// The box of a cell: as wide as one of the lowest row's, or narrower where they lie closer.
  func box(_ cell: Int, ofRow index: Int, _ plan: Plan) -> Rect {
    let row = rows[index]
    let isLowest = index == rows.count - 1
    let width = plan.unit * (isLowest ? 1 : Self.width(of: row.places))
    return Rect(
      x: plan.x(row.places.middle(cell)) - width / 2, y: plan.tops[index], width: width,
      height: plan.height)
  }

  /// The ribbons, the cells over them, the numbers and the words.
  func draw(_ plan: Plan, on draw: inout Canvas) {
    drawRibbons(plan, on: &draw)
    let showsNumbers = showsNumbers(plan.unit)
    for (index, row) in rows.enumerated() {
      let isLowest = index == rows.count - 1
      for cell in row.cells {
        let box = box(cell, ofRow: index, plan)
        let look = row.look(cell)
        let inset = min(0.05 * box.width, 0.1 * style.gap)
        draw.path(
          .roundedRect(box.inset(inset), radius: min(0.1 * box.width, 0.2 * style.gap)),
          fill: look.fill, stroke: look.stroke, id: "\(row.id)/cell/\(cell)")
        let number = row.number(cell)
        guard !number.isEmpty, isLowest ? showsNumbers : style.width(number) <= 0.94 * box.width
        else { continue }
        if isLowest {
          draw.text(
            number, at: Point(box.center.x, box.maxY + 0.2 * style.gap), .center, .top,
            id: "\(row.id)/number/\(cell)")
        } else {
          draw.text(
            number, at: box.center, .center, .middle,
            color: look.fill.map { theme.ink(on: $0) } ?? theme.text, id: "\(row.id)/number/\(cell)"
          )
        }
      }
      guard let words = row.words else { continue }
      draw.words(
        words, width: plan.wordsWidth,
        at: Point(plan.frame.x, plan.tops[index] + plan.height / 2), .leading, .middle)
    }
    if isCut, let top = plan.tops.last, let end = rows.last?.cells.upperBound {
      draw.text(
        "…", at: Point(plan.x(Double(end) + 0.5), top + plan.height / 2), .center, .middle,
        color: theme.mutedText, id: "strip/cut")
    }
  }

  private func drawRibbons(_ plan: Plan, on draw: inout Canvas) {
    for (index, ribbons) in ribbons.enumerated() {
      let opacity = opacity(ribbons)
      for ribbon in ribbons {
        let from = box(ribbon.cell, ofRow: index, plan)
        for (number, run) in ribbon.runs.enumerated() where !run.isEmpty {
          let left = box(run.lowerBound, ofRow: index + 1, plan)
          let right = box(run.upperBound - 1, ofRow: index + 1, plan)
          draw.path(
            .polyline(
              [
                Point(from.x, from.maxY), Point(from.maxX, from.maxY),
                Point(right.maxX, right.y), Point(left.x, left.y),
              ], closed: true), fill: paint.opacity(opacity),
            stroke: Stroke(
              paint.opacity(ribbon.isLit ? 1 : 0.45),
              width: ribbon.isLit ? style.mediumLine : 0.7 * style.thinLine),
            id: "\(rows[index].id)/ribbon/\(ribbon.cell).\(number)")
        }
      }
    }
  }

  /// Of one ribbon, so that as many as lie on each other do not fill the ground.
  private func opacity(_ ribbons: [Ribbon]) -> Double {
    // How many begin, and how many end, at each cell.
    var changes: [Int: Int] = [:]
    for run in ribbons.flatMap(\.runs) where !run.isEmpty {
      changes[run.lowerBound, default: 0] += 1
      changes[run.upperBound, default: 0] -= 1
    }
    var (most, now) = (1, 0)
    for cell in changes.keys.sorted() {
      now += changes[cell] ?? 0
      most = max(most, now)
    }
    return most > 2 ? min(0.3, 0.75 / Double(most)) : 0.3
  }
}

extension [Double] {
  /// The places side by side that hold more than nothing, among `visible`.
  func runs(in visible: Range<Int>) -> [Range<Int>] {
    visible.clamped(to: 0..<count).filter { self[$0] > 0 }.runs
  }
}

extension [Int] {
  /// Rising numbers as ranges of those that follow each other.
  var runs: [Range<Int>] {
    reduce(into: []) { runs, number in
      if let last = runs.last, last.upperBound == number {
        runs[runs.count - 1] = last.lowerBound..<number + 1
      } else {
        runs.append(number..<number + 1)
      }
    }
  }
}

extension Theme {
  /// Paint laid on the page: none for nothing, the colour itself for the most.
  func shade(_ amount: Double, of most: Double, _ color: Color) -> Color {
    guard amount > 0, most > 0 else { return background }
    return background.mixed(with: color, 0.1 + 0.82 * min(1, amount / most))
  }
}

extension StripChain.Places {
  /// The places of a row of `count` cells over `columns` of the lowest row, from what two of them
  /// in the middle are joined with there; spread evenly where the borders take something from
  /// those.
  init(count: Int, over columns: Int, joined: (_ cell: Int) -> [Double]) {
    let middle = max(0, (count - 1) / 2)
    func center(_ cell: Int) -> Double? {
      let ways = joined(cell)
      guard let first = ways.firstIndex(where: { $0 > 0 }),
        let last = ways.lastIndex(where: { $0 > 0 }), first > 0, last < columns - 1
      else { return nil }
      return Double(first + last + 1) / 2
    }
    if count > 1, let a = center(middle), let b = center(middle + 1), b > a {
      self.init(first: a - Double(middle) * (b - a), pitch: b - a)
    } else {
      let pitch = Double(columns) / Double(max(1, count))
      self.init(first: pitch / 2, pitch: pitch)
    }
  }

  /// Those of `count` cells whose middle lies over `visible` cells of the lowest row.
  func cells(of count: Int, over visible: Range<Int>) -> Range<Int> {
    let low = Int(clamping: ((Double(visible.lowerBound) - first) / pitch).rounded(.up))
    let high = Int(clamping: ((Double(visible.upperBound) - first) / pitch).rounded(.down))
    let start = min(max(0, low), count)
    return start..<max(start, min(count, high + 1))
  }
}
