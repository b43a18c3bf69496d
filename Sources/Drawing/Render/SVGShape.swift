/// A rectangle with round corners, a dot most of all, as the one element that SVG has for it: a map
/// of a thousand points is a third as large as with each point's outline.
struct SVGShape {
  /// `<rect x="1" y="2" …`, without what it is painted with.
  let element: String

  /// Nil for a path that is no such rectangle.
  init?(_ path: Path) {
    let steps = path.elements
    guard steps.count == 10, case .move(let start) = steps[0],
      case .curve(_, _, let rightEnd) = steps[2], case .curve(_, _, let bottomEnd) = steps[4],
      case .curve(_, _, let leftEnd) = steps[6]
    else { return nil }
    let (left, radius) = (leftEnd.x, start.x - leftEnd.x)
    let rect = Rect(
      x: left, y: start.y, width: rightEnd.x - left, height: bottomEnd.y - start.y)
    let twin = Path.roundedRect(rect, radius: radius)
    guard radius > 0, SVGWriter.data(twin) == SVGWriter.data(path) else { return nil }
    func number(_ value: Double) -> String { SVGWriter.number(value) }
    if abs(rect.width - 2 * radius) < 1e-6, abs(rect.height - 2 * radius) < 1e-6 {
      element =
        "<circle cx=\"\(number(left + radius))\" cy=\"\(number(rect.y + radius))\""
        + " r=\"\(number(radius))\""
    } else {
      element =
        "<rect x=\"\(number(left))\" y=\"\(number(rect.y))\" width=\"\(number(rect.width))\""
        + " height=\"\(number(rect.height))\" rx=\"\(number(radius))\""
    }
  }
}
