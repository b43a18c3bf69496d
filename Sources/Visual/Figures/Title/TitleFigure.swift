import AECore

/// The first page: what the run is, in one table, and what it can do, in one sentence and a strip
/// of images.
public struct TitleFigure: Figure {
  /// `title`.
  public let name = "title"
  /// The heading on the page.
  public let title: String
  /// The result, and how to read the images.
  public let caption: String

  let facts: RunFacts
  /// Images and reconstructions, `(n, C, H, W)`; nil when the run has none.
  let samples: (input: Tensor, output: Tensor)?

  /// The page for `run`; a run always has one.
  public init(run: Run) {
    facts = RunFacts(run)
    let shape = run.dataset.imageShape.shape
    if let input = try? run.examples(run.encoderInput, of: shape),
      let output = try? run.examples(TensorName.sampleReconstruction, of: shape)
    {
      let count = min(input.shape[0], output.shape[0])
      samples = (input.rows(0..<count), output.rows(0..<count))
    } else {
      samples = nil
    }
    title = "An autoencoder of \(run.dataset.name) images"
    let reading =
      samples == nil
      ? ""
      : " Above, the \(run.hasCorruptedSamples ? "corrupted " : "")input; below, rebuilt from "
        + "\(NumberText.count(run.model.latentSize)) number\(run.model.latentSize == 1 ? "" : "s")."
    caption = facts.result + reading
  }

  /// The table and the result.
  public var data: any Encodable & Sendable { facts }

  /// The table, and pairs of images at its right (on a wide page) or below it.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    guard let samples else { return table(in: frame, style).marks }
    if frame.width > 2.3 * frame.height {
      let parts = frame.columns([1.7, 1], gap: 3 * style.gap)
      return table(in: parts[0], style).marks
        + pairs(samples, in: parts[1], style, isWide: false)
    }
    let stripHeight = style.page.isSlide ? frame.height * 0.32 : frame.height * 0.45
    let table = table(in: frame.inset(bottom: stripHeight + 2 * style.gap), style)
    let top = frame.y + table.height + 3 * style.gap
    let strip = Rect(
      x: frame.x, y: top, width: frame.width, height: max(0, frame.maxY - top))
    return table.marks + pairs(samples, in: strip, style, isWide: true)
  }

  private func table(in frame: Rect, _ style: Style) -> (marks: [Mark], height: Double) {
    let font = style.font(.label)
    let line = style.lineHeight(font)
    var shown = facts.facts
    let left =
      (shown.map { style.measurer.measure($0.name, font: font).width }.max() ?? 0)
      + 1.5 * style.gap
    let space = style.page.isSlide ? 0.15 * style.gap : 0.8 * style.gap
    func lines(_ limit: Int) -> [[String]] {
      shown.map { style.clampedLines($0.value, font, width: frame.width - left, limit: limit) }
    }
    func height(_ texts: [[String]]) -> Double {
      texts.reduce(0) { $0 + Double(max(1, $1.count)) * line + space }
    }
    // Where room is short, first the less important lines go, then each keeps one line only.
    var texts = lines(3)
    for limit in [2, 1] {
      while height(texts) > frame.height, let rank = shown.map(\.rank).max(),
        rank > (limit == 2 ? 1 : 0), let index = shown.lastIndex(where: { $0.rank == rank })
      {
        shown.remove(at: index)
        texts = lines(limit + 1)
      }
      if height(texts) > frame.height { texts = lines(limit) }
    }
    while height(texts) > frame.height, shown.count > 1 {
      shown.removeLast()
      texts = lines(1)
    }
    var marks: [Mark] = []
    var y = frame.y
    for (fact, value) in zip(shown, texts) {
      marks.append(
        .text(
          style.text(
            fact.name, font, at: Point(frame.x, y), .leading, .top, color: style.theme.mutedText)))
      marks += style.block(
        value, font, in: Rect(x: frame.x + left, y: y, width: frame.width - left, height: line))
      y += Double(max(1, value.count)) * line + space
    }
    return (marks, y - frame.y)
  }

  /// Pairs, the input above its reconstruction, as large as shows the most.
  private func pairs(
    _ samples: (input: Tensor, output: Tensor), in frame: Rect, _ style: Style, isWide: Bool
  ) -> [Mark] {
    let aspect = Double(samples.input.shape[3]) / Double(samples.input.shape[2])
    let inner = style.gap / 4
    let gap = style.gap
    let columns = isWide ? min(8, samples.input.shape[0]) : min(4, samples.input.shape[0])
    let width = (frame.width - gap * Double(columns - 1)) / Double(columns)
    var cell = Size(width, width / aspect)
    let tallest = frame.height / 2 - inner
    if cell.height > tallest { cell = Size(tallest * aspect, tallest) }
    guard cell.width > 0 else { return [] }
    let fitting = max(columns, Int((frame.width + gap) / (cell.width + gap)))
    let pairHeight = 2 * cell.height + inner
    let bands = max(1, Int((frame.height + 1.5 * gap) / (pairHeight + 1.5 * gap)))
    let count = min(samples.input.shape[0], fitting * bands)
    let total = Double(min(count, fitting)) * (cell.width + gap) - gap
    var marks: [Mark] = []
    for index in 0..<count {
      let x =
        frame.x + (frame.width - total) / 2 + Double(index % fitting) * (cell.width + gap)
      let y = frame.y + Double(index / fitting) * (pairHeight + 1.5 * gap)
      for (row, tensor) in [samples.input, samples.output].enumerated() {
        let box = Rect(
          x: x, y: y + Double(row) * (cell.height + inner), width: cell.width, height: cell.height)
        marks.append(.image(ImageMark(.image(tensor[index]), rect: box)))
        marks.append(
          .path(
            PathMark(
              .rect(box),
              stroke: Stroke(
                row == 0 ? style.theme.line : style.theme.small, width: style.thinLine))))
      }
    }
    return marks
  }
}
