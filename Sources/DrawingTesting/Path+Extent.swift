import Drawing

extension Path {
  /// The smallest rectangle around the outline itself, where ``bounds`` holds the control points,
  /// too; nil when there is nothing.
  package var extent: Rect? {
    var box: Rect?
    func add(_ point: Point) {
      let spot = Rect(x: point.x, y: point.y, width: 0, height: 0)
      box = box?.union(spot) ?? spot
    }
    var pen = Point(0, 0)
    for element in elements {
      switch element {
      case .move(let p), .line(let p):
        add(p)
        pen = p
      case .curve(let a, let b, let c):
        add(c)
        let turns =
          Self.turns(pen.x, a.x, b.x, c.x) + Self.turns(pen.y, a.y, b.y, c.y)
        for t in turns { add(Self.bezier(pen, a, b, c, at: t)) }
        pen = c
      case .close: break
      }
    }
    return box
  }

  /// Whether `point` lies inside, by the non-zero rule that fills follow.
  package func contains(_ point: Point) -> Bool {
    var winding = 0
    var start = Point(0, 0)
    var pen = start
    func side(to end: Point) {
      // Which edges cross the ray to the right of the point, upwards or downwards.
      let isDown = pen.y <= point.y && end.y > point.y
      let isUp = pen.y > point.y && end.y <= point.y
      if isDown || isUp {
        let x = pen.x + (point.y - pen.y) / (end.y - pen.y) * (end.x - pen.x)
        if x > point.x { winding += isDown ? 1 : -1 }
      }
      pen = end
    }
    for element in elements {
      switch element {
      case .move(let p):
        side(to: start)
        (start, pen) = (p, p)
      case .line(let p): side(to: p)
      case .curve(let a, let b, let c):
        let from = pen
        for step in 1...8 { side(to: Self.bezier(from, a, b, c, at: Double(step) / 8)) }
      case .close: side(to: start)
      }
    }
    side(to: start)
    return winding != 0
  }

  private static func bezier(_ p: Point, _ a: Point, _ b: Point, _ c: Point, at t: Double) -> Point
  {
    let s = 1 - t
    let (w0, w1, w2, w3) = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
    return Point(
      w0 * p.x + w1 * a.x + w2 * b.x + w3 * c.x, w0 * p.y + w1 * a.y + w2 * b.y + w3 * c.y)
  }

  /// Where on a cubic curve one coordinate turns back: the derivative's zeros between 0 and 1.
  private static func turns(_ p: Double, _ a: Double, _ b: Double, _ c: Double) -> [Double] {
    let (u, v, w) = (a - p, b - a, c - b)
    let (square, linear, constant) = (u - 2 * v + w, 2 * (v - u), u)
    var zeros: [Double] = []
    if abs(square) < 1e-12 {
      if linear != 0 { zeros = [-constant / linear] }
    } else {
      let discriminant = linear * linear - 4 * square * constant
      if discriminant >= 0 {
        let root = discriminant.squareRoot()
        zeros = [(-linear + root) / (2 * square), (-linear - root) / (2 * square)]
      }
    }
    return zeros.filter { $0 > 0 && $0 < 1 }
  }
}
