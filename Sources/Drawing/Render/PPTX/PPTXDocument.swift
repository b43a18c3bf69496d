import AEData
import Foundation

/// An Office Open XML presentation (ECMA-376): its parts and how they refer to each other.
///
/// Only what a reader needs is written: one master with one layout, the notes' master, and for each
/// slide the slide, its notes, and its picture twice, as SVG and, for programs that know none, as
/// PNG.
struct PPTXDocument {
  let look: Presentation.Look
  let metadata: DocumentMetadata

  /// One slide with its picture drawn.
  struct Slide: Sendable {
    var slide: Presentation.Slide
    var png: Data
    var svg: Data
  }

  /// The file.
  func data(_ slides: [Slide]) throws(Failure) -> Data {
    var parts = [(name: "[Content_Types].xml", data: Data(types(slides.count).utf8))]
    func add(_ name: String, _ text: String) { parts.append((name, Data(text.utf8))) }
    let master = PPTXMaster(look: look)
    add("_rels/.rels", packageRelationships)
    add("docProps/core.xml", coreProperties)
    add("docProps/app.xml", appProperties(slides))
    add("ppt/presentation.xml", presentation(slides.count))
    add("ppt/_rels/presentation.xml.rels", presentationRelationships(slides.count))
    add("ppt/theme/theme1.xml", master.theme)
    add("ppt/theme/theme2.xml", PPTXMaster(look: look.onWhite).theme)
    add("ppt/slideMasters/slideMaster1.xml", master.slideMaster)
    add(
      "ppt/slideMasters/_rels/slideMaster1.xml.rels",
      PPTX.relationships([
        ("slideLayout", "../slideLayouts/slideLayout1.xml"), ("theme", "../theme/theme1.xml"),
      ]))
    add("ppt/slideLayouts/slideLayout1.xml", master.slideLayout)
    add(
      "ppt/slideLayouts/_rels/slideLayout1.xml.rels",
      PPTX.relationships([("slideMaster", "../slideMasters/slideMaster1.xml")]))
    add("ppt/notesMasters/notesMaster1.xml", master.notesMaster)
    add(
      "ppt/notesMasters/_rels/notesMaster1.xml.rels",
      PPTX.relationships([("theme", "../theme/theme2.xml")]))
    for (index, slide) in slides.enumerated() {
      let number = index + 1
      let writer = PPTXSlide(slide: slide.slide, number: number, look: look)
      add("ppt/slides/slide\(number).xml", writer.slideXML)
      add(
        "ppt/slides/_rels/slide\(number).xml.rels",
        PPTX.relationships([
          ("slideLayout", "../slideLayouts/slideLayout1.xml"),
          ("image", "../media/image\(number).png"), ("image", "../media/image\(number).svg"),
          ("notesSlide", "../notesSlides/notesSlide\(number).xml"),
        ]))
      add("ppt/notesSlides/notesSlide\(number).xml", writer.notesXML)
      add(
        "ppt/notesSlides/_rels/notesSlide\(number).xml.rels",
        PPTX.relationships([
          ("notesMaster", "../notesMasters/notesMaster1.xml"),
          ("slide", "../slides/slide\(number).xml"),
        ]))
      parts.append(("ppt/media/image\(number).png", slide.png))
      parts.append(("ppt/media/image\(number).svg", slide.svg))
    }
    return try ZipArchive.encode(parts, isDeflated: true)
  }

