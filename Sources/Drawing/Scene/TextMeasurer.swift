/// How large a line of text is. Implemented by the renderer's text engine, so that what is
/// measured is what is drawn.
public protocol TextMeasurer: Sendable {
  /// The extents of `string`, set in one line.
  func measure(_ string: String, font: Font) -> TextExtents
}

/// The extents of a line of text, in points.
public struct TextExtents: Hashable, Sendable {
  /// The advance, or the ink where it reaches further.
  public var width: Double
  /// From the baseline up to the line's top.
  public var ascent: Double
  /// From the baseline down to the line's bottom.
  public var descent: Double

  /// Extents in points.
  public init(width: Double, ascent: Double, descent: Double) {
    self.width = width
    self.ascent = ascent
    self.descent = descent
  }

  /// Ascent and descent together.
  public var height: Double { ascent + descent }
}
