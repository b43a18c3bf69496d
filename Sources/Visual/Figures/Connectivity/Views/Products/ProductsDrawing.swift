import AECore

/// The view `products`: the transposed convolution's output with, in every cell, the products that
/// it receives and their sum.
struct ProductsDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }
  private var lineHeight: Double { style.lineHeight(font) }

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
    let rows: Range<Int>
    let columns: Range<Int>
    let entries: [Entry]
    let need: Size
  }

  /// Everything inside the frame.
  var marks: [Mark] {
    guard let example = figure.example else { return figure.tooLarge(in: frame, style) }
    var draw = Canvas(style)
    let isTall = frame.height > frame.width
    let inputs = ProductsInputs(
      figure: figure, example: example, height: frame.height, style: style)
    let size = inputs.size(isTall: isTall)
    inputs.draw(at: Point(frame.x, frame.y), isTall: isTall, &draw)
    let room =
      isTall
      ? frame.inset(top: size.height + 2 * style.gap)
      : frame.inset(left: size.width + 3 * style.gap)
    guard let plan = plan(example, in: room) else { return draw.marks }
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
        min(plan.need.width * 1.5, room.width / Double(plan.columns.count)),
        min(plan.need.height * 1.35, room.height / Double(plan.rows.count))),
      rows: plan.rows, columns: plan.columns, inset: 0.1 * style.gap, radius: style.cornerRadius)
    let look = CellLook(
      fill: theme.large.opacity(0.5 * theme.unfocused),
      stroke: Stroke(theme.large.opacity(0.5), width: style.thinLine))
    let channel = figure.exampleTarget(example).channel
    let cells = plan.rows.flatMap { y in plan.columns.map { (y, $0) } }
    for ((y, x), entry) in zip(cells, plan.entries) {
      let id = "products/\(channel).\(y).\(x)"
      draw.number(.init(look, id: "\(id)/cell"), of: NumberGrid(grid, font), y: y, x: x)
      self.draw(entry, id, in: grid.rect(y: y, x: x), &draw)
    }
    return draw.marks
  }

  /// The largest part of the output whose sums have room, around the cell that the most add to.
  private func plan(_ example: WorkedExample, in room: Rect) -> Plan? {
    let shape = example.pair.restoredShape
    let target = figure.exampleTarget(example)
    let channel = figure.exampleFocus(example).channel
    var sums: [Cell: ExampleSum] = [:]
    var plan: Plan?
    for limit in (1...min(12, max(shape.height, shape.width))).reversed() {
      let rows = Range.part(of: shape.height, most: limit, around: target.y)
      let columns = Range.part(of: shape.width, most: limit, around: target.x)
      let shown = rows.flatMap { y in
        columns.map { x in
          let cell = Cell(channel: target.channel, y: y, x: x)
          let sum =
            sums[cell] ?? ExampleSum(.transposed, example, cell, fromMap: channel, theme)
          sums[cell] = sum
          return sum
        }
      }
      for (perLine, isMerged) in [(3, false), (2, true), (2, false), (1, false)] {
        let entries = shown.map { entry($0, perLine: perLine, isMerged: isMerged) }
        let need = Size(
          (entries.map(\.width).max() ?? 0) + 1.2 * style.gap,
          Double(entries.map(\.lines.count).max() ?? 1) * lineHeight + 0.6 * style.gap)
        plan = Plan(rows: rows, columns: columns, entries: entries, need: need)
        if need.width * Double(columns.count) <= room.width,
          need.height * Double(rows.count) <= room.height
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
    return Entry(
      lines: formulas, isApart: !isMerged,
      width: formulas.map { $0.extents(font: font, measurer: style.measurer).width }.max() ?? 0)
  }

  /// Which part of the output it is. A size is not broken over two lines unless it is longer than
  /// one.
  private func label(_ plan: Plan, in place: Rect, _ draw: inout Canvas) {
    let size = Size2D(height: plan.rows.count, width: plan.columns.count)
    let whole = figure.pair.restoredShape.size
    let words =
      "output "
      + (size == whole ? figure.words(whole) : "\(figure.words(size)) of \(figure.words(whole))")
    let firm = words.replacing(" × ", with: "\u{A0}×\u{A0}")
    let isFirm = firm.split(separator: " ").allSatisfy {
      style.measurer.measure(String($0), font: font).width <= place.width
    }
    draw.add(
      style.block(
        style.lines(of: isFirm ? firm : words, font, width: place.width), font, in: place,
        color: theme.large))
  }

  private func draw(_ entry: Entry, _ id: String, in box: Rect, _ draw: inout Canvas) {
    var y = box.center.y - Double(entry.lines.count) * lineHeight / 2
    for (index, line) in entry.lines.enumerated() {
      let isResult = entry.isApart && index == entry.lines.count - 1
      let font = style.font(.label, isBold: isResult)
      let extents = line.extents(font: font, measurer: style.measurer)
      if extents.width <= box.width {
        draw.group(id: "\(id)/\(index)") {
          $0.add(
            style.formula(
              line, font, at: Point(box.center.x - extents.width / 2, y + extents.ascent)))
        }
      }
      y += lineHeight
    }
  }
}

/// The input and the kernel beside the view `products`.
struct ProductsInputs {
  let style: Style
  private let figure: ConnectivityFigure
  private let example: WorkedExample
  private let focus: Cell
  /// The grids of both, not yet in their places.
  private let input: CellGrid
  private let kernel: CellGrid

  private var font: Font { style.font(.label) }
  /// A label and the gap below it.
  private var line: Double { style.lineHeight(font) + 0.4 * style.gap }

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
    let rows = Range.part(of: size.height, most: min(4, most), around: focus.y, lead: 1)
    input = CellGrid(
      cell: cell, rows: rows,
      columns: Range.part(of: size.width, most: 4, around: focus.x, lead: 1))
    kernel = CellGrid(
      cell: cell, rows: 0..<max(1, min(taps.height, 5, rowsThatFit - rows.count)),
      columns: 0..<min(taps.width, 5))
  }

  /// How much room both take.
  func size(isTall: Bool) -> Size {
    let (a, b) = (input.bounds.size, kernel.bounds.size)
    return isTall
      ? Size(a.width + b.width + 9 * style.gap, line + max(a.height, b.height))
      : Size(
        max(a.width, b.width, style.measurer.measure("output 5 × 5", font: font).width),
        2 * line + a.height + b.height + 1.5 * style.gap)
  }

  /// Input, then kernel: below each other on a slide, beside each other on paper.
  func draw(at origin: Point, isTall: Bool, _ draw: inout Canvas) {
    var (input, kernel) = (input, kernel)
    let whole = figure.words(figure.pair.smallShape.size)
    let shown = figure.words(Size2D(height: input.rows.count, width: input.columns.count))
    input.origin = Point(origin.x, origin.y + line)
    let label = draw.text(
      shown == whole
        ? ["input \(whole)", whole]
        : ["input, \(shown) of \(whole)", "\(shown) of \(whole)", "input"], font,
      width: isTall ? input.bounds.width + 3 * style.gap : size(isTall: false).width, at: origin,
      color: style.theme.small, id: "products/label/input")
    let second =
      isTall
      ? Point(max(input.bounds.maxX, label.bounds.maxX) + 3 * style.gap, origin.y)
      : Point(origin.x, input.bounds.maxY + 1.5 * style.gap)
    kernel.origin = Point(second.x, second.y + line)
    draw.text(
      "kernel", font, at: second, .leading, .top, color: style.theme.kernel,
      id: "products/label/kernel")
    draw.numbers(NumberGrid(input, font)) { y, x in
      .init(
        ExampleText.cell(example.small, focus.channel, y, x), style.quietCell(style.theme.small),
        id: "products/input/\(y).\(x)")
    }
    draw.numbers(NumberGrid(kernel, font)) { y, x in
      .init(
        ExampleText.cell(
          example.weight(small: focus.channel, large: figure.largeChannel, y, x)),
        style.quietCell(style.theme.kernel), id: "products/kernel/\(y).\(x)")
    }
  }
}
