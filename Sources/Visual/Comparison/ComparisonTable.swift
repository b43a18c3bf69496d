import AECore

/// The table of a ``ComparisonTableFigure`` on a page: heads, a line for each fact that differs,
/// and below a rule the facts that all runs share.
struct ComparisonTable {
  let runs: [ComparedRun]
  let rows: [ComparisonRow]
  let style: Style

  private var bold: Font { style.font(.label, isBold: true) }
  private var line: Double { style.line }
  /// Between two columns.
  private var inner: Double { style.gap / 2 }

  func draw(in frame: Rect, on draw: inout Canvas) {
    let differing = rows.filter { !$0.isShared }
    let left = style.widest(differing.flatMap { [$0.name, $0.compact?.name ?? ""] }) + style.gap
    // Two columns far apart are hard to read across.
    let column = min(
      (frame.width - left) / Double(runs.count), (style.page.isSlide ? 18 : 20) * bold.size)
    let room = column - inner
    func x(_ index: Int) -> Double { frame.x + left + Double(index) * column }
    func rule(_ y: Double) { draw.line(Point(frame.x, y), Point(x(runs.count) - inner, y)) }

    // Letter and name in the run's colour, the names below the letters where one is long.
    let isLong = runs.contains { style.width("\($0.letter) \($0.name)", bold) > room }
    for run in runs {
      let texts =
        isLong
        ? [run.letter, style.middleTruncated(run.name, bold, width: room)]
        : ["\(run.letter) \(run.name)"]
      for (row, text) in texts.enumerated() {
        let words = Words(
          text, isBold: true, color: run.color(style.theme), id: "table/head/\(run.index)/\(row)")
        draw.words(words, at: Point(x(run.index), frame.y + Double(row) * line))
      }
    }
    let top = frame.y + (isLong ? 2 : 1) * line + inner
    rule(top)

    let foot = sharedLines(width: frame.width)
    let footRoom = foot.isEmpty ? 0 : Double(foot.count) * line + 2 * inner
    // A value that is wider than its column takes a second line where there is room for it.
    var free = frame.maxY - top - inner - footRoom
    var shown = differing
    while Double(shown.count) * line > free, shown.count > 1 { shown.removeLast() }
    free -= Double(shown.count) * line
    var spare = Int(clamping: free / line)
    let lines = shown.map { cells($0, room, spare: &spare) }
    let used = lines.reduce(0) { $0 + Double($1.height - 1) * line }
    let space = min(
      style.page.isSlide ? 0.35 * style.gap : style.gap,
      max(0, free - used) / Double(max(1, shown.count)))
    var y = top + inner
    for (row, cells) in zip(shown, lines) {
      draw.words(Words(cells.name, isQuiet: true), at: Point(frame.x, y))
      for (index, texts) in cells.texts.enumerated() {
        for (offset, text) in texts.enumerated() {
          let words = Words(
            text, isBold: row.best.contains(index), id: "table/\(row.name)/\(index)")
          draw.words(words, at: Point(x(index), y + Double(offset) * line))
        }
      }
      y += Double(cells.height) * line + space
    }
    guard !foot.isEmpty else { return }
    if !shown.isEmpty { rule(y + inner / 2) }
    let shared = foot.enumerated().map { Words($1, id: "table/shared/\($0)") }
    draw.lines(shared, in: frame.inset(top: y + 1.5 * inner - frame.y))
  }

  /// `The same in all: Data fashion, Code 16, Epochs 10`.
  private func sharedLines(width: Double) -> [String] {
    let facts = rows.filter(\.isShared).compactMap { row in
      row.texts.first?.first.flatMap { $0 == "–" ? nil : "\(row.name) \($0)" }
    }
    guard !facts.isEmpty else { return [] }
    return style.clampedLines(
      "The same in all: \(facts.joined(separator: ", "))", style.font(.label), width: width,
      limit: style.page.isSlide ? 2 : 4)
  }

  /// A line of the table in its words.
  private struct Cells {
    var name: String
    var texts: [[String]]
    var height: Int { texts.map(\.count).max() ?? 1 }
  }

  private func cells(_ row: ComparisonRow, _ room: Double, spare: inout Int) -> Cells {
    func fits(_ texts: [String], _ index: Int) -> String? {
      texts.first { style.width($0, isBold: row.best.contains(index)) <= room }
    }
    // In the smaller unit all at once: numbers of a line are compared.
    if let compact = row.compact, !row.texts.indices.allSatisfy({ fits(row.texts[$0], $0) != nil })
    {
      return Cells(
        name: compact.name,
        texts: compact.texts.enumerated().map {
          [fits($1, $0) ?? style.middleTruncated($1.last ?? "", width: room)]
        })
    }
    let texts = row.texts.enumerated().map { index, texts -> [String] in
      if let text = fits(texts, index) { return [text] }
      let face = row.best.contains(index) ? bold : style.font(.label)
      let text = texts.last ?? ""
      let lines = style.lines(of: text.replacingOccurrences(of: "-", with: "- "), face, width: room)
        .map { $0.replacingOccurrences(of: "- ", with: "-") }
      if lines.count == 2, spare > 0 { return lines }
      return [style.middleTruncated(text, face, width: room)]
    }
    let cells = Cells(name: row.name, texts: texts)
    spare -= cells.height - 1
    return cells
  }
}
