/// A drawing, laid out to the last point: what a figure returns and a renderer draws.
///
/// Every mark has absolute geometry and resolved colours, so a scene is tested as data, and every
/// file format comes from the same scene.
///
///     let style = Style(theme: .light, page: .slide, measurer: PangoMeasurer())
///     let name = style.text("Codes", style.font(.title), at: Point(480, 60), .center)
///     let disc = PathMark(.circle(center: Point(480, 270), radius: 40), fill: style.theme.large)
///     let scene = Scene(
///       size: style.page.size, background: style.theme.background, title: "Codes",
///       description: "One blue disc.", marks: [.text(name), .path(disc)])
///     try SceneEncoder.svg(scene).write(to: file)
public struct Scene: Hashable, Sendable {
  /// The page, in points.
  public var size: Size
  /// What the page is painted with first; nil leaves it transparent.
  public var background: Color?
  /// A few words that name the drawing: a PDF's title and outline, an SVG's title.
  public var title: String
  /// What the drawing shows, in plain words, for those who cannot see it.
  public var description: String
  /// In drawing order: later ones lie on top.
  public var marks: [Mark]
  /// Where several parts have a title each: these, with their distance from the top in points; a
  /// PDF's outline leads to them.
  public var headings: [Heading] = []

  /// A part's title, and where it stands.
  public struct Heading: Hashable, Sendable {
    /// In a few words.
    public var title: String
    /// From the top of the page, in points.
    public var y: Double

    /// A title at `y` points from the top.
    public init(title: String, y: Double) {
      self.title = title
      self.y = y
    }
  }

  /// A drawing of these parts.
  public init(
    size: Size, background: Color?, title: String, description: String, marks: [Mark]
  ) {
    self.size = size
    self.background = background
    self.title = title
    self.description = description
    self.marks = marks
  }
}

/// One thing on the page. Whoever walks a scene handles these four and nothing else:
///
///     func words(in marks: [Mark]) -> [String] {
///       marks.flatMap { mark -> [String] in
///         switch mark {
///         case .group(let group): words(in: group.marks)
///         case .text(let text): [text.string]
///         case .path, .image: []
///         }
///       }
///     }
public indirect enum Mark: Hashable, Sendable {
  /// Marks that belong together, with a name, a clip or an opacity in common.
  case group(Group)
  /// A filled or stroked outline.
  case path(PathMark)
  /// One line of text.
  case text(TextMark)
  /// A rectangle of pixels.
  case image(ImageMark)
}

/// Marks that belong together.
///
///     Group(id: "loss/curves", opacity: 0.4, clip: .rect(frame), curves)
public struct Group: Hashable, Sendable {
  /// What a part of a page is to whoever has it read aloud.
  public enum Role: String, Hashable, Sendable, CaseIterable {
    /// The page's title.
    case heading
    /// A picture.
    case figure
    /// The sentences about a picture.
    case caption
    /// What stands at the foot of every page, and is not read.
    case footer
  }

  /// What the marks are on the page; nil for parts of a picture.
  public var role: Role?
  /// A name that tests and SVG files find the group by, `convolution/connections`.
  public var id: String?
  /// What the group shows, in plain words.
  public var description: String?
  /// Of the group as one picture, from 0 to 1.
  public var opacity: Double
  /// Nothing is drawn outside of this outline.
  public var clip: Path?
  /// In drawing order.
  public var marks: [Mark]

  /// A group of `marks`.
  public init(
    role: Role? = nil, id: String? = nil, description: String? = nil, opacity: Double = 1,
    clip: Path? = nil, _ marks: [Mark]
  ) {
    self.role = role
    self.id = id
    self.description = description
    self.opacity = opacity
    self.clip = clip
    self.marks = marks
  }
}

/// How an outline is drawn: `Stroke(theme.line, width: style.thinLine, dash: [4, 3])`.
public struct Stroke: Hashable, Sendable {
  /// The line's colour.
  public var color: Color
  /// The line's width, in points.
  public var width: Double
  /// Lengths of dashes and gaps in turn, in points; empty for a solid line.
  public var dash: [Double]
  /// Whether ends and corners are round; otherwise ends are cut off and corners pointed.
  public var isRound: Bool

  /// A line of a colour and a width in points.
  public init(_ color: Color, width: Double, dash: [Double] = [], isRound: Bool = false) {
    self.color = color
    self.width = width
    self.dash = dash
    self.isRound = isRound
  }
}

/// A filled or stroked outline.
///
///     PathMark(id: "cell/large/0", .rect(cell), stroke: Stroke(theme.large, width: 2))
public struct PathMark: Hashable, Sendable {
  /// A name that tests find the mark by, `cell/large/0/1/2`.
  public var id: String?
  /// Where.
  public var path: Path
  /// The inside's colour (non-zero winding); nil leaves it open.
  public var fill: Color?
  /// The outline's line, drawn over the fill; nil for none.
  public var stroke: Stroke?

  /// An outline, filled or stroked.
  public init(id: String? = nil, _ path: Path, fill: Color? = nil, stroke: Stroke? = nil) {
    self.id = id
    self.path = path
    self.fill = fill
    self.stroke = stroke
  }
}

/// One line of text, already measured and placed, as ``Style`` makes it:
///
///     let mark = style.text("14 × 14", style.font(.label), at: corner, .trailing, .bottom)
public struct TextMark: Hashable, Sendable {
  /// A name that tests find the mark by.
  public var id: String?
  /// The words, without a line break.
  public var string: String
  /// Face and size.
  public var font: Font
  /// The letters' colour.
  public var color: Color
  /// Where the baseline starts (the left end, also for text that reads from the right).
  public var origin: Point
  /// Turned about ``origin``, in quarter turns anticlockwise: 0 or 1 (an axis title, read upwards).
  public var quarterTurns: Int
  /// The smallest upright rectangle around the line on the page: its width by its ascent and
  /// descent, as measured.
  public var bounds: Rect
  /// A line around the letters that keeps them readable over a busy ground; nil for none.
  public var halo: Stroke?

  /// A measured line of text; ``Style/text(_:_:at:_:_:color:halo:id:)`` measures and places it.
  public init(
    id: String? = nil, _ string: String, font: Font, color: Color, origin: Point,
    quarterTurns: Int = 0, bounds: Rect, halo: Stroke? = nil
  ) {
    self.id = id
    self.string = string
    self.font = font
    self.color = color
    self.origin = origin
    self.quarterTurns = quarterTurns
    self.bounds = bounds
    self.halo = halo
  }
}

/// A rectangle of pixels.
///
///     let map = Raster(errors, width: 28, height: 28, limits: 0...1, colormap: .viridis)
///     let mark = ImageMark(id: "error", map, rect: cell)
public struct ImageMark: Hashable, Sendable {
  /// A name that tests find the mark by.
  public var id: String?
  /// The pixels.
  public var raster: Raster
  /// Where they are put.
  public var rect: Rect
  /// Whether pixels blend into each other when they are enlarged; data is drawn with hard edges.
  public var isSmooth: Bool

  /// Pixels over a rectangle.
  public init(id: String? = nil, _ raster: Raster, rect: Rect, isSmooth: Bool = false) {
    self.id = id
    self.raster = raster
    self.rect = rect
    self.isSmooth = isSmooth
  }
}
