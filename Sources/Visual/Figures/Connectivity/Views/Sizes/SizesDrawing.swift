import AECore

/// The view `sizes`, laid out in a frame.
struct SizesDrawing: ConnectivityDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  private var axis: Size2D.Axis { figure.sizesAxis }

  /// How many rows are drawn at most; the others are counted.
  private static let mostRows = 4

  func draw(on draw: inout Canvas) {
    let all = SizeRows(figure.pair, axis, limit: 1 << 12)
    let shown = shown(all)
    let rest = restWords(all, shown)
    let headings = style.lineHeight(heading) + 0.6 * style.gap
    let body = frame.inset(top: headings, bottom: rest == nil ? 0 : lineHeight + 0.6 * style.gap)
    // The outline of what output padding adds stands out by half a line.
    let plan = SizesPlan(
      shown, all, in: body.inset(dx: style.mediumLine, dy: 0), style: style)
    drawHeadings(plan, &draw)
    draw.main { draw in
      let boxes = Stack(.down, equal: max(1, shown.count), gap: 0).pieces(of: body)
      for (row, box) in zip(shown, boxes) {
        self.draw(row, all, plan, in: box, isOneOfSeveral: shown.count > 1, &draw)
      }
    }
    if let rest {
      draw.text(
        rest, font, at: Point(frame.x, frame.maxY), .leading, .bottom, color: theme.mutedText,
        id: "sizes/more")
    }
  }

  /// Those sizes that shrink to the same, around the pair's own output padding.
  private func shown(_ all: SizeRows) -> [SizeRows.Row] {
    let sharing = all.sharing
    let own = geometry.outputPadding[axis]
    let place = sharing.firstIndex { $0.outputPadding == own } ?? 0
    let part = Range.part(of: sharing.count, most: Self.mostRows, around: place, lead: 1)
    return Array(sharing[part])
  }

  /// How many sizes are not drawn; nil when all are.
  private func restWords(_ all: SizeRows, _ shown: [SizeRows.Row]) -> String? {
    guard let first = shown.first else { return nil }
    let stride = geometry.stride[axis]
    // Sizes from 1 on.
    let count = stride - max(0, 1 - (first.large - first.outputPadding))
    let rest = count - shown.count
    guard rest > 0 else { return nil }
    return "+ \(NumberText.count(rest)) more size\(rest == 1 ? "" : "s"), up to output padding "
      + NumberText.count(stride - 1)
  }

  private func drawHeadings(_ plan: SizesPlan, _ draw: inout Canvas) {
    let lefts = [plan.lefts.input, plan.lefts.output]
    let ends = [plan.lefts.small - style.gap, frame.maxX]
    for (direction, (x, end)) in zip(ConnectivityDirection.allCases, zip(lefts, ends)) {
      let names = [direction.name, direction == .transposed ? "Transposed" : direction.name]
      let width = style.width(style.firstFitting(names, heading, width: end - frame.x), heading)
      draw.text(
        names, heading, width: end - frame.x, at: Point(min(x, end - width), frame.y),
        id: "\(direction.id)/heading")
    }
  }

  // MARK: A row

  private func draw(
    _ row: SizeRows.Row, _ all: SizeRows, _ plan: SizesPlan, in box: Rect, isOneOfSeveral: Bool,
    _ draw: inout Canvas
  ) {
    let height = plan.above + plan.cell + 0.2 * style.gap + style.lineHeight(style.mathFace)
    let top = box.y + max(0, box.height - height) / 2
    let strips = plan.strips(row, top: top + plan.above)
    if row.outputPadding == geometry.outputPadding[axis], isOneOfSeveral {
      let margin = min(0.8 * style.gap, max(0, box.height - height) / 2)
      let own = Rect(x: frame.x, y: top, width: frame.width, height: min(height, box.height))
        .inset(dx: 0, dy: -margin)
      draw.path(
        .roundedRect(own, radius: style.cornerRadius), fill: theme.panel,
        id: "sizes/own")
    }
    brackets(row, all, strips.input, &draw)
    input(row, strips.input, &draw)
    strip(strips.small, id: "sizes/\(row.outputPadding)/small", theme.small, &draw) { _ in
      style.litCell(theme.small)
    }
    output(row, strips.output, &draw)
    let y = strips.small.bounds.center.y
    for (from, to) in [(strips.input, strips.small), (strips.small, strips.output)] {
      let inset = 0.8 * style.gap
      draw.path(
        .arrow(
          from: Point(from.bounds.maxX + inset, y), to: Point(to.bounds.x - inset, y),
          width: 0.3 * style.gap), fill: theme.mutedText)
    }
    formulas(row, all, strips, in: box, &draw)
    label(row, strips.output.bounds, &draw)
  }

  /// The cells of a strip; where it is broken, torn edges and the dots of what is left out.
  private func strip(
    _ strip: SizesPlan.Strip, id: String, _ color: Color, _ draw: inout Canvas,
    _ look: (Int) -> CellLook
  ) {
    for grid in strip.parts {
      draw.numbers(NumberGrid(grid, font)) { _, x in .init(look(x), id: "\(id)/\(x)") }
    }
    guard let first = strip.parts.first, let last = strip.parts.last, strip.parts.count > 1
    else { return }
    let whole = first.columns.lowerBound..<last.columns.upperBound
    for grid in strip.parts {
      draw.tear(grid, rows: 0..<1, columns: whole, color, id: "\(id)-torn")
    }
  }

  /// A bracket over the window of each small cell, those that overlap at different heights.
  private func brackets(
    _ row: SizeRows.Row, _ all: SizeRows, _ strip: SizesPlan.Strip, _ draw: inout Canvas
  ) {
    guard let level = SizesPlan.levels(all) else { return }
    // A part of a strip is no longer than this.
    let near = 64
    let ends = Set(0..<min(row.small, near)).union(max(0, row.small - near)..<row.small)
    for s in ends.sorted() {
      let window = geometry.window(of: s, axis)
      guard let grid = strip.parts.first(where: { $0.columns.contains(window) }) else { continue }
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
  private func input(_ row: SizeRows.Row, _ strip: SizesPlan.Strip, _ draw: inout Canvas) {
    let id = "sizes/\(row.outputPadding)/input"
    let firstUnread = row.large + geometry.padding[axis].after - row.unread
    self.strip(strip, id: id, theme.large, &draw) { x in
      (0..<row.large).contains(x)
        ? style.litCell(x >= firstUnread ? theme.second : theme.large) : style.emptyCell()
    }
    var crosses = Path()
    for grid in strip.parts {
      for x in grid.columns where x >= firstUnread {
        let box = grid.rect(y: 0, x: x).inset(0.22 * grid.cell)
        crosses =
          crosses + .line(Point(box.x, box.y), Point(box.maxX, box.maxY))
          + .line(Point(box.x, box.maxY), Point(box.maxX, box.y))
      }
    }
    if !crosses.elements.isEmpty {
      draw.path(crosses, stroke: Stroke(theme.text, width: style.thinLine), id: "\(id)/unread")
    }
  }

  /// The transposed convolution's output, what output padding adds at its end outlined.
  private func output(_ row: SizeRows.Row, _ strip: SizesPlan.Strip, _ draw: inout Canvas) {
    let id = "sizes/\(row.outputPadding)/output"
    let firstAdded = row.large - row.outputPadding
    self.strip(strip, id: id, theme.large, &draw) {
      style.litCell($0 >= firstAdded ? theme.overlap : theme.large)
    }
    if row.outputPadding > 0,
      let added = strip.parts.last?.visible(rows: 0..<1, columns: firstAdded..<row.large)
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
    let top = input.maxY + 0.2 * style.gap
    // From the left edge, and up to the right one.
    let middle = max(strips.small.bounds.center.x, frame.x + 0.46 * frame.width)
    let fitted = [
      (ConnectivityDirection.convolution, frame.x, middle - style.gap - frame.x),
      (.transposed, middle + style.gap, frame.maxX - middle - style.gap),
    ].map { direction, x, width in
      let formula = SizeFormula(row: row, all, theme: theme).formula(direction)
      let font = style.mathFont(for: [formula], width: width)
      let extents = style.extents(of: formula, font)
      let left = direction == .convolution ? x : max(x, min(output.x, frame.maxX - extents.width))
      return (direction, formula, left, font, extents.height, fits: extents.width <= width + 0.5)
    }
    guard fitted.allSatisfy({ $0.4 <= box.maxY - top + 0.5 }) else { return }
    for (direction, formula, x, font, _, fits) in fitted where fits {
      draw.group(id: "sizes/\(row.outputPadding)/\(direction.id)/formula") {
        $0.formula(formula, font, at: Point(x, top))
      }
    }
  }

  /// The output padding above the end of the output.
  private func label(_ row: SizeRows.Row, _ output: Rect, _ draw: inout Canvas) {
    let words = ["output padding \(row.outputPadding)", "+\(row.outputPadding)"]
    let text = style.firstFitting(words, font, width: frame.maxX - output.x)
    let right = max(output.maxX, min(output.x + style.width(text), frame.maxX))
    draw.text(
      text, font, at: Point(right, output.y - 0.3 * style.gap), .trailing, .bottom,
      color: theme.overlap, id: "sizes/\(row.outputPadding)/label")
  }
}
