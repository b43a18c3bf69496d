import AECore

/// The view `pair`, laid out in a frame.
struct PairDrawing: ConnectivityDrawing {
  let figure: ConnectivityFigure
  let style: Style
  /// The panel of each direction: side by side, or on a page that is higher than wide one above
  /// the other.
  private let panels: [Rect]
  private let formulas: PairFormulas
  /// The band of the maps, from the panel's top.
  private let maps: (top: Double, height: Double)
  private let plan: PairPlan

  init(figure: ConnectivityFigure, frame: Rect, style: Style) {
    self.figure = figure
    self.style = style
    let isTall = frame.height > frame.width
    panels = Stack(isTall ? .down : .across, equal: 2, gap: (isTall ? 2 : 3) * style.gap)
      .pieces(of: frame)
    let panel = panels[0]
    let labelHeight = style.lineHeight(style.font(.label))
    let noteHeight = figure.pair.geometry.outputPadding == Size2D(0) ? 0 : labelHeight
    let above =
      style.lineHeight(style.font(.heading)) + 0.4 * style.gap
      + (figure.step == nil ? 0 : labelHeight + 0.3 * style.gap) + labelHeight + 0.3 * style.gap
    let below = 0.4 * style.gap + labelHeight + noteHeight + 0.8 * style.gap
    // The maps come first: a page that is too low for both has shorter formulas, or none.
    let room = panel.height - above - below
    formulas = .fitting(figure, Size(panel.width, room - 8.5 * style.gap), style: style)
    maps = (above, max(1, room - formulas.height))
    // Frames around windows stand out by half a line.
    plan = .fitting(
      figure, in: Size(panel.width - 1.5 * style.mediumLine, maps.height), style: style)
  }

  func draw(on draw: inout Canvas) {
    let (a, b) = (panels[0], panels[1])
    let axis: Size2D.Axis = a.y == b.y ? .horizontal : .vertical
    let middle = (a[axis].high + b[axis].low) / 2
    let (start, end) = a[axis.other]
    draw.line(Point(axis, along: middle, beside: start), Point(axis, along: middle, beside: end))
    // Both headings in the same form.
    let isShort =
      style.widest(ConnectivityDirection.allCases.map { $0.headings(pair)[0] }, heading) > a.width
    for (direction, panel) in zip(ConnectivityDirection.allCases, panels) {
      draw.text(
        direction.headings(pair)[isShort ? 1 : 0], heading, at: Point(panel.center.x, panel.y),
        .center, .top, id: "\(direction.id)/heading")
      drawStep(direction, panel, on: &draw)
      let area = Rect(x: panel.x, y: panel.y + maps.top, width: panel.width, height: maps.height)
      let side = PairSide(
        figure: figure, plan: plan, direction: direction,
        grids: plan.grids(direction, in: area), style: style)
      draw.main { side.draw(on: &$0) }
      for text in PairLabels(side: side, panel: panel).texts { draw.text(text) }
      formulas.draw(direction, in: panel, on: &draw)
    }
  }

  // MARK: Steps

  var part: String? { part(plan.windows) }

  var path: [Cell] { plan.windows[\.small].cells(figure.stage.first.channel) }

  /// Below the heading: which step it is, and what it does in this direction.
  private func drawStep(
    _ direction: ConnectivityDirection, _ panel: Rect, on draw: inout Canvas
  ) {
    guard let step = figure.step else { return }
    let variants = figure.stepLines(step, direction)
    // The same form at every step.
    let lines = variants.first { style.widest($0, font) <= panel.width } ?? variants[2]
    draw.step(
      lines, step.index, in: panel, y: panel.y + style.lineHeight(heading), .top,
      id: "\(direction.id)/step")
  }
}

extension ConnectivityFigure {
  /// What a direction does at every step, from long to short: `step 5 of 9: 9 cells into (1, 1)`.
  func stepLines(_ step: WindowStep, _ direction: ConnectivityDirection) -> [[String]] {
    func words(_ step: WindowStep, form: Int) -> String {
      let (number, place) = (stepWords(step), place(step.cell))
      guard form < 2 else { return number }
      let reach = pair.geometry.reach(of: step.cell, large: direction.largeShape(pair).size)
      let cells = form == 1 ? "\(reach)" : reach.counted("cell")
      return direction == .convolution
        ? "\(number): \(cells) into \(place)" : "\(number): \(place) over \(cells)"
    }
    return (0..<3).map { form in step.all.map { words($0, form: form) } }
  }
}
