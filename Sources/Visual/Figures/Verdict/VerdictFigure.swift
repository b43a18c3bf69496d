import AECore

/// What this autoencoder is good for and what a plain method does better, a pair of bars for each
/// use.
public struct VerdictFigure: Figure {
  /// Its name and its title.
  public let heading = (name: "verdict", title: "Verdict: what this autoencoder is good for")

  package let entries: [VerdictEntry]

  /// The verdict on `run`.
  /// - Throws: `Failure` when nothing was measured beside a baseline.
  public init(run: Run) throws(Failure) { try self.init(VerdictEntry.all(of: run)) }

  /// What was measured of `run` alone, for those who cannot measure the rest.
  /// - Throws: as ``init(run:)``.
  package init(measuredOf run: Run) throws(Failure) {
    try self.init(VerdictEntry.all(of: run).filter { $0.row != nil })
  }

  private init(_ entries: [VerdictEntry]) throws(Failure) {
    self.entries = entries
    guard entries.contains(where: { $0.row != nil }) else {
      throw .unmeasured("evaluation", "nothing was measured beside a plain method")
    }
  }

  /// Who is ahead in what, and when two are called equal.
  public var caption: String {
    func sentence(_ beginning: String, _ winner: VerdictRow.Winner) -> String? {
      let rows = entries.compactMap(\.row).filter { $0.winner == winner }
      return rows.isEmpty ? nil : "\(beginning) \(rows.map { $0.use.lowercased() }.listed)."
    }
    return [
      sentence("The autoencoder is ahead in", .autoencoder),
      sentence("A plain method is ahead in", .baseline), sentence("About equal:", .equal),
    ].sentences
  }

  /// The lines that were measured, and why the others were not.
  public var data: any Encodable & Sendable {
    let others = entries.filter { $0.row == nil }.map { ($0.use, $0.reason) }
    return [
      "rows": entries.compactMap(\.row),
      "notMeasured": Dictionary(others, uniquingKeysWith: { a, _ in a }),
    ] as Fields
  }

  /// For each use two bars on one axis, the autoencoder's above the plain method's, and what that
  /// says.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let (gap, line) = (style.gap, style.line)
    let columns = frame.columns([0.95, 1.55, 1.25], gap: 1.5 * gap)
    let foot = line + gap / 2
    let pitch = min(
      (style.page.isSlide ? 4.2 : 4) * line, (frame.height - foot) / Double(entries.count))
    // Who is compared is called the same in every row.
    let leads = style.firstFitting(
      alike: entries.map { entry in
        let leads = entry.row.map { $0.measure.lead($0.autoencoder, $0.baseline) } ?? []
        return ("lead", leads, columns[2].width)
      }, style.font(.label))
    draw.main { draw in
      for (index, entry) in entries.enumerated() {
        let top = frame.y + Double(index) * pitch
        if index > 0 { draw.line(Point(frame.x, top), Point(frame.maxX, top)) }
        let cells = columns.map { Rect(x: $0.x, y: top, width: $0.width, height: pitch) }
        self.entry(entry, leads[index], in: cells, id: "verdict/\(index)", &draw)
      }
    }
    let margins = [
      "about equal: within \(VerdictRow.Measure.margins)",
      "about equal: 2 % of an error, 1 point of accuracy, 0.01 of an area",
      "about equal: within 2 %, 1 point, 0.01",
    ]
    draw.words(
      Words(margins, isQuiet: true, id: "verdict/margins"), width: frame.width,
      at: Point(frame.x, frame.y + Double(entries.count) * pitch + gap / 2))
  }

  /// A use in its three columns: what it is, the bars, who is ahead.
  private func entry(
    _ entry: VerdictEntry, _ lead: String, in cells: [Rect], id: String, _ draw: inout Canvas
  ) {
    let style = draw.style
    let line = style.line
    func add(_ words: Words, _ cell: Rect, _ row: Double, width: Double? = nil) {
      draw.words(
        words, width: width ?? cell.width, at: Point(cell.x, cell.center.y + row * line), .leading,
        .middle)
    }
    let use = Words(entry.use, isBold: true, id: "\(id)/use")
    guard let row = entry.row else {
      let reason = entry.reason == "not measured" ? "" : ": \(entry.reason)"
      add(use, cells[0], 0)
      add(
        Words(["not measured\(reason)", "not measured"], isQuiet: true, id: "\(id)/reason"),
        cells[1], 0, width: cells[2].maxX - cells[1].x)
      return
    }
    add(use, cells[0], -0.5)
    add(Words(row.quantity, isQuiet: true), cells[0], 0.5)
    bars(row, in: cells[1], id: id, &draw)
    let color = row.winner == .autoencoder ? style.theme.test : nil
    add(
      Words(row.winner.names, isBold: row.winner != .equal, color: color, id: "\(id)/winner"),
      cells[2], -0.5)
    add(Words(lead, isQuiet: true, id: "\(id)/lead"), cells[2], 0.5)
  }

  private func bars(_ row: VerdictRow, in cell: Rect, id: String, _ draw: inout Canvas) {
    let style = draw.style
    let line = style.line
    let values = [row.autoencoder, row.baseline]
    let texts = values.map { row.measure.text($0) }
    let colors = [style.theme.test, style.theme.baseline]
    let names = [row.means.map { "autoencoder, \($0)" } + ["autoencoder", "ours"], row.rival]
    // The longer bar takes two fifths; its number and what it is stand behind it.
    let chart = RowChart(
      upTo: values.max() ?? 0, rows: 2,
      in: Rect(
        x: cell.x, y: cell.center.y - line, width: 0.4 * cell.width, height: 2 * line),
      style: style)
    draw.add(chart.axes)
    let number = style.widest(texts, isBold: true)
    for (index, value) in values.enumerated() {
      let bar = chart.bar(Double(index), to: max(0, value), thickness: 0.72 * line)
      let part = index == 0 ? "autoencoder" : "baseline"
      draw.path(.rect(bar), fill: colors[index], id: "\(id)/bar/\(part)")
      let isAhead = row.winner == (index == 0 ? .autoencoder : .baseline)
      let left = bar.maxX + style.gap / 2
      draw.words(
        Words(texts[index], isBold: isAhead, id: "\(id)/\(part)"),
        at: Point(left, bar.center.y), .leading, .middle)
      let next = left + number + style.gap / 2
      draw.words(
        Words(names[index], isQuiet: true), width: cell.maxX - next, at: Point(next, bar.center.y),
        .leading, .middle)
    }
  }
}
