/// What the slides of a presentation inherit: colours, faces, and where titles and feet stand.
struct PPTXMaster {
  let look: Presentation.Look

  /// The colours by their places in a theme. Of the dark look the page's colour is the dark one,
  /// and ``colorMap`` says that slides stand on it.
  var theme: String {
    let (dark, light) = isDark ? (look.background, look.text) : (look.text, look.background)
    func entry(_ name: String, _ color: Color) -> String {
      "<a:\(name)><a:srgbClr val=\"\(PPTX.rgb(color))\"/></a:\(name)>"
    }
    let accents = (0..<6).map { index in
      entry(
        "accent\(index + 1)", look.accents.isEmpty ? dark : look.accents[index % look.accents.count]
      )
    }
    let link = look.accents.first ?? dark
    let colors =
      entry("dk1", dark) + entry("lt1", light) + entry("dk2", isDark ? dark : look.mutedText)
      + entry("lt2", isDark ? look.mutedText : light) + accents.joined() + entry("hlink", link)
      + entry("folHlink", look.mutedText)
    let face =
      "<a:latin typeface=\"\(Self.face(look.titleFont))\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/>"
    return PPTX.declaration
      + "<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"aeviz\">"
      + "<a:themeElements><a:clrScheme name=\"aeviz\">\(colors)</a:clrScheme>"
      + "<a:fontScheme name=\"aeviz\"><a:majorFont>\(face)</a:majorFont>"
      + "<a:minorFont>\(face)</a:minorFont></a:fontScheme>\(Self.formats)</a:themeElements>"
      + "</a:theme>"
  }

  private var isDark: Bool { look.background.luminance < 0.5 }

  /// The first family that a font asks for.
  private static func face(_ font: Font) -> String {
    SVGWriter.escaped(font.family.split(separator: ",").first.map(String.init) ?? "")
  }

  /// Three of each, as the schema asks; no shape of ours uses them.
  private static let formats: String = {
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>"
    func three(_ name: String, _ part: String) -> String {
      "<a:\(name)>\(part)\(part)\(part)</a:\(name)>"
    }
    return "<a:fmtScheme name=\"aeviz\">" + three("fillStyleLst", fill)
      + three("lnStyleLst", "<a:ln w=\"12700\">\(fill)<a:prstDash val=\"solid\"/></a:ln>")
      + three("effectStyleLst", "<a:effectStyle><a:effectLst/></a:effectStyle>")
      + three("bgFillStyleLst", fill) + "</a:fmtScheme>"
  }()

  private var colorMap: String {
    let (background, text) = isDark ? ("dk", "lt") : ("lt", "dk")
    return "<p:clrMap bg1=\"\(background)1\" tx1=\"\(text)1\" bg2=\"\(background)2\" "
      + "tx2=\"\(text)2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" "
      + "accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" "
      + "folHlink=\"folHlink\"/>"
  }

  private static let background =
    "<p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>"

  /// One layout: a title, the room below it, a foot.
  var slideMaster: String {
    let style = Self.level("lvl1pPr", look.titleFont, "tx1", alignment: "l")
    let body = (1...9).map {
      Self.level("lvl\($0)pPr", look.footFont, "tx1", alignment: "l")
    }.joined()
    return PPTX.declaration + "<p:sldMaster \(PPTX.namespaces)><p:cSld>\(Self.background)"
      + PPTX.tree(placeholders(isMaster: true)) + "</p:cSld>\(colorMap)"
      + "<p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"rId1\"/></p:sldLayoutIdLst>"
      + "<p:txStyles><p:titleStyle>\(style)</p:titleStyle><p:bodyStyle>\(body)</p:bodyStyle>"
      + "<p:otherStyle>\(body)</p:otherStyle></p:txStyles></p:sldMaster>"
  }

  /// The layout that every slide has.
  var slideLayout: String {
    PPTX.declaration + "<p:sldLayout \(PPTX.namespaces) type=\"titleOnly\" preserve=\"1\">"
      + "<p:cSld name=\"Title and picture\">" + PPTX.tree(placeholders(isMaster: false))
      + "</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
  }

