import AECore

/// The view `sizes`: in each row a size of the large map, the small size that it shrinks to, and
/// the output padding that leads back, with both directions' formulas below.
struct SizesDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }
  private var lineHeight: Double { style.lineHeight(font) }
  private var axis: Size2D.Axis { figure.sizesAxis }

  /// How many rows are drawn at most; the others are counted.
  private static let mostRows = 4
  /// The most cells of a strip; a longer one shows its end.
  private static let mostCells = 40

  /// Everything inside the frame.
  var marks: [Mark] {
    let all = SizeRows(figure.pair, axis, limit: Self.mostRows)
    let count = max(figure.pair.geometry.stride[axis], figure.pair.geometry.dilation[axis])
    let headings = style.lineHeight(style.font(.heading)) + 0.8 * style.gap
    let rest = count > all.rows.count ? lineHeight + 0.4 * style.gap : 0
    let body = frame.inset(top: headings, bottom: rest)
    let pitch = min(body.height / Double(max(1, all.rows.count)), 16 * style.gap)
    // Rows of a few sizes are drawn around the middle of the page.
    let plan = SizesPlan(
      all, axis: axis, width: frame.width, mostCells: Self.mostCells, style: style)
    var marks = heading(plan)
    for (index, row) in all.rows.enumerated() {
      let box = Rect(
        x: frame.x, y: body.y + Double(index) * pitch, width: frame.width,
        height: pitch - 0.8 * style.gap)
      marks += draw(row, all, plan, in: box)
    }
    if rest > 0 {
      marks.append(
        .text(
          style.text(
            "+ \(NumberText.count(count - all.rows.count)) more sizes, up to output padding "
              + "\(NumberText.count(count - 1))", font,
            at: Point(frame.x, body.y + Double(all.rows.count) * pitch), .leading, .top,
            color: theme.mutedText, id: "sizes/more")))
    }
    return marks
  }

  private func heading(_ plan: SizesPlan) -> [Mark] {
    let font = style.font(.heading)
    let names = [
      ("convolution", "Convolution"), ("transposed_convolution", "Transposed convolution"),
    ]
    let half = plan.middle - frame.x
    return zip(names, [(frame.x, half), (plan.middle + plan.smallWidth, half)]).map { name, place in
      .text(
        style.text(
          style.firstFitting([name.1, "Transposed"], font, width: place.1), font,
          at: Point(place.0 + (name.0 == "convolution" ? 0 : 2 * style.gap), frame.y), .leading,
          .top,
          id: "\(name.0)/heading"))
    }
  }

  // MARK: A row

  private func draw(_ row: SizeRows.Row, _ all: SizeRows, _ plan: SizesPlan, in box: Rect) -> [Mark]
  {
    let isOwn =
      row.outputPadding == figure.pair.geometry.outputPadding[axis]
    let strips = plan.strips(row, top: box.y + plan.bracketHeight)
    let y = strips.small.bounds.center.y
    var marks: [Mark] = []
    if isOwn, all.rows.count > 1 {
      marks.append(
        .path(
          PathMark(
            id: "sizes/own",
            .roundedRect(
              Rect(
                x: frame.x, y: box.y - 0.4 * style.gap, width: frame.width,
                height: min(
                  box.height + 0.4 * style.gap,
                  plan.bracketHeight + plan.cell + 1.8 * style.gap
                    + style.lineHeight(style.font(.math)))), radius: style.cornerRadius),
            fill: theme.panel)))
    }
    marks +=
      brackets(row, all, strips.input) + input(row, all, strips.input) + small(row, strips.small)
      + output(row, strips.output)
    for (from, to) in [
      (strips.input.bounds.maxX, strips.small.bounds.x),
      (strips.small.bounds.maxX, strips.output.bounds.x),
    ] {
      let inset = 0.6 * style.gap
      marks.append(
        .path(
          PathMark(
            .arrow(
              from: Point(from + inset, y), to: Point(to - inset, y), width: 0.25 * style.gap),
            fill: theme.mutedText)))
    }
    return marks + words(row, all, strips, in: box)
  }

  private func strip(
    _ grid: CellGrid, id: String, _ look: (Int) -> CellLook
  ) -> [Mark] {
    grid.columns.flatMap { x in
      style.cells([(0, x)], of: grid, look: look(x), id: { "\(id)/\($1)" })
    }
  }

  /// A bracket over the window of each small cell, those that overlap at different heights.
  private func brackets(_ row: SizeRows.Row, _ all: SizeRows, _ grid: CellGrid) -> [Mark] {
    guard let level = SizesPlan.levels(all) else { return [] }
    let step = 0.6 * style.gap
    return (0..<row.small).compactMap { s -> Mark? in
      let start = all.geometry.large(small: s, tap: 0, axis)
      let window = start..<start + all.geometry.span(axis)
      guard window.lowerBound >= grid.columns.lowerBound,
        window.upperBound <= grid.columns.upperBound
      else { return nil }
      let box = grid.rect(rows: 0..<1, columns: window).inset(dx: 0.12 * grid.cell, dy: 0)
      let y = box.y - 0.4 * style.gap - Double(s % level) * step
      return .path(
        PathMark(
          id: "sizes/\(row.outputPadding)/window/\(s)",
          .polyline([
            Point(box.x, y + 0.35 * style.gap), Point(box.x, y), Point(box.maxX, y),
            Point(box.maxX, y + 0.35 * style.gap),
          ]), stroke: Stroke(theme.small, width: style.mediumLine)))
    }
  }

  /// The convolution's input: the map, its padding dashed, and what no window reaches struck out.
  private func input(_ row: SizeRows.Row, _ all: SizeRows, _ grid: CellGrid) -> [Mark] {
    let id = "sizes/\(row.outputPadding)/input"
    let end = row.large + all.geometry.padding[axis]
    let firstUnread = end - row.unread
    var marks = strip(grid, id: id) { x in
      (0..<row.large).contains(x)
        ? x >= firstUnread ? style.litCell(theme.second) : style.litCell(theme.large)
        : style.emptyCell()
    }
    var path = Path()
    for x in grid.columns where x >= firstUnread {
      let box = grid.rect(y: 0, x: x).inset(0.22 * grid.cell)
      path =
        path + .line(Point(box.x, box.y), Point(box.maxX, box.maxY))
        + .line(Point(box.x, box.maxY), Point(box.maxX, box.y))
    }
    if !path.elements.isEmpty {
      marks.append(
        .path(
          PathMark(
            id: "\(id)/unread", path, stroke: Stroke(theme.text, width: style.thinLine))))
    }
    return marks
  }

  private func small(_ row: SizeRows.Row, _ grid: CellGrid) -> [Mark] {
    strip(grid, id: "sizes/\(row.outputPadding)/small") { _ in style.litCell(theme.small) }
  }

  /// The transposed convolution's output, what output padding adds at its end outlined.
  private func output(_ row: SizeRows.Row, _ grid: CellGrid) -> [Mark] {
    let id = "sizes/\(row.outputPadding)/output"
    let firstAdded = row.large - row.outputPadding
    var marks = strip(grid, id: id) { x in
      x >= firstAdded ? style.litCell(theme.overlap) : style.litCell(theme.large)
    }
    let shown = max(firstAdded, grid.columns.lowerBound)..<row.large
    if row.outputPadding > 0, !shown.isEmpty {
      marks.append(
        .path(
          PathMark(
            id: "\(id)/output-padding",
            .rect(grid.rect(rows: 0..<1, columns: shown)),
            stroke: Stroke(theme.text, width: style.mediumLine * 0.8))))
    }
    return marks
  }

  // MARK: Words

  private func words(
    _ row: SizeRows.Row, _ all: SizeRows, _ strips: SizesPlan.Strips, in box: Rect
  ) -> [Mark] {
    let top =
      max(
        strips.input.bounds.maxY, strips.input.bounds.center.y + lineHeight / 2) + 0.5 * style.gap
    let room = box.maxY - top
    let font = style.font(.math)
    var marks: [Mark] = []
    let formula = SizeFormula(row: row, all, axis: axis, theme: theme)
    let places = [
      (
        "convolution", formula.convolution(isStacked: false), frame.x,
        strips.small.bounds.maxX - frame.x
      ),
      (
        "transposed_convolution", formula.transposed,
        strips.output.bounds.x, frame.maxX - strips.output.bounds.x
      ),
    ]
    var needed = 0.0
    for (_, formula, _, width) in places {
      var math = font
      let natural = formula.extents(font: math, measurer: style.measurer)
      math.size = max(style.page.minimumTextSize, min(math.size, math.size * width / natural.width))
      needed = max(needed, formula.extents(font: math, measurer: style.measurer).height)
    }
    guard needed <= room + 0.5 else { return sizeLabels(row, strips) }
    for (id, formula, x, width) in places {
      var math = font
      let natural = formula.extents(font: math, measurer: style.measurer)
      math.size = max(style.page.minimumTextSize, min(math.size, math.size * width / natural.width))
      let box = formula.extents(font: math, measurer: style.measurer)
      guard box.width <= width + 0.5 else { continue }
      marks.append(
        .group(
          Group(
            id: "sizes/\(row.outputPadding)/\(id)/formula",
            style.formula(formula, math, at: Point(x, top + box.ascent)))))
    }
    return marks + sizeLabels(row, strips)
  }

  /// The output padding at the end of the row, where the row has room.
  private func sizeLabels(_ row: SizeRows.Row, _ strips: SizesPlan.Strips) -> [Mark] {
    let left = strips.output.bounds.maxX + style.gap
    let y = strips.output.bounds.center.y
    let text = [
      "output padding \(row.outputPadding)", "o. p. \(row.outputPadding)", "+\(row.outputPadding)",
    ]
    .first { left + style.measurer.measure($0, font: font).width <= frame.maxX }
    return text.map {
      [
        .text(
          style.text(
            $0, font, at: Point(left, y), .leading, .middle, color: theme.overlap,
            id: "sizes/\(row.outputPadding)/label"))
      ]
    } ?? []
  }
}

