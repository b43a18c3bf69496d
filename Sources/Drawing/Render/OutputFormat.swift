/// How an SVG has its letters.
public enum SVGLetters: Sendable {
  /// As outlines: the same picture everywhere.
  case outlines
  /// As text: it can be selected, searched and changed.
  case text
}

/// The kinds of file that a drawing can become.
public enum OutputFormat: String, CaseIterable, Sendable {
  /// Pixels.
  case png
  /// Pages, for print and for slides.
  case pdf
  /// Outlines, for the web and for drawing programs.
  case svg
  /// The numbers behind the drawing, for other tools.
  case json
  /// Slides with titles and notes, for presentation programs.
  case pptx
  /// A moving picture of 256 colours.
  case gif
  /// A moving picture that a video player shows.
  case mp4

  /// What one page can become; the others move.
  public static let still: [OutputFormat] = [.png, .pdf, .svg, .json, .pptx]

  /// The format that a file's ending names, with or without the dot, in small or capital letters;
  /// nil for any other.
  public init?(fileExtension: String) {
    let ending = fileExtension.hasPrefix(".") ? fileExtension.dropFirst() : fileExtension[...]
    self.init(rawValue: ending.lowercased())
  }
}
