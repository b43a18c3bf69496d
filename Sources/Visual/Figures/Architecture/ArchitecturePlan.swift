import AECore
import Foundation

/// Where blocks, what leads from one to the next, and their sizes stand: in one row, or in two, the
/// encoder above and the decoder below it on the way back.
struct ArchitecturePlan: Styled {
  /// A text in lines below each other.
  struct Label: Hashable, Sendable {
    var lines: [String]
    /// The layer's, in a line over the others; nil where it stands in the funnel.
    var number: String?
    var rect: Rect
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
  var bounds: Rect { places.bounds ?? Rect(x: 0, y: 0, width: 0, height: 0) }

  /// The tallest block, in points.
  var tallest: Double { places.map(\.box.bounds.height).max() ?? 0 }

  /// One row through the middle of `frame`, as tall as it can be; nil when it does not fit.
  static func row(_ blocks: [ArchitectureBlock], in frame: Rect, _ style: Style) -> Self? {
    for isInside in [true, false] {
      let row = ArchitectureRow(
        blocks: blocks, isMirrored: false, isInside: isInside, isTurned: false, style: style)
      for step in 0..<24 {
        let tallest = frame.height * pow(0.96, Double(step))
        guard tallest >= (isInside ? 0.75 : 0.4) * frame.height else { break }
        if let places = row.places(tallest: tallest, of: blocks, in: frame) {
          return Self(style: style, places: places, turn: nil)
        }
      }
    }
    return nil
  }

  /// Two rows, the code at the turn between them; nil when they do not fit.
  static func turned(_ blocks: [ArchitectureBlock], in frame: Rect, _ style: Style) -> Self? {
    guard let code = blocks.firstIndex(where: \.isCode), code < blocks.count - 1 else { return nil }
    let halves = frame.rows([1, 1], gap: style.gap)
    func rows(isInside: Bool) -> [ArchitectureRow] {
      [Array(blocks[...code]), Array(blocks[code...])].enumerated().map { index, blocks in
        ArchitectureRow(
          blocks: blocks, isMirrored: index == 1, isInside: isInside, isTurned: true,
          style: style)
      }
    }
    let ways = [rows(isInside: true), rows(isInside: false)]
    for (step, rows) in (0..<40).flatMap({ step in ways.map { (step, $0) } }) {
      let tallest = halves[0].height * pow(0.95, Double(step))
      guard tallest >= 0.2 * halves[0].height else { break }
      guard let upper = rows[0].places(tallest: tallest, of: blocks, in: halves[0]),
        let lower = rows[1].places(tallest: tallest, of: blocks, in: halves[1]),
        var shared = upper.last, let second = lower.first
      else { continue }
      // The code is in both rows; it stands between them, at the right.
      let right = max(shared.box.bounds.maxX, second.box.bounds.maxX)
      shared.box = shared.box.moved(
        dx: right - shared.box.bounds.maxX, dy: frame.center.y - shared.box.bounds.center.y)
      if let size = shared.size?.rect {
        shared.size?.rect.x = min(
          shared.box.bounds.center.x - size.width / 2, frame.maxX - size.width)
        shared.size?.rect.y = shared.box.bounds.maxY + style.gap / 4
      }
      return Self(
        style: style, places: upper.dropLast() + [shared] + lower.dropFirst(), turn: upper.count)
    }
    return nil
  }
}

extension [ArchitecturePlan.Place] {
  /// What they take up with their texts; nil without any.
  var bounds: Rect? {
    flatMap { [$0.box.bounds] + [$0.operation, $0.size].compactMap { $0?.rect } }
      .reduce(nil) { (all: Rect?, rect) in all.map { $0.union(rect) } ?? rect }
  }

  /// All of them so much further down.
  func moved(dy: Double) -> Self {
    map { place in
      var place = place
      place.box = place.box.moved(dx: 0, dy: dy)
      place.operation?.rect.y += dy
      place.size?.rect.y += dy
      return place
    }
  }
}
