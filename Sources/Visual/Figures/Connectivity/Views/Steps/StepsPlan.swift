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

  /// All positions of the window, as far as the maps are drawn.
  var path: [Cell] { pairPlan.windows.smallCells(figure.stage.first.channel) }

  /// As many steps as can be told apart, in one strip on a slide and in up to three on paper.
  init(_ figure: ConnectivityFigure, in frame: Rect, style: Style) {
    let mostStrips = frame.height > frame.width ? 3 : 1
    let plans = (1...mostStrips).flatMap { strips in
      (1...4).map { StepsPlan(figure, in: frame, columns: $0, strips: strips, style) }
    }
    self = plans.dropFirst().reduce(plans[0]) { best, plan in
      plan.isReadable(style) && plan.isBetter(than: best) ? plan : best
    }
  }

  private init(
    _ figure: ConnectivityFigure, in frame: Rect, columns: Int, strips count: Int, _ style: Style
  ) {
    self.figure = figure
    gap = style.gap
    headingHeight = style.lineHeight(style.font(.heading))
    labelHeight = style.lineHeight(style.font(.label)) + 0.3 * style.gap
    let strips = frame.rows([Double](repeating: 1, count: count), gap: 2.5 * style.gap)
    let strip = strips[0]
    let above = 2 * headingHeight + labelHeight + 1.6 * style.gap
    let height = max(1, (strip.height - above) / 2)
    let between = 1.8 * style.gap
    func plan(_ width: Double) -> PairPlan {
      let line = 1.5 * style.mediumLine
      return .fitting(
        figure, in: Size(max(1, width - line), max(1, height - line)), style: style)
    }
    func path(_ plan: PairPlan) -> [Cell] {
      plan.windows.smallCells(figure.stage.first.channel)
    }
    // All steps where they fit; else an ellipsis between the first ones and the last.
    let all = figure.stepCount
    let wide = (strip.width - Double(columns - 1) * between) / Double(columns)
    let whole = plan(wide)
    let isAll = path(whole).count == all && all <= columns * count
    if isAll || count > 1 {
      pairPlan = whole
      let contents =
        isAll
        ? (0..<all).map(Content.step)
        : Self.contents(path(whole), of: all, places: columns * count, figure)
      slots = contents.enumerated().map { index, content in
        let line = strips[index / columns]
        let left = line.x + Double(index % columns) * (wide + between)
        return Slot(
          content: content, box: Rect(x: left, y: line.y, width: wide, height: line.height))
      }
    } else {
      // In one strip the ellipsis takes no more than its words.
      let dots =
        style.measurer.measure(Self.omissionWords(all)[0], font: style.font(.label)).width
        + style.gap
      let width = max(1, (strip.width - Double(columns) * between - dots) / Double(columns))
      pairPlan = plan(width)
      var left = strip.x
      slots = Self.contents(path(pairPlan), of: all, places: columns + 1, figure).map { content in
        let isStep = if case .step = content { true } else { false }
        let box = Rect(
          x: left, y: strip.y, width: isStep ? width : dots, height: strip.height)
        left = box.maxX + between
        return Slot(content: content, box: box)
      }
    }
    self.strips = strips
    mapsHeight = height
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

  /// The steps that are shown, each with its place.
  private var steps: [(index: Int, box: Rect)] {
    slots.compactMap { slot in
      if case .step(let index) = slot.content { (index, slot.box) } else { nil }
    }
  }

  /// Whether cells can be told apart, several steps are there to be shown, and their names fit.
  private func isReadable(_ style: Style) -> Bool {
    pairPlan.cell >= 1.1 * style.gap - 0.01 && path.count >= min(figure.stepCount, 4)
      && steps.allSatisfy { index, box in
        style.measurer.measure(words(index)[2], font: style.font(.label)).width <= box.width
      }
  }

  /// A few steps, then more of the maps in the picture, then more steps, then larger cells.
  private func isBetter(than other: StepsPlan) -> Bool {
    let few = min(figure.stepCount, 3)
    let (mine, its) = (steps.count, other.steps.count)
    if (mine >= few) != (its >= few) { return mine >= few }
    let isCropped = pairPlan.windows.isCropped
    if isCropped != other.pairPlan.windows.isCropped { return !isCropped }
    return mine == its ? pairPlan.cell > other.pairPlan.cell : mine > its
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
}
