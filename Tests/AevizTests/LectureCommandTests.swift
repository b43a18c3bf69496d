import Foundation
import Testing

@Suite struct LectureCommandTests {
  private static let options = [
    "lecture", "--data", "digits", "--limit", "60", "--epochs", "1",
  ]
  private static let networks = ["convolutional", "fully-connected", "denoising", "variational"]

  @Test func trainsOnceAndDrawsTheLectureInEveryForm() async throws {
    let sandbox = try Sandbox()
    let first = try await Program.run(
      Self.options + ["--format", "svg", "-o", "slides"], in: sandbox.folder)
    #expect(first.code == 0, "\(first.errors)")
    #expect(first.text == "slides\nslides/notes.txt\n")
    let pages = sandbox.files.filter { $0.hasPrefix("slides/") && $0.hasSuffix(".svg") }
    #expect(pages.count == 20)
    #expect(pages.first == "slides/01-title.svg" && pages.last == "slides/20-verdict.svg")
    #expect(pages[1] == "slides/02-target.svg" && pages[3] == "slides/04-connections.svg")
    for network in Self.networks {
      #expect(sandbox.files.contains("slides/\(network)/run.json"))
    }
    let notes = String(decoding: try sandbox.read("slides/notes.txt"), as: UTF8.self)
    #expect(notes.hasPrefix("1. How an autoencoder works\n"))

    // Another form of it trains nothing.
    let again = try await Program.run(
      Self.options + ["--runs", "slides", "--theme", "dark", "--dpi", "40", "-o", "deck.pptx"],
      in: sandbox.folder)
    #expect(again.code == 0, "\(again.errors)")
    #expect(again.errors == Self.networks.map { "slides/\($0): kept\n" }.joined())
    #expect(again.text == "deck.pptx\n")
    #expect(try sandbox.read("deck.pptx").starts(with: [0x50, 0x4B, 3, 4]))
    let document = try await Program.run(
      Self.options + ["--runs", "slides", "--quiet", "-o", "deck.pdf"], in: sandbox.folder)
    #expect(document.errors == "")
    #expect(document.text == "deck.pdf\ndeck.notes.txt\n")
    #expect(try sandbox.read("deck.notes.txt") == Data(notes.utf8))

    // Other options would be another lecture.
    expectFailure(
      try await Program.run(
        Self.options + ["--runs", "slides", "--epochs", "2", "-o", "deck.pdf"],
        in: sandbox.folder), 65, "slides/convolutional", "--epochs", "--runs")
  }

  @Test func refusesWhatIsNoLecture() async throws {
    let sandbox = try Sandbox()
    expectFailure(try await sandbox.aeviz("lecture", "--epochs", "0"), 64, "--epochs 0")
    expectFailure(try await sandbox.aeviz("lecture", "--limit", "0"), 64, "--limit 0")
    expectFailure(try await sandbox.aeviz("lecture", "-o", "lecture.json"), 64, "json")
    expectFailure(try await sandbox.aeviz("lecture", "--runs", ""), 64, "--runs")
    #expect(sandbox.files == [])
  }
}
