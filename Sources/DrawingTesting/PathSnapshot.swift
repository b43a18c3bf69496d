import Drawing

/// An outline in words: which shape it is, and where.
struct PathSnapshot {
  /// `rect`, `circle`, `polyline` … what like outlines have in common.
  let form: String
  /// All of its geometry: `36 80 64×48`, or a digest where it has too many points to print.
  let place: String
  /// Its extent.
  let size: String

  init(_ path: Path) {
    let box = path.bounds ?? Rect(x: 0, y: 0, width: 0, height: 0)
    size = box.size.tenths
    let letters = String(path.elements.map(\.letter))
    switch letters {
    case "": (form, place) = ("nothing", "")
    case "mlllz" where path.isUpright: (form, place) = ("rect", box.tenths)
    case "mlclclclcz":
      let radius = path.points[0].x - box.x
      let isCircle = abs(box.width - 2 * radius) < 1e-6 && abs(box.height - 2 * radius) < 1e-6
      form = isCircle ? "circle" : "rounded rect"
      place =
        isCircle
        ? "\(box.center.tenths) radius \(radius.tenths)" : "\(box.tenths) radius \(radius.tenths)"
    case "mccccz": (form, place) = ("ellipse", box.tenths)
    case "ml":
      (form, place) = ("line", path.points.map(\.tenths).joined(separator: " → "))
    default:
      let isStraight = letters.allSatisfy { $0 != "c" }
      let isOne = letters.count { $0 == "m" } == 1
      form = !isStraight ? "curve" : !isOne ? "lines" : letters.last == "z" ? "polygon" : "polyline"
      let text = path.elements.map(\.text).joined(separator: " ")
      if path.points.count <= 4 {
        place = text
      } else {
        place = "of \(path.points.count) points in \(box.tenths), \(SnapshotDigest.text(text.utf8))"
      }
    }
  }
}

extension Path {
  /// Every point, control points too.
  fileprivate var points: [Point] {
    elements.flatMap { element -> [Point] in
      switch element {
      case .move(let p), .line(let p): [p]
      case .curve(let a, let b, let c): [a, b, c]
      case .close: []
      }
    }
  }

  /// Whether four points are the corners of an upright rectangle, in turn.
  fileprivate var isUpright: Bool {
    let p = points
    func same(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-6 }
    return same(p[0].y, p[1].y) && same(p[1].x, p[2].x) && same(p[2].y, p[3].y)
      && same(p[3].x, p[0].x)
  }
}

extension Path.Element {
  fileprivate var letter: Character {
    switch self {
    case .move: "m"
    case .line: "l"
    case .curve: "c"
    case .close: "z"
    }
  }

  fileprivate var text: String {
    switch self {
    case .move(let p), .line(let p): "\(letter) \(p.tenths)"
    case .curve(let a, let b, let c): "c \(a.tenths) \(b.tenths) \(c.tenths)"
    case .close: "z"
    }
  }
}
