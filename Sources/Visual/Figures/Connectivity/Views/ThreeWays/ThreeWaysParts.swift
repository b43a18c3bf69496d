import AECore

/// What the three ways of the view `three-ways` are drawn of.
struct ThreeWaysParts: ConnectivityPart {
  /// One way to compute the output.
  struct Way {
    let id: String
    let heading: String
    /// A value of the shown output map.
    let output: (_ y: Int, _ x: Int) -> Float
    /// Whether a cell of the output belongs to what is shown: it is scattered to, or gathered.
    let isLit: (_ y: Int, _ x: Int) -> Bool
    /// What leads to the output, in an area above it, or beside it, where its place does not
    /// matter.
    let marks: (_ area: Rect, _ output: CellGrid?) -> [Mark]
  }

  let figure: ConnectivityFigure
  let style: Style
  private let example: WorkedExample
  private let focus: Cell
  private let target: Cell
  /// The side of a cell with a number in it.
  private let cell: Double

  var pair: ConvolutionPair { example.pair }

  /// More entries of Cᵀ than this are not multiplied out for a picture.
  private static let mostEntries = 1 << 23

  init(figure: ConnectivityFigure, example whole: WorkedExample, style: Style) {
    let example = Self.part(of: whole)
    self.figure = figure
    self.example = example
    self.style = style
    focus = figure.exampleFocus(example)
    target = figure.exampleTarget(example)
    cell = style.cellWidth(
      for: [example.small, example.weights, example.restored], style.font(.label))
  }

  /// The example itself, or its upper left part when Cᵀ is too large to be multiplied out.
  private static func part(of example: WorkedExample) -> WorkedExample {
    let pair = example.pair
    let entries = Int(product: [pair.restoredShape.count, pair.smallShape.count]) ?? .max
    let taps = Int(product: [pair.restoredShape.count, example.weights.count]) ?? .max
    let isTooLarge =
      entries > mostEntries || taps / max(1, pair.largeShape.channels) > mostEntries
    return isTooLarge ? example.part(3) ?? example : example
  }

  /// The part of the output that has room, with the cell that the most add to; not yet in its
  /// place.
  func output(in room: Size) -> CellGrid {
    CellGrid(cell: cell, .part(of: pair.restoredShape.size, most: most(room), around: target))
  }

  /// The ways, in their order on the page.
  var ways: [Way] {
    func way(
      _ id: String, _ heading: String, _ compute: (Tensor, Tensor, ConvolutionPair) -> [Double],
      isLit: @escaping (Int, Int) -> Bool, marks: @escaping (Rect, CellGrid?) -> [Mark]
    ) -> Way {
      let values = compute(example.small, example.weights, pair)
      let (shape, channel) = (pair.restoredShape, target.channel)
      return Way(
        id: id, heading: heading,
        output: { Float(values[(channel * shape.height + $0) * shape.width + $1]) },
        isLit: isLit, marks: marks)
    }
    func isTarget(_ y: Int, _ x: Int) -> Bool { y == target.y && x == target.x }
    func room(_ area: Rect) -> Size { ThreeWaysOperation.room(in: area, style) }
    return [
      way("scatter", "Scatter and add", ThreeWays.scatter) { y, x in
        pair.tap(small: focus, large: Cell(channel: target.channel, y: y, x: x)) != nil
      } marks: { area, output in
        output.flatMap { stacked(in: area, over: $0) }
          ?? scatter(in: room(area)).marks(in: area, style)
      },
      way("gather", "Gather, kernel flipped", ThreeWays.gather, isLit: isTarget) { area, _ in
        gather(in: room(area)).marks(in: area, style)
      },
      way("matrix", "Multiply by Cᵀ", ThreeWays.matrix, isLit: isTarget) { area, _ in
        matrix(in: room(area)).marks(in: area, style)
      },
    ]
  }

  /// At most so many rows or columns of a grid fit into a length.
  private func most(_ length: Double) -> Int { max(1, Int(clamping: length / cell)) }

  private func most(_ room: Size) -> Size2D {
    Size2D(height: most(room.height), width: most(room.width))
  }

  private func weight(_ y: Int, _ x: Int) -> Float {
    example.weight(small: focus.channel, large: figure.largeChannel, y, x)
  }

  /// As much of the kernel as has room.
  private func kernel(in room: Size) -> CellGrid {
    CellGrid(cell: cell, CellBlock(pair.geometry.kernel).clamped(to: CellBlock(most(room))))
  }

  private func operand(
    _ cells: CellGrid, _ color: Color, id: String, _ text: @escaping (Int, Int) -> String
  ) -> ThreeWaysOperation.Operand {
    .init(cells: cells) { y, x in
      .init(text(y, x), style.numberCell(color, isLit: true), id: "\(id)/\(y).\(x)")
    }
  }

