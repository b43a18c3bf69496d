import AECore
import DrawingTesting
import Testing
import Visual

/// Diagrams whose window slides: what stays, what moves, and where it goes.
struct ConnectivityAnimationTests {
  private static let measurer = PangoMeasurer()
  private static let views = ConnectivityFigure.View.allCases.filter(\.moves)

  private static func style(_ page: PageSize, _ theme: Theme = .light) -> Style {
    Style(theme: theme, page: page, measurer: measurer)
  }

  /// How a frame's marks are told apart: by id where there is one.
  private struct Frame {
    var marks: [Mark]
    /// The outlines of the marks with an id, whatever their colours.
    var places: [String: Rect?]

    init(_ scene: Scene) {
      marks = scene.leaves
      places = [:]
      for mark in marks {
        switch mark {
        case .path(let path): if let id = path.id { places[id] = path.path.bounds }
        case .text(let text): if let id = text.id { places[id] = text.bounds }
        default: break
        }
      }
    }
  }

  /// What follows the window, by id: its fan, its outlines, its sums, what is said of it.
  private static func follows(_ id: String) -> Bool {
    [
      "/connection/", "/window/", "/focus", "/sum", "/received/", "/step", "step/words",
      "maps/connection",
      "planes/tap/", "planes/pyramid", "planes/tunnel", "planes/large-tap", "planes/lens",
      "planes/slice", "overlap/input/ribbon/", "overlap/output/number/", "overlap/digit/",
      "overlap/row/", "overlap/column/", "overlap/tile", "overlap/map-tile",
    ].contains { id.contains($0) }
  }

