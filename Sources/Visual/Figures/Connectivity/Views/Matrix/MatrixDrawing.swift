import AECore

/// The view `matrix`, laid out in a frame.
struct MatrixDrawing: ConnectivityDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  init(figure: ConnectivityFigure, frame: Rect, style: Style) {
    self.figure = figure.inMatrix
    self.frame = frame
    self.style = style
  }

  private var colors: MatrixColors { MatrixColors(figure, theme: theme) }

  /// Where everything lies.
  private struct Layout {
    let plan: MatrixPlan
    let sheets: [MatrixSheet]
    /// What both matrices have with their words.
    let area: Rect
    let diagram: MatrixDiagram
  }

  func draw(on draw: inout Canvas) {
    let layout = layout
    layout.diagram.draw(on: &draw)
    draw.main { draw in
      for sheet in layout.sheets { sheet.draw(colors, &draw) }
    }
    let ends = [layout.sheets[1].grid.bounds.x - lineHeight - 2 * style.gap, layout.area.maxX]
    for (sheet, end) in zip(layout.sheets, ends) {
      sheet.drawWords(width: end - sheet.grid.bounds.x, &draw)
    }
    notes(layout, &draw)
    figure.drawStep(in: frame, on: &draw) { step in
      let number = layout.plan.small.firstIndex(of: step.cell).map { "\($0 + 1)" } ?? ""
      return "row \(number) of C, column \(number) of Cᵀ"
    }
  }

  /// The small cells that matrix and diagram both show.
  var path: [Cell] {
    let layout = layout
    let shown = layout.diagram.windows[\.small]
    return layout.plan.small.filter { shown.contains($0) }
  }

  private var layout: Layout {
    // Without the line that names the step.
    let frame = frame.inset(bottom: figure.stepHeight(style))
    let isTall = frame.height > frame.width
    let parts =
      isTall
      ? frame.rows([0.26, 1 - 0.26], gap: 2 * style.gap)
      : frame.columns([0.23, 1 - 0.23], gap: 3 * style.gap)
    let area = parts[1]
    let above = 2 * lineHeight + 1.6 * style.gap
    let side = lineHeight + 0.8 * style.gap
    // Torn edges stand out at the right.
    let width = area.width - 2 * side - 3.8 * style.gap - style.mediumLine
    func cell(_ large: Int, _ restored: Int, _ small: Int, foot: Double) -> Double {
      min(
        width / Double(large + small), (area.height - above - foot) / Double(max(restored, small)))
    }
    func plan(foot: Double) -> MatrixPlan {
      MatrixPlan(pair, focus: figure.stage.first, largeChannel: figure.largeChannel) {
        cell($0, $1, $2, foot: foot) >= 0.3 * style.gap
      }
    }
    // A part says so in lines at the foot.
    var foot = figure.weights == nil ? 0.2 * style.gap : lineHeight + style.gap
    var chosen = plan(foot: foot)
    if !chosen.isWhole {
      foot += 2 * lineHeight + 1.2 * style.gap
      chosen = plan(foot: foot)
    }
    let (large, restored, small) = (chosen.large, chosen.restored, chosen.small)
    let entry = min(4 * style.gap, cell(large.count, restored.count, small.count, foot: foot))
    // The side that the few small cells share out is up to twice as long, where it has room.
    let stretched = min(
      2 * entry, 4 * style.gap, (area.height - above - foot) / Double(small.count),
      (width - Double(large.count) * entry) / Double(small.count))
    let long = max(entry, stretched)
    let total =
      Double(large.count) * entry + Double(small.count) * long + 2 * side + 3 * style.gap
    let between = side + 3 * style.gap + max(0, (area.width - total) / 2)
    var left = area.x + side
    let sheets = [
      (ConnectivityDirection.convolution, small, large, Size(entry, long)),
      (.transposed, restored, small, Size(long, entry)),
    ].map { direction, rows, columns, size in
      defer { left += Double(columns.count) * size.width + between }
      return MatrixSheet(
        figure: figure, style: style, direction: direction, rows: rows, columns: columns,
        grid: CellGrid(
          origin: Point(left, area.y + above), size: size, rows: 0..<rows.count,
          columns: 0..<columns.count, inset: entry > 5 ? entry * 0.04 : 0))
    }
    return Layout(
      plan: chosen, sheets: sheets, area: area,
      diagram: MatrixDiagram(
        figure: figure, colors: colors,
        frame: parts[0].inset(dx: 0.7 * style.gap, dy: style.mediumLine / 2), style: style))
  }

  /// Below C: what is left out of its columns and rows, and the learned weights' colours.
  private func notes(_ layout: Layout, _ draw: inout Canvas) {
    let (c, transposed) = (layout.sheets[0].grid.bounds, layout.sheets[1].grid.bounds)
    let (area, plan) = (layout.area, layout.plan)
    let parts = [
      ("input", theme.large, plan.large, pair.largeShape),
      ("output", theme.small, plan.small, pair.smallShape),
    ].compactMap { name, color, cells, shape in
      plan.words(cells, of: shape, figure).map { (name, color, "\(name): \($0)") }
    }
    let lines = parts.count + (figure.weights == nil ? 0 : 1)
    let height = Double(lines) * lineHeight + 0.2 * style.gap
    // Below C, where there is as much room as Cᵀ is higher; else below both.
    let width = transposed.x - lineHeight - 2 * style.gap - area.x
    let end = frame.maxY - figure.stepHeight(style)
    let isBelow = c.maxY + style.gap + height <= end && style.widest(parts.map(\.2), font) <= width
    let room = isBelow ? width : area.width
    var y = isBelow ? c.maxY + style.gap : max(c.maxY, transposed.maxY) + 0.8 * style.gap
    for (name, color, words) in parts {
      draw.text(
        [words], font, width: room, at: Point(area.x, y), color: color, id: "matrix/part/\(name)")
      y += lineHeight
    }
    if let limit = colors.limit, y + lineHeight <= end + 0.5 {
      let bar = Rect(x: area.x, y: y, width: min(room, 22 * style.gap), height: lineHeight)
      ColorBar(.diverging(Double(limit), theme), style: style).level(in: bar, on: &draw)
    }
  }
}
