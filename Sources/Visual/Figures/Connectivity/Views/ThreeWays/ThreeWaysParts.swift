import AECore

/// What the three ways of the view `three-ways` are drawn of.
struct ThreeWaysParts {
  let figure: ConnectivityFigure
  let example: WorkedExample
  let style: Style
  let focus: Cell
  let target: Cell
  /// The side of a cell with a number in it.
  let cell: Double
  /// The output by each way, (C, H', W').
  let ways: (scatter: [Double], gather: [Double], matrix: [Double])

  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }
  private var pair: ConvolutionPair { example.pair }
  /// One line of labels.
  var lineHeight: Double { style.lineHeight(style.font(.label)) }

  /// A heading and the gap below it.
  var headingHeight: Double { style.lineHeight(style.font(.heading)) + 0.6 * style.gap }

  /// More entries of Cᵀ than this are not multiplied out for a picture.
  private static let mostEntries = 1 << 23

  init(figure: ConnectivityFigure, example whole: WorkedExample, style: Style) {
    let example = Self.part(of: whole)
    self.figure = figure
    self.example = example
    self.style = style
    focus = figure.exampleFocus(example)
    target = figure.exampleTarget(example)
    ways = (
      ThreeWays.scatter(example.small, weight: example.weights, example.pair),
      ThreeWays.gather(example.small, weight: example.weights, example.pair),
      ThreeWays.matrix(example.small, weight: example.weights, example.pair)
    )
    let texts = [
      example.small.values, example.weights.values, example.restored.values,
    ].flatMap { $0.prefix(4096).map(ExampleText.cell) }
    cell = style.digitCell(Set(texts), style.font(.label))
  }

  /// The example itself, or its upper left part when Cᵀ is too large to be multiplied out.
  private static func part(of example: WorkedExample) -> WorkedExample {
    let pair = example.pair
    let (entries, overflow) = pair.restoredShape.count.multipliedReportingOverflow(
      by: pair.smallShape.count)
    let taps = pair.restoredShape.count.multipliedReportingOverflow(by: example.weights.count)
    guard
      overflow || entries > mostEntries || taps.overflow
        || taps.partialValue / max(1, pair.largeShape.channels) > mostEntries,
      let part = pair.part(3),
      let sub = try? WorkedExample(
        part, large: crop(example.large, to: part.largeShape),
        small: crop(example.small, to: part.smallShape), weights: example.weights)
    else { return example }
    return sub
  }

  private static func crop(_ maps: Tensor, to shape: ImageShape) -> Tensor {
    var values: [Float] = []
    for c in 0..<shape.channels {
      for y in 0..<shape.height {
        for x in 0..<shape.width { values.append(WorkedExample.value(maps, c, y, x)) }
      }
    }
    return Tensor(shape.shape, values)
  }

  /// At most `most` rows or columns of the output, the focus cell's window among them.
  func window(_ axis: Size2D.Axis, most: Int) -> Range<Int> {
    let size = pair.restoredShape.size[axis]
    let at = axis == .vertical ? target.y : target.x
    let count = min(size, most)
    let start = at < count ? 0 : max(0, min(at - count / 2, size - count))
    return start..<start + count
  }

  private func number(_ value: Double) -> String { ExampleText.cell(Float(value)) }

  private func weight(_ y: Int, _ x: Int) -> Float {
    example.weights[focus.channel, figure.largeChannel % example.weights.shape[1], y, x]
  }

  // MARK: The output

  /// The output's digits by one way; the scattered window, or the gathered cell, outlined.
  func output(_ grid: CellGrid, _ values: [Double], id: String, isScatter: Bool) -> [Mark] {
    let shape = pair.restoredShape
    let window = isScatter
    var marks: [Mark] = []
    for y in grid.rows {
      for x in grid.columns {
        let isLit =
          window
          ? pair.geometry.tap(large: y, small: focus.y, .vertical) != nil
            && pair.geometry.tap(large: x, small: focus.x, .horizontal) != nil
          : y == target.y && x == target.x
        let index = (target.channel * shape.height + y) * shape.width + x
        marks += style.digit(
          number(values[index]), font,
          isLit ? style.litDigit(theme.large) : style.quietCell(theme.large), of: grid, y: y, x: x,
          id: "three-ways/\(id)/output/\(y).\(x)")
      }
    }
    return marks
  }

  // MARK: Scatter

  /// At most so many rows and columns of a grid fit into a room.
  private func most(_ length: Double) -> Int { max(1, Int(length / cell)) }

  private func smallWindow(_ most: Int, _ axis: Size2D.Axis) -> Range<Int> {
    let size = pair.smallShape.size[axis]
    let at = axis == .vertical ? focus.y : focus.x
    let count = min(size, most)
    let start = at < count ? 0 : max(0, min(at - count / 2, size - count))
    return start..<start + count
  }

  private func kernelSize(in room: Size) -> Size2D {
    Size2D(
      height: min(pair.geometry.kernel.height, most(room.height)),
      width: min(pair.geometry.kernel.width, most(room.width)))
  }

  /// The input with its focus cell, times the kernel.
  ///
  /// - Parameter output: where the output lies when it is below; the products of maps of one row
  ///   are drawn above the cells that they are added to.
  func scatter(in area: Rect, over output: CellGrid?) -> [Mark] {
    if let output, pair.largeShape.height == 1, pair.geometry.kernel.height == 1,
      let rows = stacked(in: area, over: output)
    {
      return rows
    }
    let gap = 1.5 * style.gap
    let label = lineHeight + 0.3 * style.gap
    let room = area.height - label
    // The kernel and its product first, the input in what they leave.
    let kernel = kernelSize(in: Size((area.width - 2 * gap - cell) / 2, room))
    let rest = area.width - 2 * gap - 2 * Double(kernel.width) * cell
    let rows = smallWindow(most(room), .vertical)
    let columns = smallWindow(most(rest), .horizontal)
    let value = WorkedExample.value(example.small, focus.channel, focus.y, focus.x)
    let top = area.y + label
    let height = Double(max(rows.count, kernel.height)) * cell
    func grid(_ x: Double, _ rows: Range<Int>, _ columns: Range<Int>) -> CellGrid {
      CellGrid(
        origin: Point(x, top + (height - Double(rows.count) * cell) / 2), cell: cell, rows: rows,
        columns: columns)
    }
    let total = Double(columns.count + 2 * kernel.width) * cell + 2 * gap
    let left = area.x + max(0, (area.width - total) / 2)
    let input = grid(left, rows, columns)
    let kernelGrid = grid(input.bounds.maxX + gap, 0..<kernel.height, 0..<kernel.width)
    let product = grid(kernelGrid.bounds.maxX + gap, 0..<kernel.height, 0..<kernel.width)
    var marks = inputMarks(input, id: "scatter")
    for y in 0..<kernel.height {
      for x in 0..<kernel.width {
        let w = weight(y, x)
        marks += style.digit(
          ExampleText.cell(w), font, style.litDigit(theme.kernel), of: kernelGrid, y: y, x: x,
          id: "three-ways/scatter/kernel/\(y).\(x)")
        marks += style.digit(
          ExampleText.cell(w * value), font, style.litDigit(theme.large), of: product, y: y, x: x,
          id: "three-ways/scatter/product/\(y).\(x)")
      }
    }
    for (sign, x) in [
      ("·", (input.bounds.maxX + kernelGrid.bounds.x) / 2),
      ("=", (kernelGrid.bounds.maxX + product.bounds.x) / 2),
    ] {
      marks.append(
        .text(
          style.text(
            sign, style.font(.heading), at: Point(x, top + height / 2), .center, .middle)))
    }
    return marks + [
      self.label(
        kernel == pair.geometry.kernel
          ? [
            "each input cell times the kernel, added up", "each cell · kernel, added",
            "cell · kernel",
          ]
          : ["each cell · kernel (in part), added", "cell · kernel, in part", "in part"],
        area, "scatter")
    ]
  }

  /// A row for each input cell: its value, and its products above the output's cells. Nil without
  /// room for all of them.
  private func stacked(in area: Rect, over output: CellGrid) -> [Mark]? {
    let count = pair.smallShape.width
    let top = area.y + lineHeight + 0.3 * style.gap
    let pitch = min((area.maxY - top) / Double(count), 1.25 * cell)
    let times = style.measurer.measure("· k", font: font).width
    let left = output.bounds.x - cell - times - style.gap
    guard pitch >= cell, left >= area.x - 0.5, output.columns.count == pair.restoredShape.width
    else { return nil }
    let bottom = area.maxY - Double(count) * pitch
    var marks: [Mark] = []
    for s in 0..<count {
      let y = bottom + Double(s) * pitch
      let value = WorkedExample.value(example.small, focus.channel, 0, s)
      let isFocus = s == focus.x
      let chip = CellGrid(
        origin: Point(left, y), cell: cell, rows: 0..<1, columns: s..<s + 1)
      marks += style.digit(
        ExampleText.cell(value), font,
        isFocus ? style.litDigit(theme.small) : style.quietCell(theme.small), of: chip, y: 0, x: s,
        id: "three-ways/scatter/input/0.\(s)")
      marks.append(
        .text(
          style.text(
            "· k", font, at: Point(chip.bounds.maxX + 0.4 * style.gap, chip.bounds.center.y),
            .leading, .middle, color: theme.kernel)))
      let row = CellGrid(
        origin: Point(output.bounds.x, y), cell: cell, rows: 0..<1, columns: output.columns)
      for tap in 0..<pair.geometry.kernel.width {
        let x = pair.geometry.large(small: s, tap: tap, .horizontal)
        guard (0..<pair.restoredShape.width).contains(x) else { continue }
        marks += style.digit(
          ExampleText.cell(weight(0, tap) * value), font,
          isFocus ? style.litDigit(theme.large) : style.quietCell(theme.large), of: row, y: 0,
          x: x, id: "three-ways/scatter/product/\(s).\(x)")
      }
    }
    let kernel = (0..<pair.geometry.kernel.width).map { ExampleText.cell(weight(0, $0)) }
    let words = "k = " + kernel.joined(separator: ", ")
    return marks + [label([words + ": each cell · k, added", words, "cell · k"], area, "scatter")]
  }

  private func label(_ variants: [String], _ area: Rect, _ id: String) -> Mark {
    .text(
      style.text(
        style.firstFitting(variants, font, width: area.width), font, at: Point(area.x, area.y),
        .leading, .top, color: theme.mutedText, id: "three-ways/\(id)/label"))
  }

  private func inputMarks(_ grid: CellGrid, id: String) -> [Mark] {
    grid.rows.flatMap { y in
      grid.columns.flatMap { x in
        style.digit(
          ExampleText.cell(WorkedExample.value(example.small, focus.channel, y, x)), font,
          y == focus.y && x == focus.x
            ? style.litDigit(theme.small) : style.quietCell(theme.small), of: grid, y: y, x: x,
          id: "three-ways/\(id)/input/\(y).\(x)")
      }
    }
  }

  // MARK: Gather

  /// The input spread out with zeros, a window on it, and the flipped kernel.
  func gather(in area: Rect) -> [Mark] {
    let g = pair.geometry
    let gap = 2 * style.gap
    let label = lineHeight + 0.3 * style.gap
    let kernel = kernelSize(in: Size(0.42 * area.width - gap, area.height - label))
    let room = Size(
      area.width - gap - Double(kernel.width) * cell, area.height - label)
    // Output cell l looks at l + p − d(k − 1) … l + p of the spread input.
    func range(_ axis: Size2D.Axis, _ at: Int, _ length: Double) -> Range<Int> {
      let low = g.padding[axis] - g.dilation[axis] * (g.kernel[axis] - 1)
      let high = pair.restoredShape.size[axis] - 1 + g.padding[axis]
      let whole = low..<high + 1
      let count = min(whole.count, most(length))
      let end = at + g.padding[axis]
      let start = max(low, min(end + 1 - min(count, g.span(axis)), whole.upperBound - count))
      return start < low + 1 || end < low + count ? low..<low + count : start..<start + count
    }
    let rows = range(.vertical, target.y, room.height)
    let columns = range(.horizontal, target.x, room.width)
    let total = Double(columns.count + kernel.width) * cell + gap
    let top = area.y + label
    let grid = CellGrid(
      origin: Point(area.x + max(0, (area.width - total) / 2), top), cell: cell, rows: rows,
      columns: columns)
    let flipped = CellGrid(
      origin: Point(
        grid.bounds.maxX + gap, grid.bounds.center.y - Double(kernel.height) * cell / 2),
      cell: cell, rows: 0..<kernel.height, columns: 0..<kernel.width)
    var marks: [Mark] = []
    for y in rows {
      for x in columns {
        let isCell =
          y >= 0 && x >= 0 && y % g.stride.height == 0 && x % g.stride.width == 0
          && y / g.stride.height < pair.smallShape.height
          && x / g.stride.width < pair.smallShape.width
        let isSeen = isInWindow(y, target.y, .vertical) && isInWindow(x, target.x, .horizontal)
        let look =
          isCell
          ? isSeen ? style.litDigit(theme.small) : style.quietCell(theme.small)
          : style.emptyCell()
        marks += style.digit(
          isCell ? number(ThreeWays.stuffed(example.small, focus.channel, y, x, pair)) : "0", font,
          look, of: grid, y: y, x: x,
          id: "three-ways/gather/\(isCell ? "input" : "zero")/\(y).\(x)")
      }
    }
    let span = (
      y: target.y + g.padding.height - g.span(.vertical) + 1..<target.y + g.padding.height + 1,
      x: target.x + g.padding.width - g.span(.horizontal) + 1..<target.x + g.padding.width + 1
    )
    if let box = grid.visible(rows: span.y, columns: span.x) {
      marks.append(
        .path(
          PathMark(
            id: "three-ways/gather/window", .roundedRect(box, radius: 0.1 * cell),
            stroke: Stroke(theme.text, width: style.mediumLine))))
    }
    for y in 0..<kernel.height {
      for x in 0..<kernel.width {
        marks += style.digit(
          ExampleText.cell(weight(g.kernel.height - 1 - y, g.kernel.width - 1 - x)), font,
          style.litDigit(theme.kernel), of: flipped, y: y, x: x,
          id: "three-ways/gather/kernel/\(y).\(x)")
      }
    }
    marks.append(
      .text(
        style.text(
          "∗", style.font(.heading),
          at: Point((grid.bounds.maxX + flipped.bounds.x) / 2, grid.bounds.center.y), .center,
          .middle)))
    return marks + [
      self.label(
        [
          "zeros put between and around, stride 1", "zeros put between, stride 1",
          "zeros put between",
        ], area, "gather")
    ]
  }

  private func isInWindow(_ u: Int, _ l: Int, _ axis: Size2D.Axis) -> Bool {
    let g = pair.geometry
    let reach = l + g.padding[axis] - u
    return reach >= 0 && reach % g.dilation[axis] == 0 && reach / g.dilation[axis] < g.kernel[axis]
  }

  // MARK: Matrix

  /// Cᵀ in the taps' colours, times the input as one column.
  func matrix(in area: Rect) -> [Mark] {
    let label = lineHeight + 0.3 * style.gap
    let colors = TapColors(pair.geometry.kernel, theme: theme)
    let gap = 2 * style.gap
    let room = Size(area.width - gap, area.height - label)
    func side(_ large: Int, _ small: Int) -> Double {
      min(room.width / Double(small + 1), room.height / Double(max(large, small)))
    }
    let smallest = (style.page.isSlide ? 0.35 : 0.25) * style.gap
    // Columns as wide as rows are high; a page lower than the matrix shows its part around focus.
    let plan = MatrixPlan(
      ConnectivityFigure(pair, view: .matrix, focus: focus, largeChannel: figure.largeChannel)
    ) { side($1, $2) >= smallest }
    let cell = min(side(plan.restored.count, plan.small.count), self.cell)
    let width = min(
      room.width / Double(plan.small.count + 1), cell * 2.4, max(cell, self.cell))
    let total = width * Double(plan.small.count + 1) + gap
    let top = area.y + label
    let height = cell * Double(plan.restored.count)
    let box = Rect(
      x: area.x + (area.width - total) / 2, y: top, width: width * Double(plan.small.count),
      height: height)
    let column = Rect(
      x: box.maxX + gap, y: top + (height - min(height, self.cell * Double(plan.small.count))) / 2,
      width: width, height: min(height, self.cell * Double(plan.small.count)))
    var marks: [Mark] = [.path(PathMark(.rect(box), fill: theme.panel))]
    let showsDigits = cell >= self.cell - 0.01 && width >= self.cell - 0.01
    for (i, large) in plan.restored.enumerated() {
      for (j, small) in plan.small.enumerated() {
        guard let tap = plan.tap(small: small, large: large) else { continue }
        let rect = Rect(
          x: box.x + Double(j) * width, y: box.y + Double(i) * cell, width: width, height: cell)
        let fill = colors.color(tap)
        marks.append(
          .path(
            PathMark(
              id: "three-ways/matrix/tap/\(large.channel).\(large.y).\(large.x)-"
                + "\(small.channel).\(small.y).\(small.x)",
              .rect(rect.inset(0.03 * cell)), fill: fill)))
        if showsDigits {
          let ink =
            theme.text.contrast(with: fill) >= theme.background.contrast(with: fill)
            ? theme.text : theme.background
          marks.append(
            .text(
              style.text(
                ExampleText.cell(
                  example.weights[
                    small.channel, large.channel % example.weights.shape[1], tap.y, tap.x]), font,
                at: rect.center, .center, .middle, color: ink)))
        }
      }
    }
    if let row = plan.restored.firstIndex(of: target) {
      marks.append(
        .path(
          PathMark(
            id: "three-ways/matrix/row",
            .rect(
              Rect(x: box.x, y: box.y + Double(row) * cell, width: box.width, height: cell)),
            stroke: Stroke(theme.text, width: style.mediumLine))))
    }
    marks.append(
      .path(
        PathMark(.rect(box), stroke: Stroke(theme.mutedText, width: style.thinLine))))
    let each = column.height / Double(plan.small.count)
    for (j, small) in plan.small.enumerated() {
      let rect = Rect(
        x: column.x, y: column.y + Double(j) * each, width: column.width, height: each)
      marks.append(
        .path(
          PathMark(
            id: "three-ways/matrix/input/\(j)", .rect(rect.inset(0.03 * each)),
            fill: theme.small.opacity(small == focus ? 0.82 : 0.3))))
      let text = ExampleText.cell(
        WorkedExample.value(example.small, small.channel, small.y, small.x))
      if each >= lineHeight * 0.95, style.measurer.measure(text, font: font).width <= width {
        let ground = theme.background.mixed(with: theme.small, small == focus ? 0.82 : 0.3)
        let ink =
          theme.text.contrast(with: ground) >= theme.background.contrast(with: ground)
          ? theme.text : theme.background
        marks.append(
          .text(style.text(text, font, at: rect.center, .center, .middle, color: ink)))
      }
    }
    marks.append(
      .text(
        style.text(
          "·", style.font(.heading), at: Point((box.maxX + column.x) / 2, top + height / 2),
          .center, .middle)))
    let all = pair.restoredShape.count
    let part = plan.isWhole ? "" : ", in part"
    return marks + [
      self.label(
        [
          "Cᵀ is \(all) × \(pair.smallShape.count)\(part), by tap",
          "Cᵀ: \(all) × \(pair.smallShape.count)\(part)",
        ], area, "matrix")
    ]
  }
}
