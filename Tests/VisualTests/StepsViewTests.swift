import AECore
import Testing
import Visual

/// The view `steps`: one step large, and a film of those around it. Its layout on every page is
/// checked with the other views'.
struct StepsViewTests {
  private static let measurer = PangoMeasurer()

  private static func scene(
    _ pair: ConvolutionPair, focus: Cell? = nil, page: PageSize = .slide,
    isTransposed: Bool = false, isOneDimensional: Bool = false
  ) -> Scene {
    let figure = ConnectivityFigure(
      pair, view: .steps, focus: focus, isTransposed: isTransposed,
      isOneDimensional: isOneDimensional)
    return Page(figure).scene(style: Style(theme: .light, page: page, measurer: measurer))
  }

  /// The names of the film's places: `3 before`, `step 4`, … `3 more`.
  private static func film(_ scene: Scene) -> [String] {
    scene.leaves.compactMap { mark in
      guard case .text(let text) = mark, let id = text.id, id.hasPrefix("steps/") else {
        return nil
      }
      return text.string
    }
  }

  private static func row(_ size: Int) throws -> ConvolutionPair {
    try ConnectivityGeometries.pair(
      Size2D(height: 1, width: size), kernel: Size2D(height: 1, width: 3),
      stride: Size2D(height: 1, width: 2), padding: Size2D(height: 0, width: 1))
  }

  @Test func oneStepIsLargeAndAllAreInTheFilm() throws {
    let pair = try ConnectivityGeometries.lecture()
    for page in [PageSize.slide, .a4] {
      let scene = Self.scene(pair, page: page)
      #expect(scene.texts("convolution/step") == ["step 5 of 9: 9 cells into (1, 1)"])
      #expect(Self.film(scene) == (1...9).map { "step \($0)" })
    }
    let asked = Self.scene(pair, focus: Cell(channel: 0, y: 2, x: 0))
    #expect(asked.texts("convolution/step") == ["step 7 of 9: 4 cells into (2, 0)"])
    let few = Self.scene(try Self.row(7), isOneDimensional: true)
    #expect(Self.film(few) == (1...4).map { "step \($0)" })
  }

  /// A layer of a transposed convolution slides in its own direction.
  @Test func aTransposedLayerScatters() throws {
    let scene = Self.scene(try ConnectivityGeometries.lecture(), isTransposed: true)
    #expect(scene.texts("transposed_convolution/step") == ["step 5 of 9: (1, 1) over 9 cells"])
    #expect(scene.paths("convolution/connection/").isEmpty)
    #expect(scene.paths("transposed_convolution/connection/").count == 9)
  }

  /// Of many steps those around the large one are in the film, and all others are counted.
  @Test func theOthersAreCounted() throws {
    let long = Self.film(Self.scene(try Self.row(64), isOneDimensional: true))
    #expect(long == ["14 before", "step 15", "step 16", "step 17", "15 more"])
    var random = RandomSource(seed: 3)
    for _ in 0..<60 {
      let pair = ConnectivityGeometries.random(&random)
      let page = [PageSize.slide, .slide4x3, .a4][Int.random(in: 0..<3, using: &random)]
      let film = Self.film(Self.scene(pair, page: page))
      let count = pair.smallShape.size.count
      guard !film.isEmpty else { continue }
      let places = film.map { $0.split(separator: " ") }
      let steps = places.compactMap { $0[0] == "step" ? Int($0[1]) : nil }
      let focus = ConnectivityFigure(pair, view: .steps).focus.first
      #expect(steps.contains(focus.y * pair.smallShape.width + focus.x + 1), "\(pair)")
      #expect(steps.count >= min(3, count), "\(pair)")
      let first = places[0][0] == "step" ? 0 : Int(places[0][0])
      let last = places[places.count - 1]
      let more = last[0] == "step" ? 0 : Int(last[0])
      #expect(steps == Array(steps[0]..<steps[0] + steps.count), "\(pair)")
      #expect(first == steps[0] - 1 && more == count - steps[steps.count - 1], "\(pair)")
    }
  }

  /// A map of many cells is whole in the large step, which then stands alone.
  @Test func aLargeMapIsWhole() throws {
    let pair = try ConnectivityGeometries.pair(
      Size2D(28), kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1))
    let scene = Self.scene(pair)
    #expect(scene.texts("convolution/step") == ["step 91 of 196: 9 cells into (6, 6)"])
    #expect(Set(scene.paths("convolution/large/")).count == 784)
  }

  /// The lines are the connections of its cell.
  @Test func theLargeStepShowsItsOwnConnections() throws {
    var source = RandomSource(seed: 12)
    for _ in 0..<40 {
      let pair = ConnectivityGeometries.random(&source)
      let figure = ConnectivityFigure(pair, view: .steps)
      let scene = Self.scene(pair)
      let (map, cell) = (figure.largeChannel, figure.focus.first)
      let shown = Set(scene.paths("convolution/large/"))
      // More lines than nine could not be told apart.
      let isFan = pair.geometry.kernel.count <= 9
      let expected = pair.convolution.filter { connection in
        guard isFan else { return false }
        let large = connection.large
        return connection.small == cell && large.channel == map
          && shown.contains("\(map).\(large.y).\(large.x)")
      }.map { connection in
        let (l, s) = (connection.large, connection.small)
        return "\(l.channel).\(l.y).\(l.x)-\(s.channel).\(s.y).\(s.x)"
      }
      #expect(scene.paths("convolution/connection/").sorted() == expected.sorted(), "\(pair)")
    }
  }

  @Test func theCaptionCountsTheWindow() throws {
    #expect(
      ConnectivityFigure(try ConnectivityGeometries.lecture(), view: .steps).caption
        == "Each step gathers up to 9 cells of the input into one cell of the output.")
    let gaps = try ConnectivityGeometries.pair(Size2D(9), kernel: Size2D(2), stride: Size2D(3))
    #expect(
      ConnectivityFigure(gaps, view: .steps, isTransposed: true).caption
        == "Each step spreads one cell of the input over up to 4 cells of the output. "
        + "No two steps meet.")
  }
}
