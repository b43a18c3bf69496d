/// Places measured text. A figure never writes a ``TextMark`` by hand. Words in a tensor's colour
/// are set in its ink, which can be read wherever the colour itself is too light or too dark.
extension Style {
  /// Which part of a text's box lies on the given point, from left to right.
  public enum HorizontalAnchor: Sendable {
    /// The left edge.
    case leading
    /// The middle.
    case center
    /// The right edge.
    case trailing
  }

  /// Which part of a text's box lies on the given point, from top to bottom.
  public enum VerticalAnchor: Sendable {
    /// The top of the line.
    case top
    /// The middle of the box.
    case middle
    /// The baseline.
    case baseline
    /// The bottom of the line.
    case bottom
  }

  /// One line of text at `point`.
  public func text(
    _ string: String, _ font: Font, at point: Point, _ horizontal: HorizontalAnchor = .leading,
    _ vertical: VerticalAnchor = .baseline, color: Color? = nil, halo: Stroke? = nil,
    id: String? = nil
  ) -> TextMark {
    let extents = measurer.measure(string, font: font)
    let left =
      switch horizontal {
      case .leading: point.x
      case .center: point.x - extents.width / 2
      case .trailing: point.x - extents.width
      }
    let baseline =
      switch vertical {
      case .top: point.y + extents.ascent
      case .middle: point.y + (extents.ascent - extents.descent) / 2
      case .baseline: point.y
      case .bottom: point.y - extents.descent
      }
    return TextMark(
      id: id, string, font: font, color: color.map(theme.ink(for:)) ?? theme.text,
      origin: Point(left, baseline),
      bounds: Rect(
        x: left, y: baseline - extents.ascent, width: extents.width, height: extents.height),
      halo: halo)
  }

  /// One line that reads upwards, its box centred on `center`.
  public func uprightText(
    _ string: String, _ font: Font, center: Point, color: Color? = nil, id: String? = nil
  ) -> TextMark {
    let extents = measurer.measure(string, font: font)
    let box = Rect(
      x: center.x - extents.height / 2, y: center.y - extents.width / 2, width: extents.height,
      height: extents.width)
    return TextMark(
      id: id, string, font: font, color: color.map(theme.ink(for:)) ?? theme.text,
      origin: Point(box.x + extents.ascent, box.maxY), quarterTurns: 1, bounds: box)
  }

  /// From one baseline of a paragraph to the next.
  public func lineHeight(_ font: Font) -> Double {
    measurer.measure("Åg", font: font).height * 1.08
  }
}
