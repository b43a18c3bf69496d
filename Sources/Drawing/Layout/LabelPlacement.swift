import Foundation

/// Finds places for labels so that none lies on another.
package enum LabelPlacement {
  /// Boxes of `sizes`, each as near as possible to its anchor, inside `frame`, at least `gap`
  /// apart; nil for a label that no place was found for. Earlier labels choose first.
  package static func place(
    _ sizes: [Size], at anchors: [Point], in frame: Rect, gap: Double, reach: Double
  ) -> [Rect?] {
    var taken: [Rect] = []
    return zip(sizes, anchors).map { size, anchor in
      guard size.width <= frame.width, size.height <= frame.height else { return nil }
      for offset in offsets(reach: reach, step: max(1, size.height / 3)) {
        let box = Rect(
          x: clamp(anchor.x + offset.x - size.width / 2, frame.x, frame.maxX - size.width),
          y: clamp(anchor.y + offset.y - size.height / 2, frame.y, frame.maxY - size.height),
          width: size.width, height: size.height)
        if !taken.contains(where: { $0.overlaps(box.inset(-gap / 2)) }) {
          taken.append(box.inset(-gap / 2))
          return box
        }
      }
      return nil
    }
  }

  /// Positions along a line, moved apart just so far that neighbours are at least `distance` apart
  /// and all lie inside `range` (as far as there is room); the order is kept.
  package static func spread(
    _ positions: [Double], distance: Double, within range: ClosedRange<Double>
  ) -> [Double] {
    let order = positions.indices.sorted {
      (positions[$0], $0) < (positions[$1], $1)
    }
    var sorted = order.map { clamp(positions[$0], range.lowerBound, range.upperBound) }
    // Forwards they are pushed down, backwards up again from the lower end.
    for i in sorted.indices.dropFirst() { sorted[i] = max(sorted[i], sorted[i - 1] + distance) }
    if let last = sorted.indices.last, sorted[last] > range.upperBound {
      sorted[last] = range.upperBound
      for i in sorted.indices.dropLast().reversed() {
        sorted[i] = min(sorted[i], sorted[i + 1] - distance)
      }
    }
    var result = positions
    for (rank, index) in order.enumerated() { result[index] = sorted[rank] }
    return result
  }

  /// Offsets in growing distance, on rings of sixteen directions, sideways first.
  private static func offsets(reach: Double, step: Double) -> [Point] {
    var result = [Point(0, 0)]
    var radius = step
    while radius <= reach {
      for k in 0..<16 {
        let angle = Double(k) * .pi / 8
        result.append(Point(radius * cos(angle) * 1.6, radius * sin(angle)))
      }
      radius += step
    }
    return result
  }

  private static func clamp(_ x: Double, _ low: Double, _ high: Double) -> Double {
    max(low, min(x, max(low, high)))
  }
}
