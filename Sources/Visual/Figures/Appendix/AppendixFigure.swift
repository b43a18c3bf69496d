import AECore

/// The last page: what the run was made of, how to know that it is the same one, and the command
/// that makes it again.
public struct AppendixFigure: Figure {
  /// `appendix`.
  public let name = "appendix"
  /// The heading on the page.
  public let title = "How to have this run again"

  private let facts: [FactTable.Fact]
  /// Nil for a run that no `aeviz train` makes.
  package let command: TrainingCommandLine?
  private let reason: String?

  /// The page for `run`; `tensorsSHA256` is its tensors file's, nil when it came from none.
  public init(run: Run, tensorsSHA256: String? = nil) {
    facts = Self.facts(run, tensorsSHA256: tensorsSHA256)
    do {
      let command = try TrainingCommandLine(run)
      self.command = command
      reason = nil
    } catch {
      command = nil
      reason = error.problem
    }
  }

  /// What the command needs, or why there is none.
  public var caption: String {
    if let reason { return "No command makes this run again: \(reason)." }
    let promise = "The command comes to the same weights, bit for bit, with any number of threads."
    return ((command?.notes ?? []) + [promise]).joined(separator: " ")
  }

  /// The facts, and the command as a list of arguments.
  public var data: any Encodable & Sendable {
    [
      "facts": facts, "command": command?.text, "arguments": command?.arguments,
      "notes": command?.notes ?? [], "reason": reason,
    ] as Fields
  }

  /// The table, and the command in a panel below it.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let (line, padding) = (style.line, style.gap)
    let lines = commandLines(width: frame.width - 2 * padding, style)
    // The table keeps half of the page at least.
    let most = max(1, Int(clamping: (frame.height * 0.5 - 2 * padding) / line))
    var shown = Array(lines.prefix(most))
    guard let last = shown.last else {
      return draw.add(FactTable(facts).marks(in: frame, style: style).marks)
    }
    if shown.count < lines.count { shown[shown.count - 1] = last + " …" }
    let panelHeight = Double(shown.count) * line + 2 * padding
    let (table, height) = FactTable(facts).marks(
      in: frame.inset(bottom: panelHeight + 1.5 * style.gap), style: style)
    var panel = frame.inset(top: height + 1.5 * style.gap)
    panel.height = panelHeight
    draw.add(table)
    draw.path(
      .roundedRect(panel, radius: style.cornerRadius), fill: style.theme.panel,
      id: "appendix/panel")
    let command = shown.enumerated().map { Words($1, id: "appendix/command/\($0)") }
    draw.lines(command, in: panel.inset(padding))
  }

  /// The command in lines that a shell joins again.
  private func commandLines(width: Double, _ style: Style) -> [String] {
    guard let command else { return [] }
    let font = style.font(.label)
    func fits(_ text: String) -> Bool { style.width(text + " \\") <= width }
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
}
