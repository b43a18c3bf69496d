extension Canvas {
  /// `from → to` in a line that starts at `place`, each name shortened to its part of `width`.
  ///
  /// Without a first name the line starts with the arrow. Each name is a mark of its own: text that
  /// reads from the right would turn the arrow round.
  package mutating func names(
    from first: String, to second: String, _ font: Font, at place: Point, width: Double,
    color: Color? = nil, id: String? = nil
  ) {
    let arrow = style.width(first.isEmpty ? "→ " : " → ", font)
    let room = max(0, width - arrow)
    // A short name leaves its room to a long one.
    let start = style.truncated(first, font, width: max(room / 2, room - style.width(second, font)))
    let end = place.x + style.width(start, font)
    if !first.isEmpty {
      text(start, font, at: place, .leading, .top, color: color, id: id.map { "\($0)/from" })
    }
    text("→", font, at: Point(end + arrow / 2, place.y), .center, .top, color: color)
    text(
      [second], font, width: max(0, room - end + place.x), at: Point(end + arrow, place.y),
      color: color, id: id.map { "\($0)/to" })
  }
}
