extension Scene {
  /// The scene at `fraction` of the way to `other`, a later moment of the same picture: what both
  /// have moves; half-way it takes its new colour, and what only one of them has comes or goes.
  /// Nothing but images fades: half-seen cells are read as values, and every shade of every edge
  /// makes a film larger.
  ///
  /// Marks belong together that have one name; then those whose names differ in the last part alone
  /// (`window/0.1`, `window/0.2`), in their order, where both scenes have as many.
  package func between(_ other: Scene, _ fraction: Double) -> Scene {
    precondition(size == other.size, "scenes of different sizes")
    var scene = other
    scene.marks = Between(fraction: fraction).marks(marks, other.marks)
    return scene
  }
}

/// A moment between two.
private struct Between {
  let fraction: Double

  private var isPastHalf: Bool { fraction >= 0.5 }

  func marks(_ old: [Mark], _ new: [Mark]) -> [Mark] {
    guard old != new else { return new }
    let partners = partners(old, new)
    var result: [Mark] = []
    var next = 0
    let kept = Set(partners.compactMap { $0 })
    func addOld(before end: Int) {
      while next < end {
        if !kept.contains(next), !isPastHalf { result.append(old[next]) }
        next += 1
      }
    }
    for (mark, partner) in zip(new, partners) {
      if let partner {
        addOld(before: partner)
        result += mixed(old[partner], mark)
      } else if isPastHalf {
        result.append(mark)
      }
    }
    addOld(before: old.count)
    return result
  }

  /// For each of the new marks the old one that it belongs to, by number.
  private func partners(_ old: [Mark], _ new: [Mark]) -> [Int?] {
    var result = [Int?](repeating: nil, count: new.count)
    var taken = Set<Int>()
    func pair(_ name: (Mark) -> AnyHashable?, asMany: Bool) {
      func places(_ marks: [Mark], _ isFree: (Int) -> Bool) -> [AnyHashable: [Int]] {
        marks.indices.filter(isFree).reduce(into: [:]) { places, index in
          if let name = name(marks[index]) { places[name, default: []].append(index) }
        }
      }
      let before = places(old) { !taken.contains($0) }
      let after = places(new) { result[$0] == nil }
      for (name, indices) in after {
        guard let partners = before[name], !asMany || partners.count == indices.count else {
          continue
        }
        for (index, partner) in zip(indices, partners) {
          result[index] = partner
          taken.insert(partner)
        }
      }
    }
    pair({ $0.id.map(AnyHashable.init) }, asMany: false)
    pair({ AnyHashable($0) }, asMany: false)
    pair({ $0.id.map { AnyHashable($0.stem) } }, asMany: true)
    pair(
      { if case .group(let group) = $0, group.id == nil { AnyHashable(0) } else { nil } },
      asMany: true)
    return result
  }

  private func mixed(_ old: Mark, _ new: Mark) -> [Mark] {
    if old == new { return [new] }
    switch (old, new) {
    case (.group(let a), .group(let b)):
      var group = b
      group.opacity = a.opacity + (b.opacity - a.opacity) * fraction
      group.marks = marks(a.marks, b.marks)
      return [.group(group)]
    case (.path(let a), .path(let b)):
      if let path = path(a.path, b.path) {
        var mark = b
        mark.path = path
        if !isPastHalf { (mark.fill, mark.stroke) = (a.fill, a.stroke) }
        return [.path(mark)]
      }
    case (.text(let a), .text(let b)):
      if a.string == b.string, a.font == b.font, a.quarterTurns == b.quarterTurns {
        var mark = b
        mark.origin = point(a.origin, b.origin)
        mark.bounds.x += mark.origin.x - b.origin.x
        mark.bounds.y += mark.origin.y - b.origin.y
        if !isPastHalf { mark.color = a.color }
        return [.text(mark)]
      }
      // Two texts on each other are unreadable: one, then the other.
      break
    case (.image(let a), .image(let b)):
      if a.raster == b.raster {
        var mark = b
        let corner = point(Point(a.rect.x, a.rect.y), Point(b.rect.x, b.rect.y))
        (mark.rect.x, mark.rect.y) = (corner.x, corner.y)
        return [.image(mark)]
      }
      return [old, .group(Group(id: nil, opacity: fraction, [new]))]
    default: break
    }
    return [isPastHalf ? new : old]
  }

  private func point(_ a: Point, _ b: Point) -> Point {
    Point(a.x + (b.x - a.x) * fraction, a.y + (b.y - a.y) * fraction)
  }

  /// Nil when one of them has another number of corners, or curves where the other has lines.
  private func path(_ a: Path, _ b: Path) -> Path? {
    guard a.elements.count == b.elements.count else { return nil }
    var elements: [Path.Element] = []
    for pair in zip(a.elements, b.elements) {
      switch pair {
      case (.move(let p), .move(let q)): elements.append(.move(point(p, q)))
      case (.line(let p), .line(let q)): elements.append(.line(point(p, q)))
      case (.curve(let p, let q, let r), .curve(let s, let t, let u)):
        elements.append(.curve(point(p, s), point(q, t), point(r, u)))
      case (.close, .close): elements.append(.close)
      default: return nil
      }
    }
    return Path(elements)
  }
}

extension Mark {
  fileprivate var id: String? {
    switch self {
    case .group(let mark): mark.id
    case .path(let mark): mark.id
    case .text(let mark): mark.id
    case .image(let mark): mark.id
    }
  }
}

extension String {
  /// Without what stands behind its last slash.
  fileprivate var stem: String {
    lastIndex(of: "/").map { String(self[..<$0]) } ?? self
  }
}
