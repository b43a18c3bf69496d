/// How large a line of text is, where a text is broken into lines, and how a name is shortened.
/// Implemented by the renderer's text engine, so that what is measured is what is drawn.
///
/// Figures do not ask it themselves but the ``Style`` that carries it:
///
///     let style = Style(theme: .light, page: .slide, measurer: PangoMeasurer())
///     let width = style.measurer.measure("test loss", font: style.font(.label)).width
///     let caption = style.lines(of: words, style.font(.body), width: frame.width)
public protocol TextMeasurer: Sendable {
  /// The extents of `string`, set in one line.
  func measure(_ string: String, font: Font) -> TextExtents

  /// `string` in lines no wider than `width` points, without the spaces around them.
  ///
  /// Lines end where Unicode lets them (UAX #14): behind spaces and hyphens, between the signs of
  /// Chinese and Japanese but not before their full stop, at a zero width space, and never at a
  /// no-break space or a word joiner. What has no such place is broken between two letters; one
  /// letter that is wider than `width` is a line of its own.
  func lines(of string: String, font: Font, width: Double) -> [String]

  /// `string` if it is no wider than `width` points, else as much of its beginning as fits with an
  /// ellipsis; empty where not even that fits.
  func shortened(_ string: String, font: Font, width: Double) -> String
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