  private func inputEntry(_ y: Int, _ x: Int) -> NumberGrid.Entry {
    .init(
      ExampleText.cell(WorkedExample.value(example.small, focus.channel, y, x)),
      style.numberCell(theme.small, isLit: y == focus.y && x == focus.x),
      id: "three-ways/scatter/input/\(y).\(x)")
  }

  // MARK: Scatter

  /// The input with its focus cell, times the kernel.
  private func scatter(in room: Size) -> ThreeWaysOperation {
    let gap = 1.5 * style.gap
    // The kernel and its product first, the input in what they leave.
    let kernel = kernel(in: Size((room.width - 2 * gap - cell) / 2, room.height))
    let rest = Size(room.width - 2 * gap - 2 * Double(kernel.columns.count) * cell, room.height)
    let input = CellGrid(
      cell: cell, .part(of: pair.smallShape.size, most: most(rest), around: focus))
    let value = example.small.value(at: focus)
    let factor = operand(kernel, theme.kernel, id: "three-ways/scatter/kernel") {
      ExampleText.cell(weight($0, $1))
    }
    let product = operand(kernel, theme.large, id: "three-ways/scatter/product") {
      ExampleText.cell(weight($0, $1) * value)
    }
    return ThreeWaysOperation(
      id: "three-ways/scatter",
      operands: [[.init(cells: input, entry: inputEntry)], [factor, product]], signs: ["·", "="],
      gap: gap,
      words: kernel.block.size == pair.geometry.kernel
        ? [
          "each input cell times the kernel, added up", "each cell · kernel, added",
          "cell · kernel",
        ] : ["each cell · kernel (in part), added", "cell · kernel, in part", "in part"])
  }

  /// Of maps of one row, a row for each input cell: its value, and its products above the cells of
  /// the output that they are added to. Nil without room for all of them.
  private func stacked(in area: Rect, over output: CellGrid) -> [Mark]? {
    let count = pair.smallShape.width
    let pitch = min(ThreeWaysOperation.room(in: area, style).height / Double(count), 1.25 * cell)
    let times = style.width("· k")
    let left = output.bounds.x - cell - times - style.gap
    guard pair.largeShape.height == 1, pair.geometry.kernel.height == 1, pitch >= cell,
      left >= area.x - 0.5, output.columns.count == pair.restoredShape.width
    else { return nil }
    var draw = Canvas(style)
    for s in 0..<count {
      let y = area.maxY - Double(count) * pitch + Double(s) * pitch
      let chip = CellGrid(origin: Point(left, y), cell: cell, rows: 0..<1, columns: s..<s + 1)
      draw.number(inputEntry(0, s), of: NumberGrid(chip, font), y: 0, x: s)
      draw.text(
        "· k", font, at: Point(chip.bounds.maxX + 0.4 * style.gap, chip.bounds.center.y),
        .leading, .middle, color: theme.kernel)
      let row = CellGrid(
        origin: Point(output.bounds.x, y), cell: cell, rows: 0..<1, columns: output.columns)
      let value = WorkedExample.value(example.small, focus.channel, 0, s)
      for tap in 0..<pair.geometry.kernel.width {
        let x = pair.geometry.large(small: s, tap: tap, .horizontal)
        draw.number(
          .init(
            ExampleText.cell(weight(0, tap) * value),
            style.numberCell(theme.large, isLit: s == focus.x),
            id: "three-ways/scatter/product/\(s).\(x)"), of: NumberGrid(row, font), y: 0, x: x)
      }
    }
    let kernel = (0..<pair.geometry.kernel.width).map { ExampleText.cell(weight(0, $0)) }
    let words = "k = " + kernel.joined(separator: ", ")
    draw.text(
      [words + ": each cell · k, added", words, "cell · k"], font, width: area.width,
      at: Point(area.x, area.y), color: theme.mutedText, id: "three-ways/scatter/label")
    return draw.marks
  }

  // MARK: Gather

