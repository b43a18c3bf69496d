import AEData
import Foundation

/// What a PDF says of itself beyond what cairo can be told: the descriptions of its figures, its
/// language, and its title where programs for those who cannot see look for it.
struct PDFDescription {
  /// What the document says about itself.
  var metadata: DocumentMetadata
  /// What each figure shows, in the order of reading.
  var figures: [String]

  /// The language of every word that the program writes (BCP 47).
  static let language = "en"

  /// Gives a file these words.
  func add(to objects: inout PDFObjects) {
    let elements = objects.elements("Figure")
    if elements.count == figures.count {
      for (element, words) in zip(elements, figures) where !words.isEmpty {
        objects.extend(element, by: "/Alt \(Self.string(PangoText.printable(words)))")
      }
    }
    let packet = objects.addStream(Data(packet.utf8), "/Type /Metadata /Subtype /XML")
    // A window is called by the title then, and not by the file's name.
    objects.extend(
      objects.catalog,
      by: "/Lang (\(Self.language)) /Metadata \(packet) 0 R"
        + " /ViewerPreferences << /DisplayDocTitle true >>")
  }

  /// Text as a PDF has it (ISO 32000-1, 7.9.2.2): letters between brackets, or UTF-16 in digits.
  static func string(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
      return "(" + text.map { "()\\".contains($0) ? "\\\($0)" : "\($0)" }.joined() + ")"
    }
    func hexadecimal(_ unit: UInt16) -> String {
      let digits = String(unit, radix: 16, uppercase: true)
      return String(repeating: "0", count: 4 - digits.count) + digits
    }
    return "<FEFF" + text.utf16.map(hexadecimal).joined() + ">"
  }

  /// The same as XMP (ISO 16684-1).
  private var packet: String {
    func escaped(_ text: String) -> String { MarkupText.escaped(PangoText.printable(text)) }
    func inLanguage(_ tag: String, _ text: String?) -> String {
      guard let text, !text.isEmpty else { return "" }
      let item = "<rdf:li xml:lang=\"x-default\">\(escaped(text))</rdf:li>"
      return "<\(tag)><rdf:Alt>\(item)</rdf:Alt></\(tag)>\n"
    }
    func list(_ tag: String, _ kind: String, _ items: [String]) -> String {
      guard !items.isEmpty else { return "" }
      let items = items.map { "<rdf:li>\(escaped($0))</rdf:li>" }.joined()
      return "<\(tag)><rdf:\(kind)>\(items)</rdf:\(kind)></\(tag)>\n"
    }
    let moment = metadata.date.formatted(.iso8601)
    return """
      <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
      <x:xmpmeta xmlns:x="adobe:ns:meta/">
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmlns:xmp="http://ns.adobe.com/xap/1.0/">
      <dc:format>application/pdf</dc:format>

      """
        + inLanguage("dc:title", metadata.title)
        + list("dc:creator", "Seq", metadata.author.map { [$0] } ?? [])
        + inLanguage("dc:description", metadata.subject)
        + list("dc:subject", "Bag", metadata.keywords)
        + list("dc:language", "Bag", [Self.language]) + """
          <xmp:CreatorTool>\(escaped(metadata.creator))</xmp:CreatorTool>
          <xmp:CreateDate>\(moment)</xmp:CreateDate>
          <xmp:ModifyDate>\(moment)</xmp:ModifyDate>
          </rdf:Description>
          </rdf:RDF>
          </x:xmpmeta>
          <?xpacket end="r"?>
          """
  }
}
