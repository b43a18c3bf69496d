import AECore
import Drawing
import Foundation
import Testing

/// Presentations, part by part, as ECMA-376 has them.
struct PPTXTests {
  private static let page = PageSize(name: "slide", size: Size(960, 540))
  private static let metadata = DocumentMetadata(
    title: "Encoder & decoder", subject: "A <test>", keywords: ["autoencoder", "stride"],
    date: Date(timeIntervalSince1970: 1_000_000_000))

  private static func slide(_ index: Int) -> Presentation.Slide {
    let frame = Rect(x: 100, y: 90, width: 200, height: 120)
    var picture = SampleScene.everything()
    picture.background = nil
    picture.description = "Picture \(index) & \"what\" it <shows>"
    let title = Rect(x: 36, y: 36, width: 888, height: index == 1 ? 70 : 35)
    return Presentation.Slide(
      title: "Statement \(index) is 3 < 4", titleFrame: title, picture: picture,
      pictureFrame: frame, notes: "Say \(index).\n\nThen & there.",
      foot: index == 0 ? nil : "Chapter", isNumbered: index != 0)
  }

  private static func data(_ theme: Theme = .light, count: Int = 3) throws -> Data {
    let style = Style(theme: theme, page: page, measurer: SampleScene.measurer)
    return try SceneEncoder.pptx(
      count, look: Presentation.Look(style), dpi: 40, metadata: metadata
    ) { slide($0) }
  }

  @Test(arguments: Theme.named) func everyPartIsXMLWithATypeOfItsOwn(_ theme: Theme) throws {
    let file = try PPTXFile(Self.data(theme))
    #expect(file.names.first == "[Content_Types].xml")
    #expect(Set(file.names).count == file.names.count)
    let types = try file.elements("[Content_Types].xml")
    let defaults = types.filter { $0.name == "Default" }.compactMap { $0.attributes["Extension"] }
    let overrides = types.filter { $0.name == "Override" }.compactMap { $0.attributes["PartName"] }
    for name in file.names.dropFirst() {
      let ending = name.split(separator: ".").last.map(String.init) ?? ""
      #expect(defaults.contains(ending), "\(name)")
      // Only relationships are plain XML.
      #expect(overrides.contains("/" + name) == (ending == "xml"), "\(name)")
      if ["xml", "rels", "svg"].contains(ending) {
        #expect(throws: Never.self, "\(name)") { try file.elements(name) }
      }
    }
    #expect(overrides.allSatisfy { file.names.contains(String($0.dropFirst())) })
  }

