extension Style {
  /// `from → to` in a line that starts at `place`, each name shortened to its part of `width`.
  ///
  /// Without a first name the line starts with the arrow. Each name is a mark of its own: text that
  /// reads from the right would turn the arrow round.
  package func leading(
    from first: String, to second: String, _ font: Font, at place: Point, width: Double,
    color: Color? = nil, id: String? = nil
  ) -> [Mark] {
    let arrow = measurer.measure(first.isEmpty ? "→ " : " → ", font: font).width
    let room = max(0, width - arrow)
    let secondWidth = measurer.measure(second, font: font).width
    // A short name leaves its room to a long one.
    let start = truncated(first, font, width: max(room / 2, room - secondWidth))
    let startWidth = measurer.measure(start, font: font).width
    let names: [Mark] =
      first.isEmpty
      ? []
      : [
        .text(
          text(start, font, at: place, .leading, .top, color: color, id: id.map { "\($0)/from" }))
      ]
    return names + [
      .text(
        text(
          "→", font, at: Point(place.x + startWidth + arrow / 2, place.y), .center, .top,
          color: color)),
      .text(
        text(
          truncated(second, font, width: max(0, room - startWidth)), font,
          at: Point(place.x + startWidth + arrow, place.y), .leading, .top, color: color,
          id: id.map { "\($0)/to" })),
    ]
  }
}
