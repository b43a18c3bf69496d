import AECore

/// The view `steps`, laid out in a frame.
struct StepsDrawing: ConnectivityDrawing {
  let figure: ConnectivityFigure
  let style: Style
  private let plan: StepsPlan

  init(figure: ConnectivityFigure, frame: Rect, style: Style) {
    self.figure = figure.forAllSteps
    self.style = style
    plan = StepsPlan(figure.forAllSteps, in: frame, style: style)
  }

  var part: String? { part(plan.pairPlan.windows) }

  func draw(on draw: inout Canvas) {
    for (index, strip) in plan.strips.enumerated() {
      drawHeadings(strip, isFirst: index == 0, on: &draw)
    }
    draw.main { draw in
      for slot in plan.slots {
        if let step = slot.step {
          drawStep(step, in: slot.box, on: &draw)
        } else {
          drawOmission(in: slot.box, on: &draw)
        }
      }
    }
  }

  private func drawLabel(
    _ variants: [String], in box: Rect, id: String, on draw: inout Canvas
  ) {
    draw.text(
      variants, font, width: box.width, at: Point(box.center.x, box.y + plan.labelTop), .center,
      color: theme.mutedText, id: "steps/\(id)")
  }

  /// One position of the window in both directions, under its number.
  private func drawStep(_ index: Int, in box: Rect, on draw: inout Canvas) {
    let figure = figure.standing(at: index, of: plan.path)
    drawLabel(plan.words(index), in: box, id: "\(index)/label", on: &draw)
    for direction in ConnectivityDirection.allCases {
      let area = Rect(
        x: box.x, y: box.y + plan.mapsTop(direction), width: box.width, height: plan.mapsHeight)
      let side = PairSide(
        figure: figure, plan: plan.pairPlan, direction: direction,
        grids: plan.pairPlan.grids(direction, in: area), style: style)
      draw.group(id: "steps/\(index)/\(direction.id)") { side.draw(on: &$0) }
    }
  }

  /// Where steps are left out: an ellipsis in both directions and how many they are.
  private func drawOmission(in box: Rect, on draw: inout Canvas) {
    drawLabel(StepsPlan.omissionWords(plan.omitted), in: box, id: "omitted", on: &draw)
    for direction in ConnectivityDirection.allCases {
      let y = box.y + plan.mapsTop(direction) + plan.mapsHeight / 2
      for i in -1...1 {
        let center = Point(box.center.x + 1.2 * Double(i) * style.gap, y)
        draw.path(.circle(center: center, radius: 0.28 * style.gap), fill: theme.mutedText)
      }
    }
  }

  /// The direction's name above each of the two rows of a strip; above the first strip's the sizes.
  private func drawHeadings(_ strip: Rect, isFirst: Bool, on draw: inout Canvas) {
    for direction in ConnectivityDirection.allCases {
      let title = draw.text(
        direction.headings(pair), heading, width: strip.width,
        at: Point(strip.x, strip.y + plan.headingTop(direction)),
        id: "steps/\(direction.id)/heading")
      let room = strip.width - title.bounds.width - 3 * style.gap
      let facts = isFirst ? style.firstFitting(facts(direction) + [""], font, width: room) : ""
      guard !facts.isEmpty else { continue }
      draw.text(
        facts, font, at: Point(strip.maxX, title.bounds.maxY), .trailing, .bottom,
        color: theme.mutedText, id: "steps/\(direction.id)/sizes")
    }
  }

  /// The sizes of a direction, and once the numbers of the geometry; shorter ones where there is
  /// less room.
  private func facts(_ direction: ConnectivityDirection) -> [String] {
    let (g, small) = (geometry, figure.words(pair.smallShape.size))
    guard direction == .convolution else {
      return ["\(small) to \(figure.words(pair.restoredShape.size))"]
    }
    let sizes = "\(figure.words(pair.largeShape.size)) to \(small)"
    let dilation = g.dilation == Size2D(1) ? "" : ", dilation \(figure.shortWords(g.dilation))"
    let kernel =
      "kernel \(figure.shortWords(g.kernel)), stride \(figure.shortWords(g.stride))" + dilation
    let padding = g.padding == .zero ? "" : ", padding \(figure.shortWords(g.padding))"
    return ["\(sizes), \(kernel)\(padding)", "\(sizes), \(kernel)", sizes]
  }
}
