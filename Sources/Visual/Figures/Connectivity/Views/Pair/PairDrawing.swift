import AECore

/// The view `pair`, laid out in a frame.
struct PairDrawing {
  let figure: ConnectivityFigure
  let style: Style
  /// The panel of each direction: side by side, or on a page that is higher than wide one above
  /// the other.
  private let panels: [Rect]
  private let formulas: PairFormulas
  /// The band of the maps, from the panel's top.
  private let maps: (top: Double, height: Double)
  private let plan: PairPlan

  private var pair: ConvolutionPair { figure.pair }

  init(figure: ConnectivityFigure, frame: Rect, style: Style) {
    self.figure = figure
    self.style = style
    panels =
      frame.height > frame.width
      ? frame.rows([1, 1], gap: 2 * style.gap) : frame.columns([1, 1], gap: 3 * style.gap)
    let panel = panels[0]
    let labelHeight = style.lineHeight(style.font(.label))
    let noteHeight = figure.pair.geometry.outputPadding == Size2D(0) ? 0 : labelHeight
    let above =
      style.lineHeight(style.font(.heading)) + 0.4 * style.gap
      + (figure.step == nil ? 0 : labelHeight + 0.3 * style.gap) + labelHeight + 0.3 * style.gap
    let below = 0.4 * style.gap + labelHeight + noteHeight + 0.8 * style.gap
    // The maps come first: a page that is too low for both has shorter formulas, or none.
    let room = panel.height - above - below
    let forms = PairFormulas.Form.allCases.map {
      PairFormulas(
        figure.pair, isOneDimensional: figure.isOneDimensional, $0, width: panel.width,
        style: style)
    }
    formulas = forms.first { room - $0.height >= 8.5 * style.gap } ?? forms[forms.count - 1]
    maps = (above, max(1, room - formulas.height))
    // Frames around windows stand out by half a line.
    plan = .fitting(
      figure, in: Size(panel.width - 1.5 * style.mediumLine, maps.height), style: style)
  }

  /// Everything inside the frame.
  var marks: [Mark] {
    var draw = Canvas(style)
    let (a, b) = (panels[0], panels[1])
    let isAcross = a.y == b.y
    draw.line(
      isAcross ? Point((a.maxX + b.x) / 2, a.y) : Point(a.x, (a.maxY + b.y) / 2),
      isAcross ? Point((a.maxX + b.x) / 2, a.maxY) : Point(a.maxX, (a.maxY + b.y) / 2))
    // Both headings in the same form.
    let isShort = ConnectivityDirection.allCases.contains {
      style.measurer.measure($0.headingText(isShort: false), font: style.font(.heading)).width
        > a.width
    }
    for (direction, panel) in zip(ConnectivityDirection.allCases, panels) {
      draw.text(
        direction.headingText(isShort: isShort), style.font(.heading),
        at: Point(panel.center.x, panel.y), .center, .top, id: "\(direction.id)/heading")
      drawStep(direction, panel, on: &draw)
      let area = Rect(
        x: panel.x, y: panel.y + maps.top, width: panel.width, height: maps.height)
      let side = PairSide(figure, plan: plan, direction: direction, area: area, style: style)
      draw.add(side.marks)
      for text in PairLabels(side: side, panel: panel).texts { draw.text(text) }
      formulas.draw(direction, in: panel, on: &draw)
    }
    return draw.marks
  }

  // MARK: Steps

  /// The small cells that are drawn, row by row: where a moving window comes to.
  var path: [Cell] { plan.windows.smallCells(figure.stage.first.channel) }

  /// Below the heading: which step it is, and what it does in this direction.
  private func drawStep(
    _ direction: ConnectivityDirection, _ panel: Rect, on draw: inout Canvas
  ) {
    guard let step = figure.step else { return }
    let font = style.font(.label)
    let variants = (0..<3).map { form in step.all.map { words(direction, $0, form: form) } }
    // The same form at every step, where the longest one would be centred.
    let lines = variants.first { style.widest($0, font) <= panel.width } ?? variants[2]
    draw.text(
      lines[step.index], font,
      at: Point(
        panel.center.x - min(panel.width, style.widest(lines, font)) / 2,
        panel.y + style.lineHeight(style.font(.heading))),
      .leading, .top, color: style.theme.mutedText, id: "\(direction.id)/step")
  }

  private func words(_ direction: ConnectivityDirection, _ step: WindowStep, form: Int) -> String {
    let number = figure.stepWords(step)
    let place = figure.place(step.cell)
    guard form < 2 else { return number }
    let large = direction == .convolution ? pair.largeShape : pair.restoredShape
    let reach = pair.geometry.reach(of: step.cell, large: large.size)
    let cells = form == 1 ? "\(reach)" : "\(reach) cell\(reach == 1 ? "" : "s")"
    switch direction {
    case .convolution: return "\(number): \(cells) into \(place)"
    case .transposed: return "\(number): \(place) over \(cells)"
    }
  }
}
