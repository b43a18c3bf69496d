import AECore

/// The view `values`, laid out in a frame.
struct ValuesDrawing: ConnectivityDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  func draw(on draw: inout Canvas) {
    guard let example = figure.example else { return draw.add(figure.tooLarge(in: frame, style)) }
    let (parts, plan) = layout(example)
    for (direction, box) in zip(ConnectivityDirection.allCases, parts) {
      ValuesSide(
        figure: figure, example: example, direction: direction, plan: plan, box: box, style: style
      ).draw(on: &draw)
    }
    figure.drawStep(in: frame, on: &draw) { "output \(figure.place($0.cell))" }
  }

  var part: String? {
    figure.example.flatMap { example in
      let plan = layout(example).plan
      let (large, small) = (pair.largeShape.size, pair.smallShape.size)
      return part(plan.large.shown(of: large), of: large)
        ?? part(plan.small.shown(of: small), of: small)
        ?? part(plan.kernel.block.size, of: geometry.kernel).map { "kernel \($0)" }
    }
  }

  var path: [Cell] {
    figure.example.map { layout($0).plan.small.block.cells(figure.stage.first.channel) } ?? []
  }

  private func layout(_ example: WorkedExample) -> (parts: [Rect], plan: ValuesPlan) {
    let frame = frame.inset(bottom: figure.stepHeight(style))
    // Maps of one row have the page's whole width for each direction.
    let isFlat = AxisWindow(example.pair, .vertical).wholeLarge.count == 1
    let isTall = frame.height > frame.width || isFlat
    // Two rows do not stand far apart on a tall page.
    let unused = isFlat ? max(0, frame.height - 0.5 * frame.width) : 0
    let parts = Stack(isTall ? .down : .across, equal: 2, gap: (isTall ? 3 : 4) * style.gap)
      .pieces(of: frame.inset(bottom: unused))
    // The line that names the step takes the room of one of the sums' lines.
    let sumLines = (isFlat ? 2 : isTall ? 4 : 3) - (figure.step == nil ? 0 : 1)
    let plan = ValuesPlan(figure, example, area: parts[0].size, sumLines: sumLines, style: style)
    return (parts, plan)
  }
}

/// One direction of the view `values`: `input ∗ kernel = output`, and below it a cell's sum.
struct ValuesSide: ConnectivityPart {
  let figure: ConnectivityFigure
  let example: WorkedExample
  let direction: ConnectivityDirection
  let plan: ValuesPlan
  let box: Rect
  let style: Style

  private var isConvolution: Bool { direction == .convolution }
  private var focus: Cell { figure.exampleFocus(example) }

  /// The large or the small map, as the direction's input or its output.
  private struct Map {
    let id: String
    let color: Color
    let isOutput: Bool
    /// (C, H, W), of which one map is shown.
    let values: Tensor
    let channel: Int
    /// The size of the whole map, of which the example may be a part.
    let whole: Size2D
  }

  private var large: Map {
    Map(
      id: "large", color: theme.large, isOutput: !isConvolution,
      values: isConvolution ? example.large : example.restored, channel: figure.largeChannel,
      whole: direction.largeShape(pair).size)
  }
  private var small: Map {
    Map(
      id: "small", color: theme.small, isOutput: isConvolution,
      values: isConvolution ? example.convolved : example.small, channel: focus.channel,
      whole: pair.smallShape.size)
  }

