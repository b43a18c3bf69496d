extension Path {
  /// A filled triangle whose tip lies on `tip`, pointing away from `start`.
  package static func arrowhead(to tip: Point, from start: Point, length: Double) -> Path {
    let (dx, dy) = (tip.x - start.x, tip.y - start.y)
    let distance = (dx * dx + dy * dy).squareRoot()
    guard distance > 0 else { return Path() }
    let (ux, uy) = (dx / distance, dy / distance)
    let base = Point(tip.x - ux * length, tip.y - uy * length)
    let half = length * 0.42
    return .polyline(
      [
        tip, Point(base.x - uy * half, base.y + ux * half),
        Point(base.x + uy * half, base.y - ux * half),
      ],
      closed: true)
  }

  /// An arrow as one outline: a shaft of `width` and a head twice and a half as wide.
  package static func arrow(from start: Point, to tip: Point, width: Double) -> Path {
    let (dx, dy) = (tip.x - start.x, tip.y - start.y)
    let distance = (dx * dx + dy * dy).squareRoot()
    guard distance > 0 else { return Path() }
    let (ux, uy) = (dx / distance, dy / distance)
    let head = min(distance, 2.6 * width)
    let neck = Point(tip.x - ux * head, tip.y - uy * head)
    func beside(_ p: Point, _ half: Double) -> [Point] {
      [Point(p.x - uy * half, p.y + ux * half), Point(p.x + uy * half, p.y - ux * half)]
    }
    let (a, b, c) = (
      beside(start, width / 2), beside(neck, width / 2), beside(neck, 1.4 * width)
    )
    return .polyline([a[0], b[0], c[0], tip, c[1], b[1], a[1]], closed: true)
  }
}
