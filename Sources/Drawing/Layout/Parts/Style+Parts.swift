/// What the parts of a figure have in common. Where no font is said, a text is a label.
extension Style {
  /// From one line of labels to the next, in points.
  package var line: Double { lineHeight(font(.label)) }

  /// How wide `string` is in one line, in points.
  package func width(_ string: String, _ font: Font? = nil, isBold: Bool = false) -> Double {
    measurer.measure(string, font: font ?? self.font(.label, isBold: isBold)).width
  }

  /// How wide the widest of `strings` is, in points; 0 for none.
  package func widest(
    _ strings: some Sequence<String>, _ font: Font? = nil, isBold: Bool = false
  ) -> Double {
    strings.map { width($0, font, isBold: isBold) }.max() ?? 0
  }

  /// Every how many of marks that are `pitch` apart has room for a label of `width` points.
  package static func every(_ width: Double, pitch: Double) -> Int {
    max(1, Int(clamping: (width / max(pitch, 1e-9)).rounded(.up)))
  }

  /// The line of something to compare with: a floor, a mean of all, a limit.
  package func dashed(_ color: Color) -> Stroke {
    Stroke(color, width: mediumLine, dash: [3 * mediumLine, 2 * mediumLine])
  }

  /// An edge of the page's colour, for letters that stand on a plot.
  package var halo: Stroke { Stroke(theme.background, width: gap / 2) }

  /// A thin line: outlines, leaders.
  package func thin(_ color: Color) -> Stroke { Stroke(color, width: thinLine) }

  /// A line that the eye follows: curves, marks, what is in focus.
  package func medium(_ color: Color) -> Stroke { Stroke(color, width: mediumLine) }
}
