/// Where a figure puts its marks, one after the other: text is measured and placed, what is drawn
/// later lies on top.
///
///     var draw = Canvas(style)
///     draw.image(.image(picture), in: cell, framed: true)
///     draw.text("0.013", style.font(.label), at: Point(cell.center.x, cell.maxY), .center, .top)
///     return draw.marks
public struct Canvas {
  /// Colours, type and gaps.
  public let style: Style
  /// What has been drawn, in this order.
  public private(set) var marks: [Mark] = []

  /// An empty canvas.
  public init(_ style: Style) { self.style = style }

  /// The colours.
  public var theme: Theme { style.theme }

  /// One line of text at `point`, a label without a font; what was placed, to put something beside
  /// it.
  @discardableResult
  public mutating func text(
    _ string: String, _ font: Font? = nil, at point: Point,
    _ horizontal: Style.HorizontalAnchor = .leading, _ vertical: Style.VerticalAnchor = .baseline,
    color: Color? = nil, halo: Stroke? = nil, id: String? = nil
  ) -> TextMark {
    let mark = style.text(
      string, font ?? style.font(.label), at: point, horizontal, vertical, color: color,
      halo: halo, id: id)
    marks.append(.text(mark))
    return mark
  }

  /// A line of text that was placed before.
  public mutating func text(_ mark: TextMark) { marks.append(.text(mark)) }

  /// One line that reads upwards, its box centred on `center`.
  @discardableResult
  public mutating func uprightText(
    _ string: String, _ font: Font, center: Point, color: Color? = nil, id: String? = nil
  ) -> TextMark {
    let mark = style.uprightText(string, font, center: center, color: color, id: id)
    marks.append(.text(mark))
    return mark
  }

  /// An outline, filled or stroked.
  public mutating func path(
    _ path: Path, fill: Color? = nil, stroke: Stroke? = nil, id: String? = nil
  ) {
    marks.append(.path(PathMark(id: id, path, fill: fill, stroke: stroke)))
  }

  /// A straight line; without a stroke, thin and in the colour of grid lines.
  public mutating func line(_ from: Point, _ to: Point, _ stroke: Stroke? = nil, id: String? = nil)
  {
    path(.line(from, to), stroke: stroke ?? style.thin(theme.line), id: id)
  }

  /// Pixels over a rectangle, with a thin frame where it is `framed`.
  public mutating func image(
    _ raster: Raster, in rect: Rect, framed: Bool = false, isSmooth: Bool = false, id: String? = nil
  ) {
    marks.append(.image(ImageMark(id: id, raster, rect: rect, isSmooth: isSmooth)))
    if framed { path(.rect(rect), stroke: style.thin(theme.line)) }
  }

  /// Marks that something else has laid out.
  public mutating func add(_ more: [Mark]) { marks += more }

  /// What `body` draws, with a name, a clip or an opacity in common.
  public mutating func group(
    role: Group.Role? = nil, id: String? = nil, description: String? = nil, opacity: Double = 1,
    clip: Path? = nil, _ body: (inout Canvas) -> Void
  ) {
    var inner = Canvas(style)
    body(&inner)
    let group = Group(
      role: role, id: id, description: description, opacity: opacity, clip: clip, inner.marks)
    marks.append(.group(group))
  }

  /// The thing that the figure is about: what `body` draws is led to by size, and tests measure it.
  public mutating func main(_ body: (inout Canvas) -> Void) {
    group(id: Self.mainObject, body)
  }

  /// The name of the group that ``main(_:)`` makes.
  package static let mainObject = "main"

  /// The first of `variants` (longest first) that is no wider than `width`, in one line; the last
  /// one cut off when none is.
  @discardableResult
  public mutating func text(
    _ variants: [String], _ font: Font? = nil, width: Double, at point: Point,
    _ horizontal: Style.HorizontalAnchor = .leading, _ vertical: Style.VerticalAnchor = .top,
    color: Color? = nil, id: String? = nil
  ) -> TextMark {
    text(
      style.firstFitting(variants, font, width: width), font, at: point, horizontal, vertical,
      color: color, id: id)
  }
}
