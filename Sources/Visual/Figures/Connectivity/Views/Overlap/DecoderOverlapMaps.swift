import AECore

/// A whole decoder's overlap: a map for each of its convolutions, each with the profile along its
/// width and the limits of its colours.
struct DecoderOverlapMaps {
  let decoder: DecoderOverlap
  let frame: Rect
  let style: Style

  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }
  private var lineHeight: Double { style.lineHeight(font) }

  /// At most so many stages have room; the last ones are shown.
  private static let mostStages = 3

  var marks: [Mark] {
    let stages = Array(decoder.stages.suffix(Self.mostStages))
    let isTall = frame.height > frame.width
    let boxes =
      isTall
      ? frame.rows(stages.map { _ in 1 }, gap: 2 * style.gap)
      : frame.columns(stages.map { _ in 1 }, gap: 4 * style.gap)
    return zip(stages, boxes).flatMap { stage, box in draw(stage, in: box) }
  }

  /// A count as it is, as far as digits go.
  static func number(_ ways: Double) -> String {
    ways < 1e6 && ways == ways.rounded()
      ? NumberText.count(Int(ways)) : NumberText.short(ways, digits: 4)
  }

  private func draw(_ stage: DecoderOverlap.Stage, in box: Rect) -> [Mark] {
    let heading = style.font(.heading)
    let top = box.y + style.lineHeight(heading) + lineHeight + 0.5 * style.gap
    let profile = min(7 * style.gap, 0.22 * box.height)
    let foot = 2 * lineHeight + style.gap
    let room = Rect(
      x: box.x, y: top + profile + 0.4 * style.gap, width: box.width,
      height: max(1, box.maxY - top - profile - foot - 0.4 * style.gap))
    var area = room.fitting(aspect: Double(stage.size.width) / Double(stage.size.height))
    (area.x, area.y) = (room.x, room.y)
    let scale = ColorScale.sequential(0...max(1, stage.limits.upperBound))
    let values = stage.rows.flatMap { row in stage.columns.map { Float(row * $0) } }
    var marks: [Mark] = [
      .text(
        style.text(
          style.truncated("after \(stage.name)", heading, width: box.width), heading,
          at: Point(box.x, box.y), .leading, .top, id: "decoder/\(stage.name)/heading")),
      .text(
        style.text(
          style.truncated(stage.title, font, width: box.width), font,
          at: Point(box.x, box.y + style.lineHeight(heading)), .leading, .top,
          color: theme.mutedText, id: "decoder/\(stage.name)/title")),
      .image(
        ImageMark(
          id: "decoder/\(stage.name)/map",
          .map(
            values, height: stage.size.height, width: stage.size.width,
            scale: scale), rect: area)),
    ]
    let most = max(1, stage.columns.max() ?? 1)
    let width = area.width / Double(stage.columns.count)
    var bars = Path()
    for (x, count) in stage.columns.enumerated() {
      let height = profile * count / most
      bars =
        bars
        + .rect(
          Rect(
            x: area.x + (Double(x) + 0.08) * width, y: top + profile - height,
            width: 0.84 * width, height: height))
    }
    marks.append(
      .path(
        PathMark(
          id: "decoder/\(stage.name)/profile", bars, fill: theme.large.opacity(0.75))))
    let least = Self.number(stage.limits.lowerBound)
    let greatest = Self.number(stage.limits.upperBound)
    marks.append(
      .text(
        style.text(
          style.truncated(
            "\(stage.size): \(least) to \(greatest) ways", font, width: box.width), font,
          at: Point(box.x, area.maxY + 0.4 * style.gap), .leading, .top, color: theme.large,
          id: "decoder/\(stage.name)/limits")))
    marks += ColorBar(scale, style: style).level(
      in: Rect(
        x: box.x, y: area.maxY + 0.5 * style.gap + lineHeight,
        width: min(box.width, 20 * style.gap),
        height: lineHeight))
    return marks
  }
}
