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
  /// - Throws: ``Failure`` when nothing was measured beside a baseline.
  public init(run: Run) throws(Failure) {
    entries = VerdictEntry.all.map { $0(run) }
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
    var marks: [Mark] = []
    func add(
      _ text: [String], _ column: Int, _ y: Double, _ font: Font, _ color: Color? = nil,
      wide: Double? = nil, id: String? = nil
    ) {
      let fitting = style.firstFitting(text, font, width: wide ?? columns[column].width)
      marks.append(
        .text(
          style.text(
            fitting, font, at: Point(columns[column].x, y), .leading, .top, color: color, id: id)))
    }
    let muted = style.theme.mutedText
    add(["autoencoder"], 1, frame.y, font, muted)
    add(["best plain method", "best plain", "plain"], 2, frame.y, font, muted)
    add(["ahead"], 3, frame.y, font, muted)
    for (index, entry) in entries.enumerated() {
      let top = frame.y + header + Double(index) * pitch
      marks.append(
        .path(
          PathMark(
            .line(Point(frame.x, top), Point(frame.maxX, top)),
            stroke: Stroke(style.theme.line, width: style.thinLine))))
      let y = top + max(0, pitch - 2 * line) / 2
      add([entry.use], 0, y, bold, id: "verdict/\(index)/use")
      guard let row = entry.row else {
        add(
          [
            "not measured" + (entry.reason == "not measured" ? "" : ": \(entry.reason)"),
            "not measured",
          ], 1, y, font, muted, wide: frame.maxX - columns[1].x, id: "verdict/\(index)/reason")
        continue
      }
      add(row.quantity, 0, y + line, font, muted)
      add(
        [row.measure.text(row.autoencoder)], 1, y, row.winner == .autoencoder ? bold : font,
        row.winner == .autoencoder ? style.theme.test : nil, id: "verdict/\(index)/autoencoder")
      add(row.means, 1, y + line, font, muted)
      add(
        [row.measure.text(row.baseline)], 2, y, row.winner == .baseline ? bold : font,
        id: "verdict/\(index)/baseline")
      add(row.rival, 2, y + line, font, muted)
      switch row.winner {
      case .equal: add(["about equal", "equal"], 3, y, font, id: "verdict/\(index)/winner")
      case .autoencoder:
        add(["autoencoder"], 3, y, bold, style.theme.test, id: "verdict/\(index)/winner")
      case .baseline:
        add(["plain method", "plain"], 3, y, bold, id: "verdict/\(index)/winner")
      }
      add(row.measure.lead(row.autoencoder, row.baseline), 3, y + line, font, muted)
    }
    let foot = frame.y + header + Double(entries.count) * pitch + gap / 2
    add(
      [
        "about equal: within \(VerdictRow.Measure.margins)",
        "about equal: 2 % of an error, 1 point of accuracy, 0.01 of an area",
        "about equal: within 2 %, 1 point, 0.01",
      ], 0, foot, font, muted, wide: frame.width, id: "verdict/margins")
    return marks
  }
}
