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

  private var isTall: Bool { frame.height > frame.width }

  /// What is right of the input and the kernel, or on paper below them.
  private func room(beside inputs: ProductsInputs) -> Rect {
    isTall
      ? frame.inset(top: inputs.size.height + 2 * style.gap)
      : frame.inset(left: inputs.size.width + 3 * style.gap)
  }

  var part: String? {
    guard let example = figure.example else { return nil }
    if let ladder = ProductsLadder(figure: figure, example: example, frame: frame, style: style) {
      return ladder.part
    }
    let inputs = ProductsInputs(figure: figure, example: example, in: frame.size, style: style)
    let plan = plan(example, in: room(beside: inputs))
    return plan.flatMap { part($0.block.size, of: pair.restoredShape.size) } ?? inputs.part
  }

  func draw(on draw: inout Canvas) {
    guard let example = figure.example else { return draw.add(figure.tooLarge(in: frame, style)) }
    if let ladder = ProductsLadder(figure: figure, example: example, frame: frame, style: style) {
      return draw.main { ladder.draw(on: &$0) }
    }
    let inputs = ProductsInputs(figure: figure, example: example, in: frame.size, style: style)
    let (size, room) = (inputs.size, room(beside: inputs))
    inputs.draw(at: Point(frame.x, frame.y), &draw)
    guard let plan = plan(example, in: room) else { return }
    label(
      plan,
      in: isTall
        ? frame.inset(left: size.width + 3 * style.gap)
        : Rect(
          x: frame.x, y: frame.y + size.height + style.gap, width: size.width, height: lineHeight),
      &draw)
    let tear = tear(around: plan.block.size, of: pair.restoredShape.size)
    let grid = CellGrid(
      origin: Point(room.x + tear / 2, room.y + tear / 2),
      size: Size(
        (room.width - tear) / Double(plan.block.columns.count),
        min(plan.need.height * 2.6, (room.height - tear) / Double(plan.block.rows.count))),
      rows: plan.block.rows, columns: plan.block.columns, inset: 0.1 * style.gap,
      radius: style.cornerRadius)
    let look = CellLook(
      fill: theme.large.opacity(0.5 * theme.unfocused),
      stroke: Stroke(theme.large.opacity(0.5), width: style.thinLine))
    let cells = plan.block.cells(figure.exampleTarget(example).channel)
    draw.main { draw in
      for (cell, entry) in zip(cells, plan.entries) {
        draw.cell(grid, cell, look, id: "products/\(cell.key)/cell")
        self.draw(entry, "products/\(cell.key)", in: grid.rect(y: cell.y, x: cell.x), &draw)
      }
      draw.tear(
        grid, whole: CellBlock(pair.restoredShape.size), theme.large,
        id: "products/output-torn")
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
        let tear = tear(around: block.size, of: pair.restoredShape.size)
        if need.width * Double(block.columns.count) + tear <= room.width,
          need.height * Double(block.rows.count) + tear <= room.height
        {
          return plan
        }
      }
    }
    return plan
  }

  /// What the torn edges of a part of the output take.
  private func tear(around shown: Size2D, of whole: Size2D) -> Double {
    shown == whole ? 0 : 1.4 * style.gap
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
