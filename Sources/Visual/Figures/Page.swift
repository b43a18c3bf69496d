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

  /// A page for `figure`.
  public init(_ figure: any Figure, footer: Footer? = nil) {
    self.figure = figure
    self.footer = footer
  }

  /// The page but for the picture: its words, and what they leave.
  private struct Surroundings {
    var area: Rect
    var marks: [Mark]
    var caption: String
    var captionHeight: Double
    /// From the title to the foot.
    var frame: Rect
    /// What the picture has for itself.
    var picture: Rect
  }

  /// What the picture has for itself on the page.
  func pictureFrame(style: Style) -> Rect { surroundings(style: style).picture }

  private func surroundings(style: Style) -> Surroundings {
    let area = Rect(x: 0, y: 0, width: style.page.size.width, height: style.page.size.height)
      .inset(style.margin)
    var draw = Canvas(style)
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
    let captionHeight = style.paragraphHeight(caption, font, width: area.width)
    let captionRoom = captionHeight > 0 ? captionHeight + 1.5 * style.gap : 0
    return Surroundings(
      area: area, marks: draw.marks, caption: caption, captionHeight: captionHeight, frame: frame,
      picture: frame.inset(bottom: captionRoom))
  }

  /// The page laid out.
  /// - Parameters:
  ///   - style: the theme, the page, and how wide a text is.
  ///   - isTransparent: whether the page is left unpainted.
  public func scene(style: Style, isTransparent: Bool = false) -> Scene {
    let page = surroundings(style: style)
    let (area, frame, captionHeight) = (page.area, page.frame, page.captionHeight)
    var marks = page.marks
    let picture = figure.marks(in: page.picture, style: style)
    if captionHeight > 0 {
      // On a slide the caption always stands at the foot; on paper it follows the picture.
      let foot = frame.maxY - captionHeight
      let top =
        style.page.isSlide ? foot : min(foot, (picture.bounds?.maxY ?? frame.y) + 1.5 * style.gap)
      let box = Rect(x: area.x, y: top, width: area.width, height: captionHeight)
      marks += style.paragraph(page.caption, style.font(.body), in: box).map { .text($0) }
    }
    marks.append(.group(Group(id: figure.name, description: figure.caption, picture)))
    return Scene(
      size: style.page.size, background: isTransparent ? nil : style.theme.background,
      title: figure.title, description: figure.caption, marks: marks)
  }
}
