import AECore

/// What this autoencoder is good for and what a plain method does better, a line for each use.
public struct VerdictFigure: Figure {
  /// `verdict`.
  public let name = "verdict"
  /// The heading on the page.
  public let title = "Verdict: what this autoencoder is good for"
  /// Who is ahead in what, and when two are called equal.
  public let caption: String

  package let entries: [VerdictEntry]

  /// The verdict on `run`.
  /// - Throws: `Failure` when nothing was measured beside a baseline.
  public init(run: Run) throws(Failure) {
    entries = VerdictEntry.all(of: run)
    let rows = entries.compactMap(\.row)
    guard !rows.isEmpty else {
      throw Failure(
        .badData, nil, at: "evaluation", "nothing was measured beside a plain method",
        advice: "run `aeviz evaluate` on it")
    }
    caption = Self.caption(rows)
  }

  private static func caption(_ rows: [VerdictRow]) -> String {
    func uses(_ winner: VerdictRow.Winner) -> String? {
      let names = rows.filter { $0.winner == winner }.map { $0.use.lowercased() }
      return names.isEmpty ? nil : names.listed
    }
    var sentences: [String] = []
    if let better = uses(.autoencoder) {
      sentences.append("The autoencoder is ahead in \(better).")
    }
    if let worse = uses(.baseline) { sentences.append("A plain method is ahead in \(worse).") }
    if let equal = uses(.equal) { sentences.append("About equal: \(equal).") }
    return sentences.joined(separator: " ")
  }

  /// The lines that were measured, and why the others were not.
  public var data: any Encodable & Sendable {
    Values(
      rows: entries.compactMap(\.row),
      notMeasured: Dictionary(
        entries.filter { $0.row == nil }.map { ($0.use, $0.reason) },
        uniquingKeysWith: { a, _ in a }))
  }

  private struct Values: Encodable {
    var rows: [VerdictRow]
    var notMeasured: [String: String]
  }

  /// Two lines a use: the numbers, and in a quieter colour what they are.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    let font = style.font(.label)
    let bold = style.font(.label, isBold: true)
    let line = style.lineHeight(font)
    let gap = style.gap
    let columns = frame.columns([1.35, 1.05, 1.15, 1], gap: gap)
    let header = line + gap / 2
    let natural = 2 * line + (style.page.isSlide ? 1.2 : 2) * gap
    let pitch = min(natural, (frame.height - header - line - gap / 2) / Double(entries.count))
    let muted = style.theme.mutedText
    var draw = Canvas(style)
    func add(
      _ texts: [String], _ column: Int, _ y: Double, _ font: Font, _ color: Color? = nil,
      width: Double? = nil, id: String? = nil
    ) {
      draw.text(
        style.firstFitting(texts, font, width: width ?? columns[column].width), font,
        at: Point(columns[column].x, y), .leading, .top, color: color, id: id)
    }
    add(["autoencoder"], 1, frame.y, font, muted)
    add(["best plain method", "best plain", "plain"], 2, frame.y, font, muted)
    add(["ahead"], 3, frame.y, font, muted)
    for (index, entry) in entries.enumerated() {
      let id = "verdict/\(index)"
      let top = frame.y + header + Double(index) * pitch
      draw.line(Point(frame.x, top), Point(frame.maxX, top))
      let y = top + max(0, pitch - 2 * line) / 2
      add([entry.use], 0, y, bold, id: "\(id)/use")
      guard let row = entry.row else {
        let reason = entry.reason == "not measured" ? "" : ": \(entry.reason)"
        add(
          ["not measured\(reason)", "not measured"], 1, y, font, muted,
          width: frame.maxX - columns[1].x, id: "\(id)/reason")
        continue
      }
      let isOurs = row.winner == .autoencoder
      let ours = isOurs ? style.theme.test : nil
      add(row.quantity, 0, y + line, font, muted)
      add(
        [row.measure.text(row.autoencoder)], 1, y, isOurs ? bold : font, ours,
        id: "\(id)/autoencoder")
      add(row.means, 1, y + line, font, muted)
      add(
        [row.measure.text(row.baseline)], 2, y, row.winner == .baseline ? bold : font,
        id: "\(id)/baseline")
      add(row.rival, 2, y + line, font, muted)
      add(
        row.winner.names, 3, y, row.winner == .equal ? font : bold, ours, id: "\(id)/winner")
      add(row.measure.lead(row.autoencoder, row.baseline), 3, y + line, font, muted)
    }
    add(
      [
        "about equal: within \(VerdictRow.Measure.margins)",
        "about equal: 2 % of an error, 1 point of accuracy, 0.01 of an area",
        "about equal: within 2 %, 1 point, 0.01",
      ], 0, frame.y + header + Double(entries.count) * pitch + gap / 2, font, muted,
      width: frame.width, id: "verdict/margins")
    return draw.marks
  }
}
