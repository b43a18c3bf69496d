import AECore

/// What this autoencoder is good for and what a plain method does better, a line for each use.
public struct VerdictFigure: Figure {
  /// `verdict`.
  public let name = "verdict"
  /// The heading on the page.
  public let title = "Verdict: what this autoencoder is good for"

  package let entries: [VerdictEntry]

  /// The verdict on `run`.
  /// - Throws: `Failure` when nothing was measured beside a baseline.
  public init(run: Run) throws(Failure) {
    entries = VerdictEntry.all(of: run)
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

  /// Two lines a use: the numbers, and in a quieter colour what they are.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let (gap, line) = (style.gap, style.line)
    let columns = frame.columns([1.35, 1.05, 1.15, 1], gap: gap)
    let header = line + gap / 2
    let natural = 2 * line + (style.page.isSlide ? 1.2 : 2) * gap
    let pitch = min(natural, (frame.height - header - line - gap / 2) / Double(entries.count))
    func add(_ words: Words, _ column: Int, _ y: Double, width: Double? = nil) {
      draw.words(words, width: width ?? columns[column].width, at: Point(columns[column].x, y))
    }
    let heads = [["autoencoder"], ["best plain method", "best plain", "plain"], ["ahead"]]
    for (index, head) in heads.enumerated() { add(Words(head, isQuiet: true), index + 1, frame.y) }
    for (index, entry) in entries.enumerated() {
      let id = "verdict/\(index)"
      let top = frame.y + header + Double(index) * pitch
      draw.line(Point(frame.x, top), Point(frame.maxX, top))
      let y = top + max(0, pitch - 2 * line) / 2
      let use = Words(entry.use, isBold: true, id: "\(id)/use")
      guard let row = entry.row else {
        let reason = entry.reason == "not measured" ? "" : ": \(entry.reason)"
        add(use, 0, y)
        add(
          Words(["not measured\(reason)", "not measured"], isQuiet: true, id: "\(id)/reason"), 1, y,
          width: frame.maxX - columns[1].x)
        continue
      }
      let (ours, theirs) = (row.measure.text(row.autoencoder), row.measure.text(row.baseline))
      let color = row.winner == .autoencoder ? style.theme.test : nil
      let cells = [
        (use, row.quantity),
        (Words(ours, isBold: color != nil, color: color, id: "\(id)/autoencoder"), row.means),
        (Words(theirs, isBold: row.winner == .baseline, id: "\(id)/baseline"), row.rival),
        (
          Words(row.winner.names, isBold: row.winner != .equal, color: color, id: "\(id)/winner"),
          row.measure.lead(row.autoencoder, row.baseline)
        ),
      ]
      for (column, (words, note)) in cells.enumerated() {
        add(words, column, y)
        add(Words(note, isQuiet: true), column, y + line)
      }
    }
    let margins = [
      "about equal: within \(VerdictRow.Measure.margins)",
      "about equal: 2 % of an error, 1 point of accuracy, 0.01 of an area",
      "about equal: within 2 %, 1 point, 0.01",
    ]
    add(
      Words(margins, isQuiet: true, id: "verdict/margins"), 0,
      frame.y + header + Double(entries.count) * pitch + gap / 2, width: frame.width)
  }
}
