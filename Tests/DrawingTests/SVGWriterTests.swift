import Drawing
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// SVG as an XML parser reads it.
struct SVGWriterTests {
  @Test func itIsWellFormedAndSaysWhatItShows() throws {
    let document = try Document(SceneEncoder.svg(SampleScene.everything()))
    #expect(document.root["role"] == "img")
    #expect(document.root["viewBox"] == "0 0 200 120")
    #expect(document.root["width"] == "200pt")
    #expect(document.texts["title"]?.first == "A <small> sample")
    #expect(document.texts["desc"]?.first == "For tests & nothing else.")
  }

  @Test func marksKeepTheirIdsEachOnceAndGroupsTheirDescriptions() throws {
    let scene = SampleScene.scene(SampleScene.shapes().marks + SampleScene.shapes().marks)
    let document = try Document(SceneEncoder.svg(scene))
    let ids = document.elements.compactMap { $0.attributes["id"] }
    #expect(ids.contains("cell/0") && ids.contains("shapes"))
    #expect(Set(ids).count == ids.count)
    #expect(document.texts["desc"]?.contains("Shapes & lines") == true)
  }

  @Test func everyLetterAndClipThatIsUsedIsDefined() throws {
    let document = try Document(SceneEncoder.svg(SampleScene.everything()))
    let ids = Set(document.elements.compactMap { $0.attributes["id"] })
    let uses = document.elements.filter { $0.name == "use" }
      .compactMap { $0.attributes["xlink:href"] }
    let clips = document.elements.compactMap { $0.attributes["clip-path"] }
    #expect(uses.count > 30 && clips.count == 1)
    #expect(uses.allSatisfy { ids.contains(String($0.dropFirst())) })
    #expect(clips.allSatisfy { ids.contains(String($0.dropFirst(5).dropLast())) })
  }

  /// The same places and widths as the outlines have, whatever font there is.
  @Test func onRequestLettersAreTextAsWideAsTheyWereMeasured() throws {
    let style = SampleScene.style(.light)
    let words = ["Stride 2 → 14 × 14", "a < b & c", "שלום", ""]
    let marks = words.enumerated().map {
      Mark.text(style.text($1, Font(size: 20, isBold: true), at: Point(10, 20 * Double($0))))
    }
    let document = try Document(SceneEncoder.svg(SampleScene.scene(marks), letters: .text))
    let texts = document.elements.filter { $0.name == "text" }
    #expect(document.texts["text"] == words.filter { !$0.isEmpty })
    #expect(document.elements.allSatisfy { $0.name != "use" })
    for (word, text) in zip(words, texts) where !word.isEmpty {
      let width = style.width(word, Font(size: 20, isBold: true))
      #expect(abs((Double(text.attributes["textLength"] ?? "") ?? 0) - width) < 0.5)
      #expect(text.attributes["font-family"] == "Inter, sans-serif")
      #expect(text.attributes["font-weight"] == "600")
      #expect((text.attributes["direction"] == "rtl") == (word == "שלום"))
    }
    // A halo stays an outline beneath the text.
    let halo = style.text("halo", Font(size: 20), at: Point(0, 0), halo: style.halo)
    let haloed = try Document(SceneEncoder.svg(SampleScene.scene([.text(halo)]), letters: .text))
    #expect(haloed.texts["text"] == ["halo"])
    #expect(haloed.elements.contains { $0.name == "use" })
  }

  @Test func propertiesAreAttributes() throws {
    let text = String(decoding: try SceneEncoder.svg(SampleScene.everything()), as: UTF8.self)
    #expect(!text.contains("style="))
    #expect(!text.contains("<style"))
    #expect(text.contains("stroke-width=\"3\""))
  }

  @Test func lettersStandWhereTheyWereMeasured() throws {
    let font = Font(size: 20)
    let mark = SampleScene.style(.light).text("Hnnnnnnnni", font, at: Point(10, 50))
    let document = try Document(SceneEncoder.svg(SampleScene.scene([.text(mark)])))
    let places = document.elements.filter { $0.name == "use" }
      .compactMap { $0.attributes["x"].flatMap(Double.init) }
    #expect(places.count == 10)
    let before = SampleScene.measurer.measure("Hnnnnnnnn", font: font).width
    #expect(abs((places.last ?? 0) - before) < 0.2)
    let label = document.elements.first { $0.attributes["aria-label"] != nil }
    #expect(label?.attributes["aria-label"] == "Hnnnnnnnni")
  }

  @Test func numbersThatAreNoneOrHugeDoNoHarm() throws {
    let path = Path([.move(Point(.nan, 1e300)), .line(Point(-.infinity, -0.0000001)), .close])
    let scene = SampleScene.scene([.path(PathMark(path, fill: Color(0x000000)))])
    let document = try Document(SceneEncoder.svg(scene))
    let data = document.elements.compactMap { $0.attributes["d"] }.first ?? ""
    #expect(data == "M0 1000000000L0 0Z")
  }

  @Test func aTransparentPageIsNotPainted() throws {
    let painted = try Document(SceneEncoder.svg(SampleScene.scene([])))
    let transparent = try Document(SceneEncoder.svg(SampleScene.scene([], background: nil)))
    #expect(painted.elements.contains { $0.name == "rect" })
    #expect(!transparent.elements.contains { $0.name == "rect" })
  }
}

/// The elements of an XML document.
private final class Document: NSObject, XMLParserDelegate {
  struct Element {
    let name: String
    let attributes: [String: String]
  }

  struct NotWellFormed: Error {}

  private(set) var elements: [Element] = []
  /// The texts of each kind of element, in order.
  private(set) var texts: [String: [String]] = [:]
  private var characters = ""

  var root: [String: String] { elements.first?.attributes ?? [:] }

  init(_ data: Data) throws {
    super.init()
    let parser = XMLParser(data: data)
    parser.delegate = self
    guard parser.parse() else { throw NotWellFormed() }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    elements.append(Element(name: name, attributes: attributes))
    characters = ""
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { characters += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    texts[name, default: []].append(characters)
    characters = ""
  }
}
