/// What the parts of a figure have in common.
extension Style {
  /// How wide `string` is in one line, in points.
  package func width(_ string: String, _ font: Font) -> Double {
    measurer.measure(string, font: font).width
  }

  /// How wide the widest of `strings` is, in points; 0 for none.
  package func width(_ strings: [String], _ font: Font) -> Double {
    strings.map { width($0, font) }.max() ?? 0
  }

  /// The line of something to compare with: a floor, a mean of all, a limit.
  package func dashed(_ color: Color) -> Stroke {
    Stroke(color, width: mediumLine, dash: [3 * mediumLine, 2 * mediumLine])
  }

  /// An edge of the page's colour, for letters that stand on a plot.
  package var halo: Stroke { Stroke(theme.background, width: gap / 2) }

  /// A thin line: outlines, leaders.
  package func thin(_ color: Color) -> Stroke { Stroke(color, width: thinLine) }
}
