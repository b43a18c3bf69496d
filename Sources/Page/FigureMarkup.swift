import AECore
import Drawing
import Foundation
import Visual

/// A figure inside a page: its SVG with the page's colours, so that it turns dark with it, and
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

  /// - Parameters:
  ///   - figure: what is drawn, on light ground and on dark.
  ///   - measurer: of its letters.
  ///   - defined: the outlines that the page has already, by their lines; grows.
  ///   - colors: those that the page has already; grows.
  init(
    _ figure: any Figure, measurer: any TextMeasurer, defined: inout Set<String>,
    colors: inout FigureColors
  ) throws {
    name = figure.name
    title = figure.title
    caption = figure.caption
    let light = try Self.lines(of: figure, Style(theme: .light, page: .slide, measurer: measurer))
    let dark = try Self.lines(of: figure, Style(theme: .dark, page: .slide, measurer: measurer))
    var lines: [String] = []
    var isDefinition = false
    for (line, other) in zip(light, light.count == dark.count ? dark : light) {
      if line == "</defs>" { isDefinition = false }
      if !isDefinition {
        lines.append(colors.merged(line, other))
      } else if defined.insert(line).inserted {
        lines.append(line)
      }
      if line == "<defs>" { isDefinition = true }
    }
    svg = lines.joined(separator: "\n")
    let json = try JSONValue(encoding: figure.data).shortened.sortedText
    let packed = PackedData(Data(json.utf8))
    data = packed.base64.utf8.count <= Self.mostDataCharacters ? packed : nil
  }

  /// The figure's SVG. An `id` may stand once in a page, and marks of several figures have the
  /// same; words drawn as outlines carry an `aria-label`, which nobody hears within an image: its
  /// title and the caption say what it is.
  private static func lines(of figure: any Figure, _ style: Style) throws -> [String] {
    let svg = try SceneEncoder.svg(Page(figure).picture(style: style))
    var isDefinition = false
    return String(decoding: svg, as: UTF8.self).split(separator: "\n").compactMap { line in
      if line.hasPrefix("<?xml") { return nil }
      if line == "<defs>" || line == "</defs>" { isDefinition = line == "<defs>" }
      return String(isDefinition ? line : without("id", without("aria-label", line)))
    }
  }

  /// A line without an attribute.
  private static func without(_ attribute: String, _ line: Substring) -> Substring {
    guard let start = line.range(of: " \(attribute)=\""),
      let end = line[start.upperBound...].firstIndex(of: "\"")
    else { return line }
    return line[..<start.lowerBound] + line[line.index(after: end)...]
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
