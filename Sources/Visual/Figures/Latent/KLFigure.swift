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
  /// - Throws: ``Failure`` when the code is not drawn from a distribution, or was not measured.
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
    var marks =
      plot.grid + plot.axes.map { moved($0, by: line + style.gap / 2, below: plot.rect.maxY) }
    let names = bars.map { "\($0.dimension + 1)" }
    let widest = names.map { style.measurer.measure($0, font: font).width }.max() ?? 0
    let every = max(1, Int(((widest + style.gap) / pitch).rounded(.up)))
    for (index, bar) in bars.enumerated() {
      let x = plot.rect.x + (Double(index) + 0.5) * pitch
      let width = min(pitch * 0.72, 6 * font.size)
      let y = plot.y(max(0, bar.kl))
      if bar.isCollapsed {
        if plot.rect.maxY - y > style.thinLine {
          marks.append(
            .path(
              PathMark(
                id: "kl/low/\(bar.dimension)",
                .rect(Rect(x: x - width / 2, y: y, width: width, height: plot.rect.maxY - y)),
                fill: style.theme.second.opacity(0.4))))
        }
        let reach = min(width / 2, 0.3 * font.size)
        let center = Point(x, y - 0.5 * font.size)
        let cross =
          Path.line(
            Point(center.x - reach, center.y - reach), Point(center.x + reach, center.y + reach))
          + .line(
            Point(center.x - reach, center.y + reach), Point(center.x + reach, center.y - reach))
        marks.append(
          .path(
            PathMark(
              id: "kl/collapsed/\(bar.dimension)", cross,
              stroke: Stroke(style.theme.second, width: style.mediumLine))))
      } else {
        marks.append(
          .path(
            PathMark(
              id: "kl/bar/\(bar.dimension)",
              .rect(Rect(x: x - width / 2, y: y, width: width, height: plot.rect.maxY - y)),
              fill: style.theme.small)))
        let value = NumberText.short(bar.kl, digits: 2)
        if style.measurer.measure(value, font: font).width + style.gap / 2 <= pitch {
          marks.append(
            .text(
              style.text(
                value, font, at: Point(x, y - style.gap / 4), .center, .bottom,
                id: "kl/value/\(bar.dimension)")))
        }
      }
      if index % every == 0 {
        marks.append(
          .text(
            style.text(
              names[index], font, at: Point(x, plot.rect.maxY + style.gap / 3), .center, .top,
              color: bar.isCollapsed ? style.theme.mutedText : nil)))
      }
    }
    return marks + limitMarks(plot, style) + collapsedNote(plot, pitch, style)
  }

  /// The limit below which a value has collapsed, where it can be told from zero.
  private func limitMarks(_ plot: PlotArea, _ style: Style) -> [Mark] {
    let y = plot.y(threshold)
    guard threshold > 0, plot.rect.maxY - y > 2 * style.lineHeight(style.font(.label)) else {
      return []
    }
    return [
      .path(
        PathMark(
          id: "kl/limit", .line(Point(plot.rect.x, y), Point(plot.rect.maxX, y)),
          stroke: Stroke(
            style.theme.second, width: style.mediumLine,
            dash: [3 * style.mediumLine, 2 * style.mediumLine])))
    ]
  }

  /// Says over the crosses what they are, where there is room.
  private func collapsedNote(_ plot: PlotArea, _ pitch: Double, _ style: Style) -> [Mark] {
    guard let first = bars.firstIndex(where: \.isCollapsed) else { return [] }
    let font = style.font(.label)
    let left = plot.rect.x + Double(first) * pitch
    let number = bars.count - first
    let text = [
      "\(number) collapsed, below \(NumberText.setting(threshold)) nats", "\(number) collapsed",
    ]
    .first { style.measurer.measure($0, font: font).width <= plot.rect.maxX - left }
    guard let text else { return [] }
    // Above the crosses, and above the limit where that is drawn.
    let highest = plot.y(max(0, bars[first].kl)) - 1.1 * font.size
    let y =
      limitMarks(plot, style).isEmpty ? highest : min(highest, plot.y(threshold) - style.gap / 2)
    return [
      .text(
        style.text(
          text, font, at: Point((left + plot.rect.maxX) / 2, y), .center, .bottom,
          color: style.theme.second, id: "kl/collapsed"))
    ]
  }

  /// The name of the horizontal axis one line lower, to make room for the numbers of the bars.
  private func moved(_ mark: Mark, by distance: Double, below y: Double) -> Mark {
    guard case .text(var text) = mark, text.quarterTurns == 0, text.bounds.y >= y - 0.5 else {
      return mark
    }
    text.origin.y += distance
    text.bounds.y += distance
    return .text(text)
  }
}
