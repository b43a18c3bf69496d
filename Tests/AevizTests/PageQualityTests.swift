import AECore
import Drawing
import Foundation
import Page
import Testing
import Visual

/// What a page is like for everybody: whoever reads it, in which browser, on what, and how large.
struct PageQualityTests {
  /// Names that nobody expects.
  private static let names = [
    "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "\u{202E}שלום עולם",
    String(repeating: "long ", count: 40), "\"'&<!--", String(repeating: "W", count: 200),
  ]

  /// Writes a page of the shared run in which all that has a name is called otherwise.
  private static func writeNames(_ file: String, in sandbox: borrowing Sandbox) throws {
    var run = try RunDirectory.read(sandbox.folder.appendingPathComponent("run/run.json"))
    run.dataset.name = names[1]
    run.dataset.classNames = (0..<10).map { names[$0 % names.count] }
    run.model.name = names[0]
    let digits = try DatasetCatalog.load("digits")
    try sandbox.write(RunPage(run, dataset: digits, command: names[2]).html(), to: file)
  }

  @Test(.enabled { await BrowserCheck.has("node", "chromium", "chromedriver", "pdftotext") })
  func thePageIsThereForEverybody() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    #expect(try await sandbox.aeviz("page", "run", "-o", "page.html").code == 0)
    try Self.writeNames("names.html", in: sandbox)
    try await BrowserCheck.run("quality-check.mjs", "page.html names.html", in: sandbox)
  }

  @Test(.enabled { await BrowserCheck.has("node", "firefox-esr") })
  func aPersonCanUseThePageInFirefox() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    #expect(try await sandbox.aeviz("page", "run", "-o", "page.html").code == 0)
    #expect(try await sandbox.aeviz("stride-demo", "-o", "stride.html").code == 0)
    try await BrowserCheck.run(
      "page-check.mjs", "page.html stride.html", in: sandbox, environment: ["BROWSER": "firefox"])
  }

  /// The demo's network on the demo's data set, though hardly trained: what it has learned changes
  /// no size but that of a few figures.
  @Test func theDemosPageIsAtMostThreeMegabytes() async throws {
    let sandbox = try Sandbox()
    let trained = try await sandbox.aeviz(
      "train", "--data", "fashion", "--preset", "conv", "--latent", "16", "--epochs", "1", "-o",
      "run")
    #expect(trained.code == 0, "\(trained.errors)")
    #expect(try await sandbox.aeviz("page", "run", "-o", "page.html").code == 0)
    let size = try sandbox.read("page.html").count
    #expect(size <= 3_000_000)
    #expect(size >= 1_000_000, "the images and figures are in it")
  }

  /// Points of a map are graphics: 3 : 1 against what they stand on (WCAG 2, 1.4.11).
  @Test(arguments: ["light", "dark"]) func theMarksOfAllClassesStandOut(name: String) throws {
    let theme = name == "light" ? Theme.light : .dark
    let page = String(decoding: try GeometryPage(command: "x").html(), as: UTF8.self)
    let rules = page.components(separatedBy: "--background:")
    let rule = try #require(rules.dropFirst().first { $0.hasPrefix(hex(theme.background)) })
    for index in theme.classes.indices {
      let parts = rule.components(separatedBy: "--rim-\(index):#")
      let digits = try #require(parts.dropFirst().first?.prefix(6))
      let rim = Color(try #require(UInt32(digits, radix: 16)))
      #expect(rim.contrast(with: theme.background) >= 3, "class \(index)")
      #expect(rim.contrast(with: theme.panel) >= 3, "class \(index)")
    }
  }

  private func hex(_ color: Color) -> String {
    "#"
      + [color.red, color.green, color.blue].map {
        String(format: "%02x", Int(($0 * 255).rounded()))
      }
      .joined()
  }

  @Test func paperIsLight() throws {
    let page = String(
      decoding: try GeometryPage(command: "x").html(), as: UTF8.self)
    #expect(page.contains("@media screen and (prefers-color-scheme:dark)"))
    #expect(page.contains("@media screen{:root[data-theme=\"dark\"]"))
  }
}
