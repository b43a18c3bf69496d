import Drawing
import DrawingTesting
import Foundation
import Testing

/// Scenes compared, pixel by pixel, with images that were looked at.
///
/// To record again, after a change that is meant: `AEVIZ_RECORD=1 swift test --filter
/// ReferenceImageTests`, which fails; then look at what changed under Tests/DrawingTests/Fixtures.
struct ReferenceImageTests {
  private let fixtures = FixtureFolder(
    .module, sources: URL(filePath: #filePath).deletingLastPathComponent())

  @Test(arguments: ["shapes-light", "shapes-dark", "words-light", "words-dark", "images"])
  func aSceneLooksAsRecorded(name: String) throws {
    let scene =
      switch name {
      case "shapes-light": SampleScene.shapes(.light)
      case "shapes-dark": SampleScene.shapes(.dark)
      case "words-light": SampleScene.words(.light)
      case "words-dark": SampleScene.words(.dark)
      default: SampleScene.images()
      }
    let difference = try #require(
      try ReferenceImage.difference(of: scene, from: "\(name).png", in: fixtures, dpi: 72),
      "\(name) is recorded; look at it, then test without AEVIZ_RECORD")
    #expect(difference < ReferenceImage.share)
  }

  @Test func aComparisonSeesALineThatHasMovedByAPoint() throws {
    let image = try SceneEncoder.renderPixels(scene: SampleScene.shapes(), dpi: 72)
    var moved = SampleScene.shapes()
    moved.marks[2] = .group(
      Group([
        .path(
          PathMark(
            .rect(Rect(x: 131, y: 61, width: 69, height: 50)), fill: nil,
            stroke: Stroke(Theme.light.text, width: 1)))
      ]))
    let other = try SceneEncoder.renderPixels(scene: moved, dpi: 72)
    #expect(ReferenceImage.share(of: other, differingFrom: image) > ReferenceImage.share)
  }
}
