import CCairo

extension SceneEncoder {
  /// What whoever draws `scene` on this machine should know of its fonts, a sentence each: that the
  /// house's own are not installed, so that it looks other than elsewhere, and which words have
  /// letters that no font has.
  package static func fontNotes(on scene: Scene) -> [String] {
    guard PangoText.hasFonts else { return [] }
    let engine = PangoText()
    let texts = scene.marks.texts
    var notes: [String] = []
    for (face, package) in [(Font.Face.text, "fonts-inter"), (.math, "fonts-stix")] {
      let font = Font(face, size: 12)
      let wanted = font.family.split(separator: ", ").dropLast()
      guard texts.contains(where: { $0.font.face == face }),
        let found = engine.installedFamily(for: font),
        !wanted.contains(where: { $0 == found })
      else { continue }
      notes.append("\(wanted[0]) is not installed, letters are \(found)'s; install \(package)")
    }
    if let text = texts.first(where: { !engine.hasLetters(of: $0) }) {
      notes.append("no font has all letters of “\(text.string.prefix(60))”; install one that has")
    }
    return notes
  }
}

extension PangoText {
  /// The family that fontconfig takes for `font`.
  fileprivate func installedFamily(for font: Font) -> String? {
    let layout = layout("0", font)
    defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
    guard let line = pango_layout_get_line_readonly(layout, 0),
      let run = line.pointee.runs?.pointee.data?.assumingMemoryBound(to: PangoGlyphItem.self),
      let chosen = run.pointee.item?.pointee.analysis.font,
      let description = pango_font_describe(chosen)
    else { return nil }
    defer { pango_font_description_free(description) }
    return pango_font_description_get_family(description).map { String(cString: $0) }
  }

  /// Whether some font has each letter of a text.
  fileprivate func hasLetters(of mark: TextMark) -> Bool {
    guard !mark.string.utf8.allSatisfy({ $0 < 0x80 }) else { return true }
    let layout = layout(Self.printable(mark.string), mark.font)
    defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
    return pango_layout_get_unknown_glyphs_count(layout) == 0
  }
}

extension [Mark] {
  /// All texts, those in groups too.
  fileprivate var texts: [TextMark] {
    flatMap { mark -> [TextMark] in
      switch mark {
      case .text(let text): [text]
      case .group(let group): group.marks.texts
      case .path, .image: []
      }
    }
  }
}
