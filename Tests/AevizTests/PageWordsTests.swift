import Foundation
import Testing

/// What stands around a picture, and what is said of the ground and the fonts.
@Suite struct PageWordsTests {
  private func svg(_ arguments: [String]) async throws -> (text: String, errors: String) {
    let result = try await Program.run(
      ["stride-demo", "--format", "svg", "-o", "-"] + arguments, in: Sandbox().folder)
    #expect(result.code == 0, "\(arguments)")
    return (result.text, result.errors)
  }

  @Test func wordsAreTheUsersOwnOrNone() async throws {
    let own = try await svg(["--title", "-1 卷积", "--caption", "A & B.", "--svg-text"])
    #expect(own.text.contains("<title>-1 卷积</title>") && own.text.contains(">A &amp; B.</text>"))
    let bare = try await svg(["--no-title", "--no-caption", "--svg-text"])
    #expect(!bare.text.contains("Convolution and its transpose, stride 2</text>"))
    #expect(bare.text.contains("<title>Convolution and its transpose, stride 2</title>"))
    let outlines = try await svg([])
    #expect(!outlines.text.contains("<text") && outlines.errors == "")
  }

  @Test func twoAnswersToOneQuestionAreRefused() async throws {
    let sandbox = try Sandbox()
    for name in ["title", "caption"] {
      let result = try await Program.run(
        ["stride-demo", "--\(name)", "words", "--no-\(name)", "-o", "x.png"], in: sandbox.folder)
      expectFailure(result, 64, "--no-\(name)")
    }
    #expect(sandbox.files == [])
  }

  @Test func theGroundOfAnUnpaintedDarkPageIsTold() async throws {
    let dark = try await svg(["--transparent", "--theme", "dark"])
    #expect(dark.errors.contains("dark ground") && dark.errors.split(separator: "\n").count == 1)
    #expect(try await svg(["--transparent"]).errors == "")
    #expect(try await svg(["--theme", "dark"]).errors == "")
  }
}
