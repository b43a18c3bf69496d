import AECore

/// The view `values`: both directions in digits, the sum of one output cell written out.
struct ValuesDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }
  private var lineHeight: Double { style.lineHeight(font) }

  /// Everything inside the frame.
  var marks: [Mark] {
    guard let example = figure.example else { return figure.tooLarge(in: frame, style) }
    let (parts, plan) = layout(example)
    return zip(ConnectivityDirection.allCases, parts).flatMap { direction, box in
      ValuesSide(
        figure: figure, example: example, direction: direction, plan: plan, box: box, style: style
      ).marks
    }
      + StepLine(figure: figure, style: style) { "output \(figure.place($0.cell))" }.marks(
        in: frame)
  }

  /// The small cells that are drawn, row by row: where a moving window comes to.
  var path: [Cell] {
    guard let example = figure.example else { return [] }
    let plan = layout(example).plan
    return plan.rows.small.flatMap { y in
      plan.columns.small.map { Cell(channel: figure.stage.first.channel, y: y, x: $0) }
    }
  }

  private func layout(_ example: WorkedExample) -> (parts: [Rect], plan: ValuesPlan) {
    let frame = frame.inset(bottom: StepLine.height(figure, style))
    // Maps of one row have the page's whole width for each direction.
    let isFlat = AxisWindow(example.pair, .vertical).wholeLarge.count == 1
    let isTall = frame.height > frame.width || isFlat
    let parts =
      isTall ? frame.rows([1, 1], gap: 3 * style.gap) : frame.columns([1, 1], gap: 4 * style.gap)
    // The line that names the step takes the room of one of the sums' lines.
    let sumLines = (isFlat ? 2 : isTall ? 4 : 3) - (figure.step == nil ? 0 : 1)
    let plan = ValuesPlan(figure, example, area: parts[0].size, sumLines: sumLines, style: style)
    return (parts, plan)
  }
}

/// Which cells the view `values` shows, and how large.
struct ValuesPlan {
  let rows: AxisWindow
  let columns: AxisWindow
  /// Taps that are shown along each axis.
  let kernel: Size2D
  let cell: Double
  /// Room for a sign between two grids.
  let sign: Double
  /// What a sum has room for.
  let sumLines: Int
  /// The height of the highest grid.
  let height: Double

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
    let room = Size(area.width, max(1, roomHeight(sumLines)))
    let sign = 2.4 * style.gap
    let limit = { (n: Int, axis: Size2D.Axis) in
      AxisWindow(
        pair, axis, limit: n, first: axis == .vertical ? focus.y : focus.x, second: nil)
    }
    // Long numbers have larger cells; a sample of the values tells how large.
    let sample =
      [example.large, example.small, example.weights, example.convolved, example.restored]
      .flatMap { tensor in tensor.values.prefix(4096).map(ExampleText.cell) }
    let least = style.digitCell(Set(sample), font)
    var n = max(
      AxisWindow(pair, .vertical).wholeLarge.count, AxisWindow(pair, .horizontal).wholeLarge.count)
    n = min(n, 60)
    func plan(_ n: Int) -> (AxisWindow, AxisWindow, Size2D, Double) {
      let (rows, columns) = (limit(n, .vertical), limit(n, .horizontal))
      let kernel = Size2D(
        height: min(pair.geometry.kernel.height, n), width: min(pair.geometry.kernel.width, n))
      let wide = Double(columns.large.count + kernel.width + columns.small.count)
      let high = Double(max(rows.large.count, kernel.height, rows.small.count))
      return (rows, columns, kernel, min((room.width - 2 * sign) / wide, room.height / high))
    }
    while n > 1, plan(n).3 < least { n -= 1 }
    let chosen = plan(n)
    (rows, columns, kernel) = (chosen.0, chosen.1, chosen.2)
    cell = max(
      1,
      min(
        chosen.3,
        max(least, (AxisWindow(pair, .vertical).wholeLarge.count == 1 ? 5 : 3.6) * style.gap)))
    self.sign = sign
    self.sumLines = sumLines
    height = cell * Double(max(rows.large.count, kernel.height, rows.small.count))
  }
}

