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
    samples = run.samplePairs
    title = "An autoencoder of \(run.dataset.name) images"
    let reading =
      samples == nil
      ? ""
      : " Above, the \(run.hasCorruptedSamples ? "corrupted " : "")input; below, rebuilt from "
        + "\(run.model.latentSize.counted("number"))."
    caption = facts.result + reading
  }

  /// The table and the result.
  public var data: any Encodable & Sendable { facts }

  /// The table, and pairs of images at its right (on a wide page) or below it.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let table = FactTable(facts.facts)
    guard let samples else { return draw.add(table.marks(in: frame, style: style).marks) }
    if frame.width > 2.3 * frame.height {
      let parts = frame.columns([1.7, 1], gap: 3 * style.gap)
      draw.add(table.marks(in: parts[0], style: style).marks)
      return drawPairs(samples, in: parts[1], &draw, isWide: false)
    }
    let stripHeight = style.page.isSlide ? frame.height * 0.32 : frame.height * 0.45
    let (marks, height) = table.marks(
      in: frame.inset(bottom: stripHeight + 2 * style.gap), style: style)
    draw.add(marks)
    drawPairs(samples, in: frame.inset(top: height + 3 * style.gap), &draw, isWide: true)
  }

  /// Pairs, the input above its reconstruction, as large as shows the most.
  private func drawPairs(
    _ samples: (input: Tensor, output: Tensor), in frame: Rect, _ draw: inout Canvas, isWide: Bool
  ) {
    let style = draw.style
    let (gap, inner) = (style.gap, style.gap / 4)
    let count = samples.input.shape[0]
    let fit = PictureFit.filled(
      count, atLeast: min(isWide ? 8 : 4, count), aspect: samples.input.pictureAspect, gap: gap,
      in: Size(frame.width, frame.height / 2 - inner))
    let cell = fit.cell
    guard cell.width > 0 else { return }
    let pitch = 2 * cell.height + inner + 1.5 * gap
    let bands = max(1, Int(clamping: (frame.height + 1.5 * gap) / pitch))
    let left = frame.x + (frame.width - fit.width(gap: gap)) / 2
    for index in 0..<min(count, fit.columns * bands) {
      let upper = Rect(
        x: left + Double(index % fit.columns) * (cell.width + gap),
        y: frame.y + Double(index / fit.columns) * pitch, width: cell.width, height: cell.height)
      let lower = upper.moved(dx: 0, dy: cell.height + inner)
      draw.image(.image(samples.input[index]), in: upper, framed: true)
      draw.image(.image(samples.output[index]), in: lower)
      draw.path(.rect(lower), stroke: style.thin(style.theme.small))
    }
  }
}
