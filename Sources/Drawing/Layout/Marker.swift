/// The outline of a point in a scatter plot; with ten colours there are forty kinds of point.
package enum Marker: Int, CaseIterable, Hashable, Sendable {
  /// A disc, for the first ten classes.
  case circle
  /// An upright square.
  case square
  /// A triangle that points up.
  case triangle
  /// A square on its corner.
  case diamond

  /// The marker of class `index`, after each ten the next one.
  package init(class index: Int, colors: Int) {
    let all = Self.allCases
    self = all[(max(0, index) / max(1, colors)) % all.count]
  }

  /// The outline around `center`; every marker covers about the area of the disc of `radius`.
  package func path(center c: Point, radius r: Double) -> Path {
    switch self {
    case .circle: return .circle(center: c, radius: r)
    case .square:
      let h = r * 0.89
      return .rect(Rect(x: c.x - h, y: c.y - h, width: 2 * h, height: 2 * h))
    case .triangle:
      return .polyline(
        [
          Point(c.x, c.y - r * 1.4), Point(c.x + r * 1.25, c.y + r * 0.85),
          Point(c.x - r * 1.25, c.y + r * 0.85),
        ], closed: true)
    case .diamond:
      let h = r * 1.25
      return .polyline(
        [Point(c.x, c.y - h), Point(c.x + h, c.y), Point(c.x, c.y + h), Point(c.x - h, c.y)],
        closed: true)
    }
  }

  /// Whether `(x, y)`, relative to the centre, lies inside the marker of `radius`.
  package func contains(x: Double, y: Double, radius r: Double) -> Bool {
    switch self {
    case .circle: x * x + y * y <= r * r
    case .square: max(abs(x), abs(y)) <= r * 0.89
    case .triangle: y <= r * 0.85 && y >= -r * 1.4 && abs(x) <= (y + r * 1.4) / 2.25 * 1.25
    case .diamond: abs(x) + abs(y) <= r * 1.25
    }
  }
}

extension Theme {
  /// The colour of class `index`; starts again when the colours are used up.
  package func classColor(_ index: Int) -> Color {
    classes.isEmpty ? text : classes[max(0, index) % classes.count]
  }
}

extension Path {
  /// The two diagonals of `rect`, the falling one first.
  package static func cross(_ rect: Rect) -> Path {
    .line(Point(rect.x, rect.y), Point(rect.maxX, rect.maxY))
      + .line(Point(rect.x, rect.maxY), Point(rect.maxX, rect.y))
  }
}
