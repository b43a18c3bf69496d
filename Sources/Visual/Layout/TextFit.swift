import Foundation

/// Texts that have to share a given room.
extension Style {
  /// The first of `variants` (longest first) that is no wider than `width`; the last one cut off
  /// when none is.
  package func firstFitting(_ variants: [String], _ font: Font, width: Double) -> String {
    variants.first { measurer.measure($0, font: font).width <= width }
      ?? truncated(variants.last ?? "", font, width: width)
  }

  /// `string` in at most `limit` lines as wide as `width`; what is left over ends in an ellipsis.
  package func clampedLines(_ string: String, _ font: Font, width: Double, limit: Int) -> [String] {
    let all = lines(of: string, font, width: width)
    guard all.count > limit, limit > 0 else { return Array(all.prefix(max(0, limit))) }
    var kept = Array(all.prefix(limit))
    var last = all[limit - 1] + "…"
    while measurer.measure(last, font: font).width > width, last.count > 1 {
      last = String(last.dropLast(2)) + "…"
    }
    kept[limit - 1] = last
    return kept
  }

  /// `lines` from the top left corner of `rect`, one under the other.
  package func block(
    _ lines: [String], _ font: Font, in rect: Rect, _ anchor: HorizontalAnchor = .leading,
    color: Color? = nil
  ) -> [Mark] {
    let x =
      switch anchor {
      case .leading: rect.x
      case .center: rect.center.x
      case .trailing: rect.maxX
      }
    return lines.enumerated().map { index, line in
      .text(
        text(
          line, font, at: Point(x, rect.y + Double(index) * lineHeight(font)), anchor, .top,
          color: color))
    }
  }

  /// As many whole sentences of `string` as fit into `limit` lines; at least the first.
  package func sentences(_ string: String, _ font: Font, width: Double, limit: Int) -> String {
    var kept = string
    while lines(of: kept, font, width: width).count > limit,
      let end = kept.dropLast().range(of: ". ", options: .backwards)
    {
      kept = String(kept[..<end.lowerBound]) + "."
    }
    return kept
  }
}
