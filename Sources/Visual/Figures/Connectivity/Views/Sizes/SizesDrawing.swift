import AECore

/// The view `sizes`, laid out in a frame.
struct SizesDrawing: ConnectivityDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  private var axis: Size2D.Axis { figure.sizesAxis }

  /// How many rows are drawn at most; the others are counted.
  private static let mostRows = 4
  /// The most cells of a strip; a longer one shows its end.
  private static let mostCells = 40

  func draw(on draw: inout Canvas) {
    let all = SizeRows(figure.pair, axis, limit: Self.mostRows)
    let count = max(geometry.stride[axis], geometry.dilation[axis])
    let headings = style.lineHeight(heading) + 0.8 * style.gap
    let rest = count > all.rows.count ? lineHeight + 0.4 * style.gap : 0
    let body = frame.inset(top: headings, bottom: rest)
    let pitch = min(body.height / Double(max(1, all.rows.count)), 16 * style.gap)
    let plan = SizesPlan(all, width: frame.width, mostCells: Self.mostCells, style: style)
    drawHeadings(plan, &draw)
    for (index, row) in all.rows.enumerated() {
      let box = Rect(
        x: frame.x, y: body.y + Double(index) * pitch, width: frame.width,
        height: pitch - 0.8 * style.gap)
      self.draw(row, all, plan, in: box, &draw)
    }
    if rest > 0 {
      draw.text(
        "+ \(NumberText.count(count - all.rows.count)) more sizes, up to output padding "
          + "\(NumberText.count(count - 1))", font,
        at: Point(frame.x, body.y + Double(all.rows.count) * pitch), .leading, .top,
        color: theme.mutedText, id: "sizes/more")
    }
  }

  private func drawHeadings(_ plan: SizesPlan, _ draw: inout Canvas) {
    let lefts = [frame.x, plan.lefts.output - plan.gap + 2 * style.gap]
    for (direction, x) in zip(ConnectivityDirection.allCases, lefts) {
      draw.text(
        [direction.name, "Transposed"], heading, width: plan.lefts.small - frame.x,
        at: Point(x, frame.y), id: "\(direction.id)/heading")
    }
  }

  // MARK: A row

  private func draw(
    _ row: SizeRows.Row, _ all: SizeRows, _ plan: SizesPlan, in box: Rect, _ draw: inout Canvas
  ) {
    let strips = plan.strips(row, top: box.y + plan.bracketHeight)
    if row.outputPadding == geometry.outputPadding[axis], all.rows.count > 1 {
      let height =
        plan.bracketHeight + plan.cell + 1.8 * style.gap + style.lineHeight(style.font(.math))
      let own = Rect(
        x: frame.x, y: box.y - 0.4 * style.gap, width: frame.width,
        height: min(box.height + 0.4 * style.gap, height))
      draw.path(.roundedRect(own, radius: style.cornerRadius), fill: theme.panel, id: "sizes/own")
    }
    brackets(row, all, strips.input, &draw)
    input(row, strips.input, &draw)
    strip(strips.small, id: "sizes/\(row.outputPadding)/small", &draw) { _ in
      style.litCell(theme.small)
    }
    output(row, strips.output, &draw)
    let y = strips.small.bounds.center.y
    for (from, to) in [(strips.input, strips.small), (strips.small, strips.output)] {
      let inset = 0.6 * style.gap
      draw.path(
        .arrow(
          from: Point(from.bounds.maxX + inset, y), to: Point(to.bounds.x - inset, y),
          width: 0.25 * style.gap), fill: theme.mutedText)
    }
    formulas(row, all, strips, in: box, &draw)
    label(row, strips.output.bounds, &draw)
  }

  private func strip(
    _ grid: CellGrid, id: String, _ draw: inout Canvas, _ look: (Int) -> CellLook
  ) {
    draw.numbers(NumberGrid(grid, font)) { _, x in .init(look(x), id: "\(id)/\(x)") }
  }

  /// A bracket over the window of each small cell, those that overlap at different heights.
  private func brackets(
    _ row: SizeRows.Row, _ all: SizeRows, _ grid: CellGrid, _ draw: inout Canvas
  ) {
    guard let level = SizesPlan.levels(all) else { return }
    for s in 0..<row.small {
      let window = geometry.window(of: s, axis)
      guard window == window.clamped(to: grid.columns) else { continue }
      let box = grid.rect(rows: 0..<1, columns: window).inset(dx: 0.12 * grid.cell, dy: 0)
      let y = box.y - 0.4 * style.gap - Double(s % level) * 0.6 * style.gap
      draw.path(
        .polyline([
          Point(box.x, y + 0.35 * style.gap), Point(box.x, y), Point(box.maxX, y),
          Point(box.maxX, y + 0.35 * style.gap),
        ]), stroke: Stroke(theme.small, width: style.mediumLine),
        id: "sizes/\(row.outputPadding)/window/\(s)")
    }
  }

  /// The convolution's input: the map, its padding dashed, and what no window reaches struck out.
  private func input(_ row: SizeRows.Row, _ grid: CellGrid, _ draw: inout Canvas) {
    let id = "sizes/\(row.outputPadding)/input"
    let firstUnread = row.large + geometry.padding[axis].after - row.unread
    strip(grid, id: id, &draw) { x in
      (0..<row.large).contains(x)
        ? style.litCell(x >= firstUnread ? theme.second : theme.large) : style.emptyCell()
    }
    var crosses = Path()
    for x in grid.columns where x >= firstUnread {
      let box = grid.rect(y: 0, x: x).inset(0.22 * grid.cell)
      crosses =
        crosses + .line(Point(box.x, box.y), Point(box.maxX, box.maxY))
        + .line(Point(box.x, box.maxY), Point(box.maxX, box.y))
    }
    if !crosses.elements.isEmpty {
      draw.path(crosses, stroke: Stroke(theme.text, width: style.thinLine), id: "\(id)/unread")
    }
  }

  /// The transposed convolution's output, what output padding adds at its end outlined.
  private func output(_ row: SizeRows.Row, _ grid: CellGrid, _ draw: inout Canvas) {
    let id = "sizes/\(row.outputPadding)/output"
    let firstAdded = row.large - row.outputPadding
    strip(grid, id: id, &draw) { style.litCell($0 >= firstAdded ? theme.overlap : theme.large) }
    if row.outputPadding > 0, let added = grid.visible(rows: 0..<1, columns: firstAdded..<row.large)
    {
      draw.path(
        .rect(added), stroke: Stroke(theme.text, width: style.mediumLine * 0.8),
        id: "\(id)/output-padding")
    }
  }

  // MARK: Words

  /// Both directions' formulas below the strips, as small as they must be; none without room for
  /// the higher one.
  private func formulas(
    _ row: SizeRows.Row, _ all: SizeRows, _ strips: SizesPlan.Strips, in box: Rect,
    _ draw: inout Canvas
  ) {
    let (input, output) = (strips.input.bounds, strips.output.bounds)
    let top = max(input.maxY, input.center.y + lineHeight / 2) + 0.5 * style.gap
    let fitted = [
      (ConnectivityDirection.convolution, frame.x, strips.small.bounds.maxX - frame.x),
      (.transposed, output.x, frame.maxX - output.x),
    ].map { direction, x, width in
      let formula = SizeFormula(row: row, all, theme: theme).formula(direction)
      let font = style.mathFont(for: [formula], width: width)
      let extents = style.extents(of: formula, font)
      return (direction, formula, x, font, extents.height, fits: extents.width <= width + 0.5)
    }
    guard fitted.allSatisfy({ $0.4 <= box.maxY - top + 0.5 }) else { return }
    for (direction, formula, x, font, _, fits) in fitted where fits {
      draw.group(id: "sizes/\(row.outputPadding)/\(direction.id)/formula") {
        $0.formula(formula, font, at: Point(x, top))
      }
    }
  }

  /// The output padding at the end of the row, where the row has room.
  private func label(_ row: SizeRows.Row, _ output: Rect, _ draw: inout Canvas) {
    let left = output.maxX + style.gap
    let padding = row.outputPadding
    let words = ["output padding \(padding)", "o. p. \(padding)", "+\(padding)"]
    if let text = words.first(where: { left + style.width($0) <= frame.maxX }) {
      draw.text(
        text, font, at: Point(left, output.center.y), .leading, .middle, color: theme.overlap,
        id: "sizes/\(padding)/label")
    }
  }
}

