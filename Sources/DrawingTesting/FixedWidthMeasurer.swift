import Drawing

/// A measurer for tests of the layout's logic: every letter is 0.55 em wide.
package struct FixedWidthMeasurer: TextMeasurer {
  /// A measurer that knows no font.
  package init() {}

  /// 0.55 em for each letter; 0.95 em above the baseline and 0.25 em below.
  package func measure(_ string: String, font: Font) -> TextExtents {
    let letters = string.count(where: { $0 != Self.wordJoiner && $0 != Self.zeroWidthSpace })
    return TextExtents(
      width: 0.55 * font.size * Double(letters), ascent: 0.95 * font.size,
      descent: 0.25 * font.size)
  }

  /// Broken behind spaces that no word joiner follows, at zero width spaces, and within a piece
  /// that is too wide.
  package func lines(of string: String, font: Font, width: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for piece in Self.pieces(of: string) {
      if fits(Self.trimmed(line + piece), font, width) {
        line += piece
        continue
      }
      if !line.isEmpty { lines.append(Self.trimmed(line)) }
      line = piece
      while !fits(Self.trimmed(line), font, width), line.count > 1 {
        var head = line
        while !fits(head, font, width), head.count > 1 { head.removeLast() }
        lines.append(head)
        line.removeFirst(head.count)
      }
    }
    return line.isEmpty ? lines : lines + [Self.trimmed(line)]
  }

  /// As many letters as fit with an ellipsis.
  package func shortened(_ string: String, font: Font, width: Double) -> String {
    guard !fits(string, font, width) else { return string }
    let letters = Int(max(0, width) / (0.55 * font.size))
    return letters > 0 ? string.prefix(letters - 1) + "…" : ""
  }

  private static let wordJoiner: Character = "\u{2060}"
  private static let zeroWidthSpace: Character = "\u{200B}"

  private func fits(_ string: String, _ font: Font, _ width: Double) -> Bool {
    measure(string, font: font).width <= width
  }

  /// `string` cut wherever a line may end.
  private static func pieces(of string: String) -> [String] {
    var pieces = [""]
    var mayEnd = false
    for letter in string {
      if mayEnd, letter != " ", letter != wordJoiner { pieces.append("") }
      pieces[pieces.count - 1].append(letter)
      mayEnd = letter == " " || letter == zeroWidthSpace
    }
    return pieces
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
