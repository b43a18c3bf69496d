import AECore
import Foundation
import Testing
import Visual

/// GIFs, decoded again by the tests' own reader.
struct GIFTests {
  private static let blue = Color(0x1769AA)

  /// A page with a square that stands elsewhere in every frame.
  private static func scenes(_ count: Int, background: Color? = Color(0xFFFFFF)) -> [Scene] {
    (0..<count).map { i in
      Scene(
        size: Size(60, 40), background: background, title: "", description: "",
        marks: [
          .path(PathMark(.rect(Rect(x: 2, y: 2, width: 10, height: 6)), fill: Color(0xC77700))),
          .path(
            PathMark(
              .rect(Rect(x: 5 + 10 * Double(i % 5), y: 20, width: 8, height: 8)), fill: blue)),
        ])
    }
  }

  @Test func holdsItsSizeItsFramesAndItsLoop() throws {
    let data = try SceneEncoder.gif(Self.scenes(4), dpi: 144, frameSeconds: 0.75)
    let gif = try GIFFile(data)
    #expect(gif.version == "GIF89a")
    #expect((gif.width, gif.height) == (120, 80))
    #expect(gif.loops == 0)
    #expect(gif.frames.count == 4)
    #expect(gif.frames.map(\.delay) == [75, 75, 75, 75])
    // One palette for all, and nothing is taken away between two frames.
    #expect(gif.frames.allSatisfy { !$0.hasPalette && $0.disposal == 1 })
    #expect(gif.palette.count == 64)
  }

  @Test func fewColoursAreKeptExactlyAndOnlyWhatMovesIsStored() throws {
    let scenes = Self.scenes(6)
    let gif = try GIFFile(try SceneEncoder.gif(scenes, dpi: 72, frameSeconds: 0.1))
    for (scene, picture) in zip(scenes, gif.pictures) {
      #expect(picture == (try Self.pixels(scene, dpi: 72)))
    }
    #expect((gif.frames[0].width, gif.frames[0].height) == (60, 40))
    for frame in gif.frames.dropFirst() { #expect((frame.y, frame.height) == (20, 8)) }
  }

  @Test func aFrameThatDoesNotDifferStaysAsLong() throws {
    let scene = Self.scenes(1)[0]
    let gif = try GIFFile(try SceneEncoder.gif([scene, scene], dpi: 72, frameSeconds: 2))
    #expect(gif.frames.count == 2 && gif.frames[1].indices.count == 1)
    #expect(gif.frames.map(\.delay) == [200, 200])
    #expect(gif.pictures[0] == gif.pictures[1])
  }

  /// A real diagram has thousands of shades: areas keep their colour, edges come close.
  @Test(arguments: [Theme.light, .dark]) func aDiagramsColoursComeClose(_ theme: Theme) throws {
    let style = Style(theme: theme, page: .slide, measurer: PangoMeasurer())
    let figure = ConnectivityFigure(try ConnectivityGeometries.lecture(), view: .matrix)
    let scenes = Array(
      try ConnectivityAnimation(figure, style: style).scenes(style: style).prefix(3))
    let gif = try GIFFile(try SceneEncoder.gif(scenes, dpi: 72, frameSeconds: 0.5))
    for (scene, picture) in zip(scenes, gif.pictures) {
      let truth = try Self.pixels(scene, dpi: 72)
      var (exact, worst, total) = (0, 0, 0)
      for (a, b) in zip(truth, picture) {
        let distance = Self.distance(try #require(a), try #require(b))
        exact += distance == 0 ? 1 : 0
        worst = max(worst, distance)
        total += distance
      }
      #expect(Double(exact) > 0.9 * Double(truth.count), "\(exact) of \(truth.count)")
      #expect(worst <= 60, "a colour is \(worst) away from what it was")
      #expect(Double(total) < 0.5 * Double(truth.count))
    }
  }

  @Test func theSameScenesGiveTheSameBytes() throws {
    let style = Style(theme: .light, page: .slide, measurer: PangoMeasurer())
    let figure = ConnectivityFigure(try ConnectivityGeometries.lecture())
    let scenes = try ConnectivityAnimation(figure, style: style).scenes(style: style)
    let first = try SceneEncoder.gif(scenes, dpi: 72, frameSeconds: 0.8)
    #expect(try SceneEncoder.gif(scenes, dpi: 72, frameSeconds: 0.8) == first)
  }

  @Test func whatAGIFCannotBeIsRefused() throws {
    for (scenes, dpi) in [
      ([], 72), (Self.scenes(2, background: nil), 72), (Self.scenes(2), 0.1),
      (Self.scenes(2), 1e6),
    ] as [([Scene], Double)] {
      let failure = #expect(throws: Failure.self) {
        try SceneEncoder.gif(scenes, dpi: dpi, frameSeconds: 1)
      }
      #expect(failure?.kind == .usage)
    }
  }

  private static func pixels(_ scene: Scene, dpi: Double) throws -> [UInt32?] {
    let rgba = try SceneEncoder.renderPixels(scene: scene, dpi: dpi).rgba
    return (0..<rgba.count / 4).map { (i: Int) -> UInt32? in GIFFile.color(rgba, at: 4 * i) }
  }

  /// The largest difference of the three parts.
  private static func distance(_ a: UInt32, _ b: UInt32) -> Int {
    [16, 8, 0].map { shift in
      abs(Int(a >> UInt32(shift) & 255) - Int(b >> UInt32(shift) & 255))
    }.max() ?? 0
  }
}
