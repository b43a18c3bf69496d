import AECore

/// The view `products`, laid out in a frame.
struct ProductsDrawing: ConnectivityDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  /// A cell's sum: lines of products, then the result.
  private struct Entry {
    let lines: [Formula]
    /// Whether the result has a line of its own.
    let isApart: Bool
    let width: Double
  }

  /// The part of the output that is shown: its cells' sums row by row, and what the widest and the
  /// highest of them needs.
  private struct Plan {
    let block: CellBlock
    let entries: [Entry]
    let need: Size
  }

  func draw(on draw: inout Canvas) {
    guard let example = figure.example else { return draw.add(figure.tooLarge(in: frame, style)) }
    let isTall = frame.height > frame.width
    let inputs = ProductsInputs(
      figure: figure, example: example, height: frame.height, style: style)
    let size = inputs.size(isTall: isTall)
    inputs.draw(at: Point(frame.x, frame.y), isTall: isTall, &draw)
    let room =
      isTall
      ? frame.inset(top: size.height + 2 * style.gap)
      : frame.inset(left: size.width + 3 * style.gap)
    guard let plan = plan(example, in: room) else { return }
    label(
      plan,
      in: isTall
        ? frame.inset(left: size.width + 3 * style.gap)
        : Rect(
          x: frame.x, y: frame.y + size.height + style.gap, width: size.width, height: lineHeight),
      &draw)
    let grid = CellGrid(
      origin: Point(room.x, room.y),
      size: Size(
        min(plan.need.width * 1.5, room.width / Double(plan.block.columns.count)),
        min(plan.need.height * 1.35, room.height / Double(plan.block.rows.count))),
      rows: plan.block.rows, columns: plan.block.columns, inset: 0.1 * style.gap,
      radius: style.cornerRadius)
    let look = CellLook(
      fill: theme.large.opacity(0.5 * theme.unfocused),
      stroke: Stroke(theme.large.opacity(0.5), width: style.thinLine))
    let cells = plan.block.cells(figure.exampleTarget(example).channel)
    for (cell, entry) in zip(cells, plan.entries) {
      draw.cell(grid, cell, look, id: "products/\(cell.key)/cell")
      self.draw(entry, "products/\(cell.key)", in: grid.rect(y: cell.y, x: cell.x), &draw)
    }
  }

  /// The largest part of the output whose sums have room, around the cell that the most add to.
  private func plan(_ example: WorkedExample, in room: Rect) -> Plan? {
    let size = example.pair.restoredShape.size
    let target = figure.exampleTarget(example)
    let channel = figure.exampleFocus(example).channel
    var sums: [Cell: ExampleSum] = [:]
    var plan: Plan?
    for limit in (1...min(12, max(size.height, size.width))).reversed() {
      let block = CellBlock.part(of: size, most: Size2D(limit), around: target)
      let shown = block.cells(target.channel).map { cell in
        let sum = sums[cell] ?? ExampleSum(.transposed, example, cell, fromMap: channel, theme)
        sums[cell] = sum
        return sum
      }
      for (perLine, isMerged) in [(3, false), (2, true), (2, false), (1, false)] {
        let entries = shown.map { entry($0, perLine: perLine, isMerged: isMerged) }
        let need = Size(
          (entries.map(\.width).max() ?? 0) + 1.2 * style.gap,
          Double(entries.map(\.lines.count).max() ?? 1) * lineHeight + 0.6 * style.gap)
        plan = Plan(block: block, entries: entries, need: need)
        if need.width * Double(block.columns.count) <= room.width,
          need.height * Double(block.rows.count) <= room.height
        {
          return plan
        }
      }
    }
    return plan
  }

  /// The summands, `perLine` to a line, where the sign of a sum starts the next line.
  private func entry(_ sum: ExampleSum, perLine: Int, isMerged: Bool) -> Entry {
    let plus = Formula.Part.relation("+")
    let summands = sum.summands(theme, most: 9, isShort: true)
    var lines = stride(from: 0, to: summands.count, by: perLine).map { first in
      (first == 0 ? [] : [plus])
        + summands[first..<min(first + perLine, summands.count)].joined(separator: [plus])
    }
    let ending = sum.ending(isShort: true)
    if isMerged { lines[lines.count - 1] += ending } else { lines.append(ending) }
    let formulas = lines.map(Formula.init)
    return Entry(lines: formulas, isApart: !isMerged, width: style.width(formulas, font))
  }

  /// Which part of the output it is. A size is not broken over two lines unless it is longer than
  /// one.
  private func label(_ plan: Plan, in place: Rect, _ draw: inout Canvas) {
    let words = "output \(figure.words(plan.block.size, of: pair.restoredShape.size))"
    let firm = words.replacing(" × ", with: "\u{A0}×\u{A0}")
    let isFirm = style.widest(firm.split(separator: " ").map(String.init), font) <= place.width
    draw.add(
      style.block(
        style.lines(of: isFirm ? firm : words, font, width: place.width), font, in: place,
        color: theme.large))
  }

  private func draw(_ entry: Entry, _ id: String, in box: Rect, _ draw: inout Canvas) {
    var y = box.center.y - Double(entry.lines.count) * lineHeight / 2
    for (index, line) in entry.lines.enumerated() {
      let isResult = entry.isApart && index == entry.lines.count - 1
      let font = isResult ? bold : font
      if style.width([line], font) <= box.width {
        draw.group(id: "\(id)/\(index)") {
          $0.formula(line, font, at: Point(box.center.x, y), .center)
        }
      }
      y += lineHeight
    }
  }
}

