/// Where a text may end a line: by Unicode's rules, which the measurer knows, and by the house's
/// own, which it is told in Unicode's signs.
extension Style {
  /// `string` in lines no wider than `width`, broken at spaces or, in scripts without them, where
  /// Unicode lets a line end.
  ///
  /// What is read in one piece stays in one where it fits: `28 × 28`, `(1, 2)`, `17.3 dB`, `t-SNE`,
  /// and a last word so short (`stride 2`) that it would be lost in a line of its own. A word that
  /// is wider than `width` is broken into parts of about one length, behind its hyphens where it
  /// has some.
  ///
  ///     let lines = style.lines(of: caption, style.font(.body), width: frame.width)
  ///     marks += style.block(lines, style.font(.body), in: frame)
  public func lines(of string: String, _ font: Font, width: Double) -> [String] {
    let words = string.split(separator: " ")
    let line = words.joined(separator: " ")
    // A sentence hardly ever fits, and to measure it takes as long as to break it.
    if line.utf8.count < 80, measurer.measure(line, font: font).width <= width {
      return line.isEmpty ? [] : [line]
    }
    let text = pieces(words, font, width).map { marked($0, font, width) }.joined(separator: " ")
    return measurer.lines(of: text, font: font, width: width).map(Self.unmarked)
  }

  /// `string` if it fits into `width`, else as much of it as fits with an ellipsis.
  public func truncated(_ string: String, _ font: Font, width: Double) -> String {
    measurer.shortened(string, font: font, width: width)
  }

  /// Words, with those joined that are read together and fit together.
  private func pieces(_ words: [Substring], _ font: Font, _ width: Double) -> [String] {
    var pieces: [String] = []
    for (index, word) in words.enumerated() {
      let before = index > 0 ? words[index - 1] : ""
      let isTimes = word == "×" || before == "×"
      let isLost = index == words.count - 1 && word.count <= 2
      if isTimes || isLost || Self.isPlace(before, word) || Self.isQuantity(before, word),
        let last = pieces.last,
        measurer.measure(last + " " + word, font: font).width <= width
      {
        pieces[pieces.count - 1] = last + " " + word
      } else {
        pieces.append(String(word))
      }
    }
    return pieces
  }

  /// Whether two words are a place: `(1, 2)`.
  private static func isPlace(_ before: Substring, _ word: Substring) -> Bool {
    before.count <= 8 && before.hasPrefix("(") && before.hasSuffix(",") && word.contains(")")
      && before.dropFirst().dropLast().allSatisfy(\.isNumber)
  }

  /// Whether two words are a number and its unit, with or without a sign behind them: `17.3 dB`.
  private static func isQuantity(_ before: Substring, _ word: Substring) -> Bool {
    guard word.count <= 6, before.last?.isNumber ?? false else { return false }
    return units.contains { unit in
      word.hasPrefix(unit) && word.dropFirst(unit.count).allSatisfy(\.isPunctuation)
    }
  }

  private static let units = ["dB", "%", "nats"]

  /// A piece that fits with word joiners wherever Unicode would let a line end that ours does not,
  /// and one that is too wide with zero width spaces between its parts.
  private func marked(_ piece: String, _ font: Font, _ width: Double) -> String {
    // No letter of ASCII is wider than one and a half times the size of its font; so most words, of
    // which a report asks for thousands, need no measuring.
    let isShort = 1.5 * font.size * Double(piece.utf8.count) <= width
    if isShort && piece.utf8.allSatisfy({ $0 < 0x80 }) { return Self.joined(piece) }
    let whole = measurer.measure(piece, font: font).width
    guard whole > width else { return Self.joined(piece) }
    // Parts of about one width: the last one, of a digest say, could otherwise be one letter, which
    // would be lost. How much wider than an even share the first one has to be depends on where its
    // letters end.
    let count = (whole / max(width, 1)).rounded(.up)
    let parts = [0.25, 0.5, 1].lazy.map { share in
      measurer.lines(of: piece, font: font, width: min(width, whole / count + share * font.size))
    }
    let even = parts.first { Double($0.count) <= count }
    return (even ?? measurer.lines(of: piece, font: font, width: width))
      .joined(separator: String(Self.zeroWidthSpace))
  }

  private static func joined(_ piece: String) -> String {
    // Most words are letters and digits alone, and a report asks for thousands.
    guard piece.utf8.contains(where: { !isLetterOrDigit($0) }) else { return piece }
    return piece.reduce(into: "") { text, letter in
      let isOpening = isOpening(letter)
      // Not before the first letter: the piece would hang on the one before.
      if isOpening, letter != " ", !text.isEmpty { text.unicodeScalars.append(wordJoiner) }
      text.append(letter)
      if isOpening { text.unicodeScalars.append(wordJoiner) }
    }
  }

  /// Whether Unicode may let a line end beside this sign: `28 × 28`, `t-SNE`, `doi:10/C50`.
  private static func isOpening(_ letter: Character) -> Bool {
    if let code = letter.asciiValue { return !isLetterOrDigit(code) }
    let scalars = letter.unicodeScalars
    return scalars.count == 1 && scalars.contains { "‐–—…".unicodeScalars.contains($0) }
  }

  private static func isLetterOrDigit(_ code: UInt8) -> Bool {
    switch code {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  private static func unmarked(_ line: String) -> String {
    var result = line
    result.unicodeScalars.removeAll { $0 == wordJoiner || $0 == zeroWidthSpace }
    return result
  }

  /// No line ends beside it.
  private static let wordJoiner: Unicode.Scalar = "\u{2060}"
  /// A line may end here.
  private static let zeroWidthSpace: Unicode.Scalar = "\u{200B}"
}
