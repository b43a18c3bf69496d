import AECore

/// The last page: what the run was made of, how to know that it is the same one, and the command
/// that makes it again.
public struct AppendixFigure: Figure {
  /// `appendix`.
  public let name = "appendix"
  /// The heading on the page.
  public let title = "How to have this run again"
  /// What the command needs, or why there is none.
  public let caption: String

  private let facts: AppendixFacts
  /// Nil for a run that no `aeviz train` makes.
  package let command: TrainingCommandLine?
  private let reason: String?

  /// The page for `run`; `tensorsSHA256` is its tensors file's, nil when it came from none.
  public init(run: Run, tensorsSHA256: String? = nil) {
    facts = AppendixFacts(run, tensorsSHA256: tensorsSHA256)
    do {
      let command = try TrainingCommandLine(run)
      self.command = command
      reason = nil
      caption =
        (command.notes + [
          "The command comes to the same weights, bit for bit, with any number of threads."
        ]).joined(separator: " ")
    } catch {
      command = nil
      reason = error.problem
      caption = "No command makes this run again: \(error.problem)."
    }
  }

  /// The facts, and the command as a list of arguments.
  public var data: any Encodable & Sendable {
    Values(
      facts: facts.facts, command: command?.text, arguments: command?.arguments,
      notes: command?.notes ?? [], reason: reason)
  }

  private struct Values: Encodable {
    var facts: [RunFacts.Fact]
    var command: String?
    var arguments: [String]?
    var notes: [String]
    /// Why there is no command.
    var reason: String?
  }

  /// The table, and the command in a panel below it.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    let font = style.font(.label)
    let line = style.lineHeight(font)
    let padding = style.gap
    let lines = commandLines(width: frame.width - 2 * padding, style)
    // The table keeps half of the page at least.
    let most = max(1, Int((frame.height * 0.5 - 2 * padding) / line))
    let shown = Array(lines.prefix(most))
    let panelHeight = shown.isEmpty ? 0 : Double(shown.count) * line + 2 * padding
    let (marks, height) = table(
      in: frame.inset(bottom: shown.isEmpty ? 0 : panelHeight + 1.5 * style.gap), style)
    guard !shown.isEmpty else { return marks }
    let panel = Rect(
      x: frame.x, y: frame.y + height + 1.5 * style.gap, width: frame.width, height: panelHeight)
    return marks + [
      .path(
        PathMark(
          id: "appendix/panel", .roundedRect(panel, radius: style.cornerRadius),
          fill: style.theme.panel))
    ]
      + shown.enumerated().map { index, text in
        let isCut = index == shown.count - 1 && shown.count < lines.count
        return .text(
          style.text(
            isCut ? style.truncated(text + " …", font, width: panel.width - 2 * padding) : text,
            font,
            at: Point(panel.x + padding, panel.y + padding + Double(index) * line), .leading, .top,
            id: "appendix/command/\(index)"))
      }
  }

  /// The command in lines that a shell joins again.
  private func commandLines(width: Double, _ style: Style) -> [String] {
    guard let command else { return [] }
    let font = style.font(.label)
    func fits(_ text: String) -> Bool {
      style.measurer.measure(text + " \\", font: font).width <= width
    }
    var lines: [String] = []
    for word in command.words {
      if let last = lines.last, fits("\(last) \(word)") {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(fits(word) ? word : style.truncated(word, font, width: width * 0.9))
      }
    }
    return lines.enumerated().map { $0 < lines.count - 1 ? $1 + " \\" : $1 }
  }

  private func table(in frame: Rect, _ style: Style) -> (marks: [Mark], height: Double) {
    let font = style.font(.label)
    let line = style.lineHeight(font)
    let space = style.page.isSlide ? 0.15 * style.gap : 0.8 * style.gap
    var shown = facts.facts
    let left =
      (shown.map { style.measurer.measure($0.name, font: font).width }.max() ?? 0)
      + 1.5 * style.gap
    func lines(_ fact: RunFacts.Fact, _ limit: Int) -> [String] {
      style.clampedLines(fact.value, font, width: frame.width - left, limit: limit)
    }
    func height(_ limit: Int) -> Double {
      shown.reduce(0) { $0 + Double(max(1, lines($1, limit).count)) * line + space }
    }
    // What the title page says as well goes first.
    while height(3) > frame.height, let rank = shown.map(\.rank).max(), rank > 0,
      let index = shown.lastIndex(where: { $0.rank == rank })
    {
      shown.remove(at: index)
    }
    var limit = 3
    while limit > 1, height(limit) > frame.height { limit -= 1 }
    while height(limit) > frame.height, shown.count > 1 { shown.removeLast() }
    var marks: [Mark] = []
    var y = frame.y
    for fact in shown {
      let texts = lines(fact, limit)
      marks.append(
        .text(
          style.text(
            fact.name, font, at: Point(frame.x, y), .leading, .top, color: style.theme.mutedText)))
      marks += style.block(
        texts, font, in: Rect(x: frame.x + left, y: y, width: frame.width - left, height: line))
      y += Double(max(1, texts.count)) * line + space
    }
    return (marks, y - frame.y)
  }
}
