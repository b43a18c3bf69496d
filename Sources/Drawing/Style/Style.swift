/// Everything that a figure asks before it draws: colours, page, sizes of type, widths of lines,
/// gaps, and how wide a text is.
///
///     let style = Style(theme: .dark, page: .a4, measurer: PangoMeasurer())
///     let font = style.font(.label)
///     let box = style.text("0.013", font, at: Point(100, 100), .center, .top).bounds
///     let below = Point(box.center.x, box.maxY + style.gap)
public struct Style: Sendable {
  /// The colours.
  public let theme: Theme
  /// The page.
  public let page: PageSize
  /// How wide and high a text is.
  public let measurer: any TextMeasurer

  /// A style for a page.
  public init(theme: Theme, page: PageSize, measurer: any TextMeasurer) {
    self.theme = theme
    self.page = page
    self.measurer = measurer
  }

  /// What a text is for; decides its face and size.
  public enum TextRole: Sendable, CaseIterable {
    /// The figure's name.
    case title
    /// The name of a part.
    case heading
    /// Sentences: the caption.
    case body
    /// Names and numbers at marks: the smallest text there is.
    case label
    /// A formula.
    case math
  }

  /// The face and size of a role on this page.
  public func font(_ role: TextRole, isBold: Bool = false, isItalic: Bool = false) -> Font {
    let size: Double
    switch role {
    case .title: size = page.isSlide ? 28 : 19
    case .heading: size = page.isSlide ? 20 : 12
    case .body: size = page.isSlide ? 18 : 10
    case .label: size = page.isSlide ? 18 : 8.5
    case .math: size = page.isSlide ? 22 : 12
    }
    let bold = isBold || role == .title || role == .heading
    return Font(
      role == .math ? .math : .text, size: size * scale, isBold: bold, isItalic: isItalic)
  }

  /// The distance between things that belong together, in points; others are 2 or 3 gaps apart.
  public var gap: Double { (page.isSlide ? 10 : 7) * scale }
  /// What stays free at the page's edges, in points.
  public var margin: Double { (page.isSlide ? 36 : 48) * scale }
  /// The page within its margins.
  package var content: Rect {
    Rect(x: 0, y: 0, width: page.size.width, height: page.size.height).inset(margin)
  }
  /// Grid lines, outlines of cells.
  public var thinLine: Double { (page.isSlide ? 1 : 0.6) * scale }
  /// Curves, connections in focus.
  public var mediumLine: Double { (page.isSlide ? 2 : 1.2) * scale }
  /// The outline of what the eye is led to.
  public var heavyLine: Double { (page.isSlide ? 3.5 : 2) * scale }
  /// The radius of rounded corners.
  public var cornerRadius: Double { (page.isSlide ? 5 : 3) * scale }

  private var scale: Double { page.scale }
}
