/// A figure on a page: its title above, its caption below, and in a report a line at the foot.
public struct Page: Sendable {
  /// What the foot of a report's page says.
  public struct Footer: Hashable, Sendable {
    /// At the left: what the report is of.
    public var text: String
    /// At the right: `3 / 12`.
    public var number: String

    /// A foot with a text and a page number.
    public init(text: String, number: String) {
      self.text = text
      self.number = number
    }
  }

  /// The picture.
  public let figure: any Figure
  /// The foot; nil for a single figure.
  public let footer: Footer?
  /// The part of the page that it takes, in points; nil for all within the margins.
  package var area: Rect?

  /// A page for `figure`.
  public init(_ figure: any Figure, footer: Footer? = nil) {
    self.figure = figure
    self.footer = footer
  }

  /// What the picture has for itself on the page.
  package func pictureFrame(style: Style) -> Rect {
    var draw = Canvas(style)
    return drawSurroundings(on: &draw).picture
  }

  /// Title and foot; and what is between them, where the caption, so high, has its place.
  private func drawSurroundings(
    on draw: inout Canvas
  ) -> (frame: Rect, caption: String, height: Double, picture: Rect) {
    let style = draw.style
    let area = self.area ?? style.content
    let titleFont = style.font(.title)
    // A name in it may be of any length; the figure itself has it whole.
    let title = style.clampedLines(figure.title, titleFont, width: area.width, limit: 2)
    draw.add(style.block(title, titleFont, in: area))
    var frame = area.inset(top: Double(title.count) * style.lineHeight(titleFont) + style.gap)

    if let footer {
      let number = style.text(
        footer.number, style.font(.label), at: Point(area.maxX, area.maxY), .trailing, .bottom,
        color: style.theme.mutedText)
      draw.words(
        Words(footer.text, isQuiet: true), width: area.width - number.bounds.width - 2 * style.gap,
        at: Point(area.x, area.maxY), .leading, .bottom)
      draw.text(number)
      frame = frame.inset(bottom: number.bounds.height + style.gap)
    }

    let font = style.font(.body)
    let caption = style.sentences(
      figure.caption, font, width: area.width, limit: style.page.captionLines)
    let height = style.paragraphHeight(caption, font, width: area.width)
    let room = height > 0 ? height + 1.5 * style.gap : 0
    return (frame, caption, height, picture: frame.inset(bottom: room))
  }

  /// The page laid out.
  /// - Parameters:
  ///   - style: the theme, the page, and how wide a text is.
  ///   - isTransparent: whether the page is left unpainted.
  public func scene(style: Style, isTransparent: Bool = false) -> Scene {
    var draw = Canvas(style)
    let (frame, caption, height, place) = drawSurroundings(on: &draw)
    let picture = figure.marks(in: place, style: style)
    if height > 0 {
      // On a slide the caption always stands at the foot; on paper it follows the picture.
      let foot = frame.maxY - height
      let top =
        style.page.isSlide ? foot : min(foot, (picture.bounds?.maxY ?? frame.y) + 1.5 * style.gap)
      let box = Rect(x: frame.x, y: top, width: frame.width, height: height)
      style.paragraph(caption, style.font(.body), in: box).forEach { draw.text($0) }
    }
    draw.group(id: figure.name, description: figure.caption) { $0.add(picture) }
    return Scene(
      size: style.page.size, background: isTransparent ? nil : style.theme.background,
      title: figure.title, description: figure.caption, marks: draw.marks)
  }
}