/// Where the strips of a row of the view `sizes` lie.
struct SizesPlan {
  /// A row's three strips.
  struct Strips {
    let input: CellGrid
    let small: CellGrid
    let output: CellGrid
  }

  private let all: SizeRows
  private let axis: Size2D.Axis
  private let left: Double
  private let gap: Double
  /// The side of a cell.
  let cell: Double
  /// Room for the windows' brackets above a strip.
  let bracketHeight: Double
  private let most: Int

  init(_ all: SizeRows, axis: Size2D.Axis, width: Double, mostCells: Int, style: Style) {
    self.all = all
    self.axis = axis
    left = style.margin
    gap = 6 * style.gap
    bracketHeight = Self.levels(all).map { (0.5 + 0.6 * Double($0)) * style.gap } ?? 0
    let label =
      style.measurer.measure("output padding 0", font: style.font(.label)).width + style.gap
    let padding = 2 * all.geometry.padding[axis]
    let largest = all.rows.map(\.large).max() ?? 1
    let smallest = 0.8 * style.gap
    var most = mostCells
    func total(_ most: Int) -> Double {
      Double(min(largest + padding, most) + min(all.small + 1, most) + min(largest, most))
    }
    while most > 4, (width - label - 2 * gap) / total(most) < smallest { most -= 1 }
    self.most = most
    cell = min(3.2 * style.gap, (width - label - 2 * gap) / total(most))
  }