/// One direction of the view `values`.
struct ValuesSide {
  let figure: ConnectivityFigure
  let example: WorkedExample
  let direction: ConnectivityDirection
  let plan: ValuesPlan
  let box: Rect
  let style: Style

  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }
  private var isConvolution: Bool { direction == .convolution }
  private var pair: ConvolutionPair { example.pair }
  private var focus: Cell { figure.exampleFocus(example) }
  private var target: Cell { figure.exampleTarget(example) }

  private var sum: ExampleSum {
    isConvolution
      ? ExampleSum(convolution: example, focus, fromMap: figure.largeChannel, theme)
      : ExampleSum(transposed: example, target, fromMap: focus.channel, theme)
  }

  var marks: [Mark] {
    let heading = style.font(.heading)
    let line = style.lineHeight(font)
    var marks: [Mark] = [
      .text(
        style.text(
          style.firstFitting(
            [direction.headingText(isShort: false), direction.headingText(isShort: true)], heading,
            width: box.width), heading, at: Point(box.x, box.y), .leading, .top,
          id: "\(direction.id)/heading"))
    ]
    let top = box.y + style.lineHeight(heading) + line + style.gap
    let grids = self.grids(top: top)
    let products = sum.products
    let cells = Set(products.map(\.cell))
    let taps = Set(products.map(\.tap))
    marks += largeMarks(grids.large, lit: cells) + smallMarks(grids.small, lit: cells)
    marks += kernelMarks(grids.kernel, lit: taps)
    marks += signs(grids) + labels(grids)
    let foot = top + plan.height + 1.4 * style.gap
    let lines = sum.lines(width: box.width - 2 * style.gap, limit: plan.sumLines, font, style)
    var y = foot
    var formula: [Mark] = []
    for (index, part) in lines.enumerated() {
      let extents = part.extents(font: font, measurer: style.measurer)
      formula += style.formula(
        part, font, at: Point(box.x + (index == 0 ? 0 : 2 * style.gap), y + extents.ascent))
      y += line
    }
    return marks + [.group(Group(id: "\(direction.id)/sum", formula))]
  }

  private func grids(top: Double) -> (large: CellGrid, kernel: CellGrid, small: CellGrid) {
    let c = plan.cell
    func grid(_ rows: Range<Int>, _ columns: Range<Int>, _ left: Double) -> CellGrid {
      CellGrid(
        origin: Point(left, top + (plan.height - Double(rows.count) * c) / 2), cell: c, rows: rows,
        columns: columns)
    }
    let kernelWidth = Double(plan.kernel.width) * c
    let first = Double(isConvolution ? plan.columns.large.count : plan.columns.small.count) * c
    let second = box.x + first + plan.sign
    let third = second + kernelWidth + plan.sign
    return (
      grid(plan.rows.large, plan.columns.large, isConvolution ? box.x : third),
      grid(0..<plan.kernel.height, 0..<plan.kernel.width, second),
      grid(plan.rows.small, plan.columns.small, isConvolution ? third : box.x)
    )
  }

  private func largeMarks(_ grid: CellGrid, lit: Set<Cell>) -> [Mark] {
    let shape = isConvolution ? pair.largeShape : pair.restoredShape
    let tensor = isConvolution ? example.large : example.restored
    let channel = figure.largeChannel
    var marks: [Mark] = []
    for y in grid.rows {
      for x in grid.columns {
        let isMap = (0..<shape.height).contains(y) && (0..<shape.width).contains(x)
        let id = "\(direction.id)/\(isMap ? "large" : "padding")/\(channel).\(y).\(x)"
        guard isMap else {
          if y < shape.height + pair.geometry.padding.height,
            x < shape.width + pair.geometry.padding.width
          {
            marks += style.digit(
              isConvolution ? "0" : "", font, style.emptyCell(), of: grid, y: y, x: x, id: id)
          }
          continue
        }
        let cell = Cell(channel: channel, y: y, x: x)
        let isLit = isConvolution ? lit.contains(cell) : cell == target
        marks += style.digit(
          ExampleText.cell(WorkedExample.value(tensor, channel, y, x)), font,
          isLit ? style.litDigit(theme.large) : style.quietCell(theme.large), of: grid, y: y, x: x,
          id: id)
      }
    }
    if !isConvolution { marks += outline(grid, target) }
    return marks
  }

  private func smallMarks(_ grid: CellGrid, lit: Set<Cell>) -> [Mark] {
    let tensor = isConvolution ? example.convolved : example.small
    var marks: [Mark] = []
    for y in grid.rows {
      for x in grid.columns {
        let cell = Cell(channel: focus.channel, y: y, x: x)
        let isLit = isConvolution ? cell == focus : lit.contains(cell)
        marks += style.digit(
          ExampleText.cell(WorkedExample.value(tensor, cell.channel, y, x)), font,
          isLit ? style.litDigit(theme.small) : style.quietCell(theme.small), of: grid, y: y, x: x,
          id: "\(direction.id)/small/\(cell.channel).\(y).\(x)")
      }
    }
    if isConvolution { marks += outline(grid, focus) }
    return marks
  }

  private func kernelMarks(_ grid: CellGrid, lit: Set<Tap>) -> [Mark] {
    grid.rows.flatMap { y in
      grid.columns.flatMap { x in
        style.digit(
          ExampleText.cell(
            example.weights[focus.channel, figure.largeChannel % example.weights.shape[1], y, x]),
          font,
          lit.contains(Tap(y: y, x: x))
            ? style.litDigit(theme.kernel) : style.quietCell(theme.kernel), of: grid, y: y, x: x,
          id: "\(direction.id)/kernel/\(y).\(x)")
      }
    }
  }

  private func outline(_ grid: CellGrid, _ cell: Cell) -> [Mark] {
    guard grid.shows(y: cell.y, x: cell.x) else { return [] }
    return [
      .path(
        PathMark(
          id: "\(direction.id)/focus",
          .roundedRect(grid.rect(y: cell.y, x: cell.x), radius: 0.1 * grid.cell),
          stroke: Stroke(theme.text, width: style.heavyLine * 0.7)))
    ]
  }

  private func signs(_ grids: (large: CellGrid, kernel: CellGrid, small: CellGrid)) -> [Mark] {
    let (a, b) = isConvolution ? (grids.large, grids.small) : (grids.small, grids.large)
    let y = grids.kernel.bounds.center.y
    return [
      ("∗", (a.bounds.maxX + grids.kernel.bounds.x) / 2),
      ("=", (grids.kernel.bounds.maxX + b.bounds.x) / 2),
    ].map { sign, x in
      .text(
        style.text(
          isConvolution || sign == "=" ? sign : "∗ᵀ", font, at: Point(x, y), .center, .middle))
    }
  }

  private func labels(_ grids: (large: CellGrid, kernel: CellGrid, small: CellGrid)) -> [Mark] {
    let largeSize = isConvolution ? figure.pair.largeShape.size : figure.pair.restoredShape.size
    let smallSize = figure.pair.smallShape.size
    func size(_ size: Size2D) -> String { figure.isOneDimensional ? "\(size.width)" : "\(size)" }
    let shownLarge = Size2D(
      height: grids.large.rows.clamped(to: 0..<largeSize.height).count,
      width: grids.large.columns.clamped(to: 0..<largeSize.width).count)
    let shownSmall = Size2D(height: grids.small.rows.count, width: grids.small.columns.count)
    func words(_ role: String, _ shown: Size2D, _ whole: Size2D) -> [String] {
      let text = shown == whole ? size(whole) : "\(size(shown)) of \(size(whole))"
      return ["\(role) \(text)", text, size(whole)]
    }
    let entries = [
      (
        grids.large, theme.large, words(isConvolution ? "input" : "output", shownLarge, largeSize),
        "large"
      ), (grids.kernel, theme.kernel, ["kernel", "k"], "kernel"),
      (
        grids.small, theme.small, words(isConvolution ? "output" : "input", shownSmall, smallSize),
        "small"
      ),
    ].sorted { $0.0.bounds.x < $1.0.bounds.x }
    // One line of words above the highest grid; each may reach into the room that its neighbours
    // leave.
    let top = entries.map(\.0.bounds.y).min() ?? box.y
    var left = box.x
    return entries.enumerated().map { index, entry in
      let (grid, color, variants, id) = entry
      let next =
        index == 0
        ? entries[1].0.bounds.maxX - style.measurer.measure("kernel", font: font).width - style.gap
        : index == 1 ? entries[2].0.bounds.center.x - 1.6 * style.gap : box.maxX
      let text = style.firstFitting(
        variants, font, width: max(1, (index == 2 ? box.maxX : next) - left))
      let width = style.measurer.measure(text, font: font).width
      let x = max(left, min(grid.bounds.center.x - width / 2, box.maxX - width))
      left = x + width + style.gap
      return .text(
        style.text(
          text, font, at: Point(x, top - 0.3 * style.gap), .leading, .bottom,
          color: color, id: "\(direction.id)/label/\(id)"))
    }
  }
}
