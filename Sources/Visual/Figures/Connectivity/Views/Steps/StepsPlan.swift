import AECore

/// One step of the view `steps` as large as the page has room for, and beside it or below it the
/// steps around it as a film.
struct StepsPlan {
  /// Where the one step is.
  let hero: Rect
  /// The film's places, each with the window's position there, from 0; nil where some are left out.
  let slots: [(step: Int?, box: Rect)]
  /// How the two maps lie in a place of the film; nil without one.
  let pairPlan: PairPlan?
  /// The positions of the window, as far as the film's maps are drawn.
  let path: [Cell]
  /// Which of them the one step is, from 0.
  let index: Int

  /// Cells may be small where that shows the maps whole: the window is told by its frame.
  private static let cells = PairPlan.Cells(smallest: 0.45)
  /// More steps in a film are too small to be told apart.
  private static let most = 9

  private let figure: ConnectivityFigure

  /// The film takes a part of the frame that hardly makes the one step smaller; where no three
  /// steps are to be told apart in it, there is none.
  init(_ figure: ConnectivityFigure, in frame: Rect, style: Style) {
    typealias Room = (hero: OneWayDrawing, parts: [Rect])
    let rooms = [Stack.Direction.across, .down].flatMap { direction in
      stride(from: 0.2, through: 0.45, by: 0.05).map { share -> Room in
        let parts = Stack(
          direction, [.flexible(1 - share), .flexible(share)], gap: 2 * style.gap
        ).pieces(of: frame)
        return (StepsDrawing.hero(figure, in: parts[0], style: style), parts)
      }
    }
    func films(_ room: Room) -> [StepsPlan] {
      (1...Self.most).flatMap { columns in
        (1...max(1, Self.most / columns)).map {
          StepsPlan(figure, hero: room.parts[0], film: room.parts[1], columns, $0, style)
        }
      }.filter { $0.isReadable(style) }
    }
    /// The films beside the largest steps that leave room for one; there are many to try.
    func plans(_ rooms: [Room]) -> [StepsPlan] {
      var (largest, plans) = (0.0, [StepsPlan]())
      for room in rooms.sorted(by: { $0.hero.cell > $1.hero.cell })
      where room.hero.cell >= 0.9 * largest {
        let found = films(room)
        if plans.isEmpty, !found.isEmpty { largest = room.hero.cell }
        plans += found
      }
      return plans
    }
    // A step that is whole in some part of the frame is not cut.
    let whole = plans(rooms.filter { $0.hero.part == nil })
    let candidates = whole.isEmpty ? plans(rooms.filter { $0.hero.part != nil }) : whole
    self = candidates.reduce(StepsPlan(figure, alone: frame)) {
      $1.isBetter(than: $0) ? $1 : $0
    }
  }

  private init(_ figure: ConnectivityFigure, alone frame: Rect) {
    self.figure = figure
    hero = frame
    (slots, pairPlan, path, index) = ([], nil, [], 0)
  }

  private init(
    _ figure: ConnectivityFigure, hero: Rect, film: Rect, _ columns: Int, _ rows: Int,
    _ style: Style
  ) {
    self.figure = figure
    self.hero = hero
    let between = 1.2 * style.gap
    let boxes = Stack(.down, equal: rows, gap: between).pieces(of: film).flatMap {
      Stack(.across, equal: columns, gap: between).pieces(of: $0)
    }
    let area = Self.maps(in: boxes[0], style)
    let line = 1.5 * style.mediumLine
    let plan = PairPlan.fitting(
      figure, in: Size(max(1, area.width - line), max(1, area.height - line)), cells: Self.cells,
      style: style)
    pairPlan = plan
    // Where cells become too small, maps are not cut: a path would be as long as they are large.
    guard Self.isLarge(plan.cell, style) else {
      (path, index) = ([], 0)
      slots = boxes.map { (step: nil, box: $0) }
      return
    }
    path = plan.windows[\.small].cells(figure.focus.first.channel)
    index = path.firstIndex(of: figure.focus.first) ?? 0
    let steps = Self.steps(path, around: index, places: boxes.count, figure)
    slots = zip(steps, boxes).map { (step: $0, box: $1) }
  }

  /// All steps where they fit; else those around one, and places for what is left out before them
  /// and behind them.
  private static func steps(
    _ path: [Cell], around index: Int, places: Int, _ figure: ConnectivityFigure
  ) -> [Int?] {
    guard path.count < figure.stepCount || path.count > places else { return Array(path.indices) }
    // Cells of a part follow each other in a row of it.
    let row = path.indices.filter { path[$0].y == path[index].y || path.count == figure.stepCount }
    let place = row.firstIndex(of: index) ?? 0
    for count in stride(from: min(row.count, places), through: 1, by: -1) {
      let shown = Array(row[max(0, min(row.count - count, place - count / 2))...].prefix(count))
      let hasStart = figure.number(of: path[shown[0]]) == 1
      let hasEnd = figure.number(of: path[shown[count - 1]]) == figure.stepCount
      let ends = (before: hasStart ? [] : [nil as Int?], after: hasEnd ? [] : [nil as Int?])
      if ends.before.count + count + ends.after.count <= places {
        return ends.before + shown.map(Optional.some) + ends.after
      }
    }
    return [index]
  }

  // MARK: Which plan

  private var shown: Int { slots.count { $0.step != nil } }

  /// Whether there are a few steps, their cells can be told apart, and their names fit.
  private func isReadable(_ style: Style) -> Bool {
    shown >= min(3, figure.stepCount) && Self.isLarge(cell, style)
      && slots.allSatisfy { slot in
        style.width(words(slot), style.font(.label, isBold: true)) <= slot.box.width
      }
  }

  private var cell: Double { pairPlan?.cell ?? 0 }

  private static func isLarge(_ cell: Double, _ style: Style) -> Bool {
    cell >= cells.smallest * style.gap - 0.01
  }

  /// All steps, then more of the maps in the picture, then larger cells.
  private func isBetter(than other: StepsPlan) -> Bool {
    let isWhole = slots.allSatisfy { $0.step != nil }
    let isOtherWhole = other.slots.allSatisfy { $0.step != nil } && !other.slots.isEmpty
    if isWhole != isOtherWhole { return isWhole }
    let isCropped = pairPlan?.windows.isCropped ?? true
    let isOtherCropped = other.pairPlan?.windows.isCropped ?? true
    return isCropped == isOtherCropped ? cell > other.cell : !isCropped
  }

  // MARK: Places and words

  /// The room of the maps in a place of the film, below its name.
  static func maps(in box: Rect, _ style: Style) -> Rect {
    box.inset(top: style.lineHeight(style.font(.label)) + 0.2 * style.gap)
  }

  /// The name of a step, or how many are left out.
  func words(_ slot: (step: Int?, box: Rect)) -> String {
    if let step = slot.step { return "step \(NumberText.count(figure.number(of: path[step])))" }
    let numbers = slots.compactMap(\.step).map { figure.number(of: path[$0]) }
    return slot.box == slots.first?.box
      ? "\(NumberText.count((numbers.first ?? 1) - 1)) before"
      : "\(NumberText.count(figure.stepCount - (numbers.last ?? 0))) more"
  }
}
