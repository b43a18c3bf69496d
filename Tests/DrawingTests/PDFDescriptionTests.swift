import Drawing
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What a PDF tells whoever cannot see it, as qpdf and poppler read it.
struct PDFDescriptionTests {
  /// Words that would end a string, an object or an element, were they not escaped.
  private static let hostile = [
    "Plain words: 3 of 4 (and so on)", "a \\ at the end of ( \\", ">> endobj << /Lang (de) stream",
    "28 × 28 → 14 × 14 with 🎉 & <b>", "two\nlines\u{0}", "17 0 R /K [ 3 0 R ]", "%%EOF",
  ]

  private func figure(_ description: String?) -> Mark {
    .group(Group(role: .figure, description: description, SampleScene.shapes().marks))
  }

  private func page(_ title: String, _ figures: [String?]) -> Scene {
    var scene = SampleScene.shapes()
    scene.title = title
    scene.marks =
      [.group(Group(role: .heading, SampleScene.words().marks))] + figures.map(figure)
    return scene
  }

  @Test func eachFigureHasItsOwnDescriptionInOrder() throws {
    let words = Self.hostile
    let scenes =
      [page("One", [words[0], words[1]]), page("None", [])]
      + words.dropFirst(2).map { page($0, [$0, nil]) }
    let file = try TemporaryFile(
      SceneEncoder.pdf(scenes, metadata: DocumentMetadata(title: "Figures")), "pdf")
    let objects = try PDFContents(file)
    let expected = scenes.flatMap { scene in
      scene.marks.compactMap { mark -> String? in
        guard case .group(let group) = mark, group.role == .figure else { return nil }
        return (group.description ?? scene.description)
          .replacing("\n", with: " ").replacing("\u{0}", with: "\u{FFFD}")
      }
    }
    #expect(expected.count == 12)
    #expect(objects.descriptions == expected)
  }

  /// What is not drawn has no tag, and takes no one's description.
  @Test func aFigureThatIsNotDrawnIsNotDescribed() throws {
    var scene = page("Some", ["seen"])
    scene.marks.insert(
      .group(Group(role: .figure, description: "faded", opacity: 0, scene.marks)), at: 1)
    scene.marks.insert(.group(Group(role: .figure, description: "empty", [])), at: 1)
    let file = try TemporaryFile(
      SceneEncoder.pdf([scene], metadata: DocumentMetadata(title: "Figures")), "pdf")
    #expect(try PDFContents(file).descriptions == ["seen"])
  }

  @Test(arguments: hostile) func theDocumentSaysItsLanguageAndItsTitle(_ title: String) throws {
    let metadata = DocumentMetadata(
      title: title, author: "Ada & Co", subject: title, keywords: ["stride", "<k>"],
      date: Date(timeIntervalSince1970: 1_000_000_000))
    let file = try TemporaryFile(
      SceneEncoder.pdf([page("One", ["A picture."])], metadata: metadata), "pdf")
    let catalog = try #require(try PDFContents(file).catalog)
    #expect(catalog["/Lang"] as? String == "u:en")
    let preferences = catalog["/ViewerPreferences"] as? [String: Any]
    #expect(preferences?["/DisplayDocTitle"] as? Bool == true)

    let printable = title.replacing("\n", with: " ").replacing("\u{0}", with: "\u{FFFD}")
    #expect(try run("pdfinfo", [file.path]).contains("Title:           \(printable)\n"))
    let packet = try run("pdfinfo", ["-meta", file.path])
    let xml = try XMLText(packet)
    #expect(xml.text["dc:title"] == printable)
    #expect(xml.text["dc:description"] == printable)
    #expect(xml.text["dc:creator"] == "Ada & Co")
    #expect(xml.text["dc:subject"] == "stride<k>")
    #expect(xml.text["dc:language"] == "en")
    #expect(xml.text["xmp:CreateDate"] == "2001-09-09T01:46:40Z")
    #expect(xml.text["xmp:CreatorTool"] == metadata.creator)
  }

  /// Well formed, the same each time, and what has no stream is packed.
  @Test func theFileIsSoundPackedAndTheSameEachTime() throws {
    let scenes = Self.hostile.map { page($0, [$0]) } + [SampleScene.everything()]
    let data = try SceneEncoder.pdf(scenes, metadata: DocumentMetadata(title: "All"))
    #expect(try SceneEncoder.pdf(scenes, metadata: DocumentMetadata(title: "All")) == data)
    #expect(data.range(of: Data("/StructElem".utf8)) == nil)
    #expect(data.range(of: Data("/Type /ObjStm".utf8)) != nil)
    let file = try TemporaryFile(data, "pdf")
    let report = try run("qpdf", ["--check", file.path])
    #expect(report.contains("No syntax or stream encoding errors found"))
  }
}

/// The objects of a PDF, as qpdf reads them.
private struct PDFContents {
  private let objects: [String: [String: Any]]

  init(_ file: TemporaryFile) throws {
    let text = try run("qpdf", ["--json=2", "--json-key=qpdf", file.path])
    let all = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let parts = try #require(all?["qpdf"] as? [[String: Any]])
    objects = try #require(parts.last).compactMapValues {
      ($0 as? [String: Any])?["value"] as? [String: Any]
    }
  }

  var catalog: [String: Any]? { objects.values.first { $0["/Type"] as? String == "/Catalog" } }

  /// What the figures show, in the order of reading.
  var descriptions: [String] {
    func visit(_ element: [String: Any]) -> [String] {
      let children = (element["/K"] as? [Any])?.compactMap { ($0 as? String).flatMap(object) } ?? []
      guard element["/S"] as? String == "/Figure" else { return children.flatMap(visit) }
      return [(element["/Alt"] as? String).map { String($0.dropFirst(2)) } ?? "none"]
    }
    let tree = (catalog?["/StructTreeRoot"] as? String).flatMap(object)
    return tree.map(visit) ?? []
  }

  private func object(_ reference: String) -> [String: Any]? { objects["obj:\(reference)"] }
}

/// The text of each element of an XML document, with that of what lies in it.
private final class XMLText: NSObject, XMLParserDelegate {
  private(set) var text: [String: String] = [:]
  private var open: [String] = []

  init(_ document: String) throws {
    super.init()
    let parser = XMLParser(data: Data(document.utf8))
    parser.delegate = self
    try #require(parser.parse(), "\(document)")
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) { open.append(name) }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) { open.removeLast() }

  func parser(_ parser: XMLParser, foundCharacters words: String) {
    for name in open { text[name, default: ""] += words }
  }
}
