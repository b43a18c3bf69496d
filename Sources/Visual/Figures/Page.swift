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
  /// What stands above and below the picture.
  public let wording: PageWording
  /// The part of the page that it takes, in points; nil for all within the margins.
  package var area: Rect?

  /// A page for `figure`, with a foot in a report, and with the figure's own words around it.
  public init(
    _ figure: any Figure, footer: Footer? = nil, wording: PageWording = PageWording()
  ) {
    self.figure = figure
    self.footer = footer
    self.wording = wording
  }

  /// What the picture has for itself on the page.
  package func pictureFrame(style: Style) -> Rect {
    var draw = Canvas(style)
    return drawSurroundings(on: &draw).setting.picture
  }

  /// A title over a picture, and where both are.
  struct Setting {
    /// The title as one text; nil for none.
    let words: String?
    /// Its lines.
    let title: [String]
    /// What is below the title.
    let frame: Rect
    /// The same without what stands at its foot.
    let picture: Rect
  }

  /// The title at the top of `area`, over a picture with `foot` points free below it: in as few
  /// lines as hold what it says of the picture that they leave room for.
  func setting(in area: Rect, foot: Double, style: Style) -> Setting {
    let font = style.font(.title)
    func setting(lines: Int) -> Setting {
      let height = lines == 0 ? 0 : Double(lines) * style.lineHeight(font) + style.gap
      let frame = area.inset(top: height)
      let picture = frame.inset(bottom: foot)
      let words = wording.title.words(insteadOf: figure.title(in: picture, style: style))
      // A name in it may be of any length; the figure itself has it whole.
      let title = words.map { style.evenLines($0, font, width: area.width, limit: 2) } ?? []
      return Setting(words: words, title: title, frame: frame, picture: picture)
    }
    guard wording.title.words(insteadOf: figure.title) != nil else { return setting(lines: 0) }
    let single = setting(lines: 1)
    return single.title.count < 2 ? single : setting(lines: 2)
  }

  /// Title and foot; and what is between them, where the caption's lines have their place.
  private func drawSurroundings(on draw: inout Canvas) -> (setting: Setting, caption: [String]) {
    let style = draw.style
    let area = self.area ?? style.content
    var above = area
    if let footer {
      let number = style.text(
        footer.number, style.font(.label), at: Point(area.maxX, area.maxY), .trailing, .bottom,
        color: style.theme.mutedText)
      draw.group(role: .footer) {
        $0.words(
          Words(footer.text, isQuiet: true),
          width: area.width - number.bounds.width - 2 * style.gap,
          at: Point(area.x, area.maxY), .leading, .bottom)
        $0.text(number)
      }
      above = area.inset(bottom: number.bounds.height + style.gap)
    }

    let caption = captionLines(style: style, width: area.width)
    let room = caption.isEmpty ? 0 : height(of: caption, style: style) + 1.5 * style.gap
    let setting = setting(in: above, foot: room, style: style)
    draw.group(role: .heading) { $0.add(style.block(setting.title, style.font(.title), in: area)) }
    return (setting, caption)
  }

  /// The caption as it is set: of the figure's the sentences that have room, of another one as much
  /// as has room.
  private func captionLines(style: Style, width: Double) -> [String] {
    let (font, limit) = (style.font(.body), style.page.captionLines)
    guard let words = wording.caption.words(insteadOf: figure.caption) else { return [] }
    guard wording.caption == .figures else {
      return style.clampedLines(words, font, width: width, limit: limit)
    }
    let sentences = style.sentences(words, font, width: width, limit: limit)
    return style.lines(of: sentences, font, width: width)
  }

  private func height(of caption: [String], style: Style) -> Double {
    Double(caption.count) * style.lineHeight(style.font(.body))
  }

  /// The page laid out.
  /// - Parameters:
  ///   - style: the theme, the page, and how wide a text is.
  ///   - isTransparent: whether the page is left unpainted.
  public func scene(style: Style, isTransparent: Bool = false) -> Scene {
    var draw = Canvas(style)
    let (setting, caption) = drawSurroundings(on: &draw)
    let (frame, picture) = (setting.frame, figure.marks(in: setting.picture, style: style))
    if !caption.isEmpty {
      let height = height(of: caption, style: style)
      // On a slide the caption always stands at the foot; on paper it follows the picture.
      let foot = frame.maxY - height
      let top =
        style.page.isSlide ? foot : min(foot, (picture.bounds?.maxY ?? frame.y) + 1.5 * style.gap)
      let box = Rect(x: frame.x, y: top, width: frame.width, height: height)
      draw.group(role: .caption) { $0.add(style.block(caption, style.font(.body), in: box)) }
    }
    // Whoever cannot see the picture is told the caption, even where it does not stand below it.
    let description = wording.caption.words(insteadOf: figure.caption) ?? figure.caption
    draw.group(role: .figure, id: figure.name, description: description) { $0.add(picture) }
    return Scene(
      size: style.page.size, background: isTransparent ? nil : style.theme.background,
      title: setting.words ?? figure.title,
      description: description, marks: draw.marks)
  }
}
