import AECore

/// What the three ways of the view `three-ways` are drawn of.
struct ThreeWaysParts: ConnectivityPart {
  /// One way to compute the output.
  struct Way {
    let id: String
    /// What it is called, from long to short.
    let headings: [String]
    /// A value of the shown output map.
    let output: (_ y: Int, _ x: Int) -> Float
    /// The largest magnitude of the output.
    let most: Float
    /// The cells of the output that belong to what is shown: they are scattered to, or gathered.
    let lit: CellBlock
    /// Whether a cell of the output is one of them.
    let isLit: (_ y: Int, _ x: Int) -> Bool
    /// Draws what leads to the output, in an area above it, or beside it, where its place does not
    /// matter.
    let draw: (_ area: Rect, _ output: CellGrid?, _ draw: inout Canvas) -> Void
  }

  let figure: ConnectivityFigure
  let style: Style
  let example: WorkedExample
  let focus: Cell
  let target: Cell
  let fit: ThreeWaysFit
  var cell: Double { fit.cell }

  /// Whether the maps have a single row.
  var isFlat: Bool { Self.isFlat(pair) }

  /// Whether the maps of a pair have.
  static func isFlat(_ pair: ConvolutionPair) -> Bool {
    pair.restoredShape.height == 1 && pair.smallShape.height == 1
      && pair.geometry.kernel.height == 1
  }

  /// The output, with the cell that the most add to; not yet in its place.
  var output: CellGrid {
    let most = Size2D(
      height: max(1, Int(clamping: fit.output.height / fit.height)), width: most(fit.output.width))
    return row(.part(of: pair.restoredShape.size, most: most, around: target))
  }

  /// Cells as wide and as high as they have room for.
  func row(_ block: CellBlock, at origin: Point = Point(0, 0)) -> CellGrid {
    guard fit.height > cell else { return CellGrid(origin: origin, cell: cell, block) }
    return CellGrid(
      origin: origin, size: Size(cell, fit.height), rows: block.rows, columns: block.columns,
      inset: 0.045 * cell, radius: 0.1 * cell)
  }

  var pair: ConvolutionPair { example.pair }

  /// More entries of Cᵀ than this are not multiplied out for a picture.
  private static let mostEntries = 1 << 23

