/// A line of text that has no place yet: what it says, from long to short, so that whoever places
/// it takes the longest that fits.
///
///     draw.words(Words(["median filter", "median"], isBold: true), width: room, at: place)
package struct Words: Hashable, Sendable {
  /// From long to short; the last one is cut off where none fits.
  package var variants: [String]
  /// Whether it is set in heavy type.
  package var isBold: Bool
  /// Whether it stands back: names of rows and axes, notes.
  package var isQuiet: Bool
  /// The letters' colour, where neither the text's nor the quiet one is meant.
  package var color: Color?
  /// The mark's name.
  package var id: String?

  /// A line with shorter ones in its place.
  package init(
    _ variants: [String], isBold: Bool = false, isQuiet: Bool = false, color: Color? = nil,
    id: String? = nil
  ) {
    self.variants = variants
    self.isBold = isBold
    self.isQuiet = isQuiet
    self.color = color
    self.id = id
  }

  /// A line that is cut off where it does not fit.
  package init(
    _ text: String, isBold: Bool = false, isQuiet: Bool = false, color: Color? = nil,
    id: String? = nil
  ) { self.init([text], isBold: isBold, isQuiet: isQuiet, color: color, id: id) }
}

extension Canvas {
  /// Words as a label at `point`, no wider than `width`.
  @discardableResult
  package mutating func words(
    _ words: Words, width: Double = .infinity, at point: Point,
    _ horizontal: Style.HorizontalAnchor = .leading, _ vertical: Style.VerticalAnchor = .top
  ) -> TextMark {
    let font = style.font(.label, isBold: words.isBold)
    return text(
      style.firstFitting(words.variants, font, width: width), font, at: point, horizontal, vertical,
      color: words.color ?? (words.isQuiet ? style.theme.mutedText : nil), id: words.id)
  }

  /// Words below each other from the top of `rect` on, each as wide as it; the line below them.
  @discardableResult
  package mutating func lines(
    _ lines: [Words], in rect: Rect, _ horizontal: Style.HorizontalAnchor = .leading
  ) -> Double {
    let line = style.line
    let x = horizontal == .center ? rect.center.x : horizontal == .leading ? rect.x : rect.maxX
    for (index, words) in lines.enumerated() {
      self.words(words, width: rect.width, at: Point(x, rect.y + Double(index) * line), horizontal)
    }
    return rect.y + Double(lines.count) * line
  }
}
