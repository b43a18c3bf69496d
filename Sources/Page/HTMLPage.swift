import AECore
import Foundation

/// The file: text that stands by itself, then the data and the script, which make it live. It asks
/// nobody for anything; its content security policy says so, and names the one script and the one
/// style that it has by their digests.
struct HTMLPage {
  /// A part, which a script of its name fills.
  enum Part: String, CaseIterable {
    case geometry, explorer, inside, training, report

    var title: String {
      switch self {
      case .geometry: "Geometry"
      case .explorer: "Codes"
      case .inside: "Inside"
      case .training: "Training"
      case .report: "Report"
      }
    }
  }

  let title: String
  let parts: [Part]
  var content = PageContent(title: "", command: "")
  var blobs: [String: PackedData] = [:]
  var report: [FigureMarkup] = []
  var colors = FigureColors()

  init(title: String, parts: [Part]) {
    self.title = title
    self.parts = parts
  }

  /// The bytes of the file.
  /// - Throws: `Failure` when the parts of a page are not there.
  func html() throws -> Data {
    let folder = try PageFolder()
    let script = try WebScript(folder.scripts(), entry: "main.mjs").text
    let style = ThemeStyle.text(colors) + (try folder.style())
    var blobs = blobs
    blobs["module"] = PackedData(try folder.moduleBytes())
    let data = blobs.sorted { $0.key < $1.key }.map {
      "<script type=\"application/octet-stream\" id=\"data-\($0.key)\">\($0.value.base64)</script>\n"
    }.joined()
    let text = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy(script, style))">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="generator" content="aeviz \(Generator.current.version)">
      <title>\(HTMLText.escaped(title))</title>
      <style>\(style)</style>
      </head>
      <body>
      \(body)
      <script type="application/json" id="content">\(try content.json())</script>
      \(data)<script id="script">\(script)</script>
      </body>
      </html>

      """
    return Data(text.utf8)
  }

  /// Nothing is loaded; the worker is the page's own script, and it may run WebAssembly.
  private static func policy(_ script: String, _ style: String) -> String {
    let parts = [
      "default-src 'none'", "script-src '\(digest(script))' 'wasm-unsafe-eval'",
      "style-src '\(digest(style))'", "img-src data: blob:", "worker-src blob:",
      "base-uri 'none'", "form-action 'none'",
    ]
    return parts.joined(separator: "; ")
  }

  private static func digest(_ text: String) -> String {
    let hex = Array(SHA256.hex(Data(text.utf8)).utf8)
    let bytes = stride(from: 0, to: hex.count, by: 2).compactMap {
      UInt8(String(decoding: hex[$0..<$0 + 2], as: UTF8.self), radix: 16)
    }
    return "sha256-" + Data(bytes).base64EncodedString()
  }

  private var body: String {
    let links = parts.map {
      "<a href=\"#part=\($0.rawValue)\" data-part=\"\($0.rawValue)\">\($0.title)</a>"
    }
    let sections = parts.map { part in
      """
      <section id="\(part.rawValue)" class="part" aria-labelledby="\(part.rawValue)-title">
      <h2 id="\(part.rawValue)-title">\(part.title)</h2>
      \(part == .report ? reportText : Self.missing)
      </section>
      """
    }
    return """
      <header class="top">
      <h1 dir="auto">\(HTMLText.escaped(title))</h1>
      <nav aria-label="Parts">\(links.joined())</nav>
      </header>
      <main>
      \(sections.joined(separator: "\n"))
      </main>
      <div id="status" role="status" aria-live="polite"></div>
      """
  }

  private static let missing =
    "<p class=\"missing\">This part computes: it needs a browser with scripts and WebAssembly.</p>"

  /// Contents, then chapter by chapter the figures.
  private var reportText: String {
    let chapters = ReportChapter.chapters(of: report)
    let contents = chapters.map { chapter in
      let links = chapter.figures.map { figure in
        "<li><a href=\"#figure-\(HTMLText.escaped(figure.name))\" dir=\"auto\">"
          + "\(HTMLText.escaped(figure.title))</a></li>"
      }
      return "<li>\(HTMLText.escaped(chapter.title))<ul>\(links.joined())</ul></li>"
    }
    let body = chapters.map { chapter in
      "<h3 class=\"chapter\">\(HTMLText.escaped(chapter.title))</h3>\n"
        + chapter.figures.map { markup(of: $0) }.joined(separator: "\n")
    }
    return "<nav class=\"contents\" aria-label=\"Figures\"><ol>\(contents.joined())</ol></nav>\n"
      + body.joined(separator: "\n")
  }

  private func markup(of figure: FigureMarkup) -> String {
    let name = HTMLText.escaped(figure.name)
    let data =
      figure.data.map {
        "<script type=\"application/octet-stream\" class=\"figure-data\">\($0.base64)</script>"
      } ?? ""
    return """
      <figure id="figure-\(name)" data-name="\(name)">
      <h4 dir="auto">\(HTMLText.escaped(figure.title))</h4>
      \(figure.svg)
      <figcaption dir="auto">\(HTMLText.escaped(figure.caption))</figcaption>\(data)
      </figure>
      """
  }
}
