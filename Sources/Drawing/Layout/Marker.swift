import Foundation

/// The outline of a point in a scatter plot, a second code beside its colour: ten of them, all of
/// the same area, so that none weighs more than another.
package enum Marker: Int, CaseIterable, Hashable, Sendable {
  /// A disc.
  case circle
  /// An upright square.
  case square
  /// A triangle that points up.
  case triangle
  /// A square on its corner.
  case diamond
  /// Two bars, upright and level.
  case plus
  /// A triangle that points down.
  case triangleDown
  /// Two bars on the diagonals.
  case cross
  /// A star of five points.
  case star
  /// A level bar.
  case bar
  /// An upright bar.
  case pillar

  /// The marker of class `index` where there are `colors` colours. Each of the first ten classes
  /// has its own; after each round of colours it moves on by one, so that colour and marker
  /// together name a hundred classes.
  package init(class index: Int, colors: Int) {
    let (all, index, colors) = (Self.allCases, max(0, index), max(1, colors))
    self = all[(index % all.count + index / colors % all.count) % all.count]
  }

  /// The outline around `center`, as large as a disc of `radius`.
  package func path(center c: Point, radius r: Double) -> Path {
    guard self != .circle else { return .circle(center: c, radius: r) }
    return .polyline(corners.map { Point(c.x + r * $0.x, c.y + r * $0.y) }, closed: true)
  }

  /// Whether `(x, y)`, relative to the centre, lies inside the marker of `radius`.
  package func contains(x: Double, y: Double, radius r: Double) -> Bool {
    guard self != .circle else { return x * x + y * y <= r * r }
    let (x, y, corners) = (x / r, y / r, corners)
    // A line to the right crosses the outline an odd number of times from the inside.
    var isInside = false
    for index in corners.indices {
      let (a, b) = (corners[index], corners[index + 1 < corners.count ? index + 1 : 0])
      if (a.y > y) != (b.y > y), x < a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x) {
        isInside.toggle()
      }
    }
    return isInside
  }

  /// How far the marker of radius 1 reaches from its centre, to whichever side.
  package var reach: Double { corners.map { max(abs($0.x), abs($0.y)) }.max() ?? 1 }

  /// The corners of the marker as large as the disc of radius 1, which has none itself.
  package var corners: [Point] { Self.outlines[rawValue] }

  private static let outlines = allCases.map { marker -> [Point] in
    let bars = [
      Point(-1, -0.36), Point(-0.36, -0.36), Point(-0.36, -1), Point(0.36, -1),
      Point(0.36, -0.36), Point(1, -0.36), Point(1, 0.36), Point(0.36, 0.36), Point(0.36, 1),
      Point(-0.36, 1), Point(-0.36, 0.36), Point(-1, 0.36),
    ]
    let corners =
      switch marker {
      case .circle: [Point]()
      case .square: turned(every: 90, from: 45)
      case .triangle: turned(every: 120, from: -90)
      case .diamond: turned(every: 90, from: 0)
      case .plus: bars
      case .triangleDown: turned(every: 120, from: 90)
      case .cross: bars.map { Point($0.x - $0.y, $0.x + $0.y) }
      case .star: turned(every: 36, from: -90, inner: 0.45)
      case .bar: [Point(-1, -0.4), Point(1, -0.4), Point(1, 0.4), Point(-1, 0.4)]
      case .pillar: [Point(-0.4, -1), Point(0.4, -1), Point(0.4, 1), Point(-0.4, 1)]
      }
    let scale = (Double.pi / max(area(of: corners), 1e-9)).squareRoot()
    return corners.map { Point($0.x * scale, $0.y * scale) }
  }

  /// Corners around the centre, `every` degrees one; each second one nearer, at `inner`.
  private static func turned(every: Double, from start: Double, inner: Double = 1) -> [Point] {
    (0..<Int(clamping: 360 / every)).map { index in
      let angle = (start + Double(index) * every) * .pi / 180
      let radius = index % 2 == 0 ? 1 : inner
      return Point(radius * cos(angle), radius * sin(angle))
    }
  }

  /// What an outline encloses, by the shoelace formula.
  private static func area(of corners: [Point]) -> Double {
    zip(corners, corners.dropFirst() + corners.prefix(1))
      .reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y }
      .magnitude / 2
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
