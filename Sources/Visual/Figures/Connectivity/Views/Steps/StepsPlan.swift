import AECore

/// Which steps the view `steps` shows, and where.
struct StepsPlan {
  /// The places in the strips, each with the window's position there, from 0; nil where some are
  /// left out.
  let slots: [(step: Int?, box: Rect)]
  /// The rows that the slots stand in.
  let strips: [Rect]
  /// How the two maps lie in a slot.
  let pairPlan: PairPlan
  /// The room of the maps of one direction, in points.
  let mapsHeight: Double

  /// Cells may be small where that shows the maps whole: the window is told by its frame.
  private static let cells = PairPlan.Cells(smallest: 0.6)

  private let figure: ConnectivityFigure
  private let headingHeight: Double
  private let labelHeight: Double
  private let gap: Double

  /// All positions of the window, as far as the maps are drawn.
  var path: [Cell] { Self.path(pairPlan, figure) }

  private static func path(_ plan: PairPlan, _ figure: ConnectivityFigure) -> [Cell] {
    plan.windows[\.small].cells(figure.stage.first.channel)
  }

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
        figure, in: Size(max(1, width - line), max(1, height - line)), cells: Self.cells,
        style: style)
    }
    // All steps where they fit; else an ellipsis between the first ones and the last.
    let all = figure.stepCount
    let wide = (strip.width - Double(columns - 1) * between) / Double(columns)
    let whole = plan(wide)
    let path = Self.path(whole, figure)
    let isAll = path.count == all && all <= columns * count
    if isAll || count > 1 {
      pairPlan = whole
      let steps = isAll ? Array(0..<all) : Self.steps(path, places: columns * count, figure)
      slots = steps.enumerated().map { index, step in
        let line = strips[index / columns]
        let left = line.x + Double(index % columns) * (wide + between)
        return (step, Rect(x: left, y: line.y, width: wide, height: line.height))
      }
    } else {
      // In one strip the ellipsis takes no more than its words.
      let dots = style.width(Self.omissionWords(all)[0]) + style.gap
      let width = max(1, (strip.width - Double(columns) * between - dots) / Double(columns))
      pairPlan = plan(width)
      var left = strip.x
      let path = Self.path(pairPlan, figure)
      slots = Self.steps(path, places: columns + 1, figure).map { step in
        let box = Rect(x: left, y: strip.y, width: step == nil ? dots : width, height: strip.height)
        left = box.maxX + between
        return (step, box)
      }
    }
    self.strips = strips
    mapsHeight = height
  }

  /// The first steps, a place for those that are left out, and the last ones; in `places` in all.
  /// Of maps that are drawn in part the last ones are not to be seen: the count stands at the end.
  private static func steps(
    _ path: [Cell], places: Int, _ figure: ConnectivityFigure
  ) -> [Int?] {
    let hasEnd = path.last.map { figure.number(of: $0) == figure.stepCount } ?? false
    let last = hasEnd && places > 2 ? (places > 7 ? 2 : 1) : 0
    let first = min(path.count - last, places - 1 - last)
    let steps = path.indices.map(Optional.some)
    return steps.prefix(first) + [nil] + steps.suffix(last)
  }

  // MARK: Which plan

  private var shown: Int { slots.count { $0.step != nil } }

  /// Whether cells can be told apart, several steps are there to be shown, and their names fit.
  private func isReadable(_ style: Style) -> Bool {
    pairPlan.cell >= Self.cells.smallest * style.gap - 0.01
      && path.count >= min(figure.stepCount, 3)
      && slots.allSatisfy { slot in
        style.width(slot.step.map { words($0)[2] } ?? "") <= slot.box.width
      }
  }

  /// A few steps, then more of the maps in the picture, then more steps, then larger cells.
  private func isBetter(than other: StepsPlan) -> Bool {
    let few = min(figure.stepCount, 3)
    let (mine, its) = (shown, other.shown)
    if (mine >= few) != (its >= few) { return mine >= few }
    let isCropped = pairPlan.windows.isCropped
    if isCropped != other.pairPlan.windows.isCropped { return !isCropped }
    return mine == its ? pairPlan.cell > other.pairPlan.cell : mine > its
  }

  // MARK: Heights and words

  /// From a strip's top to the heading of a direction.
  func headingTop(_ direction: ConnectivityDirection) -> Double {
    direction == .convolution ? 0 : headingHeight + labelHeight + mapsHeight + 1.2 * gap
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

  /// How many steps are left out.
  var omitted: Int { figure.stepCount - shown }

  /// How the steps that are left out are counted, the longest words first.
  static func omissionWords(_ count: Int) -> [String] {
    let number = NumberText.count(count)
    return ["\(number) more", number]
  }
}