  /// Heights that windows are drawn at so that none lies on another; nil when they are too many.
  static func levels(_ rows: SizeRows) -> Int? {
    let axis = rows.axis
    let levels =
      (rows.geometry.span(axis) + rows.geometry.stride[axis] - 1)
      / rows.geometry.stride[axis]
    return levels <= 4 && rows.small <= 16 ? levels : nil
  }

  private var padding: Int { all.geometry.padding[axis] }
  private var inputCells: Int {
    min((all.rows.map(\.large).max() ?? 1) + 2 * padding, most)
  }
  /// The widest small strip.
  var smallWidth: Double { Double(min((all.rows.map(\.small).max() ?? 1), most)) * cell }
  /// Where the small strips start.
  var middle: Double { left + Double(inputCells) * cell + gap }

  /// The strips of `row`; of one that is too long the end.
  func strips(_ row: SizeRows.Row, top: Double) -> Strips {
    func grid(_ range: Range<Int>, _ x: Double) -> CellGrid {
      let shown = max(range.lowerBound, range.upperBound - most)..<range.upperBound
      return CellGrid(origin: Point(x, top), cell: cell, rows: 0..<1, columns: shown)
    }
    return Strips(
      input: grid(-padding..<row.large + padding, left), small: grid(0..<row.small, middle),
      output: grid(0..<row.large, middle + smallWidth + gap))
  }
}
