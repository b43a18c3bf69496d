import AECore

/// A whole decoder's overlap: a map for each of its convolutions, each with the profile along its
/// width and the limits of its colours.
struct DecoderOverlapMaps: Styled {
  let decoder: DecoderOverlap
  let frame: Rect
  let style: Style

  /// At most so many stages have room; the last ones are shown.
  private static let mostStages = 3

  func draw(on draw: inout Canvas) {
    let stages = Array(decoder.stages.suffix(Self.mostStages))
    let isTall = frame.height > frame.width
    let boxes = Stack(
      isTall ? .down : .across, equal: stages.count, gap: (isTall ? 2 : 4) * style.gap
    ).pieces(of: frame)
    for (stage, box) in zip(stages, boxes) { self.draw(stage, in: box, &draw) }
  }

  /// A count as it is, as far as digits go.
  static func number(_ ways: Double) -> String {
    ways < 1e6 && ways == ways.rounded()
      ? NumberText.count(Int(clamping: ways)) : NumberText.short(ways, digits: 4)
  }

  private func draw(_ stage: DecoderOverlap.Stage, in box: Rect, _ draw: inout Canvas) {
    let id = "decoder/\(stage.name)"
    let top = box.y + style.lineHeight(heading) + lineHeight + 0.5 * style.gap
    let profile = min(7 * style.gap, 0.22 * box.height)
    let foot = 2 * lineHeight + style.gap
    let room = Rect(
      x: box.x, y: top + profile + 0.4 * style.gap, width: box.width,
      height: max(1, box.maxY - top - profile - foot - 0.4 * style.gap))
    var area = room.fitting(aspect: Double(stage.size.width) / Double(stage.size.height))
    (area.x, area.y) = (room.x, room.y)
    let scale = ColorScale.sequential(0...max(1, stage.limits.upperBound))
    draw.text(
      ["after \(stage.name)"], heading, width: box.width, at: Point(box.x, box.y),
      id: "\(id)/heading")
    draw.text(
      [stage.title], font, width: box.width, at: Point(box.x, box.y + style.lineHeight(heading)),
      color: theme.mutedText, id: "\(id)/title")
    draw.image(
      .map(
        stage.rows.flatMap { row in
          stage.columns.map { Float(row * $0 / scale.limits.upperBound) }
        }, height: stage.size.height, width: stage.size.width, scale: .sequential(0...1)), in: area,
      id: "\(id)/map")
    let most = max(1, stage.columns.max() ?? 1)
    let width = area.width / Double(stage.columns.count)
    let bars = stage.columns.enumerated().map { x, count in
      let height = profile * count / most
      return Path.rect(
        Rect(
          x: area.x + (Double(x) + 0.08) * width, y: top + profile - height, width: 0.84 * width,
          height: height))
    }
    draw.path(Path(bars.flatMap(\.elements)), fill: theme.large.opacity(0.75), id: "\(id)/profile")
    let least = Self.number(stage.limits.lowerBound)
    let greatest = Self.number(stage.limits.upperBound)
    draw.text(
      ["\(stage.size): \(least) to \(greatest) ways"], font, width: box.width,
      at: Point(box.x, area.maxY + 0.4 * style.gap), color: theme.large, id: "\(id)/limits")
    draw.add(
      ColorBar(scale, style: style).level(
        in: Rect(
          x: box.x, y: area.maxY + 0.5 * style.gap + lineHeight,
          width: min(box.width, 20 * style.gap), height: lineHeight)))
  }
}
