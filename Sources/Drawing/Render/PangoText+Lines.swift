import CCairo

extension PangoText {
  /// `string` in lines no wider than `width` points, without the spaces around them.
  func lines(of string: String, font: Font, width: Double) -> [String] {
    let words = Self.printable(string)
    let layout = layout(words, font)
    defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
    var lines = brokenLines(of: words, layout, width: width)
    // Pango adds advances up; a slanted letter at a line's end may reach out of its own by a hair.
    // A little less room than such a line's advances take breaks it before its last word.
    for _ in 0..<8 {
      let tooWide = lines.lazy.filter { $0.words.count > 1 && $0.width > width }.map(\.advance)
      guard let advance = tooWide.min() else { break }
      lines = brokenLines(of: words, layout, width: advance - 1 / Double(PANGO_SCALE))
    }
    return lines.map(\.words)
  }

  private func brokenLines(
    of words: String, _ layout: OpaquePointer, width: Double
  ) -> [(words: String, advance: Double, width: Double)] {
    pango_layout_set_width(layout, Self.units(width))
    return (0..<pango_layout_get_line_count(layout)).compactMap { index in
      guard let line = pango_layout_get_line_readonly(layout, index) else { return nil }
      let start = Int(line.pointee.start_index)
      let text = words.utf8.dropFirst(start).prefix(Int(line.pointee.length))
      let trimmed = Substring(text).drop { $0 == " " }
      guard let last = trimmed.lastIndex(where: { $0 != " " }) else { return nil }
      var logical = PangoRectangle()
      pango_layout_line_get_extents(line, nil, &logical)
      return (
        String(trimmed[...last]), Double(logical.width) / Double(PANGO_SCALE),
        TextExtents(of: line).width
      )
    }
  }

  /// As much of the beginning of `string` as fits into `width` points with an ellipsis; empty where
  /// not even that fits.
  func shortened(_ string: String, font: Font, width: Double) -> String {
    let words = Self.printable(string)
    let layout = layout(words, font)
    defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
    pango_layout_set_width(layout, Self.units(width))
    var head = Substring(words.utf8.prefix(Self.startOfEllipsis(layout) ?? words.utf8.count))
    // A letter's ink may reach out of its advance, and the ellipsis may stand closer or farther.
    while line(head + "…", font: font).extents.width > width {
      guard head.popLast() != nil else { return "" }
    }
    return head + "…"
  }

  /// The first byte of what the ellipsis stands for; nil where there is none.
  private static func startOfEllipsis(_ layout: OpaquePointer) -> Int? {
    var node = pango_layout_get_line_readonly(layout, 0)?.pointee.runs
    while let run = node {
      node = run.pointee.next
      guard
        let item = run.pointee.data?.assumingMemoryBound(to: PangoGlyphItem.self).pointee.item
      else { continue }
      if Int32(item.pointee.analysis.flags) & PANGO_ANALYSIS_FLAG_IS_ELLIPSIS != 0 {
        return Int(item.pointee.offset)
      }
    }
    return nil
  }

  /// Points in Pango's units; what is no width is none.
  private static func units(_ width: Double) -> Int32 {
    width > 0 ? Int32(clamping: min(width * Double(PANGO_SCALE), 2e9)) : 0
  }
}