  /// Titles, captions, formulas, labels, grids: the same marks in the same place on every frame.
  @Test(arguments: views, [PageSize.slide, .a4])
  func whatDoesNotFollowTheWindowIsTheSame(view: ConnectivityFigure.View, page: PageSize) throws {
    let style = Self.style(page)
    var known: [String: Bool] = [:]
    func stays(_ id: String) -> Bool {
      if let stays = known[id] { return stays }
      let stays = !Self.follows(id)
      known[id] = stays
      return stays
    }
    for (name, pair) in try ConnectivityGeometries.gallery() {
      let figure = ConnectivityFigure(pair, view: view, layer: "decoder.3")
      let animation: ConnectivityAnimation
      do {
        animation = try ConnectivityAnimation(figure, style: style)
      } catch {
        // Numbers of maps too large to be worked, or more steps than anyone watches.
        #expect(
          view == .values && ConnectivityFigure(pair, view: view).example == nil
            || error.problem.contains("more than \(ConnectivityAnimation.mostSteps)"), "\(name)")
        continue
      }
      let frames = animation.scenes(style: style).map(Frame.init)
      let first = frames[0]
      // Texts that follow the window have an id of their own; the sums of `values` are formulas.
      let still = first.marks.compactMap { mark -> TextMark? in
        guard case .text(let text) = mark, stays(text.id ?? ""), view != .values else {
          return nil
        }
        return text
      }
      for (index, frame) in frames.enumerated() {
        let marks = Set(frame.marks)
        let missing = still.filter { !marks.contains(.text($0)) }.map(\.string)
        #expect(missing == [], "\(name), \(view), step \(index)")
        let ids = Set(frame.places.keys.filter(stays))
        #expect(
          ids == Set(first.places.keys.filter(stays)),
          "\(name), \(view), \(page.name), step \(index)")
        let moved = ids.filter { frame.places[$0] != first.places[$0] }.sorted()
        #expect(moved == [], "\(name), step \(index)")
      }
    }
  }

  @Test(arguments: views, [PageSize.slide, .slide4x3, .a4])
  func everyFrameIsWellLaidOut(view: ConnectivityFigure.View, page: PageSize) throws {
    for theme in Theme.named {
      let style = Self.style(page, theme)
      for (name, pair) in try ConnectivityGeometries.gallery() {
        let figure = ConnectivityFigure(pair, view: view, layer: "decoder.3")
        guard let animation = try? ConnectivityAnimation(figure, style: style) else { continue }
        // The first, the last and some in between.
        let figures = animation.figures
        for index in Set([0, 1, figures.count / 2, figures.count - 1]) where index < figures.count {
          let problems = LayoutCheck.problems(
            in: Page(figures[index]).scene(style: style), minimumTextSize: page.minimumTextSize)
          #expect(
            problems.isEmpty, "\(name), \(view), \(page.name), \(theme.name), \(index): \(problems)"
          )
        }
      }
    }
  }

  /// Every small cell once, in the order of the loops, and at each of them the real connections.
  @Test func bothDirectionsWorkTheSameCellInStep() throws {
    let pair = try ConnectivityGeometries.lecture()
    let style = Self.style(.slide)
    let animation = try ConnectivityAnimation(ConnectivityFigure(pair), style: style)
    #expect(
      animation.figures.map(\.focus.first)
        == (0..<3).flatMap { y in (0..<3).map { Cell(channel: 0, y: y, x: $0) } })
    var received: [[Int]: Int] = [:]
    for (figure, scene) in zip(animation.figures, animation.scenes(style: style)) {
      let cell = figure.focus.first
      func joined(_ connections: [Connection]) -> Set<String> {
        Set(
          connections.filter { $0.small == cell }
            .map { "0.\($0.large.y).\($0.large.x)-0.\(cell.y).\(cell.x)" })
      }
      #expect(Set(scene.paths("convolution/connection/")) == joined(pair.convolution))
      #expect(
        Set(scene.paths("transposed_convolution/connection/"))
          == joined(pair.transposedConvolution))
      // In each cell how often it has received, and nothing in the others.
      let own = pair.transposedConvolution.filter { $0.small == cell }
        .map { [$0.large.y, $0.large.x] }
      for place in own { received[place, default: 0] += 1 }
      let numbers = scene.leaves.compactMap { mark -> (String, String)? in
        guard case .text(let text) = mark, let id = text.id, id.contains("/received/") else {
          return nil
        }
        return (id, text.string)
      }
      #expect(
        Dictionary(numbers, uniquingKeysWith: { first, _ in first })
          == Dictionary(
            uniqueKeysWithValues: received.map {
              ("transposed_convolution/received/0.\($0.key[0]).\($0.key[1])", "\($0.value)")
            }))
      #expect(scene.paths("transposed_convolution/sum/").isEmpty)
      let words = scene.texts("convolution/step")
      let number = (figure.step?.index ?? -1) + 1
      #expect(
        words == ["step \(number) of 9: \(own.count) cells into (\(cell.y), \(cell.x))"])
      #expect(
        scene.texts("transposed_convolution/step")
          == ["step \(number) of 9: (\(cell.y), \(cell.x)) over \(own.count) cells"])
    }
    #expect(received.count == 25 && received.values.max() == 4)
  }

  @Test func mapsComeOneAfterTheOther() throws {
    let figure = ConnectivityFigure(try ConnectivityGeometries.lecture(maps: 2), view: .maps)
    let style = Self.style(.slide)
    let animation = try ConnectivityAnimation(figure, style: style)
    #expect(
      animation.figures.map { [$0.focus.first.channel, $0.focus.first.x] }
        == (0..<2).flatMap { o in (0..<3).map { [o, $0] } })
    for (figure, scene) in zip(animation.figures, animation.scenes(style: style)) {
      let focus = figure.focus.first
      #expect(scene.paths("maps/focus").count == 1)
      // All connections are there at every step.
      #expect(scene.paths("maps/connection/").count == 2 * 2 * 7)
      #expect(
        scene.texts("step/words")
          == [
            "step \(3 * focus.channel + focus.x + 1) of 6: "
              + "unit \(focus.x) of upper map \(focus.channel + 1)"
          ])
    }
  }

  /// The row of C and the column of Cᵀ that are outlined are those of the step's cell.
  @Test func theMatrixGoesRowByRow() throws {
    let figure = ConnectivityFigure(try ConnectivityGeometries.lecture(), view: .matrix)
    let style = Self.style(.slide)
    let scenes = try ConnectivityAnimation(figure, style: style).scenes(style: style)
    func box(_ scene: Scene, _ id: String) -> Rect? {
      for case .path(let path) in scene.leaves where path.id == id { return path.path.bounds }
      return nil
    }
    let rows = try scenes.map { try #require(box($0, "convolution/focus")).y }
    let columns = try scenes.map { try #require(box($0, "transposed_convolution/focus")).x }
    #expect(rows.count == 9 && rows == rows.sorted() && Set(rows).count == 9)
    #expect(columns == columns.sorted() && Set(columns).count == 9)
  }

  @Test func whatDoesNotMoveOrMovesForTooLongIsRefused() throws {
    let style = Self.style(.slide)
    for view in ConnectivityFigure.View.allCases where !view.moves {
      let figure = ConnectivityFigure(try ConnectivityGeometries.lecture(), view: view)
      let failure = #expect(throws: Failure.self) {
        try ConnectivityAnimation(figure, style: style)
      }
      #expect(failure?.problem == "the view \(view.rawValue) does not move")
    }
    let many = try ConnectivityGeometries.pair(
      Size2D(height: 9, width: 25), kernel: Size2D(1))
    let failure = #expect(throws: Failure.self) {
      try ConnectivityAnimation(ConnectivityFigure(many), style: Self.style(.a4))
    }
    #expect(failure?.problem == "the window takes 225 steps, more than 200 that anyone watches")
  }

  /// Maps too large to be drawn whole move inside of the part that is drawn.
  @Test func aPartStaysWhereItIs() throws {
    let pair = try ConnectivityGeometries.pair(
      Size2D(28), kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1))
    let style = Self.style(.slide)
    let animation = try ConnectivityAnimation(ConnectivityFigure(pair), style: style)
    #expect(animation.figures.count >= 9 && animation.figures.count < 196)
    #expect(animation.figures[0].focus.first == Cell(channel: 0, y: 0, x: 0))
    for (figure, scene) in zip(animation.figures, animation.scenes(style: style)) {
      // Numbered among all steps, also of the part that is not drawn.
      let cell = figure.focus.first
      let number = "step \(14 * cell.y + cell.x + 1) of 196"
      #expect(scene.texts("convolution/step").allSatisfy { $0.hasPrefix(number) })
      let windows = scene.paths("convolution/window/").filter { $0 != "cone" && $0 != "edge" }
      #expect(windows.count == 1)
      #expect(scene.paths("transposed_convolution/focus/").count == 1)
    }
  }
}