  func draw(on draw: inout Canvas) {
    draw.text(
      direction.headings(pair), heading, width: box.width,
      at: Point(box.x, box.y), id: "\(direction.id)/heading")
    let row = GridRow(
      isConvolution
        ? [plan.large, plan.kernel, plan.small] : [plan.small, plan.kernel, plan.large],
      gap: plan.gap,
      at: Point(
        box.x + plan.tear, plan.tear + box.y + style.lineHeight(heading) + lineHeight + style.gap))
    let result = isConvolution ? focus : figure.exampleTarget(example)
    let sum = ExampleSum(
      direction, example, result, fromMap: isConvolution ? large.channel : small.channel, theme)
    let takesPart = Set(sum.products.map(\.cell))
    draw.main { draw in
      for map in [large, small] {
        let grid = row.grids[map.isOutput ? 2 : 0]
        self.draw(map, in: grid, &draw) { cell in
          guard isConvolution else {
            // One cell, and the many that it spreads over.
            if map.isOutput {
              return example.pair.tap(small: focus, large: cell) != nil ? .lit : .quiet
            }
            return cell == focus ? .lit : takesPart.contains(cell) ? .partly : .quiet
          }
          return (map.isOutput ? cell == result : takesPart.contains(cell)) ? .lit : .quiet
        }
        if map.isOutput {
          draw.outline(
            grid, CellBlock(result), width: style.heavyLine * 0.7, id: "\(direction.id)/focus")
        }
      }
      drawKernel(in: row.grids[1], taps: Set(sum.products.map(\.tap)), &draw)
      drawWindow(row, &draw)
    }
    draw.signs([isConvolution ? "∗" : "∗ᵀ", "="], between: row, font)
    labels(row, &draw)
    let top = row.bounds.maxY + plan.tear + 1.4 * style.gap
    if let notes {
      draw.text(
        notes, font, width: box.width, at: Point(box.x, top), color: theme.mutedText,
        id: "\(direction.id)/\(plan.showsDigits ? "left-out" : "shades")")
    }
    draw.group(id: "\(direction.id)/sum") { draw in
      var at = Point(box.x, top + (notes == nil ? 0 : lineHeight))
      for line in sum.lines(
        width: box.width - 2 * style.gap, limit: max(1, plan.sumLines - (notes == nil ? 0 : 1)),
        font, style)
      {
        draw.formula(line, font, at: at)
        at = Point(box.x + 2 * style.gap, at.y + lineHeight)
      }
    }
  }

  /// What is said below the grids of how they are drawn; from long to short.
  private var notes: [String]? {
    guard plan.showsDigits else {
      return ["too many for digits: fuller colour is more", "fuller colour is more"]
    }
    let padding = example.pair.geometry.padding
    guard !plan.showsPadding, padding != .zero else { return nil }
    let words = "padding \(figure.shortWords(padding))"
    return isConvolution
      ? ["\(words): zeros around the input", "\(words) not drawn"]
      : ["\(words): cut off the output", "\(words) not drawn"]
  }

  /// How much a cell has to do with what is in focus.
  private enum Part { case lit, partly, quiet }

  /// The cells of a tensor: each with its digits, or where there are none with its shade.
  private struct Entries {
    let side: ValuesSide
    let color: Color
    /// The value of the darkest shade.
    private let most: Float

    init(_ side: ValuesSide, of tensor: Tensor, _ color: Color) {
      self.side = side
      self.color = color
      most = side.plan.showsDigits ? 1 : max(tensor.largestMagnitude, .leastNormalMagnitude)
    }

    func entry(_ value: Float, _ part: Part, id: String) -> NumberGrid.Entry {
      let style = side.style
      guard !side.plan.showsDigits else {
        let look =
          part == .partly
          ? style.madeCell(color) : style.numberCell(color, isLit: part == .lit)
        return .init(ExampleText.cell(value), look, id: id)
      }
      let share = value.isFinite ? Double(abs(value) / most) : 0
      return .init(CellLook(fill: color.opacity(0.07 + 0.83 * share), stroke: nil), id: id)
    }
  }

  /// A map's values, with the zeros of a large one's padding.
  private func draw(
    _ map: Map, in grid: CellGrid, _ draw: inout Canvas, _ part: (Cell) -> Part
  ) {
    let (height, width) = (map.values.shape[1], map.values.shape[2])
    let padding = example.pair.geometry.padding.after
    let entries = Entries(self, of: map.values, map.color)
    draw.numbers(NumberGrid(grid, font)) { y, x in
      let cell = Cell(channel: map.channel, y: y, x: x)
      if (0..<height).contains(y), (0..<width).contains(x) {
        return entries.entry(
          map.values.value(at: cell), part(cell), id: "\(direction.id)/\(map.id)/\(cell.key)")
      }
      return y < height + padding.height && x < width + padding.width
        ? .init(
          map.isOutput || !plan.showsDigits ? "" : "0", style.emptyCell(),
          id: "\(direction.id)/padding/\(cell.key)")
        : nil
    }
    draw.tear(
      grid,
      whole: plan.showsPadding
        ? plan.whole[map.id == "large" ? \.wholeLarge : \.wholeSmall] : grid.block, map.color,
      id: "\(direction.id)/\(map.id)-torn")
  }

