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
    let table = FactTable(facts.facts)
    guard let samples else { return table.marks(in: frame, style: style).marks }
    if frame.width > 2.3 * frame.height {
      let parts = frame.columns([1.7, 1], gap: 3 * style.gap)
      return table.marks(in: parts[0], style: style).marks
        + pairs(samples, in: parts[1], style, isWide: false)
    }
    let stripHeight = style.page.isSlide ? frame.height * 0.32 : frame.height * 0.45
    let (marks, height) = table.marks(
      in: frame.inset(bottom: stripHeight + 2 * style.gap), style: style)
    return marks
      + pairs(samples, in: frame.inset(top: height + 3 * style.gap), style, isWide: true)
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
    let fitting = max(columns, Int(clamping: (frame.width + gap) / (cell.width + gap)))
    let pairHeight = 2 * cell.height + inner
    let bands = max(1, Int(clamping: (frame.height + 1.5 * gap) / (pairHeight + 1.5 * gap)))
    let count = min(samples.input.shape[0], fitting * bands)
    let total = Double(min(count, fitting)) * (cell.width + gap) - gap
    var draw = Canvas(style)
    for index in 0..<count {
      let x =
        frame.x + (frame.width - total) / 2 + Double(index % fitting) * (cell.width + gap)
      let y = frame.y + Double(index / fitting) * (pairHeight + 1.5 * gap)
      let upper = Rect(x: x, y: y, width: cell.width, height: cell.height)
      var lower = upper
      lower.y += cell.height + inner
      draw.image(.image(samples.input[index]), in: upper, framed: true)
      draw.image(.image(samples.output[index]), in: lower)
      draw.path(.rect(lower), stroke: style.thin(style.theme.small))
    }
    return draw.marks
  }
}
