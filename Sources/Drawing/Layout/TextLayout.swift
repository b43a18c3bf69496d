/// Places measured text. A figure never writes a ``TextMark`` by hand.
extension Style {
  /// Which part of a text's box lies on the given point, from left to right.
  public enum HorizontalAnchor: Sendable {
    /// The left edge.
    case leading
    /// The middle.
    case center
    /// The right edge.
    case trailing
  }

  /// Which part of a text's box lies on the given point, from top to bottom.
  public enum VerticalAnchor: Sendable {
    /// The top of the line.
    case top
    /// The middle of the box.
    case middle
    /// The baseline.
    case baseline
    /// The bottom of the line.
    case bottom
  }

  /// One line of text at `point`.
  public func text(
    _ string: String, _ font: Font, at point: Point, _ horizontal: HorizontalAnchor = .leading,
    _ vertical: VerticalAnchor = .baseline, color: Color? = nil, halo: Stroke? = nil,
    id: String? = nil
  ) -> TextMark {
    let extents = measurer.measure(string, font: font)
    let left =
      switch horizontal {
      case .leading: point.x
      case .center: point.x - extents.width / 2
      case .trailing: point.x - extents.width
      }
    let baseline =
      switch vertical {
      case .top: point.y + extents.ascent
      case .middle: point.y + (extents.ascent - extents.descent) / 2
      case .baseline: point.y
      case .bottom: point.y - extents.descent
      }
    return TextMark(
      id: id, string, font: font, color: color ?? theme.text, origin: Point(left, baseline),
      bounds: Rect(
        x: left, y: baseline - extents.ascent, width: extents.width, height: extents.height),
      halo: halo)
  }

  /// One line that reads upwards, its box centred on `center`.
  public func uprightText(
    _ string: String, _ font: Font, center: Point, color: Color? = nil, id: String? = nil
  ) -> TextMark {
    let extents = measurer.measure(string, font: font)
    let box = Rect(
      x: center.x - extents.height / 2, y: center.y - extents.width / 2, width: extents.height,
      height: extents.width)
    return TextMark(
      id: id, string, font: font, color: color ?? theme.text,
      origin: Point(box.x + extents.ascent, box.maxY), quarterTurns: 1, bounds: box)
  }

  /// `string` broken at spaces into lines no wider than `width`; a word that is wider than that is
  /// broken where it fits.
  public func lines(of string: String, _ font: Font, width: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    func measured(_ text: String) -> Double { measurer.measure(text, font: font).width }
    func fits(_ text: String) -> Bool { measured(text) <= width }
    // Words come again in other lines; a whole line is only measured where their sum, which kerning
    // beside the spaces and overhanging letters may change a little, is too close to tell.
    let space = measured(" ")
    var sum = 0.0
    for word in Self.words(of: string, fits) {
      let wordWidth = measured(word)
      let longer = line.isEmpty ? word : line + " " + word
      let longerSum = line.isEmpty ? wordWidth : sum + space + wordWidth
      if abs(longerSum - width) > font.size ? longerSum < width : fits(longer) {
        line = longer
        sum = longerSum
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = word
      sum = wordWidth
      while !fits(line), line.count > 1 {
        // In parts of about one length: a last letter alone, of a digest say, would be lost.
        let parts = max(1, (sum / max(width, 1)).rounded(.up))
        var head = String(line.prefix(max(1, Int((Double(line.count) / parts).rounded(.up)))))
        while !fits(head), head.count > 1 { head.removeLast() }
        lines.append(head)
        line = String(line.dropFirst(head.count))
        sum = measured(line)
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }

  /// The words of `string`; what is read in one piece stays in one where it fits: `28 × 28`, and a
  /// last word so short (`stride 2`) that it would be lost in a line of its own.
  private static func words(of string: String, _ fits: (String) -> Bool) -> [String] {
    var words: [String] = []
    let parts = string.split(separator: " ")
    for (index, part) in parts.enumerated() {
      let isTimes = part == "×" || index > 0 && parts[index - 1] == "×"
      let isLost = index == parts.count - 1 && part.count <= 2
      if isTimes || isLost, let last = words.last, fits(last + " " + part) {
        words[words.count - 1] = last + " " + part
      } else {
        words.append(String(part))
      }
    }
    return words
  }

  /// `string` if it fits into `width`, else as much of it as fits with an ellipsis.
  public func truncated(_ string: String, _ font: Font, width: Double) -> String {
    guard measurer.measure(string, font: font).width > width else { return string }
    var head = string
    while !head.isEmpty {
      head.removeLast()
      let candidate = head + "…"
      if measurer.measure(candidate, font: font).width <= width { return candidate }
    }
    return ""
  }

  /// `string` set in lines from the top left corner of `rect`, as wide as `rect`.
  public func paragraph(
    _ string: String, _ font: Font, in rect: Rect, color: Color? = nil
  ) -> [TextMark] {
    let height = lineHeight(font)
    return lines(of: string, font, width: rect.width).enumerated().map { index, line in
      text(
        line, font, at: Point(rect.x, rect.y + Double(index) * height), .leading, .top,
        color: color)
    }
  }

  /// How high `string` becomes in lines as wide as `width`.
  public func paragraphHeight(_ string: String, _ font: Font, width: Double) -> Double {
    Double(lines(of: string, font, width: width).count) * lineHeight(font)
  }

  /// From one baseline of a paragraph to the next.
  public func lineHeight(_ font: Font) -> Double {
    measurer.measure("Åg", font: font).height * 1.08
  }
}
