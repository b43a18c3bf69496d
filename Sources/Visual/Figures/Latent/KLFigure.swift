import AECore

/// What each dimension of a variational code tells of an image: its divergence from the
/// distribution that it is held to, largest first, those that tell nothing marked.
public struct KLFigure: Figure {
  /// `kl`.
  public let name = "kl"
  /// The heading on the page.
  public let title: String
  /// How to read the bars, and what they add up to.
  public let caption: String

  /// A dimension, from 0, with its divergence in nats.
  package struct Bar: Hashable, Sendable, Encodable, VerbatimKeys {
    package var dimension: Int
    package var kl: Double
    package var isCollapsed: Bool
  }

  /// Largest first.
  package let bars: [Bar]
  private let threshold: Double

  /// The divergences of `run`.
  /// - Throws: `Failure` when the code is not drawn from a distribution, or was not measured.
  public init(run: Run) throws(Failure) {
    guard run.model.isVariational else {
      throw Failure(
        .badData, nil, at: "model.encoder", "the code is not drawn from a distribution",
        advice: "train a variational autoencoder: --preset vae")
    }
    guard let posterior = run.evaluation?.latentSpace?.posterior,
      posterior.kl.count == run.model.latentSize
    else {
      throw Failure(
        .badData, nil, at: "evaluation.latent_space",
        "the divergence of the code's dimensions was not measured",
        advice: "run `aeviz evaluate` on it")
    }
    let collapsed = Set(posterior.collapsed)
    bars = posterior.kl.indices.map {
      Bar(dimension: $0, kl: posterior.kl[$0], isCollapsed: collapsed.contains($0))
    }.sorted { ($1.kl, $0.dimension) < ($0.kl, $1.dimension) }
    threshold = posterior.collapsedBelow
    let total = posterior.kl.reduce(0, +)
    let active = bars.count - collapsed.count
    title = "What each value of the code tells"
    let limit = NumberText.setting(threshold)
    var text =
      "The divergence of each value's posterior from the prior, mean over the test images: "
      + "\(NumberText.short(total)) nats in all, in \(active) of \(bars.count) values."
    if collapsed.count > 0 {
      text +=
        " Crossed: \(collapsed.count == 1 ? "one has" : "\(collapsed.count) have") collapsed (below "
        + "\(limit) nats), the same for every image, ignored by the decoder."
    } else {
      text += " No value has collapsed (below \(limit) nats)."
    }
    caption = text
  }

  /// Every dimension's divergence.
  public var data: any Encodable & Sendable {
    Values(bars: bars, collapsedBelow: threshold)
  }

  private struct Values: Encodable {
    var bars: [Bar]
    var collapsedBelow: Double
  }

  /// A bar for each dimension; its number below it as far as there is room.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    let font = style.font(.label)
    let line = style.lineHeight(font)
    let height = min(frame.height, frame.width * 0.75)
    let most = bars.first?.kl ?? 0
    // Where all have collapsed, the limit shows how far they are from telling anything.
    let top = max(most * 1.12, 1.6 * threshold)
    let count = bars.count
    let plot = PlotArea(
      x: Axis(
        "value of the code, by its divergence", domain: 0...Double(count), hasTicks: false),
      y: Axis("KL in nats", domain: 0...top),
      in: Rect(x: frame.x, y: frame.y, width: frame.width, height: height)
        .inset(bottom: line + style.gap / 2), style: style)
    // The numbers stand between the bars and the axis's name.
    let pitch = plot.rect.width / Double(count)
    var draw = Canvas(style)
    draw.add(plot.grid)
    draw.add(plot.axes.map { lowered($0, by: line + style.gap / 2, below: plot.rect.maxY) })
    let names = bars.map { "\($0.dimension + 1)" }
    let every = max(1, Int(clamping: ((style.width(names, font) + style.gap) / pitch).rounded(.up)))
    for (index, bar) in bars.enumerated() {
      let x = plot.rect.x + (Double(index) + 0.5) * pitch
      self.draw(bar, at: x, pitch, plot, &draw)
      if index % every == 0 {
        draw.text(
          names[index], font, at: Point(x, plot.rect.maxY + style.gap / 3), .center, .top,
          color: bar.isCollapsed ? style.theme.mutedText : nil)
      }
    }
    drawLimit(plot, pitch, &draw)
    return draw.marks
  }

  /// A bar with its number, or for a collapsed value what little it has, and a cross.
  private func draw(
    _ bar: Bar, at x: Double, _ pitch: Double, _ plot: PlotArea, _ draw: inout Canvas
  ) {
    let style = draw.style
    let font = style.font(.label)
    let width = min(pitch * 0.72, 6 * font.size)
    let y = plot.y(max(0, bar.kl))
    let box = Path.rect(Rect(x: x - width / 2, y: y, width: width, height: plot.rect.maxY - y))
    guard bar.isCollapsed else {
      draw.path(box, fill: style.theme.small, id: "kl/bar/\(bar.dimension)")
      let value = NumberText.short(bar.kl, digits: 2)
      if style.width(value, font) + style.gap / 2 <= pitch {
        draw.text(
          value, font, at: Point(x, y - style.gap / 4), .center, .bottom,
          id: "kl/value/\(bar.dimension)")
      }
      return
    }
    if plot.rect.maxY - y > style.thinLine {
      draw.path(box, fill: style.theme.second.opacity(0.4), id: "kl/low/\(bar.dimension)")
    }
    let reach = min(width / 2, 0.3 * font.size)
    let (left, right, middle) = (x - reach, x + reach, y - 0.5 * font.size)
    draw.path(
      .line(Point(left, middle - reach), Point(right, middle + reach))
        + .line(Point(left, middle + reach), Point(right, middle - reach)),
      stroke: Stroke(style.theme.second, width: style.mediumLine),
      id: "kl/collapsed/\(bar.dimension)")
  }

  /// The limit below which a value has collapsed, where it can be told from zero; over the crosses
  /// what they are, where there is room.
  private func drawLimit(_ plot: PlotArea, _ pitch: Double, _ draw: inout Canvas) {
    let style = draw.style
    let font = style.font(.label)
    let limit = plot.y(threshold)
    let hasLimit = threshold > 0 && plot.rect.maxY - limit > 2 * style.lineHeight(font)
    if hasLimit {
      draw.line(
        Point(plot.rect.x, limit), Point(plot.rect.maxX, limit), style.dashed(style.theme.second),
        id: "kl/limit")
    }
    guard let first = bars.firstIndex(where: \.isCollapsed) else { return }
    let left = plot.rect.x + Double(first) * pitch
    let short = "\(bars.count - first) collapsed"
    let text = ["\(short), below \(NumberText.setting(threshold)) nats", short]
      .first { style.width($0, font) <= plot.rect.maxX - left }
    guard let text else { return }
    // Above the crosses, and above the limit where that is drawn.
    let highest = plot.y(max(0, bars[first].kl)) - 1.1 * font.size
    draw.text(
      text, font,
      at: Point(
        (left + plot.rect.maxX) / 2, hasLimit ? min(highest, limit - style.gap / 2) : highest),
      .center, .bottom, color: style.theme.second, id: "kl/collapsed")
  }

  /// The name of the horizontal axis one line lower, to make room for the numbers of the bars.
  private func lowered(_ mark: Mark, by distance: Double, below y: Double) -> Mark {
    guard case .text(let text) = mark, text.quarterTurns == 0, text.bounds.y >= y - 0.5 else {
      return mark
    }
    return mark.moved(dx: 0, dy: distance)
  }
}
