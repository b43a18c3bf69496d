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

  var path: [Cell] {
    figure.example.map { layout($0).plan.small.block.cells(figure.stage.first.channel) } ?? []
  }

  private func layout(_ example: WorkedExample) -> (parts: [Rect], plan: ValuesPlan) {
    let frame = frame.inset(bottom: figure.stepHeight(style))
    // Maps of one row have the page's whole width for each direction.
    let isFlat = AxisWindow(example.pair, .vertical).wholeLarge.count == 1
    let isTall = frame.height > frame.width || isFlat
    let parts = Stack(isTall ? .down : .across, equal: 2, gap: (isTall ? 3 : 4) * style.gap)
      .pieces(of: frame)
    // The line that names the step takes the room of one of the sums' lines.
    let sumLines = (isFlat ? 2 : isTall ? 4 : 3) - (figure.step == nil ? 0 : 1)
    let plan = ValuesPlan(figure, example, area: parts[0].size, sumLines: sumLines, style: style)
    return (parts, plan)
  }
}

/// Which cells the view `values` shows, and how large.
struct ValuesPlan {
  /// The grids of the maps and the kernel, not yet in their places.
  let large: CellGrid
  let kernel: CellGrid
  let small: CellGrid
  /// Room for a sign between two grids.
  let gap: Double
  /// What a sum has room for.
  let sumLines: Int

  init(
    _ figure: ConnectivityFigure, _ example: WorkedExample, area: Size, sumLines: Int, style: Style
  ) {
    let font = style.font(.label)
    let pair = example.pair
    let focus = figure.exampleStage(example)
    let above = style.lineHeight(style.font(.heading)) + style.lineHeight(font) + style.gap
    func roomHeight(_ lines: Int) -> Double {
      area.height - above - Double(lines) * style.lineHeight(font) - 1.6 * style.gap
    }
    // A cell lower than its digits shows nothing: a sum rather ends in dots.
    var sumLines = sumLines
    while sumLines > 1, roomHeight(sumLines) < style.lineHeight(font) { sumLines -= 1 }
    let gap = 2.4 * style.gap
    let room = Size(area.width - 2 * gap, max(1, roomHeight(sumLines)))
    func grids(_ n: Int, cell: Double = 1) -> [CellGrid] {
      let windows = MapWindow(pair, limit: n, first: focus)
      let kernel = CellBlock(pair.geometry.kernel).clamped(to: CellBlock(Size2D(n)))
      return [windows[\.large], kernel, windows[\.small]].map { CellGrid(cell: cell, $0) }
    }
    func cell(_ n: Int) -> Double {
      let grids = grids(n)
      return min(
        room.width / Double(grids.reduce(0) { $0 + $1.columns.count }),
        room.height / Double(grids.map(\.rows.count).max() ?? 1))
    }
    // Long numbers have larger cells.
    let least = style.cellWidth(
      for: [example.large, example.small, example.weights, example.convolved, example.restored],
      font)
    let whole = Size2D.Axis.allCases.map { AxisWindow(pair, $0).wholeLarge.count }
    var n = min(60, whole.max() ?? 1)
    while n > 1, cell(n) < least { n -= 1 }
    let isFlat = AxisWindow(pair, .vertical).wholeLarge.count == 1
    let chosen = grids(n, cell: max(1, min(cell(n), max(least, (isFlat ? 5 : 3.6) * style.gap))))
    (large, kernel, small) = (chosen[0], chosen[1], chosen[2])
    self.gap = gap
    self.sumLines = sumLines
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
      gap: plan.gap, at: Point(box.x, box.y + style.lineHeight(heading) + lineHeight + style.gap))
    let result = isConvolution ? focus : figure.exampleTarget(example)
    let sum = ExampleSum(
      direction, example, result, fromMap: isConvolution ? large.channel : small.channel, theme)
    for map in [large, small] {
      let grid = row.grids[map.isOutput ? 2 : 0]
      let lit = map.isOutput ? [result] : Set(sum.products.map(\.cell))
      self.draw(map, in: grid, lit: lit, &draw)
      if map.isOutput {
        draw.outline(
          grid, CellBlock(result), width: style.heavyLine * 0.7, id: "\(direction.id)/focus")
      }
    }
    let taps = Set(sum.products.map(\.tap))
    draw.numbers(NumberGrid(row.grids[1], font)) { y, x in
      .init(
        ExampleText.cell(example.weight(small: small.channel, large: large.channel, y, x)),
        style.numberCell(theme.kernel, isLit: taps.contains(Tap(y: y, x: x))),
        id: "\(direction.id)/kernel/\(y).\(x)")
    }
    draw.signs([isConvolution ? "∗" : "∗ᵀ", "="], between: row, font)
    labels(row, &draw)
    draw.group(id: "\(direction.id)/sum") { draw in
      var at = Point(box.x, row.bounds.maxY + 1.4 * style.gap)
      for line in sum.lines(width: box.width - 2 * style.gap, limit: plan.sumLines, font, style) {
        draw.formula(line, font, at: at)
        at = Point(box.x + 2 * style.gap, at.y + lineHeight)
      }
    }
  }

  /// A map's digits, with the zeros of a large one's padding.
  private func draw(_ map: Map, in grid: CellGrid, lit: Set<Cell>, _ draw: inout Canvas) {
    let (height, width) = (map.values.shape[1], map.values.shape[2])
    let padding = example.pair.geometry.padding.after
    draw.numbers(NumberGrid(grid, font)) { y, x in
      let cell = Cell(channel: map.channel, y: y, x: x)
      if (0..<height).contains(y), (0..<width).contains(x) {
        return .init(
          ExampleText.cell(map.values.value(at: cell)),
          style.numberCell(map.color, isLit: lit.contains(cell)),
          id: "\(direction.id)/\(map.id)/\(cell.key)")
      }
      return y < height + padding.height && x < width + padding.width
        ? .init(
          map.isOutput ? "" : "0", style.emptyCell(), id: "\(direction.id)/padding/\(cell.key)")
        : nil
    }
  }

  /// One line of words above the highest grid; each may reach into the room that its neighbours
  /// leave.
  private func labels(_ row: GridRow, _ draw: inout Canvas) {
    func entry(_ map: Map, _ grid: CellGrid) -> (String, Color, [String]) {
      let text = figure.words(grid.shown(of: map.whole), of: map.whole)
      let role = map.isOutput ? "output" : "input"
      return (map.id, map.color, ["\(role) \(text)", text, figure.words(map.whole)])
    }
    let maps = [entry(large, plan.large), entry(small, plan.small)]
    let kernel = ("kernel", theme.kernel, ["kernel", "k"])
    let entries = isConvolution ? [maps[0], kernel, maps[1]] : [maps[1], kernel, maps[0]]
    let reaches = [
      row.grids[1].bounds.maxX - style.width("kernel") - style.gap,
      row.grids[2].bounds.center.x - 1.6 * style.gap, box.maxX,
    ]
    let bottom = (row.grids.map(\.bounds.y).min() ?? box.y) - 0.3 * style.gap
    var left = box.x
    for ((id, color, variants), (grid, reach)) in zip(entries, zip(row.grids, reaches)) {
      let text = style.firstFitting(variants, font, width: max(1, reach - left))
      let width = style.width(text)
      let x = max(left, min(grid.bounds.center.x - width / 2, box.maxX - width))
      draw.text(
        text, font, at: Point(x, bottom), .leading, .bottom, color: color,
        id: "\(direction.id)/label/\(id)")
      left = x + width + style.gap
    }
  }
}
