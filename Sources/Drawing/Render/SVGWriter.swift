import AEData
import Foundation

/// Writes a scene as SVG 1.1, mark by mark: ids and descriptions stay, every property is an
/// attribute (drawing programs read those, and not all of them read CSS), letters are outlines or,
/// on request, text.
///
/// It is a second switch over ``Mark`` beside ``SceneRenderer``, since cairo's own SVG has no ids,
/// no descriptions, and names its letters by a counter that the whole process shares.
struct SVGWriter {
  private let outliner: GlyphOutliner
  private let letters: SVGLetters
  private var body = ""
  private var definitions = ""
  /// Every id that is taken, of marks and of definitions.
  private var ids: Set<String> = []

  /// The document for `scene`.
  static func document(_ scene: Scene, letters: SVGLetters) throws -> Data {
    var writer = SVGWriter(outliner: try GlyphOutliner(), letters: letters)
    if let background = scene.background {
      writer.body +=
        "<rect width=\"100%\" height=\"100%\"\(attributes(fill: background))/>\n"
    }
    for mark in scene.marks { try writer.write(mark) }
    let (width, height) = (number(scene.size.width), number(scene.size.height))
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
      version="1.1" role="img" width="\(width)pt" height="\(height)pt" viewBox="0 0 \(width) \(height)">
      <title>\(escaped(scene.title))</title>
      <desc>\(escaped(scene.description))</desc>

      """
    if !writer.definitions.isEmpty { text += "<defs>\n\(writer.definitions)</defs>\n" }
    text += writer.body + "</svg>\n"
    return Data(text.utf8)
  }

  private init(outliner: GlyphOutliner, letters: SVGLetters) {
    self.outliner = outliner
    self.letters = letters
  }

  private mutating func write(_ mark: Mark) throws {
    switch mark {
    case .group(let group): try write(group)
    case .path(let path): write(path)
    case .text(let text): if !text.string.isEmpty { try write(text) }
    case .image(let image): try write(image)
    }
  }

  private mutating func write(_ group: Group) throws {
    guard group.opacity > 0 else { return }
    body += "<g\(id(group.id))"
    if group.opacity < 1 { body += " opacity=\"\(Self.number(group.opacity))\"" }
    if let clip = group.clip {
      let name = define(clip, prefix: "c") {
        "<clipPath id=\"\($0)\"><path d=\"\($1)\"/></clipPath>"
      }
      body += " clip-path=\"url(#\(name))\""
    }
    body += ">\n"
    if let description = group.description {
      body += "<desc>\(Self.escaped(description))</desc>\n"
    }
    for mark in group.marks { try write(mark) }
    body += "</g>\n"
  }

  private mutating func write(_ mark: PathMark) {
    let shape = SVGShape(mark.path)?.element ?? "<path d=\"\(Self.data(mark.path))\""
    body += shape + id(mark.id)
    body += Self.attributes(fill: mark.fill) + Self.attributes(stroke: mark.stroke) + "/>\n"
  }

  private mutating func write(_ mark: TextMark) throws {
    let turn = mark.quarterTurns % 2 == 0 ? "" : " rotate(-90)"
    let place = "\(Self.number(mark.origin.x)) \(Self.number(mark.origin.y))"
    // Text says itself what outlines need a label for.
    let label = letters == .outlines ? " aria-label=\"\(Self.escaped(mark.string))\"" : ""
    body += "<g\(id(mark.id))\(label)"
    body += " transform=\"translate(\(place))\(turn)\"\(Self.attributes(fill: mark.color))>\n"
    guard letters == .outlines || mark.halo != nil else {
      body += text(mark) + "\n</g>\n"
      return
    }
    let outlines = try outliner.glyphs(of: mark.string, font: mark.font).map { glyph in
      let name = define(glyph.outline, prefix: "g") { "<path id=\"\($0)\" d=\"\($1)\"/>" }
      let y = glyph.y == 0 ? "" : " y=\"\(Self.number(glyph.y))\""
      return "<use xlink:href=\"#\(name)\" x=\"\(Self.number(glyph.x))\"\(y)/>"
    }.joined(separator: "\n")
    if var halo = mark.halo {
      halo.isRound = true
      body += "<g fill=\"none\"\(Self.attributes(stroke: halo))>\n\(outlines)\n</g>\n"
    }
    body += (letters == .outlines ? outlines : text(mark)) + "\n</g>\n"
  }

  /// A line as text at the origin, as wide as it was measured whichever font it is set in.
  private func text(_ mark: TextMark) -> String {
    let (width, isFromRight) = outliner.advance(of: mark.string, font: mark.font)
    var result = "<text xml:space=\"preserve\" font-family=\"\(mark.font.family)\""
    result += " font-size=\"\(Self.number(mark.font.size))\""
    if mark.font.isBold { result += " font-weight=\"600\"" }
    if mark.font.isItalic { result += " font-style=\"italic\"" }
    // The end of a text from the right is at its left, where the line starts.
    if isFromRight { result += " direction=\"rtl\" text-anchor=\"end\"" }
    if width > 0 {
      result += " textLength=\"\(Self.number(width))\" lengthAdjust=\"spacingAndGlyphs\""
    }
    if mark.font.face == .text { result += " style=\"font-feature-settings:'tnum'\"" }
    return result + ">\(Self.escaped(mark.string))</text>"
  }

  private mutating func write(_ mark: ImageMark) throws {
    let rect = mark.rect
    guard rect.width > 0, rect.height > 0, mark.raster.width > 0, mark.raster.height > 0 else {
      return
    }
    let thinned = mark.raster.thinned(to: CairoImage.largestSide)
    let repeats = mark.isSmooth ? (1, 1) : thinned.repeatsForVectors(size: rect.size)
    let raster = thinned.enlarged(horizontally: repeats.0, vertically: repeats.1)
    let png = try raster.png().base64EncodedString()
    body += "<image\(id(mark.id)) x=\"\(Self.number(rect.x))\" y=\"\(Self.number(rect.y))\""
    body += " width=\"\(Self.number(rect.width))\" height=\"\(Self.number(rect.height))\""
    body += " preserveAspectRatio=\"none\""
    if !mark.isSmooth { body += " image-rendering=\"optimizeSpeed\"" }
    body += " xlink:href=\"data:image/png;base64,\(png)\"/>\n"
  }

  /// Defines an outline once. Its name is its content's: two drawings in one web page that both
  /// define it mean the same.
  private mutating func define(
    _ path: Path, prefix: String, _ element: (_ id: String, _ data: String) -> String
  ) -> String {
    let data = Self.data(path)
    let name = prefix + String(FNV1a.hash(data.utf8), radix: 36)
    if ids.insert(name).inserted { definitions += element(name, data) + "\n" }
    return name
  }

  /// The first mark of a name carries it; an id may stand only once.
  private mutating func id(_ name: String?) -> String {
    guard let name, !name.isEmpty, ids.insert(name).inserted else { return "" }
    return " id=\"\(Self.escaped(name))\""
  }
}

/// Values as SVG writes them.
extension SVGWriter {
  /// To a thousandth, without an exponent.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let rounded = (min(max(value, -1e9), 1e9) * 1000).rounded() / 1000
    if rounded == rounded.rounded() { return String(Int(clamping: rounded)) }
    return String(rounded)
  }

  /// Text as XML takes it, between tags and between quotes.
  static func escaped(_ text: String) -> String { MarkupText.escaped(PangoText.printable(text)) }

  static func data(_ path: Path) -> String {
    var result = ""
    func add(_ letter: String, _ points: Point...) {
      result += letter + points.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: " ")
    }
    for element in path.elements {
      switch element {
      case .move(let p): add("M", p)
      case .line(let p): add("L", p)
      case .curve(let a, let b, let c): add("C", a, b, c)
      case .close: result += "Z"
      }
    }
    return result
  }

  static func attributes(fill: Color?) -> String {
    guard let fill else { return " fill=\"none\"" }
    return paint("fill", fill)
  }

  static func attributes(stroke: Stroke?) -> String {
    guard let stroke, stroke.width > 0 else { return "" }
    var result = paint("stroke", stroke.color) + " stroke-width=\"\(number(stroke.width))\""
    if stroke.isRound { result += " stroke-linecap=\"round\" stroke-linejoin=\"round\"" }
    let dash = stroke.solidOrDashed
    if !dash.isEmpty {
      result += " stroke-dasharray=\"\(dash.map(number).joined(separator: " "))\""
    }
    return result
  }

  private static func paint(_ property: String, _ color: Color) -> String {
    let hex = [color.red, color.green, color.blue].map { part in
      let value = Int(clamping: (min(max(part, 0), 1) * 255).rounded())
      return (value < 16 ? "0" : "") + String(value, radix: 16)
    }.joined()
    let opacity = color.alpha < 1 ? " \(property)-opacity=\"\(number(color.alpha))\"" : ""
    return " \(property)=\"#\(hex)\"\(opacity)"
  }
}