/// The input and the kernel beside the view `products`.
struct ProductsInputs: ConnectivityPart {
  let style: Style
  let figure: ConnectivityFigure
  private let example: WorkedExample
  private let focus: Cell
  /// The grids of both, not yet in their places.
  private let input: CellGrid
  private let kernel: CellGrid

  /// A label and the gap below it.
  private var line: Double { lineHeight + 0.4 * style.gap }

  /// - Parameter height: the page's room, in points.
  init(figure: ConnectivityFigure, example: WorkedExample, height: Double, style: Style) {
    self.style = style
    self.figure = figure
    self.example = example
    focus = figure.exampleFocus(example)
    let font = style.font(.label)
    let cell = style.cellWidth(for: [example.small, example.weights], font)
    // Both grids lie below each other, with their labels and two lines for the output's.
    let line = style.lineHeight(font) + 0.4 * style.gap
    let labels = 2 * line + 2.5 * style.gap + 2.2 * style.lineHeight(font)
    let rowsThatFit = max(2, Int(clamping: (height - labels) / cell))
    let size = example.pair.smallShape.size
    let taps = example.pair.geometry.kernel
    let most = max(1, max(rowsThatFit / 2, rowsThatFit - min(5, taps.height)))
    let shown = Size2D(height: min(4, most), width: 4)
    input = CellGrid(cell: cell, .part(of: size, most: shown, around: focus, lead: 1))
    kernel = CellGrid(
      cell: cell, rows: 0..<max(1, min(taps.height, 5, rowsThatFit - input.rows.count)),
      columns: 0..<min(taps.width, 5))
  }

  /// How much room both take.
  func size(isTall: Bool) -> Size {
    let (a, b) = (input.bounds.size, kernel.bounds.size)
    return isTall
      ? Size(a.width + b.width + 9 * style.gap, line + max(a.height, b.height))
      : Size(
        max(a.width, b.width, style.width("output 5 × 5")),
        2 * line + a.height + b.height + 1.5 * style.gap)
  }

  /// Input, then kernel: below each other on a slide, beside each other on paper.
  func draw(at origin: Point, isTall: Bool, _ draw: inout Canvas) {
    var (input, kernel) = (input, kernel)
    let (whole, shown) = (pair.smallShape.size, input.block.size)
    let words = figure.words(shown, of: whole)
    input.origin = Point(origin.x, origin.y + line)
    let label = draw.text(
      shown == whole ? ["input \(words)", words] : ["input, \(words)", words, "input"], font,
      width: isTall ? input.bounds.width + 3 * style.gap : size(isTall: false).width, at: origin,
      color: theme.small, id: "products/label/input")
    let second =
      isTall
      ? Point(max(input.bounds.maxX, label.bounds.maxX) + 3 * style.gap, origin.y)
      : Point(origin.x, input.bounds.maxY + 1.5 * style.gap)
    kernel.origin = Point(second.x, second.y + line)
    draw.text(
      "kernel", font, at: second, .leading, .top, color: theme.kernel, id: "products/label/kernel")
    draw.numbers(NumberGrid(input, font)) { y, x in
      .init(
        ExampleText.cell(WorkedExample.value(example.small, focus.channel, y, x)),
        style.quietCell(theme.small), id: "products/input/\(y).\(x)")
    }
    draw.numbers(NumberGrid(kernel, font)) { y, x in
      .init(
        ExampleText.cell(example.weight(small: focus.channel, large: figure.largeChannel, y, x)),
        style.quietCell(theme.kernel), id: "products/kernel/\(y).\(x)")
    }
  }
}
