import AECore

/// The layers of both halves beside each other: names, what they are, how many numbers they learn.
struct ArchitectureList: Styled {
  let network: NetworkStages
  let style: Style

  /// As high as the list is in such a width with every stage named.
  func height(width: Double) -> Double {
    let half = (width - 3 * style.gap) / 2
    let lines = [("encoder.", network.encoder), ("decoder.", network.decoder)].map { name, stages in
      entries(stages, from: style.width(name), to: half, height: .infinity)
        .rows.reduce(0) { $0 + $1.lines.count }
    }
    return style.lineHeight(heading) + style.gap / 2 + Double(lines.max() ?? 0) * lineHeight
  }

  func draw(in frame: Rect, on draw: inout Canvas) {
    let halves = frame.columns([1, 1], gap: 3 * style.gap)
    drawHalf("Encoder", network.encoder, in: halves[0], &draw)
    drawHalf("Decoder", network.decoder, in: halves[1], &draw)
  }

  /// A stage in its lines.
  private struct Entry {
    var row: StageRow
    var lines: [String]
  }

  private func drawHalf(
    _ name: String, _ stages: [NetworkStage], in frame: Rect, _ draw: inout Canvas
  ) {
    let head = style.lineHeight(heading)
    let title = draw.text(
      name, heading, at: Point(frame.x, frame.y + head / 2), .leading, .middle)
    if title.bounds.maxX + style.gap < frame.maxX - style.width("parameters") {
      let count = Words("parameters", isQuiet: true)
      draw.words(count, at: Point(frame.maxX, frame.y + head / 2), .trailing, .middle)
    }
    let top = frame.y + head + style.gap / 4
    draw.line(Point(frame.x, top), Point(frame.maxX, top))

    // A layer's name ends in the number that stands between the blocks, in the same colour.
    let half = "\(name.lowercased())."
    let number = frame.x + style.width(half)
    let (rows, x) = entries(stages, from: number, to: frame.maxX, height: frame.maxY - top)
    var y = top + style.gap / 4
    for entry in rows {
      let middle = y + lineHeight / 2
      let row = entry.row
      if row.number != nil {
        draw.words(Words(half, isQuiet: true), at: Point(frame.x, middle), .leading, .middle)
      }
      draw.text(
        row.number ?? "⋯", at: Point(row.number == nil ? frame.x : number, middle), .leading,
        .middle, color: theme.kernel)
      for (line, text) in entry.lines.enumerated() {
        draw.text(text, at: Point(x, middle + Double(line) * lineHeight), .leading, .middle)
      }
      draw.words(
        Words(NumberText.count(row.parameterCount), isQuiet: true), at: Point(frame.maxX, middle),
        .trailing, .middle)
      y += Double(entry.lines.count) * lineHeight
    }
  }

  /// The rows in lines that fit, and where these begin. Where there is no room for all, first those
  /// that are alike become one, then those in the middle are counted.
  private func entries(
    _ stages: [NetworkStage], from number: Double, to end: Double, height: Double
  ) -> (rows: [Entry], x: Double) {
    func entries(_ rows: [StageRow]) -> (rows: [Entry], x: Double) {
      let x = number + style.widest(rows.compactMap(\.number)) + style.gap
      let counts = style.widest(rows.map { NumberText.count($0.parameterCount) })
      let width = end - counts - style.gap - x
      return (rows.map { Entry(row: $0, lines: style.lines(of: $0.title, font, width: width)) }, x)
    }
    func isTooHigh(_ rows: [Entry]) -> Bool {
      Double(rows.reduce(0) { $0 + $1.lines.count }) * lineHeight > height - style.gap / 4
    }
    let all = entries(StageRow.rows(stages, groups: false))
    guard isTooHigh(all.rows) else { return all }
    let most = max(2, Int(clamping: height / lineHeight))
    for limit in stride(from: most, through: 2, by: -1) {
      let some = entries(StageRow.rows(stages, groups: true, limit: limit))
      if !isTooHigh(some.rows) { return some }
    }
    return entries(StageRow.rows(stages, groups: true, limit: 2))
  }
}
