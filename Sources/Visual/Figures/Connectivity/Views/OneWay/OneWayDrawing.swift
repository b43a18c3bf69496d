import AECore

/// The views `convolution` and `transposed`, laid out in a frame.
struct OneWayDrawing: ConnectivityDrawing {
  let figure: ConnectivityFigure
  let style: Style
  private let frame: Rect
  private let formulas: PairFormulas
  private let plan: PairPlan
  /// What the maps have for themselves.
  private let area: Rect
  /// Where the formula has its place, at the foot.
  private let foot: Rect

  private let direction: ConnectivityDirection
  /// Whether it is one step of a window that does not move on.
  private let isStill: Bool

  init(figure: ConnectivityFigure, frame: Rect, style: Style) {
    self.init(
      figure: figure, figure.view == .transposed ? .transposed : .convolution, frame: frame,
      isStill: figure.step == nil, style: style)
  }

  init(
    figure: ConnectivityFigure, _ direction: ConnectivityDirection, frame: Rect, isStill: Bool,
    style: Style
  ) {
    self.figure = figure
    self.direction = direction
    self.isStill = isStill
    self.frame = frame
    self.style = style
    let line = style.lineHeight(style.font(.label))
    let hasOutputPadding =
      direction == .transposed && figure.pair.geometry.outputPadding != Size2D(0)
    let below =
      line + 0.6 * style.gap + (hasOutputPadding ? line : 0) + figure.stepHeight(style)
    func place(above: Double, foot: Double) -> Rect {
      // Frames around windows stand out by half a line.
      frame.inset(dx: 0.4 * style.heavyLine, dy: 0.4 * style.heavyLine)
        .inset(top: above, bottom: below + foot)
    }
    let words = line + 0.4 * style.gap
    let formulas = PairFormulas.fitting(
      figure, Size(frame.width, frame.height - words - below - 12 * style.gap), style: style)
    let footHeight = formulas.height > 0 ? formulas.height + 0.8 * style.gap : 0
    // Above the maps is the padding's name, or of two maps one above the other the upper one's.
    var room = place(above: figure.pair.geometry.padding == .zero ? 0 : words, foot: footHeight)
    var plan = PairPlan.fitting(figure, in: room.size, cells: .alone, style: style)
    if plan.along == .vertical, figure.pair.geometry.padding == .zero {
      room = place(above: words, foot: footHeight)
      plan = PairPlan.fitting(figure, in: room.size, cells: .alone, style: style)
    }
    self.formulas = formulas
    self.plan = plan
    if !style.page.isSlide {
      // On paper the picture follows the title, and what comes next the picture.
      let grids = plan.grids(.convolution, in: room)
      let needed = grids.large.bounds.union(grids.small.bounds).height
      room.height = min(room.height, needed + 2 * PairPlan.tear * plan.cell)
    }
    area = room
    foot = frame.inset(
      bottom: max(0, frame.maxY - room.maxY - below - footHeight) + figure.stepHeight(style))
  }

  func draw(on draw: inout Canvas) {
    let side = PairSide(
      figure: figure, plan: plan, direction: direction, grids: plan.grids(direction, in: area),
      style: style, isAlone: true, isStill: isStill)
    draw.main { side.draw(on: &$0) }
    for text in PairLabels(side: side, panel: frame).texts { draw.text(text) }
    formulas.draw(direction, in: foot, on: &draw)
    guard let step = figure.step else { return }
    let variants = figure.stepLines(step, direction)
    let lines = variants.first { style.widest($0, font) <= frame.width } ?? variants[2]
    draw.step(
      lines, step.index, in: frame, y: frame.maxY, .bottom, id: "\(direction.id)/step")
  }

  /// The side of a cell, in points.
  var cell: Double { plan.cell }

  var part: String? { part(plan.windows) }

  var path: [Cell] { plan.windows[\.small].cells(figure.stage.first.channel) }
}
