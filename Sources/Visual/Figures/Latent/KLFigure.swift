import AECore

/// What each dimension of a variational code tells of an image: its divergence from the
/// distribution that it is held to, largest first, those that tell nothing marked.
public struct KLFigure: Figure {
  /// Its name and its title.
  public let heading = (name: "kl", title: "What each value of the code tells")

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
        .badData, at: "model.encoder", "the code is not drawn from a distribution",
        advice: "train a variational autoencoder: --preset vae")
    }
    guard let posterior = run.evaluation?.latentSpace?.posterior,
      posterior.kl.count == run.model.latentSize
    else {
      throw Failure.unmeasured(
        "evaluation.latent_space", "the divergence of the code's dimensions was not measured")
    }
    let collapsed = Set(posterior.collapsed)
    bars = posterior.kl.indices.map {
      Bar(dimension: $0, kl: posterior.kl[$0], isCollapsed: collapsed.contains($0))
    }.sorted { ($1.kl, $0.dimension) < ($0.kl, $1.dimension) }
    threshold = posterior.collapsedBelow
  }

  /// How to read the bars, and what they add up to.
  public var caption: String {
    let collapsed = bars.count(where: \.isCollapsed)
    let total = bars.reduce(0) { $0 + $1.kl }
    let limit = NumberText.setting(threshold)
    return "The divergence of each value's posterior from the prior, mean over the test images: "
      + "\(NumberText.short(total)) nats in all, in \(bars.count - collapsed) of \(bars.count) values. "
      + (collapsed == 0
        ? "No value has collapsed (below \(limit) nats)."
        : "Crossed: \(collapsed == 1 ? "one has" : "\(collapsed) have") collapsed (below \(limit) nats), "
          + "the same for every image, ignored by the decoder.")
  }

  /// Every dimension's divergence.
  public var data: any Encodable & Sendable {
    ["bars": bars, "collapsedBelow": threshold] as Fields
  }

  /// A bar for each dimension; its number below it as far as there is room.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    draw.main { drawAll(in: frame, on: &$0) }
  }

  private func drawAll(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    var area = frame
    area.height = min(frame.height, frame.width * 0.75)
    // Where all have collapsed, the limit shows how far they are from telling anything.
    let top = max((bars.first?.kl ?? 0) * 1.12, 1.6 * threshold)
    let count = Double(bars.count)
    var axis = Axis("value of the code, by its divergence", domain: 0...count, hasTicks: false)
    // The numbers stand between the bars and the axis's name.
    axis.room = style.line + style.gap / 2
    let plot = PlotArea(x: axis, y: Axis("KL in nats", domain: 0...top), in: area, style: style)
    let pitch = plot.rect.width / count
    draw.add(plot.grid + plot.axes)
    let names = bars.map { "\($0.dimension + 1)" }
    let every = Style.every(style.widest(names) + style.gap, pitch: pitch)
    for (index, bar) in bars.enumerated() {
      let x = plot.rect.x + (Double(index) + 0.5) * pitch
      self.draw(bar, at: x, pitch, plot, &draw)
      if index % every == 0 {
        draw.words(
          Words(names[index], isQuiet: bar.isCollapsed),
          at: Point(x, plot.rect.maxY + style.gap / 3), .center)
      }
    }
    drawLimit(plot, pitch, &draw)
  }

  /// A bar with its number, or for a collapsed value what little it has, and a cross.
  private func draw(
    _ bar: Bar, at x: Double, _ pitch: Double, _ plot: PlotArea, _ draw: inout Canvas
  ) {
    let style = draw.style
    let size = style.font(.label).size
    let width = min(pitch * 0.72, 6 * size)
    let y = plot.y(max(0, bar.kl))
    let box = Path.rect(Rect(x: x - width / 2, y: y, width: width, height: plot.rect.maxY - y))
    guard bar.isCollapsed else {
      draw.path(box, fill: style.theme.small, id: "kl/bar/\(bar.dimension)")
      let value = NumberText.short(bar.kl, digits: 2)
      if style.width(value) + style.gap / 2 <= pitch {
        draw.text(
          value, at: Point(x, y - style.gap / 4), .center, .bottom, id: "kl/value/\(bar.dimension)")
      }
      return
    }
    if plot.rect.maxY - y > style.thinLine {
      draw.path(box, fill: style.theme.second.opacity(0.4), id: "kl/low/\(bar.dimension)")
    }
    let reach = min(width / 2, 0.3 * size)
    let cross = Rect(x: x - reach, y: y - 0.5 * size - reach, width: 2 * reach, height: 2 * reach)
    draw.path(
      .cross(cross), stroke: style.medium(style.theme.second), id: "kl/collapsed/\(bar.dimension)")
  }

  /// The limit below which a value has collapsed, where it can be told from zero; over the crosses
  /// what they are, where there is room.
  private func drawLimit(_ plot: PlotArea, _ pitch: Double, _ draw: inout Canvas) {
    let style = draw.style
    let limit = plot.y(threshold)
    let hasLimit = threshold > 0 && plot.rect.maxY - limit > 2 * style.line
    if hasLimit {
      draw.line(
        Point(plot.rect.x, limit), Point(plot.rect.maxX, limit), style.dashed(style.theme.second),
        id: "kl/limit")
    }
    guard let first = bars.firstIndex(where: \.isCollapsed) else { return }
    let left = plot.rect.x + Double(first) * pitch
    let short = "\(bars.count - first) collapsed"
    let text = ["\(short), below \(NumberText.setting(threshold)) nats", short]
      .first { style.width($0) <= plot.rect.maxX - left }
    guard let text else { return }
    // Above the crosses, and above the limit where that is drawn.
    let highest = plot.y(max(0, bars[first].kl)) - 1.1 * style.font(.label).size
    let y = hasLimit ? min(highest, limit - style.gap / 2) : highest
    draw.text(
      text, at: Point((left + plot.rect.maxX) / 2, y), .center, .bottom, color: style.theme.second,
      id: "kl/collapsed")
  }
}
