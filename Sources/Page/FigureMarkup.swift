import AECore
import Drawing
import Foundation
import Visual

/// A figure inside a page: its SVG with the page's own colours, so that it turns dark with it, and
/// without what the figures before it have defined already.
struct FigureMarkup {
  /// `<svg …>…</svg>`.
  let svg: String
  let name: String
  let title: String
  let caption: String
  /// The numbers behind it, as JSON; nil when these are too many for a page.
  let data: PackedData?

  /// Packed; a page has some twenty of them, of which one or two are as large.
  private static let mostDataCharacters = 60_000

  /// - Parameter defined: the outlines that the page has already, by their lines; grows.
  init(_ figure: any Figure, style: Style, defined: inout Set<Substring>) throws {
    name = figure.name
    title = figure.title
    caption = figure.caption
    let scene = Page(figure).picture(style: style)
    let text = String(decoding: try SceneEncoder.svg(scene), as: UTF8.self)
    var lines: [Substring] = []
    var isDefinition = false
    for line in text.split(separator: "\n") {
      if line.hasPrefix("<?xml") { continue }
      if line == "<defs>" || line == "</defs>" {
        isDefinition = line == "<defs>"
        lines.append(line)
      } else if isDefinition {
        if defined.insert(line).inserted { lines.append(line) }
      } else {
        lines.append(line)
      }
    }
    let definitions = lines.lastIndex(of: "</defs>").map { $0 + 1 } ?? 0
    let body = lines[definitions...].map { Self.without("id", Self.without("aria-label", $0)) }
    svg = Self.inColorsOfThePage(
      (lines[..<definitions] + body).joined(separator: "\n"), style.theme)
    let json = try JSONValue(encoding: figure.data).shortened.sortedText
    let packed = PackedData(Data(json.utf8))
    data = packed.base64.utf8.count <= Self.mostDataCharacters ? packed : nil
  }

  /// A line without an attribute. An `id` may stand once in a page, and marks of several figures
  /// have the same; words drawn as outlines carry an `aria-label`, which nobody hears within an
  /// image: its title and the caption say what it is.
  private static func without(_ attribute: String, _ line: Substring) -> Substring {
    guard let start = line.range(of: " \(attribute)=\""),
      let end = line[start.upperBound...].firstIndex(of: "\"")
    else { return line }
    return line[..<start.lowerBound] + line[line.index(after: end)...]
  }

  private static func inColorsOfThePage(_ svg: String, _ theme: Theme) -> String {
    ThemeStyle.colors(theme).reduce(svg) { svg, color in
      svg.replacing("\"\(ThemeStyle.hex(color.color))\"", with: "\"var(--\(color.name))\"")
    }
  }
}

extension JSONValue {
  /// The same with four digits that count in every fraction: what a page has room for.
  fileprivate var shortened: JSONValue {
    switch self {
    case .null, .bool, .string: self
    case .number(let digits):
      if digits.count > 6, Int(digits) == nil, let number = Double(digits) {
        .number(String(format: "%.4g", number))
      } else {
        self
      }
    case .array(let elements): .array(elements.map { $0.shortened })
    case .object(let members):
      .object(members.map { Member($0.key, $0.value.shortened) })
    }
  }
}

extension Page {
  /// The figure alone, without title and caption, which are the web page's text, on a page that
  /// is as high as what is drawn.
  func picture(style: Style) -> Scene {
    let size = style.page.size
    let frame = Rect(x: 0, y: 0, width: size.width, height: size.height).inset(style.gap)
    let marks = figure.marks(in: frame, style: style)
    let drawn = marks.bounds ?? frame
    return Scene(
      size: Size(size.width, drawn.height + 2 * style.gap), background: nil,
      title: figure.title, description: figure.caption,
      marks: marks.map { $0.moved(dx: 0, dy: style.gap - drawn.y) })
  }
}
