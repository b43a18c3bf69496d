import AECore

/// The view `matrix`: C, which computes the convolution, beside Cᵀ, which computes the transposed
/// one; the same taps in the same colours, and the kernel with its maps beside them.
struct MatrixDrawing {
  let figure: ConnectivityFigure
  /// What the picture has for itself: the frame without the line that names the step.
  let frame: Rect
  let style: Style
  private let whole: Rect

  init(figure: ConnectivityFigure, frame: Rect, style: Style) {
    self.figure = figure
    self.frame = frame.inset(bottom: StepLine.height(figure, style))
    self.style = style
    whole = frame
  }

  private var pair: ConvolutionPair { figure.pair }
  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }
  private var lineHeight: Double { style.lineHeight(font) }
  private var colors: TapColors { TapColors(pair.geometry.kernel, theme: theme) }

  /// One of the two matrices on the page.
  private struct Sheet {
    /// `convolution` or `transposed_convolution`.
    let id: String
    let heading: String
    let rows: [Cell]
    let columns: [Cell]
    let isTransposed: Bool
    let grid: CellGrid
  }

  /// Where everything lies.
  private struct Layout {
    let plan: MatrixPlan
    let sheets: [Sheet]
    /// What both matrices have with their words.
    let area: Rect
    let diagram: MatrixDiagram
  }

  /// Everything inside the frame.
  var marks: [Mark] {
    let layout = layout()
    let (sheets, plan) = (layout.sheets, layout.plan)
    return layout.diagram.marks + sheets.flatMap { draw($0, plan) }
      + labels(sheets, plan, layout.area)
      + notes(sheets[0].grid.bounds, sheets[1].grid.bounds, in: layout.area, plan)
      + StepLine(figure: figure, style: style) { step in
        let number = plan.small.firstIndex(of: step.cell).map { "\($0 + 1)" } ?? ""
        return "row \(number) of C, column \(number) of Cᵀ"
      }.marks(in: whole)
  }

  /// The small cells that matrix and diagram both show: where a moving window comes to.
  var path: [Cell] {
    let layout = layout()
    let (rows, columns) = layout.diagram.smallCells
    return layout.plan.small.filter { rows.contains($0.y) && columns.contains($0.x) }
  }

  private func layout() -> Layout {
    let isTall = frame.height > frame.width
    let diagramShare = isTall ? 0.26 : 0.23
    let parts =
      isTall
      ? frame.rows([diagramShare, 1 - diagramShare], gap: 2 * style.gap)
      : frame.columns([diagramShare, 1 - diagramShare], gap: 3 * style.gap)
    let area = parts[1]
    let above = 2 * lineHeight + 1.6 * style.gap
    let side = lineHeight + 0.8 * style.gap
    let width = area.width - 2 * side - 3 * style.gap - style.mediumLine
    func cell(_ large: Int, _ restored: Int, _ small: Int, foot: Double) -> Double {
      min(
        width / Double(large + small),
        (area.height - above - foot) / Double(max(restored, small)))
    }
    let smallest = 0.42 * style.gap
    // A part says so in lines at the foot.
    var foot = figure.weights == nil ? 0.2 * style.gap : lineHeight + style.gap
    var plan = MatrixPlan(figure) { cell($0, $1, $2, foot: foot) >= smallest }
    if !plan.isWhole {
      foot += 2 * lineHeight + 1.2 * style.gap
      plan = MatrixPlan(figure) { cell($0, $1, $2, foot: foot) >= smallest }
    }
    let side1 = min(
      2.6 * style.gap,
      cell(plan.large.count, plan.restored.count, plan.small.count, foot: foot))
    let total =
      Double(plan.large.count + plan.small.count) * side1 + 2 * side + 3 * style.gap
    var left = area.x + max(0, (area.width - total) / 2) + side
    func sheet(_ id: String, _ heading: String, _ rows: [Cell], _ columns: [Cell], _ turned: Bool)
      -> Sheet
    {
      defer { left += Double(columns.count) * side1 + side + 3 * style.gap }
      return Sheet(
        id: id, heading: heading, rows: rows, columns: columns, isTransposed: turned,
        grid: CellGrid(
          origin: Point(left, area.y + above), cell: side1, rows: 0..<rows.count,
          columns: 0..<columns.count))
    }
    let sheets = [
      sheet("convolution", "C", plan.small, plan.large, false),
      sheet("transposed_convolution", "Cᵀ", plan.restored, plan.small, true),
    ]
    return Layout(
      plan: plan, sheets: sheets, area: area,
      diagram: MatrixDiagram(
        figure: figure, colors: colors, frame: parts[0].inset(style.mediumLine / 2), style: style))
  }

  // MARK: A matrix

  private func draw(_ sheet: Sheet, _ plan: MatrixPlan) -> [Mark] {
    let grid = sheet.grid
    // A weight near 0 has nearly the ground's colour: its cell shows by its outline.
    let isOutlined = figure.weights != nil && grid.cell > 4
    var filled: [Mark] = []
    for (i, row) in sheet.rows.enumerated() {
      for (j, column) in sheet.columns.enumerated() {
        let (small, large) = sheet.isTransposed ? (column, row) : (row, column)
        guard let tap = plan.tap(small: small, large: large) else { continue }
        let rect = grid.rect(y: i, x: j)
        filled.append(
          .path(
            PathMark(
              id: "\(sheet.id)/tap/\(key(row))-\(key(column))-\(tap.y).\(tap.x)",
              .rect(grid.cell > 5 ? rect.inset(grid.cell * 0.04) : rect),
              fill: color(tap, small: small, large: large),
              stroke: isOutlined
                ? Stroke(theme.mutedText.opacity(0.7), width: 0.5 * style.thinLine) : nil)))
      }
    }
    return [
      .path(PathMark(.rect(grid.bounds), fill: theme.panel)),
      .group(Group(id: "\(sheet.id)/cells", filled)), rules(sheet),
      .path(
        PathMark(
          .rect(grid.bounds), stroke: Stroke(theme.mutedText, width: style.thinLine))),
    ] + bars(sheet) + outline(sheet)
  }

  private func key(_ cell: Cell) -> String { "\(cell.channel).\(cell.y).\(cell.x)" }

  private func color(_ tap: Tap, small: Cell, large: Cell) -> Color {
    guard let scale = WeightScale(figure, theme: theme) else { return colors.color(tap) }
    return scale.color(scale.weight(of: Connection(large: large, small: small, tap: tap)))
  }

  /// Thin lines between the rows of a map, heavier ones between maps.
  private func rules(_ sheet: Sheet) -> Mark {
    let box = sheet.grid.bounds
    var thin = Path()
    var heavy = Path()
    func add(_ cells: [Cell], _ line: (Double) -> Path) {
      for (i, pair) in zip(cells, cells.dropFirst()).enumerated() {
        let at = Double(i + 1) * sheet.grid.cell
        if pair.0.channel != pair.1.channel {
          heavy = heavy + line(at)
        } else if pair.0.y != pair.1.y {
          thin = thin + line(at)
        }
      }
    }
    add(sheet.rows) { .line(Point(box.x, box.y + $0), Point(box.maxX, box.y + $0)) }
    add(sheet.columns) { .line(Point(box.x + $0, box.y), Point(box.x + $0, box.maxY)) }
    return .group(
      Group(
        id: "\(sheet.id)/blocks",
        [
          .path(PathMark(thin, stroke: Stroke(theme.line, width: 0.6 * style.thinLine))),
          .path(PathMark(heavy, stroke: Stroke(theme.text, width: 1.4 * style.thinLine))),
        ].filter { $0.bounds != nil }))
  }

  /// A bar along the rows and one along the columns, in the colour of the map that they list.
  private func bars(_ sheet: Sheet) -> [Mark] {
    let box = sheet.grid.bounds
    let width = 0.3 * style.gap
    let (row, column) =
      sheet.isTransposed ? (theme.large, theme.small) : (theme.small, theme.large)
    return [
      .path(
        PathMark(
          .rect(
            Rect(x: box.x - 2 * width, y: box.y, width: width, height: box.height)), fill: row)),
      .path(
        PathMark(
          .rect(Rect(x: box.x, y: box.y - 2 * width, width: box.width, height: width)),
          fill: column)),
    ]
  }

  /// The focus cell's row in C; the same cell's column in Cᵀ.
  private func outline(_ sheet: Sheet) -> [Mark] {
    let cells = sheet.isTransposed ? sheet.columns : sheet.rows
    guard let index = cells.firstIndex(of: figure.focus.first) else { return [] }
    let box =
      sheet.isTransposed
      ? sheet.grid.rect(rows: 0..<sheet.rows.count, columns: index..<index + 1)
      : sheet.grid.rect(rows: index..<index + 1, columns: 0..<sheet.columns.count)
    return [
      .path(
        PathMark(
          id: "\(sheet.id)/focus", .rect(box),
          stroke: Stroke(theme.text, width: style.mediumLine)))
    ]
  }

  // MARK: Words

  /// Below C: what is left out of its columns and rows, and the learned weights' colours.
  private func notes(_ c: Rect, _ transposed: Rect, in area: Rect, _ plan: MatrixPlan) -> [Mark] {
    var marks: [Mark] = []
    let parts = [
      ("large", theme.large, plan.large, pair.largeShape),
      ("small", theme.small, plan.small, pair.smallShape),
    ].compactMap { name, color, cells, shape in
      plan.words(cells, of: shape, isOneDimensional: figure.isOneDimensional)
        .map { (name, color, "\(name): \($0)") }
    }
    let hasScale = figure.weights != nil
    let height =
      Double(parts.count) * lineHeight + (hasScale ? lineHeight : 0) + 0.2 * style.gap
    // Below C, where there is as much room as Cᵀ is higher; else below both.
    let isBelow = c.maxY + style.gap + height <= frame.maxY
    let width =
      isBelow ? transposed.x - lineHeight - 2 * style.gap - area.x : area.width
    let fits = parts.allSatisfy { style.measurer.measure($0.2, font: font).width <= width }
    let x = area.x
    var y =
      isBelow && fits ? c.maxY + style.gap : max(c.maxY, transposed.maxY) + 0.8 * style.gap
    let room = isBelow && fits ? width : area.width
    for (name, color, words) in parts {
      marks.append(
        .text(
          style.text(
            style.truncated(words, font, width: room), font, at: Point(x, y), .leading, .top,
            color: color, id: "matrix/part/\(name)")))
      y += lineHeight
    }
    if let limit = WeightScale(figure, theme: theme)?.limit, y + lineHeight <= frame.maxY + 0.5 {
      marks += ColorBar(.diverging(Double(limit), theme), style: style).level(
        in: Rect(x: x, y: y, width: min(room, 22 * style.gap), height: lineHeight))
    }
    return marks
  }

  private func labels(_ sheets: [Sheet], _ plan: MatrixPlan, _ area: Rect) -> [Mark] {
    var marks: [Mark] = []
    let (c, o) = (
      pair.largeShape.channels * pair.largeShape.size.count,
      pair.smallShape.channels * pair.smallShape.size.count
    )
    let restored = pair.restoredShape.channels * pair.restoredShape.size.count
    for (index, sheet) in sheets.enumerated() {
      let box = sheet.grid.bounds
      let width =
        (index + 1 < sheets.count
          ? sheets[index + 1].grid.bounds.x - lineHeight - 2 * style.gap : area.maxX) - box.x
      let size =
        sheet.isTransposed
        ? "\(NumberText.count(restored)) × \(NumberText.count(o))"
        : "\(NumberText.count(o)) × \(NumberText.count(c))"
      let heading = style.firstFitting(
        [
          "\(sheet.heading): \(size)" + (sheet.isTransposed ? ", transposed" : ", convolution"),
          "\(sheet.heading): \(size)", sheet.heading,
        ], style.font(.heading), width: width)
      marks.append(
        .text(
          style.text(
            heading, style.font(.heading),
            at: Point(box.x, box.y - lineHeight - 1.0 * style.gap), .leading, .bottom,
            id: "\(sheet.id)/heading")))
      let (rowName, columnName) =
        sheet.isTransposed ? ("output", "input") : ("output", "input")
      let (rowColor, columnColor) =
        sheet.isTransposed ? (theme.large, theme.small) : (theme.small, theme.large)
      let columns = style.firstFitting(
        ["\(columnName) cells", columnName, ""], font, width: width)
      if !columns.isEmpty {
        marks.append(
          .text(
            style.text(
              columns, font, at: Point(box.x, box.y - 0.8 * style.gap), .leading, .bottom,
              color: columnColor, id: "\(sheet.id)/columns")))
      }
      let rows = ["\(rowName) cells", rowName].first {
        style.measurer.measure($0, font: font).width <= box.height
      }
      if let rows {
        marks.append(
          .text(
            style.uprightText(
              rows, font,
              center: Point(box.x - 0.8 * style.gap - lineHeight / 2, box.center.y),
              color: rowColor, id: "\(sheet.id)/rows")))
      }
    }
    return marks
  }
}