  /// - Parameter box: the room of each way below its heading and its words, in points.
  init(
    figure: ConnectivityFigure, example whole: WorkedExample, box: Size, isTall: Bool, style: Style
  ) {
    let example = Self.part(of: whole)
    self.figure = figure
    self.example = example
    self.style = style
    focus = figure.exampleFocus(example)
    target = figure.exampleTarget(example)
    let (numbers, font) = ([example.small, example.weights, example.restored], style.font(.label))
    fit = ThreeWaysFit(
      example.pair, digits: style.cellWidth(for: numbers, font),
      narrow: style.narrowCellWidth(for: numbers, font), in: box, isTall: isTall,
      isFlat: Self.isFlat(example.pair), style: style)
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

  /// The cells of a tensor: each with its digits, or where there are none with its shade.
  struct Shade {
    let style: Style
    let color: Color
    /// The value of the darkest shade.
    let most: Float
    let showsDigits: Bool

    func entry(_ value: Float, isLit: Bool, id: String) -> NumberGrid.Entry {
      guard !showsDigits else {
        return .init(ExampleText.cell(value), style.numberCell(color, isLit: isLit), id: id)
      }
      let share = value.isFinite ? Double(abs(value) / max(most, .leastNormalMagnitude)) : 0
      return .init(CellLook(fill: color.opacity(0.07 + 0.83 * share), stroke: nil), id: id)
    }
  }

  /// How the cells of a tensor whose largest magnitude is `most` are drawn.
  func shade(of color: Color, most: Float) -> Shade {
    Shade(style: style, color: color, most: most, showsDigits: fit.showsDigits)
  }

  /// The ways, in their order on the page.
  var ways: [Way] {
    func way(
      _ id: String, _ headings: [String], _ compute: (Tensor, Tensor, ConvolutionPair) -> [Double],
      lit: CellBlock, isLit: @escaping (Int, Int) -> Bool,
      draw: @escaping (Rect, CellGrid?, inout Canvas) -> Void
    ) -> Way {
      let values = compute(example.small, example.weights, pair)
      let (shape, channel) = (pair.restoredShape, target.channel)
      return Way(
        id: id, headings: headings,
        output: { Float(values[(channel * shape.height + $0) * shape.width + $1]) },
        most: Float(values.map(abs).filter(\.isFinite).max() ?? 0), lit: lit, isLit: isLit,
        draw: draw)
    }
    func isTarget(_ y: Int, _ x: Int) -> Bool { y == target.y && x == target.x }
    func room(_ area: Rect) -> Size {
      var room = ThreeWaysOperation.room(in: area, style)
      // Torn edges stand out at both sides.
      if fit.isPart { room.width -= 1.4 * style.gap }
      return room
    }
    return [
      way(
        "scatter", ["Scatter and add", "Scatter"], ThreeWays.scatter,
        lit: geometry.window(of: focus)
      ) { y, x in
        pair.tap(small: focus, large: Cell(channel: target.channel, y: y, x: x)) != nil
      } draw: { area, output, draw in
        if let output, drawStacked(in: area, over: output, on: &draw) { return }
        scatter(in: room(area)).draw(in: area, on: &draw)
      },
      way(
        "gather", ["Gather, kernel flipped", "Gather, flipped", "Gather"], ThreeWays.gather,
        lit: CellBlock(target),
        isLit: isTarget
      ) { area, output, draw in
        if isFlat, let output, drawSlid(in: area, over: output, on: &draw) { return }
        gather(in: room(area)).draw(in: area, on: &draw)
      },
      way(
        "matrix", ["Multiply by Cᵀ", "Cᵀ"], ThreeWays.matrix, lit: CellBlock(target),
        isLit: isTarget
      ) { area, _, draw in
        matrix(in: room(area)).draw(in: area, on: &draw)
      },
    ]
  }

  /// At most so many rows or columns of a grid fit into a length.
  private func most(_ length: Double) -> Int { max(1, Int(clamping: length / cell)) }

  private func most(_ room: Size) -> Size2D {
    Size2D(height: most(room.height), width: most(room.width))
  }

  func weight(_ y: Int, _ x: Int) -> Float {
    example.weight(small: focus.channel, large: figure.largeChannel, y, x)
  }

  /// As much of the kernel as has room.
  private func kernel(in room: Size) -> CellGrid {
    CellGrid(cell: cell, CellBlock(pair.geometry.kernel).clamped(to: CellBlock(most(room))))
  }

  private func operand(
    _ cells: CellGrid, whole: Size2D, _ color: Color, most: Float, id: String,
    _ value: @escaping (Int, Int) -> Float
  ) -> ThreeWaysOperation.Operand {
    let shade = shade(of: color, most: most)
    return .init(cells: cells, whole: CellBlock(whole), color: color) { y, x in
      shade.entry(value(y, x), isLit: true, id: "\(id)/\(y).\(x)")
    }
  }

  func inputEntry(_ y: Int, _ x: Int) -> NumberGrid.Entry {
    shade(of: theme.small, most: example.small.largestMagnitude).entry(
      WorkedExample.value(example.small, focus.channel, y, x),
      isLit: y == focus.y && x == focus.x, id: "three-ways/scatter/input/\(y).\(x)")
  }

  // MARK: Scatter

  /// The input with its focus cell, times the kernel.
  private func scatter(in room: Size) -> ThreeWaysOperation {
    let gap = 1.5 * style.gap
    let parts = fit.showsProduct ? 2.0 : 1
    // The kernel and its product first, the input in what they leave.
    let kernel = kernel(in: Size((room.width - parts * gap - cell) / parts, room.height))
    let rest = Size(
      room.width - parts * gap - parts * Double(kernel.columns.count) * cell, room.height)
    let input = CellGrid(
      cell: cell, .part(of: pair.smallShape.size, most: most(rest), around: focus))
    let value = example.small.value(at: focus)
    let largest = example.weights.largestMagnitude
    let taps = pair.geometry.kernel
    let factor = operand(
      kernel, whole: taps, theme.kernel, most: largest, id: "three-ways/scatter/kernel", weight)
    let product = operand(
      kernel, whole: taps, theme.large, most: largest * abs(value),
      id: "three-ways/scatter/product"
    ) { weight($0, $1) * value }
    let outline = fit.showsDigits ? nil : (CellBlock(focus), "three-ways/scatter/focus")
    let operand = ThreeWaysOperation.Operand(
      cells: input, outline: outline, whole: CellBlock(pair.smallShape.size), color: theme.small,
      entry: inputEntry)
    return ThreeWaysOperation(
      id: "three-ways/scatter",
      operands: [[operand], fit.showsProduct ? [factor, product] : [factor]], signs: ["·", "="],
      gap: gap,
      words: [
        "each input cell times the kernel, added up", "each cell · kernel, added",
        "cell · kernel",
      ])
  }

  // MARK: Gather

  /// The input spread out with zeros, a window on it, and the flipped kernel.
  private func gather(in area: Size) -> ThreeWaysOperation {
    let (g, gap) = (pair.geometry, 2 * style.gap)
    let kernel = kernel(in: Size(area.width - gap - cell, area.height))
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
    func whole(_ axis: Size2D.Axis) -> Range<Int> {
      let low = g.padding[axis].before - g.dilation[axis] * (g.kernel[axis] - 1)
      return low..<pair.restoredShape.size[axis] + g.padding[axis].before
    }
    let shade = shade(of: theme.small, most: example.small.largestMagnitude)
    let input = ThreeWaysOperation.Operand(
      cells: spread, outline: (block, "three-ways/gather/window"),
      whole: CellBlock(rows: whole(.vertical), columns: whole(.horizontal)), color: theme.mutedText
    ) { y, x in
      guard isCell(y, .vertical), isCell(x, .horizontal) else {
        return .init(
          fit.showsDigits ? "0" : "", style.emptyCell(), id: "three-ways/gather/zero/\(y).\(x)")
      }
      let cell = Cell(channel: focus.channel, y: y / g.stride.height, x: x / g.stride.width)
      let isLit = pair.tap(small: cell, large: target) != nil
      return shade.entry(
        example.small.value(at: cell), isLit: isLit, id: "three-ways/gather/input/\(y).\(x)")
    }
    let flipped = operand(
      kernel, whole: g.kernel, theme.kernel, most: example.weights.largestMagnitude,
      id: "three-ways/gather/kernel"
    ) { weight(g.kernel.height - 1 - $0, g.kernel.width - 1 - $1) }
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
    let smallest = (style.page.isSlide ? 0.06 : 0.09) * style.gap
    // Columns as wide as rows are high; a page lower than the matrix shows its part around focus.
    let plan = MatrixPlan(pair, focus: focus, largeChannel: figure.largeChannel) {
      side($1, $2) >= smallest
    }
    let (rows, columns) = (plan.restored.count, plan.small.count)
    let largest = max(cell, style.cellWidth(for: [example.weights], font))
    let height = min(side(rows, columns), largest)
    let width = min(room.width / Double(columns + 1), height * 2.4, max(height, largest))
    let each = min(height * Double(rows), largest * Double(columns)) / Double(columns)
    let digits = style.cellWidth(for: [example.weights], font)
    let showsDigits = height >= digits - 0.01 && width >= digits - 0.01
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
    let size =
      "\(NumberText.count(pair.restoredShape.count)) × \(NumberText.count(pair.smallShape.count))"
    let part = plan.isWhole ? "" : ", in part"
    return ThreeWaysOperation(
      id: "three-ways/matrix", operands: [[entries], [input]], signs: ["·"], gap: gap,
      words: ["Cᵀ is \(size)\(part), by tap", "Cᵀ: \(size)\(part)"])
  }
}
