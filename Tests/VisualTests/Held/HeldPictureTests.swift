import DrawingTesting
import Foundation
import Testing
import Visual

/// Every figure and every view, as it was last looked at: what a change does to a picture shows in
/// the difference of a text file, or of an image.
///
/// To record again, after a change that is meant: `AEVIZ_RECORD=1 swift test --filter
/// HeldPictureTests`, which fails; then read what changed under Tests/VisualTests/Fixtures/scenes,
/// and look at Fixtures/pictures.
struct HeldPictureTests {
  @Test(arguments: HeldPicture.all, ["slide", "a4"])
  func sceneIsAsRecorded(_ picture: HeldPicture, page: String) throws {
    let size = try #require(PageSize(page))
    let (light, dark) = try (
      SceneSnapshot(picture.scene(.light, size), theme: .light),
      SceneSnapshot(picture.scene(.dark, size), theme: .dark)
    )
    let text = SceneSnapshot.text(light: light, dark: dark)
    let path = "scenes/\(picture.name)-\(page).txt"
    let data = try #require(
      try HeldPicture.fixtures.data(path, recording: Data(text.utf8)), recorded(path))
    if let difference = SceneSnapshot.difference(
      of: text, from: String(decoding: data, as: UTF8.self))
    {
      Issue.record("\(path) is not what is drawn now:\n\(difference)")
    }
  }

  /// Twelve that between them use every kind of mark, half of them dark, a third on paper.
  @Test(arguments: [
    "architecture-conv slide light", "reconstructions-conv slide dark", "latent-conv slide light",
    "loss-vae a4 light", "feature-maps-conv a4 dark", "manifold-vae slide dark",
    "confusion-conv slide light", "checkerboard-conv slide dark",
    "connectivity-pair-conv slide light", "connectivity-planes-geometry slide dark",
    "connectivity-three-ways-geometry a4 light", "compare-error slide dark",
  ])
  func imageIsAsRecorded(_ what: String) throws {
    let parts = what.split(separator: " ").map(String.init)
    let picture = try #require(HeldPicture.all.first { $0.name == parts[0] })
    let theme = try #require(Theme.named.first { $0.name == parts[2] })
    let scene = try picture.scene(theme, try #require(PageSize(parts[1])))
    let path = "pictures/\(parts.joined(separator: "-")).png"
    let difference = try #require(
      try ReferenceImage.difference(of: scene, from: path, in: HeldPicture.fixtures, dpi: 40),
      recorded(path))
    #expect(difference < ReferenceImage.share)
  }

  private func recorded(_ path: String) -> Comment {
    "\(path) is recorded; look at it, then test without AEVIZ_RECORD"
  }

  @Test func everyFigureAndViewIsHeld() {
    let names = HeldPicture.all.map(\.name)
    #expect(Set(names).count == names.count)
    let wanted =
      FigureCatalog.entries.map(\.name)
      + ConnectivityFigure.View.allCases.map { "connectivity-\($0.rawValue)" }
      + ComparisonCatalog.entries.map { "compare-\($0.name)" }
    for name in wanted {
      #expect(names.contains { $0 == name || $0.hasPrefix(name + "-") }, "\(name)")
    }
  }

  @Test func everyFileBelongsToAPicture() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: HeldPicture.fixtures.url("scenes").path)
    let names = HeldPicture.all.flatMap { ["\($0.name)-slide.txt", "\($0.name)-a4.txt"] }
    #expect(Set(files).subtracting(names) == [])
  }
}
