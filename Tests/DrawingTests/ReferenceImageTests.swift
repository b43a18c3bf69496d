import Drawing
import Foundation
import Testing

/// Scenes compared, pixel by pixel, with images that were looked at.
///
/// The fonts are Debian's fonts-inter and fonts-stix. To record again, after a change that is
/// meant: `AEVIZ_RECORD=1 swift test --filter ReferenceImageTests`, which fails; then look at what
/// changed under Tests/DrawingTests/Fixtures.
struct ReferenceImageTests {
  /// A channel differs when it is more than this far off.
  private let tolerance = 8
  /// The share of pixels that may differ: other versions of FreeType round an edge otherwise.
  private let share = 0.005

  @Test(arguments: ["shapes-light", "shapes-dark", "words-light", "words-dark", "images"])
  func `A scene looks as recorded`(name: String) throws {
    let scene =
      switch name {
      case "shapes-light": SampleScene.shapes(.light)
      case "shapes-dark": SampleScene.shapes(.dark)
      case "words-light": SampleScene.words(.light)
      case "words-dark": SampleScene.words(.dark)
      default: SampleScene.images()
      }
    try compare(scene, with: name)
  }

  private func compare(_ scene: Scene, with name: String) throws {
    let image = try SceneEncoder.renderPixels(scene: scene, dpi: 72)
    if ProcessInfo.processInfo.environment["AEVIZ_RECORD"] != nil {
      let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/\(name).png")
      try image.png().write(to: file)
      Issue.record("\(name) is recorded; look at it, then test without AEVIZ_RECORD")
      return
    }
    let file = try #require(
      Bundle.module.url(forResource: name, withExtension: "png", subdirectory: "Fixtures"))
    let expected = try Raster(png: Data(contentsOf: file))
    #expect(share(of: image, differingFrom: expected) < share)
  }

  @Test func `A comparison sees a line that has moved by a point`() throws {
    let image = try SceneEncoder.renderPixels(scene: SampleScene.shapes(), dpi: 72)
    var moved = SampleScene.shapes()
    moved.marks[2] = .group(
      Group([
        .path(
          PathMark(
            .rect(Rect(x: 131, y: 61, width: 69, height: 50)), fill: nil,
            stroke: Stroke(Theme.light.text, width: 1)))
      ]))
    #expect(
      share(of: try SceneEncoder.renderPixels(scene: moved, dpi: 72), differingFrom: image) > share)
  }

  private func share(of image: Raster, differingFrom other: Raster) -> Double {
    guard image.width == other.width, image.height == other.height else { return 1 }
    let count = image.width * image.height
    let different = (0..<count).count { pixel in
      (4 * pixel..<4 * pixel + 4).contains {
        abs(Int(image.rgba[$0]) - Int(other.rgba[$0])) > tolerance
      }
    }
    return Double(different) / Double(count)
  }
}
