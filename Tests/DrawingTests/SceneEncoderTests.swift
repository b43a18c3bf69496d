import AECore
import Drawing
import Foundation
import Testing

/// PNG: its size, its pixels, its limits.
struct SceneEncoderTests {
  /// A PNG has points · dpi / 72 pixels.
  @Test(arguments: [(72.0, 200, 120), (96, 267, 160), (300, 833, 500)])
  func aPNGHasAsManyPixelsAsItsResolutionSays(dpi: Double, width: Int, height: Int) throws {
    let image = try Raster(png: SceneEncoder.png(SampleScene.shapes(), dpi: dpi))
    #expect(image.width == width)
    #expect(image.height == height)
  }

  @Test func pixelsHaveTheColoursOfTheMarks() throws {
    let red = PathMark(.rect(Rect(x: 10, y: 20, width: 30, height: 40)), fill: Color(0xFF0000))
    let half = PathMark(
      .rect(Rect(x: 100, y: 0, width: 50, height: 50)), fill: Color(0x000000, alpha: 0.5))
    let image = try Raster(
      png: SceneEncoder.png(SampleScene.scene([.path(red), .path(half)]), dpi: 144))
    #expect(image.pixel(21, 41) == [255, 0, 0, 255])
    #expect(image.pixel(79, 119) == [255, 0, 0, 255])
    #expect(image.pixel(81, 41) == [255, 255, 255, 255])
    #expect([127, 128].contains(image.pixel(250, 50)[0]))
  }

  @Test func withoutABackgroundThePageLetsEverythingThrough() throws {
    let half = PathMark(
      .rect(Rect(x: 0, y: 0, width: 50, height: 50)), fill: Color(0xFF8000, alpha: 0.5))
    let png = try SceneEncoder.png(SampleScene.scene([.path(half)], background: nil), dpi: 72)
    let image = try Raster(png: png)
    #expect(image.pixel(100, 100)[3] == 0)
    #expect(image.pixel(10, 10)[3] == 128)
    #expect(zip(image.pixel(10, 10), [255, 128, 0]).allSatisfy { abs(Int($0) - $1) <= 2 })
    // Colour type 6 has alpha, 2 has none.
    #expect(png[25] == 6)
    #expect(try SceneEncoder.png(SampleScene.shapes(), dpi: 72)[25] == 2)
  }

  @Test func aGroupsOpacityIsThatOfTheWhole() throws {
    let squares = [0.0, 10].map { x in
      Mark.path(
        PathMark(.rect(Rect(x: x, y: 0, width: 40, height: 40)), fill: Color(0x000000)))
    }
    let image = try SceneEncoder.renderPixels(
      scene: SampleScene.scene([.group(Group(opacity: 0.5, squares))]), dpi: 72)
    #expect(image.pixel(5, 5) == image.pixel(25, 5))
    #expect([127, 128].contains(image.pixel(25, 5)[0]))
    let hidden = try SceneEncoder.renderPixels(
      scene: SampleScene.scene([.group(Group(opacity: 0, squares))]), dpi: 72)
    #expect(hidden.pixel(5, 5) == [255, 255, 255, 255])
  }

