import AECore

/// The view `steps`, laid out in a frame.
struct StepsDrawing: ConnectivityDrawing {
  let figure: ConnectivityFigure
  let style: Style
  private let plan: StepsPlan
  private let hero: OneWayDrawing

  init(figure: ConnectivityFigure, frame: Rect, style: Style) {
    self.figure = figure
    self.style = style
    plan = StepsPlan(figure, in: frame, style: style)
    hero = Self.hero(figure, in: plan.hero, style: style)
  }

  /// The step in focus, as large as `frame` has room for.
  static func hero(_ figure: ConnectivityFigure, in frame: Rect, style: Style) -> OneWayDrawing {
    func drawing(_ path: [Cell], at index: Int) -> OneWayDrawing {
      var step = figure
      step.step = WindowStep(path: path, index: index)
      return OneWayDrawing(
        figure: step, figure.direction, frame: frame, isStill: true, style: style)
    }
    let path = drawing([figure.focus.first], at: 0).path
    return drawing(path, at: path.firstIndex(of: figure.focus.first) ?? 0)
  }

  var part: String? { hero.part }

  func draw(on draw: inout Canvas) {
    draw.group(id: "steps/hero") { hero.draw(on: &$0) }
    for slot in plan.slots {
      if let step = slot.step {
        drawStep(step, in: slot, on: &draw)
      } else {
        drawOmission(slot, on: &draw)
      }
    }
  }

  /// One position of the window under its name; that of the one step is bold.
  private func drawStep(
    _ index: Int, in slot: (step: Int?, box: Rect), on draw: inout Canvas
  ) {
    guard let pairPlan = plan.pairPlan else { return }
    let direction = figure.direction
    let grids = pairPlan.grids(direction, in: StepsPlan.maps(in: slot.box, style))
    let isHero = index == plan.index
    let tear = pairPlan.windows.rows.isCropped ? PairPlan.tear * pairPlan.cell : 0
    let top = min(grids.large.bounds.y, grids.small.bounds.y) - tear - 0.2 * style.gap
    draw.text(
      plan.words(slot), isHero ? bold : font,
      at: Point(slot.box.center.x, max(slot.box.y, top - lineHeight)), .center, .top,
      color: isHero ? theme.text : theme.mutedText, id: "steps/\(index)/label")
    let side = PairSide(
      figure: figure.standing(at: index, of: plan.path), plan: pairPlan, direction: direction,
      grids: grids, style: style, hasLines: false)
    draw.group(id: "steps/\(index)") { side.draw(on: &$0) }
  }

  /// Where steps are left out: an ellipsis under their number.
  private func drawOmission(_ slot: (step: Int?, box: Rect), on draw: inout Canvas) {
    let center = slot.box.center
    draw.text(
      plan.words(slot), font, at: Point(center.x, center.y), .center, .bottom,
      color: theme.mutedText, id: "steps/omitted")
    for i in -1...1 {
      let dot = Point(center.x + 1.2 * Double(i) * style.gap, center.y + style.gap)
      draw.path(.circle(center: dot, radius: 0.28 * style.gap), fill: theme.mutedText)
    }
  }
}