  /// The kernel's weights; all of them take part where one cell spreads over many.
  private func drawKernel(in grid: CellGrid, taps: Set<Tap>, _ draw: inout Canvas) {
    let (small, large) = (small.channel, large.channel)
    let entries = Entries(self, of: example.weights, theme.kernel)
    draw.numbers(NumberGrid(grid, font)) { y, x in
      let isLit = !isConvolution || taps.contains(Tap(y: y, x: x))
      return entries.entry(
        example.weight(small: small, large: large, y, x), isLit ? .lit : .quiet,
        id: "\(direction.id)/kernel/\(y).\(x)")
    }
    draw.tear(
      grid, whole: CellBlock(example.pair.geometry.kernel), theme.kernel,
      id: "\(direction.id)/kernel-torn")
  }

  /// Where cells are shades, the window and its cell are framed.
  private func drawWindow(_ row: GridRow, _ draw: inout Canvas) {
    guard !plan.showsDigits else { return }
    let (large, small) = (row.grids[isConvolution ? 0 : 2], row.grids[isConvolution ? 2 : 0])
    draw.outline(
      large, example.pair.geometry.window(of: focus), theme.kernel,
      id: "\(direction.id)/window/\(focus.key)")
    if !isConvolution {
      draw.outline(small, CellBlock(focus), id: "\(direction.id)/window/cell")
    }
  }

  /// One line of words above the highest grid, in the form that has room for all three.
  private func labels(_ row: GridRow, _ draw: inout Canvas) {
    func entry(_ map: Map, _ grid: CellGrid) -> (String, Color, [String]) {
      let text = figure.words(grid.shown(of: map.whole), of: map.whole)
      let role = map.isOutput ? "output" : "input"
      return (map.id, map.color, ["\(role) \(text)", text, figure.words(map.whole)])
    }
    let maps = [entry(large, plan.large), entry(small, plan.small)]
    let shown = figure.words(plan.kernel.block.size, of: pair.geometry.kernel)
    let kernel = ("kernel", theme.kernel, ["kernel \(shown)", shown, shown])
    let entries = isConvolution ? [maps[0], kernel, maps[1]] : [maps[1], kernel, maps[0]]
    let bottom = (row.grids.map(\.bounds.y).min() ?? box.y) - plan.tear - 0.3 * style.gap
    // The longest words that have room beside each other.
    let gap = style.gap
    let texts = (0..<3).map { level in entries.map { $0.2[level] } }
    let words =
      texts.first { $0.reduce(2 * gap) { $0 + style.width($1) } <= box.width } ?? texts[2]
    // Over the middles of the grids, each clear of the one before it, the last one in the box.
    let widths = words.map { style.width($0) }
    var lefts = zip(row.grids, widths).map { $0.bounds.center.x - $1 / 2 }
    var left = box.x
    for index in lefts.indices {
      lefts[index] = max(lefts[index], left)
      left = lefts[index] + widths[index] + gap
    }
    var right = box.maxX
    for index in lefts.indices.reversed() {
      lefts[index] = min(lefts[index], right - widths[index])
      right = lefts[index] - gap
    }
    for (index, (id, color, _)) in entries.enumerated() where lefts[index] >= box.x - 0.5 {
      draw.text(
        [words[index]], font, width: max(1, box.maxX - lefts[index]),
        at: Point(lefts[index], bottom), .leading, .bottom, color: color,
        id: "\(direction.id)/label/\(id)")
    }
  }
}
