import AECore

/// The error of every run on the test images, beside PCA with as many components as its code has
/// values: what all runs can be compared by, whatever they were trained with.
public struct ComparisonErrorFigure: Figure {
  /// `error`.
  public let name = "error"
  /// The heading on the page.
  public let title = "Mean squared error on the test images"

  package struct Entry: Sendable {
    package var run: ComparedRun
    package var mse: Double
    package var pca: Double?
  }

  /// The runs with a known error.
  package let entries: [Entry]
  private let comparison: Comparison

  /// The errors of `comparison`.
  /// - Throws: `Failure` when no run knows its error.
  public init(_ comparison: Comparison) throws(Failure) {
    entries = comparison.runs.compactMap { run in
      run.mse.map { Entry(run: run, mse: $0, pca: run.run.pcaBaseline?.mse) }
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

  /// A bar from zero for each run, its number at the end, and PCA as an upright mark.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let line = style.line
    let nameRoom = min(
      frame.width * 0.34, style.widest(entries.map { "\($0.run.letter) \($0.run.name)" }))
    let numbers = entries.map { NumberText.short($0.mse) }
    let hasPCA = entries.contains { $0.pca != nil }
    let room = frame.height - style.gap - (hasPCA ? line + style.gap : 0)
    let pitch = min((style.page.isSlide ? 2.6 : 4) * line, room / Double(entries.count))
    var rect = frame.inset(left: nameRoom + style.gap, right: style.widest(numbers) + 2 * style.gap)
    rect.height = pitch * Double(entries.count)
    let chart = RowChart(
      upTo: entries.flatMap { [$0.mse, $0.pca ?? 0] }.max() ?? 1, rows: entries.count, in: rect,
      style: style)
    let pcaStroke = Stroke(style.theme.text, width: style.mediumLine * 1.5)
    draw.add(chart.axes)
    for (index, entry) in entries.enumerated() {
      let (row, run) = (Double(index), entry.run)
      let middle = chart.middle(row)
      let height = min(pitch * 0.55, 1.2 * line)
      draw.text(
        run.label(style, width: nameRoom), at: Point(frame.x, middle), .leading, .middle,
        color: run.color(style.theme), id: "error/name/\(run.index)")
      draw.path(
        .rect(chart.bar(row, to: entry.mse, thickness: height)), fill: run.color(style.theme),
        id: "error/bar/\(run.index)")
      if let pca = entry.pca {
        let mark = chart.tick(row, at: pca, height: height + 2 * style.gap / 3)
        // An edge of the page's colour: the mark may lie on a bar as dark as it is.
        draw.path(mark, stroke: Stroke(style.theme.background, width: style.mediumLine * 4))
        draw.path(mark, stroke: pcaStroke, id: "error/pca/\(run.index)")
      }
      draw.text(
        numbers[index], at: Point(chart.x(max(entry.mse, entry.pca ?? 0)) + style.gap, middle),
        .leading, .middle, id: "error/value/\(run.index)")
    }
    guard hasPCA else { return }
    let y = rect.maxY + style.gap + line / 2
    draw.line(Point(rect.x, y - line / 3), Point(rect.x, y + line / 3), pcaStroke)
    let names = [
      "PCA with as many components as the code has values", "PCA of the same size", "PCA",
    ]
    draw.words(
      Words(names, isQuiet: true), width: frame.maxX - rect.x - style.gap,
      at: Point(rect.x + style.gap, y), .leading, .middle)
  }
}