  private func placeholders(isMaster: Bool) -> String {
    let foot = look.footFrame
    let text = Rect(x: foot.x, y: foot.y, width: 0.8 * foot.width, height: foot.height)
    let number = Rect(x: text.maxX, y: foot.y, width: foot.width - text.width, height: foot.height)
    let title = "<a:p><a:r><a:rPr lang=\"\(PPTX.language)\"/><a:t>Title</a:t></a:r></a:p>"
    let empty = "<a:p><a:endParaRPr lang=\"\(PPTX.language)\"/></a:p>"
    return PPTX.shape(
      id: 2, name: "Title", placeholder: "type=\"title\"", frame: isMaster ? look.titleFrame : nil,
      body: (isMaster ? Self.plainBody : "<a:bodyPr/>") + "<a:lstStyle/>" + title)
      + PPTX.shape(
        id: 3, name: "Footer",
        placeholder: "type=\"ftr\" sz=\"quarter\" idx=\"\(isMaster ? 3 : 11)\"",
        frame: text, body: footBody("l", empty))
      + PPTX.shape(
        id: 4, name: "Slide Number",
        placeholder: "type=\"sldNum\" sz=\"quarter\" idx=\"\(isMaster ? 4 : 12)\"",
        frame: number, body: footBody("r", Self.numberParagraph("‹#›")))
  }

  /// Text without space around it; a title of one line stands on its frame's top, two reach below.
  private static let plainBody =
    "<a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"t\">"
    + "<a:noAutofit/></a:bodyPr>"

  /// The foot's paragraphs with their look, which not every program takes from the master.
  func footBody(_ alignment: String, _ paragraphs: String) -> String {
    Self.plainBody
      + "<a:lstStyle>\(Self.level("lvl1pPr", look.footFont, "tx2", alignment: alignment))</a:lstStyle>"
      + paragraphs
  }

  /// A slide's own number; `text` is what stands there until a program has counted.
  static func numberParagraph(_ text: String) -> String {
    "<a:p><a:fld id=\"{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}\" type=\"slidenum\">"
      + "<a:rPr lang=\"\(PPTX.language)\"/><a:t>\(text)</a:t></a:fld></a:p>"
  }

  /// The slide in the upper half of a page, the notes in the lower one; black on white.
  var notesMaster: String {
    let aspect = look.size.width / max(1, look.size.height)
    let image = Rect(x: 54, y: 54, width: 432, height: 288).fitting(aspect: aspect)
    let slide =
      "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Slide Image\"/><p:cNvSpPr>"
      + "<a:spLocks noGrp=\"1\" noRot=\"1\" noChangeAspect=\"1\"/></p:cNvSpPr>"
      + "<p:nvPr><p:ph type=\"sldImg\" idx=\"2\"/></p:nvPr></p:nvSpPr>"
      + "<p:spPr>\(PPTX.transform(image))<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>"
      + "<a:noFill/><a:ln w=\"12700\"><a:solidFill><a:prstClr val=\"black\"/></a:solidFill></a:ln>"
      + "</p:spPr></p:sp>"
    let notes = PPTX.shape(
      id: 3, name: "Notes", placeholder: "type=\"body\" sz=\"quarter\" idx=\"3\"",
      frame: Rect(x: 54, y: 370, width: 432, height: 296),
      body: "<a:bodyPr/><a:lstStyle/>" + PPTX.paragraphs("Notes"))
    let font = Font(.text, size: 14)
    let style = (1...9).map { Self.level("lvl\($0)pPr", font, "tx1", alignment: "l") }.joined()
    return PPTX.declaration + "<p:notesMaster \(PPTX.namespaces)><p:cSld>\(Self.background)"
      + PPTX.tree(slide + notes) + "</p:cSld>\(PPTXMaster(look: look.onWhite).colorMap)"
      + "<p:notesStyle>\(style)</p:notesStyle></p:notesMaster>"
  }

  private static func level(
    _ name: String, _ font: Font, _ color: String, alignment: String
  ) -> String {
    let points = min(max(font.size, 1), 4000)
    return "<a:\(name) algn=\"\(alignment)\"><a:spcBef><a:spcPts val=\"0\"/></a:spcBef><a:buNone/>"
      + "<a:defRPr sz=\"\(Int(clamping: (points * 100).rounded()))\" b=\"\(font.isBold ? 1 : 0)\" "
      + "kern=\"1200\"><a:solidFill><a:schemeClr val=\"\(color)\"/></a:solidFill>"
      + "<a:latin typeface=\"+mn-lt\"/></a:defRPr></a:\(name)>"
  }
}

extension Presentation.Look {
  /// The same on white, as notes are printed.
  var onWhite: Presentation.Look {
    var look = self
    (look.background, look.text, look.mutedText) = (
      Color(0xFFFFFF), Color(0x000000), Color(0x57606A)
    )
    return look
  }
}
