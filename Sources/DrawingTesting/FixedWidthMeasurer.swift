import Drawing

/// A measurer for tests of the layout's logic: every letter is 0.55 em wide.
package struct FixedWidthMeasurer: TextMeasurer {
  /// A measurer that knows no font.
  package init() {}

  /// 0.55 em for each letter; 0.95 em above the baseline and 0.25 em below.
  package func measure(_ string: String, font: Font) -> TextExtents {
    TextExtents(
      width: 0.55 * font.size * Double(string.count), ascent: 0.95 * font.size,
      descent: 0.25 * font.size)
  }
}
