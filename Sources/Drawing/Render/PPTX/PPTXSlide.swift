import AEData

/// One slide and its notes, as XML.
struct PPTXSlide {
  let slide: Presentation.Slide
  /// From 1.
  let number: Int
  let look: Presentation.Look

  /// Title, picture and foot.
  var slideXML: String {
    let title = PPTX.shape(
      id: 2, name: "Title", placeholder: "type=\"title\"",
      frame: slide.titleFrame == look.titleFrame ? nil : slide.titleFrame,
      body: "<a:bodyPr/><a:lstStyle/>" + PPTX.paragraphs(slide.title.withoutLineBreaks))
    let foot = slide.foot.map {
      PPTX.shape(
        id: 4, name: "Footer", placeholder: "type=\"ftr\" sz=\"quarter\" idx=\"11\"", frame: nil,
        body: master.footBody("l", PPTX.paragraphs($0.withoutLineBreaks)))
    }
    return PPTX.declaration + "<p:sld \(PPTX.namespaces)><p:cSld>"
      + PPTX.tree(title + picture + (foot ?? "") + (slide.isNumbered ? numberField : ""))
      + "</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
  }

  private var master: PPTXMaster { PPTXMaster(look: look) }

  private var picture: String {
    // Programs that know SVG in a presentation draw it; all others the PNG.
    let office = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
    let svg =
      "<a:extLst><a:ext uri=\"{96DAC541-7B7A-43D3-8B79-37D633B846F1}\">"
      + "<asvg:svgBlip xmlns:asvg=\"\(office)\" r:embed=\"rId3\"/></a:ext></a:extLst>"
    let name = SVGWriter.escaped(slide.picture.title.withoutLineBreaks)
    let description = SVGWriter.escaped(slide.picture.description.withoutLineBreaks)
    return "<p:pic><p:nvPicPr><p:cNvPr id=\"3\" name=\"\(name)\" descr=\"\(description)\"/>"
      + "<p:cNvPicPr><a:picLocks noChangeAspect=\"1\"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>"
      + "<p:blipFill><a:blip r:embed=\"rId2\">\(svg)</a:blip>"
      + "<a:stretch><a:fillRect/></a:stretch></p:blipFill>"
      + "<p:spPr>\(PPTX.transform(slide.pictureFrame))"
      + "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr></p:pic>"
  }

  private var numberField: String {
    PPTX.shape(
      id: 5, name: "Slide Number", placeholder: "type=\"sldNum\" sz=\"quarter\" idx=\"12\"",
      frame: nil, body: master.footBody("r", PPTXMaster.numberParagraph("\(number)")))
  }

  /// The slide small, and what the speaker reads.
  var notesXML: String {
    let image =
      "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Slide Image\"/><p:cNvSpPr>"
      + "<a:spLocks noGrp=\"1\" noRot=\"1\" noChangeAspect=\"1\"/></p:cNvSpPr>"
      + "<p:nvPr><p:ph type=\"sldImg\"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>"
    let notes = PPTX.shape(
      id: 3, name: "Notes", placeholder: "type=\"body\" idx=\"1\"", frame: nil,
      body: "<a:bodyPr/><a:lstStyle/>" + PPTX.paragraphs(slide.notes))
    return PPTX.declaration + "<p:notes \(PPTX.namespaces)><p:cSld>" + PPTX.tree(image + notes)
      + "</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
  }
}

extension String {
  /// In one line.
  fileprivate var withoutLineBreaks: String { replacing("\n", with: " ") }
}
