import AECore
import Testing
import Visual

/// The strip of the view `steps`. Its layout on every page is checked with the other views'.
struct StepsViewTests {
  private static let measurer = PangoMeasurer()

  private static func scene(_ pair: ConvolutionPair, page: PageSize = .slide) -> Scene {
    Page(ConnectivityFigure(pair, view: .steps)).scene(
      style: Style(theme: .light, page: page, measurer: measurer))
  }

  /// The numbers of the steps that are shown, from 0.
  private static func steps(_ scene: Scene) -> [Int] {
    func groups(_ marks: [Mark]) -> [String] {
      marks.flatMap { mark -> [String] in
        guard case .group(let group) = mark else { return [] }
        return [group.id].compactMap { $0 } + groups(group.marks)
      }
    }
    return groups(scene.marks).compactMap { id in
      let parts = id.split(separator: "/")
      guard parts.count == 3, parts[0] == "steps", parts[2] == "convolution" else { return nil }
      return Int(parts[1])
    }
  }

  @Test func firstStepsACountAndTheLast() throws {
    let scene = Self.scene(try ConnectivityGeometries.lecture())
    let steps = Self.steps(scene)
    #expect(steps.count >= 4 && steps.last == 8)
    #expect(Array(steps.dropLast()) == Array(0..<steps.count - 1))
    #expect(scene.texts("steps/omitted") == ["\(9 - steps.count) more"])
    #expect(scene.texts("steps/0/label") == ["step 1: (0, 0)"])
    #expect(scene.texts("steps/8/label") == ["step 9: (2, 2)"])
  }

  /// A large window is shown on whole maps in small cells: its last step is there, too.
  @Test(arguments: [(13, 7, 3, 3, 1), (11, 3, 2, 2, 3)])
  func aLargeWindowHasItsLastStep(
    _ size: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ dilation: Int
  ) throws {
    let scene = Self.scene(
      try ConnectivityGeometries.pair(
        Size2D(size), kernel: Size2D(kernel), stride: Size2D(stride), padding: Size2D(padding),
        dilation: Size2D(dilation)))
    let steps = Self.steps(scene)
    #expect(steps.count >= 3 && steps.last == 24)
  }

  @Test func fewStepsAreAllThere() throws {
    let pair = try ConnectivityGeometries.pair(
      Size2D(height: 1, width: 7), kernel: Size2D(height: 1, width: 3),
      stride: Size2D(height: 1, width: 2), padding: Size2D(height: 0, width: 1))
    for page in [PageSize.slide, .a4] {
      let scene = Self.scene(pair, page: page)
      #expect(Self.steps(scene) == [0, 1, 2, 3], "\(page.name)")
      #expect(scene.texts("steps/omitted").isEmpty)
    }
  }

  /// Of maps that are drawn in part the first steps are shown, and all others counted.
  @Test func aPartStartsAtTheFirstStep() throws {
    let scene = Self.scene(
      try ConnectivityGeometries.pair(
        Size2D(28), kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1)))
    let steps = Self.steps(scene)
    #expect(steps.count >= 3 && steps == Array(0..<steps.count))
    #expect(scene.texts("steps/omitted") == ["\(196 - steps.count) more"])
    #expect(scene.texts("steps/0/label") == ["step 1: (0, 0)"])
  }

  /// On paper there are more strips, and more steps.
  @Test func paperShowsMore() throws {
    let pair = try ConnectivityGeometries.lecture()
    #expect(
      Self.steps(Self.scene(pair, page: .a4)).count
        > Self.steps(Self.scene(pair, page: .slide)).count)
  }

  /// In each frame the fans are the connections of its cell, in both directions.
  @Test func framesShowTheirOwnConnections() throws {
    var source = RandomSource(seed: 12)
    for _ in 0..<40 {
      let pair = ConnectivityGeometries.random(&source)
      let figure = ConnectivityFigure(pair, view: .steps)
      let scene = Self.scene(pair)
      let map = figure.largeChannel
      let shown = Set(scene.paths("convolution/large/"))
      let drawn = scene.paths("convolution/connection/")
      // Each frame has the same cells, and every step is at one small cell.
      let cells = Set(drawn.map { String($0.split(separator: "-")[1]) })
      let expected = pair.convolution.filter { connection in
        let (l, s) = (connection.large, connection.small)
        return l.channel == map && shown.contains("\(map).\(l.y).\(l.x)")
          && cells.contains("\(s.channel).\(s.y).\(s.x)")
      }.map { connection in
        let (l, s) = (connection.large, connection.small)
        return "\(l.channel).\(l.y).\(l.x)-\(s.channel).\(s.y).\(s.x)"
      }
      #expect(drawn.sorted() == expected.sorted(), "\(pair)")
    }
  }

  @Test func theCaptionCountsTheWindow() throws {
    #expect(
      ConnectivityFigure(try ConnectivityGeometries.lecture(), view: .steps).caption
        == "Each step gathers up to 9 cells into one (convolution) and scatters one over as many "
        + "(transposed). Where steps meet, they add.")
    let gaps = try ConnectivityGeometries.pair(Size2D(9), kernel: Size2D(2), stride: Size2D(3))
    #expect(
      ConnectivityFigure(gaps, view: .steps).caption.hasSuffix(
        "gathers up to 4 cells into one (convolution) and scatters one over as many (transposed). "
          + "No two steps meet."))
  }
}