  @Test func everyRelationshipLeadsToAPartAndEveryReferenceToARelationship() throws {
    let file = try PPTXFile(Self.data())
    for name in file.names where name.hasSuffix(".xml") && name != "[Content_Types].xml" {
      let used = try file.elements(name).flatMap { element in
        ["r:id", "r:embed"].compactMap { element.attributes[$0] }
      }
      let known = (try? file.relationships(of: name)) ?? [:]
      #expect(Set(used).subtracting(known.keys) == [], "\(name)")
      for (id, relationship) in known {
        #expect(file.names.contains(relationship.target), "\(name) \(id)")
      }
    }
    let slides = try file.elements("ppt/presentation.xml").filter { $0.name == "p:sldId" }
    let all = try file.relationships(of: "ppt/presentation.xml")
    #expect(
      slides.map { all[$0.attributes["r:id"] ?? ""]?.target }
        == (1...3).map { "ppt/slides/slide\($0).xml" })
  }

  @Test func slidesHaveTitlesPicturesTwiceAltTextsAndNotes() throws {
    let file = try PPTXFile(Self.data())
    for index in 0..<3 {
      let name = "ppt/slides/slide\(index + 1).xml"
      let elements = try file.elements(name)
      let texts = elements.filter { $0.name == "a:t" }.map(\.text)
      let foot = index == 0 ? [] : ["Chapter", "\(index + 1)"]
      #expect(texts == ["Statement \(index) is 3 < 4"] + foot)
      let places = elements.filter { $0.name == "p:ph" }.compactMap { $0.attributes["type"] }
      #expect(places == ["title"] + (index == 0 ? [] : ["ftr", "sldNum"]))
      let ids = elements.filter { $0.name == "p:cNvPr" }.compactMap { $0.attributes["id"] }
      #expect(Set(ids).count == ids.count)
      let descriptions = elements.compactMap { $0.attributes["descr"] }
      #expect(descriptions == ["Picture \(index) & \"what\" it <shows>"])

      let all = try file.relationships(of: name)
      let png = all[elements.first { $0.name == "a:blip" }?.attributes["r:embed"] ?? ""]
      let svg = all[elements.first { $0.name == "asvg:svgBlip" }?.attributes["r:embed"] ?? ""]
      #expect(try file.data(png?.target ?? "").starts(with: [0x89, 0x50, 0x4E, 0x47]))
      #expect(try file.elements(svg?.target ?? "").first?.name == "svg")

      let notes = all.values.first { $0.type == "notesSlide" }?.target ?? ""
      let said = try file.elements(notes).filter { $0.name == "a:t" }.map(\.text)
      #expect(said == ["Say \(index).", "Then & there."])
      #expect(try file.relationships(of: notes).values.contains { $0.target == name })
    }
  }

  @Test func sizesArePointsInMetricUnits() throws {
    let file = try PPTXFile(Self.data())
    let size = try file.elements("ppt/presentation.xml").first { $0.name == "p:sldSz" }
    #expect(size?.attributes == ["cx": "12192000", "cy": "6858000"])
    let first = try file.elements("ppt/slides/slide1.xml")
    let second = try file.elements("ppt/slides/slide2.xml")
    func offsets(_ elements: [PPTXFile.Element]) -> [[String: String]] {
      elements.filter { $0.name == "a:off" }.map(\.attributes)
    }
    // The tree, and the picture; a title of two lines has a place of its own.
    let picture = ["x": "1270000", "y": "1143000"]
    let title = ["x": "457200", "y": "457200"]
    let none = ["x": "0", "y": "0"]
    #expect(offsets(second) == [none, title, picture])
    #expect(offsets(first).contains(picture))
  }

  @Test func saysWhatItIsCalledInWhichLanguageAndWhen() throws {
    let file = try PPTXFile(Self.data())
    let core = try file.elements("docProps/core.xml")
    func text(_ name: String) -> String? { core.first { $0.name == name }?.text }
    #expect(text("dc:title") == "Encoder & decoder")
    #expect(text("dc:subject") == "A <test>")
    #expect(text("cp:keywords") == "autoencoder, stride")
    #expect(text("dc:language") == "en-GB")
    #expect(text("dcterms:created") == "2001-09-09T01:46:40Z")
    #expect(text("dcterms:modified") == "2001-09-09T01:46:40Z")
  }

  @Test(arguments: Theme.named) func slidesStandOnTheThemesGround(_ theme: Theme) throws {
    let file = try PPTXFile(Self.data(theme, count: 1))
    let master = try file.elements("ppt/slideMasters/slideMaster1.xml")
    let map = try #require(master.first { $0.name == "p:clrMap" }?.attributes)
    let colors = try file.elements("ppt/theme/theme1.xml")
    func color(_ role: String) throws -> String? {
      let place = try #require(colors.firstIndex { $0.name == "a:\(map[role] ?? "")" })
      return colors[place + 1].attributes["val"]
    }
    let isDark = theme == .dark
    #expect(try color("bg1") == (isDark ? "11151A" : "FFFFFF"))
    #expect(try color("tx1") == (isDark ? "E9EDF1" : "1B1F24"))
    // Notes are printed: black on white.
    let notes = try file.elements("ppt/notesMasters/notesMaster1.xml")
    #expect(notes.first { $0.name == "p:clrMap" }?.attributes["bg1"] == "lt1")
  }

  @Test func theSameSlidesGiveTheSameBytes() throws {
    #expect(try Self.data() == Self.data())
  }

  @Test func refusesWhatIsNoPresentation() {
    func encode(_ count: Int, _ size: Size) throws -> Data {
      let style = Style(
        theme: .light, page: PageSize(name: "own", size: size), measurer: SampleScene.measurer)
      return try SceneEncoder.pptx(
        count, look: Presentation.Look(style), dpi: 40, metadata: Self.metadata
      ) { Self.slide($0) }
    }
    #expect(throws: Failure.self) { try encode(0, Size(960, 540)) }
    #expect(throws: Failure.self) { try encode(1, Size(57 * 72, 540)) }
  }
}