  @Test func aPNGCarriesItsResolution() throws {
    let png = try SceneEncoder.png(SampleScene.shapes(), dpi: 144)
    // 144 dots to the inch are 5,669 to the metre.
    #expect(
      png.range(of: Data("pHYs".utf8) + Data([0, 0, 0x16, 0x25, 0, 0, 0x16, 0x25, 1])) != nil)
  }

  @Test func pixelsThatShrinkAreAveragedAndHardEdgesStayHard() throws {
    let image = try SceneEncoder.renderPixels(scene: SampleScene.images(), dpi: 72)
    #expect(image.pixel(10, 20) == [0, 0, 0, 255])
    #expect(image.pixel(19, 29) == [0, 0, 0, 255])
    #expect(image.pixel(20, 20) == [16, 16, 16, 255])
    let stripe = image.pixel(170, 40)
    #expect((80...180).contains(stripe[0]))
  }

  @Test(arguments: [0, -1, 0.01, Double.nan, .infinity, 1e6, 1e300])
  func aResolutionThatMakesNoImageIsRefusedInOneLine(dpi: Double) {
    #expect(throws: Failure.self) { try SceneEncoder.png(SampleScene.shapes(), dpi: dpi) }
    do {
      _ = try SceneEncoder.png(SampleScene.shapes(), dpi: dpi)
    } catch let failure as Failure {
      #expect(failure.kind == .usage)
      #expect(!failure.description.contains("\n"))
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func theLargestResolutionThatTheRefusalNamesIsAccepted() throws {
    var scene = SampleScene.shapes()
    scene.size = Size(7200, 2)
    let failure = #expect(throws: Failure.self) { try SceneEncoder.png(scene, dpi: 400) }
    #expect(failure?.advice == "choose at most 327, or a PDF")
    #expect(try Raster(png: SceneEncoder.png(scene, dpi: 327)).width == 32_700)
  }

  @Test(arguments: [Size(0, 10), Size(10, -1), Size(.nan, 10), Size(20_000, 10), Size(10, 1e300)])
  func aPageWithoutASizeOrWithAnAbsurdOneIsRefused(size: Size) {
    var scene = SampleScene.shapes()
    scene.size = size
    #expect(throws: Failure.self) { try SceneEncoder.png(scene, dpi: 72) }
    #expect(throws: Failure.self) { try SceneEncoder.svg(scene) }
    #expect(throws: Failure.self) {
      try SceneEncoder.pdf([scene], metadata: DocumentMetadata(title: ""))
    }
    // After a good page, when a document is begun.
    #expect(throws: Failure.self) {
      try SceneEncoder.pdf(
        [SampleScene.everything(), scene], metadata: DocumentMetadata(title: ""))
    }
  }

  @Test func pagesThatAreLaidOutMeanwhileMakeTheSamePDF() throws {
    let scenes = [SampleScene.everything(), SampleScene.shapes(), SampleScene.words()]
    let metadata = DocumentMetadata(title: "Pages")
    #expect(
      try SceneEncoder.pdf(scenes.count, metadata: metadata) { scenes[$0] }
        == SceneEncoder.pdf(scenes, metadata: metadata))
  }

  @Test func marksWithoutExtentStopNothing() throws {
    let scene = SampleScene.scene([
      .path(PathMark(Path(), fill: Color(0), stroke: Stroke(Color(0), width: 1))),
      .path(
        PathMark(
          .line(Point(1, 1), Point(9, 9)), stroke: Stroke(Color(0), width: 1, dash: [0, 0]))),
      .path(
        PathMark(
          .line(Point(1, 1), Point(9, 9)), stroke: Stroke(Color(0), width: 1, dash: [-1, 2]))),
      .image(ImageMark(SampleScene.raster, rect: Rect(x: 3, y: 3, width: 0, height: 5))),
      .image(
        ImageMark(
          Raster(width: 0, height: 0, rgba: []), rect: Rect(x: 3, y: 3, width: 5, height: 5))),
      .group(Group(clip: Path(), [.path(PathMark(.line(Point(0, 0), Point(5, 5))))])),
    ])
    _ = try SceneEncoder.png(scene, dpi: 72)
    _ = try SceneEncoder.pdf([scene], metadata: DocumentMetadata(title: ""))
    _ = try SceneEncoder.svg(scene)
  }

  @Test func theSameSceneGivesTheSameBytes() throws {
    let scene = SampleScene.everything()
    #expect(try SceneEncoder.png(scene, dpi: 100) == SceneEncoder.png(scene, dpi: 100))
    #expect(try SceneEncoder.svg(scene) == SceneEncoder.svg(scene))
    let metadata = DocumentMetadata(title: "Twice")
    #expect(
      try SceneEncoder.pdf([scene, scene], metadata: metadata)
        == SceneEncoder.pdf([scene, scene], metadata: metadata))
  }

  /// Images of a strange shape, and with more pixels in a row than cairo takes.
  @Test(arguments: [(3000, 1), (1, 3000), (40_000, 2), (2, 40_000)])
  func longImagesAreDrawnInEveryFormat(width: Int, height: Int) throws {
    let pixels = (0..<width * height).map { SIMD4<UInt8>(UInt8($0 % 251), 0, 0, 255) }
    let image = ImageMark(
      Raster(width: width, height: height, pixels: pixels),
      rect: Rect(x: 10, y: 10, width: 150, height: 60))
    let scene = SampleScene.scene([.image(image)])
    #expect(try Raster(png: SceneEncoder.png(scene, dpi: 72)).pixel(80, 40)[0] > 0)
    #expect(try SceneEncoder.svg(scene).count > 1000)
    let pdf = try SceneEncoder.pdf([scene], metadata: DocumentMetadata(title: "Long"))
    #expect(pdf.starts(with: Data("%PDF".utf8)))
  }
}

extension Raster {
  /// Red, green, blue and alpha.
  func pixel(_ x: Int, _ y: Int) -> [UInt8] {
    Array(rgba[4 * (y * width + x)..<4 * (y * width + x) + 4])
  }
}
