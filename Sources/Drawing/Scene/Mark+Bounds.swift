extension Mark {
  /// The smallest rectangle around what is drawn, half of an outline's line included; of a group
  /// the part that its clip leaves. Nil when nothing is drawn.
  package var bounds: Rect? {
    switch self {
    case .group(let group):
      guard let inner = group.marks.bounds else { return nil }
      guard let clip = group.clip?.bounds else { return inner }
      let left = max(inner.x, clip.x)
      let top = max(inner.y, clip.y)
      return Rect(
        x: left, y: top, width: max(0, min(inner.maxX, clip.maxX) - left),
        height: max(0, min(inner.maxY, clip.maxY) - top))
    case .path(let mark): return mark.path.bounds?.inset(-(mark.stroke?.width ?? 0) / 2)
    case .text(let mark): return mark.bounds
    case .image(let mark): return mark.rect
    }
  }
}

extension Sequence<Mark> {
  /// Whether a word is among them, in a group or by itself.
  var hasText: Bool {
    contains { mark in
      switch mark {
      case .text: true
      case .group(let group): group.marks.hasText
      case .path, .image: false
      }
    }
  }

  /// The smallest rectangle around all of them; nil when there is none.
  package var bounds: Rect? {
    reduce(nil) { all, mark in
      guard let next = mark.bounds else { return all }
      return all.map { $0.union(next) } ?? next
    }
  }
}

extension Mark {
  /// The same mark elsewhere on the page.
  package func moved(dx: Double, dy: Double) -> Mark {
    switch self {
    case .group(var group):
      group.clip = group.clip?.moved(dx: dx, dy: dy)
      group.marks = group.marks.map { $0.moved(dx: dx, dy: dy) }
      return .group(group)
    case .path(var mark):
      mark.path = mark.path.moved(dx: dx, dy: dy)
      return .path(mark)
    case .text(var mark):
      mark.origin = Point(mark.origin.x + dx, mark.origin.y + dy)
      mark.bounds = mark.bounds.moved(dx: dx, dy: dy)
      return .text(mark)
    case .image(var mark):
      mark.rect = mark.rect.moved(dx: dx, dy: dy)
      return .image(mark)
    }
  }
}

extension Rect {
  /// The same rectangle elsewhere.
  package func moved(dx: Double, dy: Double) -> Rect {
    Rect(x: x + dx, y: y + dy, width: width, height: height)
  }
}

extension Path {
  /// The same outline elsewhere.
  package func moved(dx: Double, dy: Double) -> Path {
    func move(_ p: Point) -> Point { Point(p.x + dx, p.y + dy) }
    return Path(
      elements.map { element in
        switch element {
        case .move(let p): .move(move(p))
        case .line(let p): .line(move(p))
        case .curve(let a, let b, let c): .curve(move(a), move(b), move(c))
        case .close: .close
        }
      })
  }
}
