import AECore

/// The view `pair`: the convolution and, as its mirror image, the transposed convolution, each with
/// its size formula below.
struct PairDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  private var pair: ConvolutionPair { figure.pair }
  private var theme: Theme { style.theme }

  /// Everything inside the frame.
  var marks: [Mark] {
    let chosen = layout(panels)
    return [divider(chosen.panels)]
      + zip(ConnectivityDirection.allCases, chosen.panels).flatMap { direction, panel in
        side(direction, panel, chosen)
      }
  }

  // MARK: Layout

  /// Side by side, or on a page that is higher than wide one above the other.
  private var panels: [Rect] {
    frame.height > frame.width
      ? frame.rows([1, 1], gap: 2 * style.gap) : frame.columns([1, 1], gap: 3 * style.gap)
  }

  private struct Layout {
    var panels: [Rect]
    /// Whether the headings are in their short form.
    var isHeadingShort: Bool
    var formulas: PairFormulas
    /// The band of the maps, from the panel's top.
    var mapsTop: Double
    var mapsHeight: Double
    var plan: PairPlan
  }

  private func layout(_ panels: [Rect]) -> Layout {
    let panel = panels[0]
    let headingFont = style.font(.heading)
    let isHeadingShort = ConnectivityDirection.allCases.contains {
      style.measurer.measure($0.headingText(isShort: false), font: headingFont).width > panel.width
    }
    let labelHeight = style.lineHeight(style.font(.label))
    let noteHeight = pair.geometry.outputPadding == Size2D(0) ? 0 : labelHeight
    let above =
      style.lineHeight(headingFont) + 0.4 * style.gap
      + (figure.step == nil ? 0 : labelHeight + 0.3 * style.gap) + labelHeight + 0.3 * style.gap
    let below = 0.4 * style.gap + labelHeight + noteHeight + 0.8 * style.gap
    // The maps come first: a page that is too low for both has shorter formulas, or none.
    let room = panel.height - above - below
    let forms = PairFormulas.Form.allCases.map {
      PairFormulas(
        pair: pair, isOneDimensional: figure.isOneDimensional, form: $0, width: panel.width,
        style: style)
    }
    let formulas =
      forms.first { room - $0.height >= 8.5 * style.gap } ?? forms[forms.count - 1]
    let height = max(1, room - formulas.height)
    return Layout(
      panels: panels, isHeadingShort: isHeadingShort, formulas: formulas, mapsTop: above,
      mapsHeight: height,
      // Frames around windows stand out by half a line.
      plan: .fitting(
        figure, in: Size(panel.width - 1.5 * style.mediumLine, height), style: style))
  }

  // MARK: Drawing

  private func divider(_ panels: [Rect]) -> Mark {
    let (a, b) = (panels[0], panels[1])
    let path =
      a.y == b.y
      ? Path.line(
        Point((a.maxX + b.x) / 2, a.y), Point((a.maxX + b.x) / 2, a.maxY))
      : Path.line(
        Point(a.x, (a.maxY + b.y) / 2), Point(a.maxX, (a.maxY + b.y) / 2))
    return .path(PathMark(path, stroke: Stroke(theme.line, width: style.thinLine)))
  }

  private func side(_ direction: ConnectivityDirection, _ panel: Rect, _ layout: Layout) -> [Mark] {
    let area = Rect(
      x: panel.x, y: panel.y + layout.mapsTop, width: panel.width, height: layout.mapsHeight)
    let side = PairSide(figure, plan: layout.plan, direction: direction, area: area, style: style)
    let labels = PairLabels(side: side, panel: panel, area: area)
    let heading = style.text(
      direction.headingText(isShort: layout.isHeadingShort), style.font(.heading),
      at: Point(panel.center.x, panel.y), .center, .top, id: "\(direction.id)/heading")
    return [.text(heading)] + stepWords(direction, panel, layout) + side.marks + labels.marks
      + [layout.formulas.marks(direction, in: panel)]
  }

  // MARK: Steps

  /// The small cells that are drawn, row by row: where a moving window comes to.
  var path: [Cell] {
    let plan = layout(panels).plan
    return plan.rows.small.flatMap { y in
      plan.columns.small.map { Cell(channel: figure.stage.first.channel, y: y, x: $0) }
    }
  }

  /// Below the heading: which step it is, and what it does in this direction.
  private func stepWords(
    _ direction: ConnectivityDirection, _ panel: Rect, _ layout: Layout
  ) -> [Mark] {
    guard let step = figure.step else { return [] }
    let font = style.font(.label)
    let variants = (0..<3).map { form in
      step.path.indices.map { words(direction, WindowStep($0, of: step.path), form: form) }
    }
    func widest(_ lines: [String]) -> Double {
      lines.map { style.measurer.measure($0, font: font).width }.max() ?? 0
    }
    // The same form at every step, where the longest one would be centred.
    let lines = variants.first { widest($0) <= panel.width } ?? variants[2]
    return [
      .text(
        style.text(
          lines[step.index], font,
          at: Point(
            panel.center.x - min(panel.width, widest(lines)) / 2,
            panel.y + style.lineHeight(style.font(.heading))),
          .leading, .top, color: theme.mutedText, id: "\(direction.id)/step"))
    ]
  }

  private func words(_ direction: ConnectivityDirection, _ step: WindowStep, form: Int) -> String {
    let number = figure.stepWords(step)
    let place = figure.place(step.cell)
    guard form < 2 else { return number }
    switch direction {
    case .convolution:
      let cells = pair.geometry.reach(of: step.cell, large: pair.largeShape.size)
      return form == 0
        ? "\(number): \(cells) cell\(cells == 1 ? "" : "s") into \(place)"
        : "\(number): \(cells) into \(place)"
    case .transposed:
      let cells = pair.geometry.reach(of: step.cell, large: pair.restoredShape.size)
      return form == 0
        ? "\(number): \(place) over \(cells) cell\(cells == 1 ? "" : "s")"
        : "\(number): \(place) over \(cells)"
    }
  }
}
