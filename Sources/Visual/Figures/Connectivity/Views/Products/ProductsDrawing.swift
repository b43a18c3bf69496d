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

  /// Everything inside the frame.
  var marks: [Mark] {
    guard let example = figure.example else { return figure.tooLarge(in: frame, style) }
    let focus = figure.exampleFocus(example)
    let isTall = frame.height > frame.width
    let inputs = ProductsInputs(
      figure: figure, example: example, height: frame.height, style: style)
    let size = inputs.size(isTall: isTall)
    let area =
      isTall
      ? frame.inset(top: size.height + 2 * style.gap)
      : frame.inset(left: size.width + 3 * style.gap)
    return inputs.marks(at: Point(frame.x, frame.y), isTall: isTall)
      + grid(
        example, channel: focus.channel, in: area,
        labelRoom: isTall
          ? Rect(
            x: frame.x + size.width + 3 * style.gap, y: frame.y,
            width: max(0, frame.width - size.width - 3 * style.gap), height: size.height)
          : Rect(
            x: frame.x, y: frame.y + size.height + style.gap, width: size.width,
            height: frame.height - size.height - style.gap))
  }

  private func entry(
    _ sum: ExampleSum, perLine: Int, isMerged: Bool
  ) -> Entry {
    var parts = sum.formula(theme, most: 9, isShort: true).parts
    let result = Array(parts.suffix(2))
    parts.removeLast(2)
    // The summands, `perLine` to a line; the sign of a sum starts the next line.
    var lines: [[Formula.Part]] = [[]]
    var count = 0
    for part in parts {
      if case .relation = part {
        count += 1
        if count % perLine == 0 { lines.append([]) }
      }
      lines[lines.count - 1].append(part)
    }
    if isMerged {
      lines[lines.count - 1] += result
    } else {
      lines.append(result)
    }
    let formulas = lines.map(Formula.init)
    return Entry(
      lines: formulas, isApart: !isMerged,
      width: formulas.map { $0.extents(font: font, measurer: style.measurer).width }.max() ?? 0)
  }

  private func grid(
    _ example: WorkedExample, channel: Int, in area: Rect, labelRoom: Rect?
  ) -> [Mark] {
    let pair = example.pair
    let shape = pair.restoredShape
    let room = area
    let target = figure.exampleTarget(example)
    func window(_ axis: Size2D.Axis, _ limit: Int) -> Range<Int> {
      let (size, at) = (
        shape.size[axis], axis == .vertical ? target.y : target.x
      )
      let count = min(limit, size)
      let start = at < count ? 0 : max(0, min(at - count / 2, size - count))
      return start..<start + count
    }
    var chosen:
      (
        rows: Range<Int>, columns: Range<Int>, entries: [Cell: Entry], height: Double, width: Double
      )?
    var sums: [Cell: ExampleSum] = [:]
    search: for limit in (1...min(12, max(shape.height, shape.width))).reversed() {
      for (perLine, isMerged) in [(3, false), (2, true), (2, false), (1, false)] {
        let (rows, columns) = (window(.vertical, limit), window(.horizontal, limit))
        var entries: [Cell: Entry] = [:]
        for y in rows {
          for x in columns {
            let cell = Cell(channel: target.channel, y: y, x: x)
            let sum =
              sums[cell] ?? ExampleSum(transposed: example, cell, fromMap: channel, theme)
            sums[cell] = sum
            entries[cell] = entry(sum, perLine: perLine, isMerged: isMerged)
          }
        }
        let width = (entries.values.map(\.width).max() ?? 0) + 1.2 * style.gap
        let lines = entries.values.map(\.lines.count).max() ?? 1
        let height = Double(lines) * lineHeight + 0.6 * style.gap
        chosen = (rows, columns, entries, height, width)
        if width * Double(columns.count) <= room.width,
          height * Double(rows.count) <= room.height
        {
          break search
        }
      }
    }
    guard let chosen else { return [] }
    let width = min(chosen.width * 1.5, room.width / Double(chosen.columns.count))
    let height = min(chosen.height * 1.35, room.height / Double(chosen.rows.count))
    let size = Size2D(height: chosen.rows.count, width: chosen.columns.count)
    func text(_ size: Size2D) -> String { figure.isOneDimensional ? "\(size.width)" : "\(size)" }
    let whole = figure.pair.restoredShape.size
    let words = "output \(size == whole ? text(whole) : "\(text(size)) of \(text(whole))")"
    // A size is not broken over two lines unless it is longer than one.
    let firm = words.replacing(" × ", with: "\u{A0}×\u{A0}")
    func label(_ width: Double) -> String {
      firm.split(separator: " ").allSatisfy {
        style.measurer.measure(String($0), font: font).width <= width
      } ? firm : words
    }
    var marks: [Mark] =
      labelRoom.map { place in
        style.block(
          style.lines(of: label(place.width), font, width: place.width), font, in: place,
          color: theme.large)
      } ?? []
    for (cell, entry) in chosen.entries.sorted(by: { $0.key < $1.key }) {
      let box = Rect(
        x: room.x + Double(cell.x - chosen.columns.lowerBound) * width,
        y: room.y + Double(cell.y - chosen.rows.lowerBound) * height, width: width, height: height)
      marks += draw(entry, cell, in: box)
    }
    return marks
  }

  private func draw(_ entry: Entry, _ cell: Cell, in box: Rect) -> [Mark] {
    let id = "products/\(cell.channel).\(cell.y).\(cell.x)"
    var marks: [Mark] = [
      .path(
        PathMark(
          id: "\(id)/cell", .roundedRect(box.inset(0.1 * style.gap), radius: style.cornerRadius),
          fill: theme.large.opacity(0.5 * theme.unfocused),
          stroke: Stroke(theme.large.opacity(0.5), width: style.thinLine)))
    ]
    var bold = font
    bold.isBold = true
    var y = box.center.y - Double(entry.lines.count) * lineHeight / 2
    for (index, line) in entry.lines.enumerated() {
      let font = entry.isApart && index == entry.lines.count - 1 ? bold : self.font
      let extents = line.extents(font: font, measurer: style.measurer)
      if extents.width <= box.width {
        marks.append(
          .group(
            Group(
              id: "\(id)/\(index)",
              style.formula(
                line, font, at: Point(box.center.x - extents.width / 2, y + extents.ascent)))))
      }
      y += lineHeight
    }
    return marks
  }
}

