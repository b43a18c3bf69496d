import Foundation

/// Texts that have to share a given room.
extension Style {
  /// The first of `variants` (longest first) that is no wider than `width`; the last one cut off
  /// when none is. Labels, where no font is said.
  package func firstFitting(_ variants: [String], _ font: Font? = nil, width: Double) -> String {
    variants.first { self.width($0, font) <= width }
      ?? truncated(variants.last ?? "", font ?? self.font(.label), width: width)
  }

  /// `string` in at most `limit` lines as wide as `width`; what is left over ends in an ellipsis.
  package func clampedLines(_ string: String, _ font: Font, width: Double, limit: Int) -> [String] {
    let all = lines(of: string, font, width: width)
    guard all.count > limit, limit > 0 else { return Array(all.prefix(max(0, limit))) }
    let last = truncated(all[limit - 1] + "…", font, width: width)
    return Array(all.prefix(limit - 1)) + [last]
  }

  /// `string` in as many lines as ``clampedLines(_:_:width:limit:)`` gives, all about as long: no
  /// word of a title is left alone in its last line.
  package func evenLines(_ string: String, _ font: Font, width: Double, limit: Int) -> [String] {
    var lines = clampedLines(string, font, width: width, limit: limit)
    guard lines.count > 1, self.lines(of: string, font, width: width).count == lines.count else {
      return lines
    }
    // The narrowest column that holds it in so many lines.
    var (low, high) = (width / Double(lines.count), width)
    while high - low > font.size / 2 {
      let middle = (low + high) / 2
      let narrow = self.lines(of: string, font, width: middle)
      if narrow.count == lines.count, narrow.allSatisfy({ self.width($0, font) <= middle }) {
        (lines, high) = (narrow, middle)
      } else {
        low = middle
      }
    }
    return lines
  }

  /// `lines` from the top left corner of `rect`, one under the other.
  package func block(
    _ lines: [String], _ font: Font, in rect: Rect, _ anchor: HorizontalAnchor = .leading,
    color: Color? = nil
  ) -> [Mark] {
    let x =
      switch anchor {
      case .leading: rect.x
      case .center: rect.center.x
      case .trailing: rect.maxX
      }
    return lines.enumerated().map { index, line in
      .text(
        text(
          line, font, at: Point(x, rect.y + Double(index) * lineHeight(font)), anchor, .top,
          color: color))
    }
  }

  /// The whole sentences of `string` that fit into `limit` lines, in their order; at least the
  /// first. One that is too long leaves its room to those behind it, so each has to be clear by
  /// itself.
  package func sentences(_ string: String, _ font: Font, width: Double, limit: Int) -> String {
    // Mostly all of it does, and what is broken once need not be broken sentence by sentence.
    if lines(of: string, font, width: width).count <= limit { return string }
    let all = Self.sentences(of: string)
    var kept = all.first ?? ""
    for sentence in all.dropFirst() {
      let longer = kept + " " + sentence
      if lines(of: longer, font, width: width).count <= limit { kept = longer }
    }
    return kept
  }

  /// `string` cut behind each full stop; one within quotation marks belongs to a name.
  private static func sentences(of string: String) -> [String] {
    var sentences: [String] = []
    for part in string.components(separatedBy: ". ") {
      if let last = sentences.last,
        last.count(where: { $0 == "“" }) > last.count(where: { $0 == "”" })
      {
        sentences[sentences.count - 1] += ". " + part
      } else {
        sentences.append(part)
      }
    }
    return sentences.enumerated().map { $0 < sentences.count - 1 ? $1 + "." : $1 }
  }

  /// Of each list (from long to short) the first text that fits into its width; lists of one `kind`
  /// are cut alike, so that what one says and the other does not is a difference; a list that has
  /// no text so short keeps its last.
  package func firstFitting(
    alike lists: [(kind: String, variants: [String], width: Double)], _ font: Font
  ) -> [String] {
    var places: [String: Int] = [:]
    for list in lists {
      let fits = list.variants.firstIndex { width($0, font) <= list.width }
      let place = fits ?? max(0, list.variants.count - 1)
      places[list.kind] = max(places[list.kind] ?? 0, place)
    }
    return lists.map { list in
      let place = min(places[list.kind] ?? 0, max(0, list.variants.count - 1))
      return firstFitting(Array(list.variants.dropFirst(place)), font, width: list.width)
    }
  }

  /// `string` if it fits into `room`, else its beginning and its end around an ellipsis: names of
  /// runs often differ in their last letters only.
  package func middleTruncated(
    _ string: String, _ font: Font? = nil, width room: Double
  ) -> String {
    guard width(string, font) > room else { return string }
    let letters = Array(string)
    func shortened(_ kept: Int) -> String {
      String(letters.prefix((kept + 1) / 2)) + "…" + String(letters.suffix(kept / 2))
    }
    // How many letters stay, by halving: a name may have hundreds.
    var (low, high) = (0, letters.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      let fits = width(shortened(middle), font) <= room
      (low, high) = fits ? (middle, high) : (low, middle - 1)
    }
    return width(shortened(low), font) <= room ? shortened(low) : ""
  }
}
