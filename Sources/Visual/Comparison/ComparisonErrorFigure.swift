import AECore

/// The error of every run on the test images, beside PCA with as many components as its code has
/// values: what all runs can be compared by, whatever they were trained with.
public struct ComparisonErrorFigure: Figure {
  /// Its name and its title.
  public let heading = (name: "error", title: "Mean squared error on the test images")

  /// The runs with a known error.
  package let entries: [(run: ComparedRun, mse: Double, pca: Double?)]
  private let comparison: Comparison

  /// The errors of `comparison`.
  /// - Throws: `Failure` when no run knows its error.
  public init(_ comparison: Comparison) throws(Failure) {
    entries = comparison.runs.compactMap { run in
      run.mse.map { (run, $0, run.run.pcaBaseline?.mse) }
    }
    guard !entries.isEmpty else {
      throw Failure(
        .badData, at: "evaluation.mse", "no run knows its error on the test images",
        advice: "run `aeviz evaluate` on them")
    }
    self.comparison = comparison
  }

  /// How to read it, and which runs are better than PCA.
  public var caption: String {
    let compared = entries.filter { $0.pca != nil }
    let better = compared.filter { $0.mse < $0.pca ?? 0 }.map(\.run)
    let verdict =
      better.count == compared.count
      ? "every run stays below it"
      : better.isEmpty
        ? "no run gets below it"
        : "below it \(better.count == 1 ? "is" : "are") \(better.letters) only"
    let untouched = entries.map(\.run).filter { $0.run.training?.corruption != nil }
    let missing = comparison.runs.filter { $0.mse == nil }
    let others = "The test images are not the same: compare each run with its PCA only."
    let mark = "The mark is PCA with as many numbers as the run’s code; \(verdict)."
    return [
      "Further left is better.", comparison.hasOneData ? nil : others,
      compared.isEmpty ? nil : mark,
      untouched.isEmpty ? nil : "Given noisy images: \(untouched.letters).",
      missing.isEmpty ? nil : "Not measured: \(missing.letters).",
    ].sentences
  }

  /// Each run's error and PCA's.
  public var data: any Encodable & Sendable {
    entries.map { ["name": $0.run.name, "mse": $0.mse, "pcaMSE": $0.pca] as Fields }
  }

  /// A bar from zero for each run with its number at its end, and PCA as an upright mark with its
  /// own.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let line = style.line
    let nameRoom = min(
      frame.width * 0.34, style.widest(entries.map { "\($0.run.letter) \($0.run.name)" }))
    let hasPCA = entries.contains { $0.pca != nil }
    let room = frame.height - style.gap - (hasPCA ? line + style.gap : 0)
    let pitch = min((style.page.isSlide ? 6 : 4) * line, room / Double(entries.count))
    // The number of the longest bar, or PCA's, stands behind everything.
    let behind = style.widest(entries.map { NumberText.short($0.mse) }) + style.gap
    let behindMark = hasPCA ? style.width("PCA 0.0000") : 0
    var rect = frame.inset(left: nameRoom + style.gap, right: max(behind, behindMark) + style.gap)
    rect.height = pitch * Double(entries.count)
    let chart = RowChart(
      upTo: entries.flatMap { [$0.mse, $0.pca ?? 0] }.max() ?? 1, rows: entries.count, in: rect,
      style: style)
    draw.main { draw in
      draw.add(chart.axes)
      for (index, entry) in entries.enumerated() {
        draw.text(
          entry.run.label(style, width: nameRoom), at: Point(frame.x, chart.middle(Double(index))),
          .leading, .middle, color: entry.run.color(style.theme),
          id: "error/name/\(entry.run.index)")
        bar(entry, row: Double(index), of: chart, thickness: min(pitch * 0.55, 2.4 * line), &draw)
      }
    }
    guard hasPCA else { return }
    let y = rect.maxY + style.gap + line / 2
    draw.line(
      Point(rect.x, y - line / 3), Point(rect.x, y + line / 3), Self.pcaStroke(style))
    let names = [
      "PCA with as many components as the code has values", "PCA of the same size", "PCA",
    ]
    draw.words(
      Words(names, isQuiet: true), width: frame.maxX - rect.x - style.gap,
      at: Point(rect.x + style.gap, y), .leading, .middle)
  }

  private static func pcaStroke(_ style: Style) -> Stroke {
    Stroke(style.theme.text, width: style.mediumLine * 1.5)
  }

  /// A run's bar, PCA's mark, and both numbers, each where it cannot be taken for the other's.
  private func bar(
    _ entry: (run: ComparedRun, mse: Double, pca: Double?), row: Double, of chart: RowChart,
    thickness: Double, _ draw: inout Canvas
  ) {
    let (style, theme, run) = (draw.style, draw.style.theme, entry.run)
    let bar = chart.bar(row, to: entry.mse, thickness: thickness)
    let text = NumberText.short(entry.mse)
    let (width, gap, middle) = (style.width(text), style.gap / 2, chart.middle(row))
    draw.path(.rect(bar), fill: run.color(theme), id: "error/bar/\(run.index)")
    func number(_ x: Double, _ anchor: Style.HorizontalAnchor, _ color: Color? = nil) {
      draw.text(
        text, at: Point(x, middle), anchor, .middle, color: color, id: "error/value/\(run.index)")
    }
    guard let pca = entry.pca else { return number(bar.maxX + style.gap, .leading) }
    let x = chart.x(pca)
    let mark = chart.tick(row, at: pca, height: thickness + 4 * style.gap / 3)
    // An edge of the page's colour: the mark may lie on a bar as dark as it is.
    draw.path(mark, stroke: Stroke(theme.background, width: style.mediumLine * 4))
    draw.path(mark, stroke: Self.pcaStroke(style), id: "error/pca/\(run.index)")
    if x < bar.maxX {
      // The mark lies on the bar: the bar's own number is behind its end.
      return number(bar.maxX + style.gap, .leading)
    }
    let ink = theme.ink(on: run.color(theme))
    if bar.width > width + 2 * gap {
      number(bar.maxX - gap, .trailing, ink)
    } else if x - bar.maxX > width + 2.5 * gap {
      number(bar.maxX + gap, .leading)
    } else {
      // Neither in the short bar nor before the mark: behind it, with the run's letter and colour.
      draw.text(
        "\(run.letter) \(text)", at: Point(x + style.gap, middle), .leading, .middle,
        color: run.color(theme), id: "error/value/\(run.index)")
      return
    }
    draw.words(
      Words("PCA \(NumberText.short(pca))", isQuiet: true, id: "error/pca-value/\(run.index)"),
      at: Point(x + style.gap, middle), .leading, .middle)
  }
}
