import Foundation
import Testing
import Visual

@Suite struct RunOutputTests {
  @Test func reportsBesideTheRun() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let result = try await sandbox.aeviz("report", "run/run.json")
    #expect(result.code == 0)
    #expect(result.errors == "")
    #expect(result.text == "run/report.pdf\n")
    let first = try sandbox.read("run/report.pdf")
    #expect(first.starts(with: Data("%PDF-".utf8)))
    let again = try await sandbox.aeviz("report", "run/run.json", "-o", "-")
    #expect(again.output == first)
    // The run may be named by its folder, too.
    #expect(try await sandbox.aeviz("report", "run").text == "run/report.pdf\n")
  }

  @Test(arguments: ["png", "svg"]) func reportsIntoAFolder(_ format: String) async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let result = try await sandbox.aeviz(
      "report", "run/run.json", "--format", format, "--page", "a4", "--dpi", "50", "-o", "pages/")
    #expect(result.code == 0, "\(result.errors)")
    let pages = sandbox.files.filter { $0.hasPrefix("pages/") }
    #expect(pages.first == "pages/01-title.\(format)")
    #expect(pages.count >= 6)
    #expect(pages.allSatisfy { $0.hasSuffix(".\(format)") })
  }

  /// What a run has to be for these: a variational one, one that a class was left out of, or one
  /// whose training was filmed.
  static let special = [
    "kl": "variational", "held-out-class": "--hold-out-class", "film": "--film",
  ]

  @Test(arguments: special) func saysWhatAFigureNeeds(_ name: String, _ word: String) async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let result = try await sandbox.aeviz("figure", name, "run/run.json")
    expectFailure(result, 65, "run/run.json", word)
    #expect(!sandbox.files.contains { $0.hasPrefix("output/") })
  }

  @Test(arguments: FigureCatalog.entries.map(\.name).filter { special[$0] == nil })
  func drawsAFigure(_ name: String) async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let result = try await sandbox.aeviz("figure", name, "run/run.json", "--dpi", "50")
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.text == "output/\(name).png\n")
    #expect(try sandbox.read("output/\(name).png").count > 1000)
    let json = try await sandbox.aeviz(
      "figure", name, "run/run.json", "--format", "json", "-o", "-")
    #expect(json.code == 0, "\(json.errors)")
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: json.output) }
  }

  @Test func listsTheFigures() async throws {
    let list = try await Sandbox().aeviz("figure", "--list").text
    #expect(
      list.split(separator: "\n").map { $0.prefix { $0 != " " } }
        == FigureCatalog.entries.map { Substring($0.name) })
  }

  @Test func inspects() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let text = try await sandbox.aeviz("inspect", "run/run.json").text
    for words in [
      "run/run.json", "digits", "1 × 8 × 8", "encoder.0", "Conv 3×3, stride 2", "16 × 4 × 4",
      "decoder.6", "MSE: mean", "Adam, learning rate 0.001", "pca with 4 components", "2023-11-14",
    ] {
      #expect(text.contains(words), "\(words)")
    }
    let json = try await sandbox.aeviz("inspect", "run/run.json", "--json")
    let object = try JSONSerialization.jsonObject(with: json.output) as? [String: Any]
    let model = object?["model"] as? [String: Any]
    #expect(model?["latent_size"] as? Int == 4)
    #expect((model?["layers"] as? [Any])?.count == 13)
    #expect(object?["evaluation"] != nil)
  }

  @Test func listsAndPreviewsData() async throws {
    let sandbox = try Sandbox()
    let list = try await sandbox.aeviz("data")
    #expect(list.code == 0)
    for words in ["digits", "fashion", "licence", "1,442", "6,000"] {
      #expect(list.text.contains(words), "\(words)")
    }
    let preview = try await sandbox.aeviz("data", "digits", "--theme", "dark")
    #expect(preview.code == 0)
    #expect(preview.text.hasSuffix("output/data-digits.png\n"))
    #expect(sandbox.files == ["output/data-digits.png"])
  }
}