  /// The input spread out with zeros, a window on it, and the flipped kernel.
  private func gather(in area: Size) -> ThreeWaysOperation {
    let (g, gap) = (pair.geometry, 2 * style.gap)
    let kernel = kernel(in: Size(0.42 * area.width - gap, area.height))
    // Output cell l looks at l + p₁ − d(k − 1) … l + p₁ of the spread input.
    func range(_ axis: Size2D.Axis, _ at: Int, _ length: Double) -> Range<Int> {
      let low = g.padding[axis].before - g.dilation[axis] * (g.kernel[axis] - 1)
      let high = pair.restoredShape.size[axis] + g.padding[axis].before
      let count = min(high - low, most(length))
      let end = at + g.padding[axis].before
      let start = max(low, min(end + 1 - min(count, g.span(axis)), high - count))
      return start < low + 1 || end < low + count ? low..<low + count : start..<start + count
    }
    let spread = CellGrid(
      cell: cell, rows: range(.vertical, target.y, area.height),
      columns: range(.horizontal, target.x, area.width - gap - Double(kernel.columns.count) * cell))
    func isCell(_ u: Int, _ axis: Size2D.Axis) -> Bool {
      u >= 0 && u % g.stride[axis] == 0 && u / g.stride[axis] < pair.smallShape.size[axis]
    }
    func window(_ l: Int, _ axis: Size2D.Axis) -> Range<Int> {
      let end = l + g.padding[axis].before + 1
      return end - g.span(axis)..<end
    }
    let block = CellBlock(rows: window(target.y, .vertical), columns: window(target.x, .horizontal))
    let input = ThreeWaysOperation.Operand(
      cells: spread, outline: (block, "three-ways/gather/window")
    ) { y, x in
      guard isCell(y, .vertical), isCell(x, .horizontal) else {
        return .init("0", style.emptyCell(), id: "three-ways/gather/zero/\(y).\(x)")
      }
      let cell = Cell(channel: focus.channel, y: y / g.stride.height, x: x / g.stride.width)
      let isLit = pair.tap(small: cell, large: target) != nil
      return .init(
        ExampleText.cell(example.small.value(at: cell)),
        style.numberCell(theme.small, isLit: isLit), id: "three-ways/gather/input/\(y).\(x)")
    }
    let flipped = operand(kernel, theme.kernel, id: "three-ways/gather/kernel") {
      ExampleText.cell(weight(g.kernel.height - 1 - $0, g.kernel.width - 1 - $1))
    }
    return ThreeWaysOperation(
      id: "three-ways/gather", operands: [[input], [flipped]], signs: ["∗"], gap: gap,
      words: [
        "zeros put between and around, stride 1", "zeros put between, stride 1",
        "zeros put between",
      ])
  }

  // MARK: Matrix

  /// Cᵀ in the taps' colours, times the input as one column.
  private func matrix(in area: Size) -> ThreeWaysOperation {
    let (colors, gap) = (TapColors(kernel: pair.geometry.kernel, theme: theme), 2 * style.gap)
    let room = Size(area.width - gap, area.height)
    func side(_ large: Int, _ small: Int) -> Double {
      min(room.width / Double(small + 1), room.height / Double(max(large, small)))
    }
    let smallest = (style.page.isSlide ? 0.35 : 0.25) * style.gap
    // Columns as wide as rows are high; a page lower than the matrix shows its part around focus.
    let plan = MatrixPlan(pair, focus: focus, largeChannel: figure.largeChannel) {
      side($1, $2) >= smallest
    }
    let (rows, columns) = (plan.restored.count, plan.small.count)
    let height = min(side(rows, columns), cell)
    let width = min(room.width / Double(columns + 1), height * 2.4, max(height, cell))
    let each = min(height * Double(rows), cell * Double(columns)) / Double(columns)
    let showsDigits = height >= cell - 0.01 && width >= cell - 0.01
    let showsInput = each >= lineHeight * 0.95
    let entries = ThreeWaysOperation.Operand(
      cells: CellGrid(
        size: Size(width, height), rows: 0..<rows, columns: 0..<columns, inset: 0.03 * height),
      most: Size(.infinity, .infinity), isSheet: true,
      outline: plan.restored.firstIndex(of: target).map {
        (CellBlock(rows: $0..<$0 + 1, columns: 0..<columns), "three-ways/matrix/row")
      }
    ) { i, j in
      let (large, small) = (plan.restored[i], plan.small[j])
      guard let tap = pair.tap(small: small, large: large) else { return nil }
      let weight = example.weight(small: small.channel, large: large.channel, tap.y, tap.x)
      return .init(
        showsDigits ? ExampleText.cell(weight) : "", CellLook(fill: colors.color(tap), stroke: nil),
        id: "three-ways/matrix/tap/\(large.key)-\(small.key)", digitID: nil)
    }
    let input = ThreeWaysOperation.Operand(
      cells: CellGrid(
        size: Size(width, each), rows: 0..<columns, columns: 0..<1, inset: 0.03 * each),
      most: Size(1, .infinity)
    ) { j, _ in
      let small = plan.small[j]
      return .init(
        showsInput ? ExampleText.cell(example.small.value(at: small)) : "",
        CellLook(fill: theme.small.opacity(small == focus ? 0.82 : 0.3), stroke: nil),
        id: "three-ways/matrix/input/\(j)", digitID: nil)
    }
    let size = "\(pair.restoredShape.count) × \(pair.smallShape.count)"
    let part = plan.isWhole ? "" : ", in part"
    return ThreeWaysOperation(
      id: "three-ways/matrix", operands: [[entries], [input]], signs: ["·"], gap: gap,
      words: ["Cᵀ is \(size)\(part), by tap", "Cᵀ: \(size)\(part)"])
  }
}
