import AECore

/// The first page: what the run can do, in a strip of images and one sentence, and what it is, in
/// short facts below them.
public struct TitleFigure: Figure {
  /// Its name and its title.
  public let heading: Heading
  /// The result, and how to read the images.
  public let caption: String

  let facts: RunFacts
  /// Images and reconstructions, `(n, C, H, W)`; nil when the run has none.
  let samples: (input: Tensor, output: Tensor)?

  /// Whether the pictures are all that is shown.
  private let isOpening: Bool

  /// The page for `run`; a run always has one.
  public init(run: Run) { self.init(run, isOpening: false) }

  /// The first slide of a lecture on `run`: what an autoencoder does, before any number is
  /// understood. Without samples it is the page of facts.
  init(opening run: Run) { self.init(run, isOpening: true) }

  private init(_ run: Run, isOpening: Bool) {
    facts = RunFacts(run)
    samples = run.samplePairs
    self.isOpening = isOpening && samples != nil
    heading = ("title", "An autoencoder of \(run.dataset.name) images")
    let input = "\(run.hasCorruptedSamples ? "corrupted " : "")input"
    let numbers = run.model.latentSize.counted("number")
    if self.isOpening {
      let license = run.dataset.license.map { " (\($0))" } ?? ""
      caption =
        "In the upper row, the \(input): images that no training has seen; below each, what the "
        + "network rebuilds from \(numbers) instead of "
        + "\(NumberText.count(run.dataset.imageShape.count)). "
        + "Images: \(run.dataset.name.shortened)\(license)."
    } else {
      let reading = "In the upper row, the \(input); below it, rebuilt from \(numbers)."
      caption = [facts.result, samples == nil ? nil : reading].sentences
    }
  }

  /// The table and the result.
  public var data: any Encodable & Sendable { facts }

  /// Pairs of images, and below them the facts, on a slide in two columns.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    guard let samples else {
      draw.main { _ = FactTable(facts.facts).draw(in: frame, on: &$0) }
      return
    }
    if isOpening {
      // As many as leave little free below them.
      let least =
        [5, 4, 3].first { count in
          let fit = pairs(samples, atLeast: count, in: frame, style)
          return 2 * fit.cell.height >= 0.8 * frame.height
        } ?? 5
      let height = 2 * pairs(samples, atLeast: least, in: frame, style).cell.height
      let free = max(0, frame.height - height) / 2
      draw.main { _ = drawPairs(samples, atLeast: least, in: frame.moved(dx: 0, dy: free), &$0) }
      return
    }
    let most = frame.height * (style.page.isSlide ? 0.62 : 0.4)
    var foot = frame.y
    draw.main { draw in
      // Of wide images few, so that they do not become stripes.
      let least = max(2, Int(clamping: 8 / max(1, samples.input.pictureAspect)))
      foot = drawPairs(samples, atLeast: least, in: frame.inset(bottom: frame.height - most), &draw)
    }
    let rest = frame.inset(top: foot + 2 * style.gap - frame.y)
    guard style.page.isSlide else {
      _ = FactTable(facts.facts).draw(in: rest, on: &draw)
      return
    }
    // Half of them on each side; a long one goes before a short one.
    let shown = facts.short
    let middle = (shown.count + 1) / 2
    let halves = rest.columns([1, 1], gap: 3 * style.gap)
    for (facts, place) in zip([shown.prefix(middle), shown.dropFirst(middle)], halves) {
      _ = FactTable(Array(facts)).draw(in: place, on: &draw)
    }
  }

  /// How large pairs are, of which at least `least` are shown.
  private func pairs(
    _ samples: (input: Tensor, output: Tensor), atLeast least: Int, in frame: Rect, _ style: Style
  ) -> PictureFit {
    let count = samples.input.shape[0]
    return PictureFit.filled(
      count, atLeast: min(least, count), aspect: samples.input.pictureAspect, gap: style.gap,
      in: Size(frame.width, frame.height / 2 - style.gap / 4))
  }

  /// Pairs, the input above its reconstruction, as large as shows `least` of them; where they
  /// end.
  private func drawPairs(
    _ samples: (input: Tensor, output: Tensor), atLeast least: Int, in frame: Rect,
    _ draw: inout Canvas
  ) -> Double {
    let style = draw.style
    let (gap, inner) = (style.gap, style.gap / 4)
    let count = samples.input.shape[0]
    let fit = pairs(samples, atLeast: least, in: frame, style)
    let cell = fit.cell
    guard cell.width > 0 else { return frame.y }
    let left = frame.x + (frame.width - fit.width(gap: gap)) / 2
    for index in 0..<min(count, fit.columns) {
      let upper = Rect(
        x: left + Double(index) * (cell.width + gap), y: frame.y, width: cell.width,
        height: cell.height)
      let lower = upper.moved(dx: 0, dy: cell.height + inner)
      draw.image(.image(samples.input[index]), in: upper, framed: true)
      draw.image(.image(samples.output[index]), in: lower)
      draw.path(.rect(lower), stroke: style.thin(style.theme.small))
    }
    return frame.y + 2 * cell.height + inner
  }
}
