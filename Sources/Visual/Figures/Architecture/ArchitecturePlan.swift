import AECore
import Foundation

/// Where blocks, what leads from one to the next, and their sizes stand: in one row, or in two, the
/// encoder above and the decoder below it on the way back.
struct ArchitecturePlan: Styled {
  /// A text in lines below each other.
  struct Label: Hashable, Sendable {
    var lines: [String]
    var rect: Rect
    /// Whether it stands inside its funnel, where nothing has to lead to it.
    var isInside = false
  }

  /// A block in its place.
  struct Place: Hashable, Sendable {
    var block: ArchitectureBlock
    var box: ObliqueBox
    /// What leads to the block.
    var operation: Label?
    /// Its shape.
    var size: Label?
  }

  let style: Style
  /// In the order in which the data flows.
  let places: [Place]
  /// How many of them stand in the upper row, the code included; the others return below it.
  let turn: Int?

  /// What the picture takes up.
  var bounds: Rect {
    places.flatMap { [$0.box.bounds] + [$0.operation, $0.size].compactMap { $0?.rect } }
      .reduce(nil) { (all: Rect?, rect) in all.map { $0.union(rect) } ?? rect }
      ?? Rect(x: 0, y: 0, width: 0, height: 0)
  }

  /// The tallest block, in points.
  var tallest: Double { places.map(\.box.bounds.height).max() ?? 0 }

  /// One row through the middle of `frame`; nil when it does not fit.
  static func row(_ blocks: [ArchitectureBlock], in frame: Rect, _ style: Style) -> Self? {
    for isInside in [true, false] {
      let row = ArchitectureRow(blocks: blocks, isMirrored: false, isInside: isInside, style: style)
      let limit = isInside ? 0.85 : 0.4
      for step in 0..<24 {
        let size = frame.height * pow(0.96, Double(step))
        guard size >= limit * frame.height else { break }
        if let places = row.places(tallest: size, of: blocks, in: frame) {
          return Self(style: style, places: places, turn: nil).centered(in: frame)
        }
      }
    }
    return nil
  }

  /// Two rows, the code at the turn between them; nil when they do not fit.
  static func turned(_ blocks: [ArchitectureBlock], in frame: Rect, _ style: Style) -> Self? {
    guard let code = blocks.firstIndex(where: \.isCode), code < blocks.count - 1 else { return nil }
    let halves = frame.rows([1, 1], gap: style.gap)
    let rows = [
      ArchitectureRow(
        blocks: Array(blocks[...code]), isMirrored: false, isInside: false, style: style),
      ArchitectureRow(
        blocks: Array(blocks[code...]), isMirrored: true, isInside: false, style: style),
    ]
    for step in 0..<40 {
      let size = halves[0].height * pow(0.95, Double(step))
      guard size >= 0.2 * halves[0].height,
        let upper = rows[0].places(tallest: size, of: blocks, in: halves[0]),
        let lower = rows[1].places(tallest: size, of: blocks, in: halves[1]),
        let first = upper.last, let second = lower.first
      else { continue }
      // The code is in both rows; it stands between them, at the right.
      var shared = first
      shared.box = first.box.moved(
        dx: max(first.box.front.x, second.box.front.x) - first.box.front.x,
        dy: frame.center.y - first.box.bounds.center.y)
      shared.size?.rect = Rect(
        x: shared.box.bounds.center.x - (first.size?.rect.width ?? 0) / 2,
        y: shared.box.bounds.maxY + style.gap / 4, width: first.size?.rect.width ?? 0,
        height: style.line)
      if let size = shared.size?.rect, size.maxX > frame.maxX {
        shared.size?.rect.x = frame.maxX - size.width
      }
      return Self(
        style: style, places: Array(upper.dropLast()) + [shared] + Array(lower.dropFirst()),
        turn: upper.count)
    }
    return nil
  }

  /// Moved so that it stands in the middle of `frame`.
  private func centered(in frame: Rect) -> Self {
    let bounds = bounds
    let dy = style.page.isSlide ? frame.center.y - bounds.center.y : frame.y - bounds.y
    let moved = places.map { place in
      var place = place
      place.box = place.box.moved(dx: 0, dy: dy)
      place.operation?.rect.y += dy
      place.size?.rect.y += dy
      return place
    }
    return Self(style: style, places: moved, turn: turn)
  }
}
