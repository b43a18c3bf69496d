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

  /// A figure in a page has the colours that it is drawn in on light ground and on dark, down
  /// to those that it mixes itself.
  @Test func figuresHaveTheColoursOfTheirGround() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    #expect(try await sandbox.aeviz("page", "run", "-o", "page.html").code == 0)
    let page = String(decoding: try sandbox.read("page.html"), as: UTF8.self)
    let figures = page.matches(of: /<figure id="figure-([^"]+)"[\s\S]*?<\/figure>/)
    #expect(figures.count >= 10)
    let grounds = [
      (name: "light", rule: ":root{color-scheme:light dark;"),
      (name: "dark", rule: ":root[data-theme=\"dark\"]{color-scheme:dark;"),
    ]
    for ground in grounds {
      let report = try await sandbox.aeviz(
        "report", "run", "--page", "slide", "--format", "svg", "--theme", ground.name, "-o",
        "\(ground.name)/")
      #expect(report.code == 0, "\(report.errors)")
      let rule = try #require(page.firstRange(of: ground.rule))
      let variables = Dictionary(
        page[rule.upperBound...].prefix { $0 != "}" }.split(separator: ";").compactMap { line in
          line.wholeMatch(of: /--([^:]+):(.+)/).map { (String($0.1), String($0.2)) }
        }, uniquingKeysWith: { first, _ in first })
      var compared = 0
      for figure in figures {
        let (text, name) = (String(figure.0), figure.1)
        let file = try #require(
          Set(sandbox.files).first {
            $0.hasPrefix("\(ground.name)/") && $0.hasSuffix("-\(name).svg")
          })
        let drawn = Self.colors(String(decoding: try sandbox.read(file), as: UTF8.self))
        let named = text.matches(of: /"var\(--([^)]+)\)"/).compactMap { variables[String($0.1)] }
        let found = Self.colors(text).union(named.filter { $0.hasPrefix("#") })
        #expect(found.subtracting(drawn) == [], "\(name) on \(ground.name) ground")
        compared += found.count
      }
      #expect(compared > 60)
      #expect(variables["on-\(ground.name)"] == "inline")
      #expect(variables["on-\(ground.name == "light" ? "dark" : "light")"] == "none")
    }
    let pictures = ["light", "dark"].map { name in
      page.ranges(of: "<image display=\"var(--on-\(name))\"").count
    }
    #expect(pictures[0] == pictures[1] && pictures[0] > 0)
  }

  /// `#1769aa` and the like, where they are the value of an attribute.
  private static func colors(_ svg: String) -> Set<String> {
    Set(svg.matches(of: /"(#[0-9a-f]{6})"/).map { String($0.1) })
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