/// The input and the kernel beside the view `products`.
struct ProductsInputs {
  let figure: ConnectivityFigure
  let example: WorkedExample
  /// The page's room, in points.
  let height: Double
  let style: Style

  private var font: Font { style.font(.label) }
  private var line: Double { style.lineHeight(font) + 0.4 * style.gap }
  private var focus: Cell { figure.exampleFocus(example) }

  private var kernel: Size2D {
    let k = example.pair.geometry.kernel
    return Size2D(
      height: max(1, min(k.height, 5, rowsThatFit - input.rows.count)), width: min(k.width, 5))
  }

  /// Rows of cells that both grids have room for below each other, with their labels and two lines
  /// for the output's.
  private var rowsThatFit: Int {
    let labels = 2 * line + 2.5 * style.gap + 2.2 * style.lineHeight(font)
    return max(2, Int((height - labels) / cell))
  }

  private var input: (rows: Range<Int>, columns: Range<Int>) {
    func range(_ size: Int, _ at: Int, _ most: Int) -> Range<Int> {
      let count = min(size, most)
      let start = at < count ? 0 : max(0, min(at - 1, size - count))
      return start..<start + count
    }
    let size = example.pair.smallShape.size
    let kernelRows = min(5, example.pair.geometry.kernel.height)
    let most = max(1, max(rowsThatFit / 2, rowsThatFit - kernelRows))
    return (range(size.height, focus.y, min(4, most)), range(size.width, focus.x, 4))
  }

  private var smallTexts: [[String]] {
    input.rows.map { y in
      input.columns.map {
        ExampleText.cell(WorkedExample.value(example.small, focus.channel, y, $0))
      }
    }
  }

  private var kernelTexts: [[String]] {
    (0..<kernel.height).map { y in
      (0..<kernel.width).map {
        ExampleText.cell(
          example.weights[focus.channel, figure.largeChannel % example.weights.shape[1], y, $0])
      }
    }
  }

  private var cell: Double {
    let numbers = example.small.values.prefix(4096) + example.weights.values.prefix(4096)
    return style.digitCell(Set(numbers.map(ExampleText.cell)), font)
  }

  /// How much room both take.
  func size(isTall: Bool) -> Size {
    let (a, b) = (input, kernel)
    let label = style.measurer.measure("output 5 × 5", font: font).width
    return isTall
      ? Size(
        Double(a.columns.count + b.width) * cell + 9 * style.gap,
        line + Double(max(a.rows.count, b.height)) * cell)
      : Size(
        max(Double(max(a.columns.count, b.width)) * cell, label),
        2 * line + Double(a.rows.count + b.height) * cell + 1.5 * style.gap)
  }

  /// Input, then kernel: below each other on a slide, beside each other on paper.
  func marks(at origin: Point, isTall: Bool) -> [Mark] {
    let (rows, columns) = input
    let whole = figure.pair.smallShape.size
    let shown = Size2D(height: rows.count, width: columns.count)
    func text(_ size: Size2D) -> String { figure.isOneDimensional ? "\(size.width)" : "\(size)" }
    let room = size(isTall: isTall).width
    let words = style.firstFitting(
      shown == whole
        ? ["input \(text(whole))", text(whole)]
        : ["input, \(text(shown)) of \(text(whole))", "\(text(shown)) of \(text(whole))", "input"],
      font, width: isTall ? Double(columns.count) * cell + 3 * style.gap : room)
    let a = CellGrid(
      origin: Point(origin.x, origin.y + line), cell: cell, rows: rows, columns: columns)
    let second =
      isTall
      ? Point(
        max(a.bounds.maxX, origin.x + style.measurer.measure(words, font: font).width)
          + 3 * style.gap, origin.y)
      : Point(origin.x, a.bounds.maxY + 1.5 * style.gap)
    let b = CellGrid(
      origin: Point(second.x, second.y + line), cell: cell, rows: 0..<kernel.height,
      columns: 0..<kernel.width)
    func label(_ text: String, _ at: Point, _ color: Color, _ id: String) -> Mark {
      .text(style.text(text, font, at: at, .leading, .top, color: color, id: id))
    }
    func draw(_ texts: [[String]], _ grid: CellGrid, _ color: Color, _ id: String) -> [Mark] {
      zip(grid.rows, texts).flatMap { y, row in
        zip(grid.columns, row).flatMap { x, text in
          style.digit(
            text, font, style.quietCell(color), of: grid, y: y, x: x, id: "products/\(id)/\(y).\(x)"
          )
        }
      }
    }
    return [
      label(words, origin, style.theme.small, "products/label/input"),
      label("kernel", second, style.theme.kernel, "products/label/kernel"),
    ] + draw(smallTexts, a, style.theme.small, "input")
      + draw(kernelTexts, b, style.theme.kernel, "kernel")
  }
}
