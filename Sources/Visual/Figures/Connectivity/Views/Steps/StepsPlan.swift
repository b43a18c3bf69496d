import AECore

/// Which steps the view `steps` shows, and where.
struct StepsPlan {
  /// What stands at one place of a strip.
  enum Content: Hashable {
    /// A position of the window, by its number from 0.
    case step(Int)
    /// Some that are left out.
    case omission(count: Int)
  }

  /// A place in a strip.
  struct Slot {
    let content: Content
    let box: Rect
  }

  /// All positions of the window, as far as the maps are drawn.
  let path: [Cell]
  let slots: [Slot]
  /// The rows that the slots stand in.
  let strips: [Rect]
  /// How the two maps lie in a slot.
  let pairPlan: PairPlan
  /// The room of the maps of one direction, in points.
  let mapsHeight: Double

  private let figure: ConnectivityFigure
  private let headingHeight: Double
  private let labelHeight: Double
  private let gap: Double

  /// As many steps as can be told apart, in one strip on a slide and in up to three on paper.
  init(_ figure: ConnectivityFigure, in frame: Rect, style: Style) {
    let isTall = frame.height > frame.width
    var best: StepsPlan?
    for strips in 1...(isTall ? 3 : 1) {
      for columns in 1...4 {
        let plan = StepsPlan(figure, in: frame, columns: columns, strips: strips, style)
        guard let current = best else {
          best = plan
          continue
        }
        if plan.isReadable(style), plan.isBetter(than: current) { best = plan }
      }
    }
    self = best ?? StepsPlan(figure, in: frame, columns: 1, strips: 1, style)
  }

  private init(
    _ figure: ConnectivityFigure, in frame: Rect, columns: Int, strips count: Int, _ style: Style
  ) {
    self.figure = figure
    gap = style.gap
    headingHeight = style.lineHeight(style.font(.heading))
    labelHeight = style.lineHeight(style.font(.label)) + 0.3 * style.gap
    strips = frame.rows([Double](repeating: 1, count: count), gap: 2.5 * style.gap)
    let strip = strips[0]
    let above = 2 * headingHeight + labelHeight + 1.6 * style.gap
    let height = max(1, (strip.height - above) / 2)
    mapsHeight = height
    let between = 1.8 * style.gap
    let line = style.mediumLine
    func plan(_ width: Double) -> (PairPlan, [Cell]) {
      let plan = PairPlan.fitting(
        figure, in: Size(max(1, width - 1.5 * line), max(1, height - 1.5 * line)), style: style)
      let path = plan.rows.small.flatMap { y in
        plan.columns.small.map { Cell(channel: figure.stage.first.channel, y: y, x: $0) }
      }
      return (plan, path)
    }
    // All steps where they fit; else an ellipsis between the first ones and the last.
    let lines = strips
    let wide = (strip.width - Double(columns - 1) * between) / Double(columns)
    let whole = plan(wide)
    let places = columns * count
    var (chosen, slots) = (whole, [Slot]())
    let all = figure.stepCount
    let isAll = whole.1.count == all && all <= places
    if isAll || count > 1 {
      let contents =
        isAll
        ? (0..<all).map(Content.step)
        : Self.contents(whole.1, of: all, places: places, figure)
      slots = contents.enumerated().map { index, content in
        let line = lines[index / columns]
        let left = line.x + Double(index % columns) * (wide + between)
        return Slot(
          content: content, box: Rect(x: left, y: line.y, width: wide, height: line.height))
      }
    } else {
      // In one strip the ellipsis takes no more than its words.
      let dots = Self.omissionWidth(all, style)
      let width = max(1, (strip.width - Double(columns) * between - dots) / Double(columns))
      chosen = plan(width)
      var left = strip.x
      for content in Self.contents(chosen.1, of: all, places: columns + 1, figure) {
        let isStep = if case .step = content { true } else { false }
        let box = Rect(
          x: left, y: strip.y, width: isStep ? width : dots, height: strip.height)
        slots.append(Slot(content: content, box: box))
        left = box.maxX + between
      }
    }
    self.slots = slots
    pairPlan = chosen.0
    path = chosen.1
  }

  /// The first steps, how many are left out, and the last ones; in `places` in all. Of maps that
  /// are drawn in part the last ones are not to be seen: the count stands at the end.
  private static func contents(
    _ path: [Cell], of all: Int, places: Int, _ figure: ConnectivityFigure
  ) -> [Content] {
    let steps = path.indices.map(Content.step)
    let hasEnd = path.last.map { figure.number(of: $0) == all } ?? false
    let last = hasEnd && places > 2 ? (places > 7 ? 2 : 1) : 0
    let first = min(steps.count - last, places - 1 - last)
    return steps.prefix(first) + [.omission(count: all - first - last)] + steps.suffix(last)
  }

  // MARK: Which plan

  private var shown: Int {
    slots.count { if case .step = $0.content { true } else { false } }
  }

  /// Whether cells can be told apart, several steps are there to be shown, and their names fit.
  private func isReadable(_ style: Style) -> Bool {
    let font = style.font(.label)
    let narrow = slots.compactMap { slot -> (String, Double)? in
      guard case .step(let index) = slot.content else { return nil }
      return (words(index).last ?? "", slot.box.width)
    }
    return pairPlan.cell >= 1.1 * style.gap - 0.01
      && path.count >= min(figure.stepCount, 4)
      && narrow.allSatisfy { style.measurer.measure($0.0, font: font).width <= $0.1 }
  }

  /// A few steps, then more of the maps in the picture, then more steps, then larger cells.
  private func isBetter(than other: StepsPlan) -> Bool {
    let few = min(figure.stepCount, 3)
    if shown >= few, other.shown < few { return true }
    if shown < few, other.shown >= few { return false }
    let (mine, its) = (pairPlan.isCropped, other.pairPlan.isCropped)
    if mine != its { return !mine }
    if shown != other.shown { return shown > other.shown }
    return pairPlan.cell > other.pairPlan.cell
  }

  // MARK: Heights and words

  /// From a strip's top to the heading of a direction.
  func headingTop(_ direction: ConnectivityDirection) -> Double {
    direction == .convolution
      ? 0 : headingHeight + labelHeight + mapsHeight + 1.2 * gap
  }

  /// From a strip's top to the names of the steps.
  var labelTop: Double { headingHeight + 0.1 * gap }

  /// From a strip's top to the maps of a direction.
  func mapsTop(_ direction: ConnectivityDirection) -> Double {
    direction == .convolution
      ? headingHeight + labelHeight + 0.2 * gap
      : headingTop(.transposed) + headingHeight + 0.2 * gap
  }

  /// The name of a step, the longest one first.
  func words(_ index: Int) -> [String] {
    let place = figure.place(path[index])
    let number = figure.number(of: path[index])
    return ["step \(number): \(place)", "\(number): \(place)", "\(number)"]
  }

  /// How the steps that are left out are counted, the longest words first.
  static func omissionWords(_ count: Int) -> [String] { ["\(count) more", "\(count)"] }

  private static func omissionWidth(_ count: Int, _ style: Style) -> Double {
    style.measurer.measure("\(count) more", font: style.font(.label)).width + style.gap
  }
}

extension PairPlan {
  /// Whether a part of the maps is left out.
  var isCropped: Bool { rows.isCropped || columns.isCropped }
}
