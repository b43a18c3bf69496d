import Foundation

/// An outline made of straight lines and Bézier curves, in points on the page.
public struct Path: Hashable, Sendable {
  /// One step of the pen.
  public enum Element: Hashable, Sendable {
    /// Lift the pen and start here.
    case move(Point)
    /// A straight line to here.
    case line(Point)
    /// A cubic Bézier curve: two control points, then its end.
    case curve(Point, Point, Point)
    /// A straight line back to the start of this part.
    case close
  }

  /// The steps, in order.
  public var elements: [Element]

  /// An outline of these steps.
  public init(_ elements: [Element] = []) { self.elements = elements }

  /// One straight line.
  public static func line(_ from: Point, _ to: Point) -> Path { Path([.move(from), .line(to)]) }

  /// Straight lines from point to point; closed to a polygon on request.
  public static func polyline(_ points: [Point], closed: Bool = false) -> Path {
    guard let first = points.first else { return Path() }
    return Path([.move(first)] + points.dropFirst().map(Element.line) + (closed ? [.close] : []))
  }

  /// A rectangle's four sides.
  public static func rect(_ rect: Rect) -> Path {
    polyline(
      [
        Point(rect.x, rect.y), Point(rect.maxX, rect.y), Point(rect.maxX, rect.maxY),
        Point(rect.x, rect.maxY),
      ], closed: true)
  }

  /// A rectangle with quarter circles of `radius` at its corners.
  public static func roundedRect(_ rect: Rect, radius: Double) -> Path {
    let r = min(radius, rect.width / 2, rect.height / 2)
    guard r > 0 else { return .rect(rect) }
    let k = r * (1 - circleConstant)
    let (l, t, right, b) = (rect.x, rect.y, rect.maxX, rect.maxY)
    return Path([
      .move(Point(l + r, t)), .line(Point(right - r, t)),
      .curve(Point(right - k, t), Point(right, t + k), Point(right, t + r)),
      .line(Point(right, b - r)),
      .curve(Point(right, b - k), Point(right - k, b), Point(right - r, b)),
      .line(Point(l + r, b)),
      .curve(Point(l + k, b), Point(l, b - k), Point(l, b - r)),
      .line(Point(l, t + r)),
      .curve(Point(l, t + k), Point(l + k, t), Point(l + r, t)), .close,
    ])
  }

  /// A circle.
  public static func circle(center: Point, radius: Double) -> Path {
    .roundedRect(
      Rect(x: center.x - radius, y: center.y - radius, width: 2 * radius, height: 2 * radius),
      radius: radius)
  }

  /// An upright ellipse; `width` and `height` are its half axes.
  public static func ellipse(center c: Point, width a: Double, height b: Double) -> Path {
    let (i, j) = (a * circleConstant, b * circleConstant)
    return Path([
      .move(Point(c.x + a, c.y)),
      .curve(Point(c.x + a, c.y + j), Point(c.x + i, c.y + b), Point(c.x, c.y + b)),
      .curve(Point(c.x - i, c.y + b), Point(c.x - a, c.y + j), Point(c.x - a, c.y)),
      .curve(Point(c.x - a, c.y - j), Point(c.x - i, c.y - b), Point(c.x, c.y - b)),
      .curve(Point(c.x + i, c.y - b), Point(c.x + a, c.y - j), Point(c.x + a, c.y)), .close,
    ])
  }

  /// Both outlines as one.
  public static func + (a: Path, b: Path) -> Path { Path(a.elements + b.elements) }

  /// The smallest rectangle around every point and control point; nil when there is none.
  public var bounds: Rect? {
    var points: [Point] = []
    for element in elements {
      switch element {
      case .move(let p), .line(let p): points.append(p)
      case .curve(let a, let b, let c): points += [a, b, c]
      case .close: break
      }
    }
    guard let first = points.first else { return nil }
    var (left, right, top, bottom) = (first.x, first.x, first.y, first.y)
    for p in points {
      (left, right) = (min(left, p.x), max(right, p.x))
      (top, bottom) = (min(top, p.y), max(bottom, p.y))
    }
    return Rect(x: left, y: top, width: right - left, height: bottom - top)
  }

  /// How far a Bézier curve's control points lie along the tangents of a quarter circle.
  private static let circleConstant = 0.5522847498
}
