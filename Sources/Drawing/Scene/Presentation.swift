/// Slides for a presentation program: titles that are text, pictures, and what a speaker says.
public enum Presentation {
  /// What all slides have in common.
  public struct Look: Hashable, Sendable {
    /// A slide, in points.
    public var size: Size
    /// What slides are painted with.
    public var background: Color
    /// Titles.
    public var text: Color
    /// The foot of a slide.
    public var mutedText: Color
    /// Six colours for what is added later.
    public var accents: [Color]
    /// The face and size of titles.
    public var titleFont: Font
    /// The face and size of the foot.
    public var footFont: Font
    /// Where a title of one line stands.
    public var titleFrame: Rect
    /// Where the foot stands.
    public var footFrame: Rect

    /// A look by its parts.
    public init(
      size: Size, background: Color, text: Color, mutedText: Color, accents: [Color],
      titleFont: Font, footFont: Font, titleFrame: Rect, footFrame: Rect
    ) {
      self.size = size
      self.background = background
      self.text = text
      self.mutedText = mutedText
      self.accents = accents
      self.titleFont = titleFont
      self.footFont = footFont
      self.titleFrame = titleFrame
      self.footFrame = footFrame
    }
  }

  /// One slide.
  public struct Slide: Hashable, Sendable {
    /// What it says.
    public var title: String
    /// Where that stands, in points.
    public var titleFrame: Rect
    /// What it shows, in a scene as large as ``pictureFrame``; its description is read out to those
    /// who cannot see it.
    public var picture: Scene
    /// Where the picture lies, in points.
    public var pictureFrame: Rect
    /// What the speaker reads; paragraphs with line breaks between them.
    public var notes: String
    /// What stands at the foot; nil for a slide without one.
    public var foot: String?
    /// Whether its number stands at the foot.
    public var isNumbered: Bool

    /// A slide by its parts.
    public init(
      title: String, titleFrame: Rect, picture: Scene, pictureFrame: Rect, notes: String,
      foot: String? = nil, isNumbered: Bool = false
    ) {
      self.title = title
      self.titleFrame = titleFrame
      self.picture = picture
      self.pictureFrame = pictureFrame
      self.notes = notes
      self.foot = foot
      self.isNumbered = isNumbered
    }
  }
}