  private func types(_ count: Int) -> String {
    let main = "application/vnd.openxmlformats-officedocument.presentationml"
    var overrides = [
      ("ppt/presentation.xml", "\(main).presentation.main+xml"),
      ("ppt/slideMasters/slideMaster1.xml", "\(main).slideMaster+xml"),
      ("ppt/slideLayouts/slideLayout1.xml", "\(main).slideLayout+xml"),
      ("ppt/notesMasters/notesMaster1.xml", "\(main).notesMaster+xml"),
      ("ppt/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
      ("ppt/theme/theme2.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
      ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
      (
        "docProps/app.xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml"
      ),
    ]
    for number in 1...max(1, count) {
      overrides.append(("ppt/slides/slide\(number).xml", "\(main).slide+xml"))
      overrides.append(("ppt/notesSlides/notesSlide\(number).xml", "\(main).notesSlide+xml"))
    }
    return PPTX.declaration
      + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
      + [
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"), ("png", "image/png"), ("svg", "image/svg+xml"),
      ].map { "<Default Extension=\"\($0)\" ContentType=\"\($1)\"/>" }.joined()
      + overrides.map { "<Override PartName=\"/\($0)\" ContentType=\"\($1)\"/>" }.joined()
      + "</Types>"
  }

  private var packageRelationships: String {
    let package = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
    return PPTX.relationships(
      urls: [
        (PPTX.relationshipType("officeDocument"), "ppt/presentation.xml"),
        ("\(package)/core-properties", "docProps/core.xml"),
        (PPTX.relationshipType("extended-properties"), "docProps/app.xml"),
      ])
  }

  /// The master, the notes' master and the theme come before the slides.
  private static let firstSlide = 4

  private func presentationRelationships(_ count: Int) -> String {
    PPTX.relationships(
      [
        ("slideMaster", "slideMasters/slideMaster1.xml"),
        ("notesMaster", "notesMasters/notesMaster1.xml"), ("theme", "theme/theme1.xml"),
      ] + (1...max(1, count)).map { ("slide", "slides/slide\($0).xml") })
  }

  private func presentation(_ count: Int) -> String {
    let slides = (0..<count).map {
      "<p:sldId id=\"\(256 + $0)\" r:id=\"rId\(Self.firstSlide + $0)\"/>"
    }
    return PPTX.declaration + "<p:presentation \(PPTX.namespaces) saveSubsetFonts=\"1\">"
      + "<p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/></p:sldMasterIdLst>"
      + "<p:notesMasterIdLst><p:notesMasterId r:id=\"rId2\"/></p:notesMasterIdLst>"
      + "<p:sldIdLst>\(slides.joined())</p:sldIdLst>"
      + "<p:sldSz cx=\"\(PPTX.emu(look.size.width))\" cy=\"\(PPTX.emu(look.size.height))\"/>"
      + "<p:notesSz cx=\"6858000\" cy=\"9144000\"/></p:presentation>"
  }

  private var coreProperties: String {
    let moment = metadata.date.formatted(.iso8601)
    func element(_ name: String, _ value: String?) -> String {
      value.map { "<\(name)>\(SVGWriter.escaped($0))</\(name)>" } ?? ""
    }
    func time(_ name: String) -> String {
      "<dcterms:\(name) xsi:type=\"dcterms:W3CDTF\">\(moment)</dcterms:\(name)>"
    }
    return PPTX.declaration
      + "<cp:coreProperties "
      + "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
      + "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
      + "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
      + element("dc:title", metadata.title) + element("dc:subject", metadata.subject)
      + element("dc:creator", metadata.author ?? metadata.creator)
      + (metadata.keywords.isEmpty
        ? "" : element("cp:keywords", metadata.keywords.joined(separator: ", ")))
      + element("dc:language", PPTX.language) + time("created") + time("modified")
      + "</cp:coreProperties>"
  }

  private func appProperties(_ slides: [Slide]) -> String {
    PPTX.declaration
      + "<Properties "
      + "xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">"
      + "<Application>\(SVGWriter.escaped(metadata.creator))</Application>"
      + "<Slides>\(slides.count)</Slides><Notes>\(slides.count)</Notes></Properties>"
  }
}

/// Words and numbers that all parts of a presentation have in common.
enum PPTX {
  static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  /// What titles and notes are written in.
  static let language = "en-GB"

  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

  static let namespaces =
    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"\(office)\" "
    + "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\""

  static func relationshipType(_ name: String) -> String { "\(office)/\(name)" }

  /// Relationships `rId1`, `rId2` … of these kinds.
  static func relationships(_ list: [(type: String, target: String)]) -> String {
    relationships(urls: list.map { (relationshipType($0.type), $0.target) })
  }

  static func relationships(urls: [(type: String, target: String)]) -> String {
    let package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return declaration + "<Relationships xmlns=\"\(package)\">"
      + urls.enumerated().map { index, item in
        "<Relationship Id=\"rId\(index + 1)\" Type=\"\(item.type)\" Target=\"\(item.target)\"/>"
      }.joined() + "</Relationships>"
  }

  /// Points in English Metric Units, of which an inch has 914,400.
  static func emu(_ points: Double) -> Int { Int(clamping: (points * 12_700).rounded()) }

  /// Where a shape lies.
  static func transform(_ rect: Rect) -> String {
    "<a:xfrm><a:off x=\"\(emu(rect.x))\" y=\"\(emu(rect.y))\"/>"
      + "<a:ext cx=\"\(emu(rect.width))\" cy=\"\(emu(rect.height))\"/></a:xfrm>"
  }

  static func rgb(_ color: Color) -> String {
    let bytes = color.bytes
    return (0..<3).map { part in
      let text = String(bytes[part], radix: 16, uppercase: true)
      return text.count < 2 ? "0" + text : text
    }.joined()
  }

  /// A shape for text; `placeholder` says which of the master's it stands for.
  static func shape(
    id: Int, name: String, placeholder: String, frame: Rect?, body: String
  ) -> String {
    let geometry = "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>"
    return "<p:sp><p:nvSpPr><p:cNvPr id=\"\(id)\" name=\"\(SVGWriter.escaped(name))\"/>"
      + "<p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph \(placeholder)/></p:nvPr>"
      + "</p:nvSpPr><p:spPr>\(frame.map { transform($0) + geometry } ?? "")</p:spPr>"
      + "<p:txBody>\(body)</p:txBody></p:sp>"
  }

  /// The shapes of a slide, a layout or a master.
  static func tree(_ shapes: String) -> String {
    "<p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
      + "<p:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/>"
      + "<a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>\(shapes)"
      + "</p:spTree>"
  }

  /// Paragraphs of text, one for each line of `text`.
  static func paragraphs(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.isEmpty
        ? "<a:p><a:endParaRPr lang=\"\(language)\"/></a:p>"
        : "<a:p><a:r><a:rPr lang=\"\(language)\"/><a:t>\(SVGWriter.escaped(String(line)))</a:t>"
          + "</a:r></a:p>"
    }.joined()
  }
}