/// Where the strips of a row of the view `sizes` lie.
struct SizesPlan {
  /// A row's three strips.
  typealias Strips = (input: CellGrid, small: CellGrid, output: CellGrid)

  /// The side of a cell.
  let cell: Double
  /// Room for the windows' brackets above a strip.
  let bracketHeight: Double
  /// Where the input's, the small map's and the output's strips start.
  let lefts: (input: Double, small: Double, output: Double)
  /// The room between two strips.
  let gap: Double
  private let padding: Padding.Ends
  private let most: Int

  init(_ all: SizeRows, width: Double, mostCells: Int, style: Style) {
    gap = 6 * style.gap
    padding = all.geometry.padding[all.axis]
    let largest = all.rows.map(\.large).max() ?? 1
    let padded = largest + padding.total
    let label = style.width("output padding 0") + style.gap
    let room = width - label - 2 * gap
    func total(_ most: Int) -> Double {
      Double(min(padded, most) + min(all.small + 1, most) + min(largest, most))
    }
    var most = mostCells
    while most > 4, room / total(most) < 0.8 * style.gap { most -= 1 }
    cell = min(3.2 * style.gap, room / total(most))
    bracketHeight = Self.levels(all).map { (0.5 + 0.6 * Double($0)) * style.gap } ?? 0
    let middle = style.margin + Double(min(padded, most)) * cell + gap
    let smallWidth = Double(min(all.rows.map(\.small).max() ?? 1, most)) * cell
    lefts = (style.margin, middle, middle + smallWidth + gap)
    self.most = most
  }

  /// Heights that windows are drawn at so that none lies on another; nil when they are too many.
  static func levels(_ rows: SizeRows) -> Int? {
    let stride = rows.geometry.stride[rows.axis]
    let levels = (rows.geometry.span(rows.axis) + stride - 1) / stride
    return levels <= 4 && rows.small <= 16 ? levels : nil
  }

  /// The strips of `row`; of one that is too long the end.
  func strips(_ row: SizeRows.Row, top: Double) -> Strips {
    func grid(_ range: Range<Int>, _ x: Double) -> CellGrid {
      let shown = max(range.lowerBound, range.upperBound - most)..<range.upperBound
      return CellGrid(origin: Point(x, top), cell: cell, rows: 0..<1, columns: shown)
    }
    return (
      grid(-padding.before..<row.large + padding.after, lefts.input),
      grid(0..<row.small, lefts.small), grid(0..<row.large, lefts.output)
    )
  }
}
