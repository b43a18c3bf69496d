import AECore

/// One quantity over the epochs: a curve for the training images, one for the test images, with
/// their last values at their ends, and what plain methods reach as dashed lines.
package struct LossPanel: Sendable {
  /// What a plain method reaches.
  package struct Floor: Hashable, Sendable {
    /// `PCA`.
    package var name: String
    package var value: Double

    package init(name: String, value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// `loss`, or where there are several `loss/kl`: what the marks' names begin with.
  package let id: String
  /// What stands above the plot where there are several, from long to short; empty for one alone.
  package let headings: [String]
  /// What the vertical axis says.
  package let axisName: String
  /// The epochs with the two values; nil where one is unknown.
  package let points: [Point]
  /// In the unit of the axis.
  package let floors: [Floor]
  /// The epoch that is pointed out, when it has a test value.
  package let bestEpoch: Int?
  /// The epochs in which the weight of this quantity grew, when it did.
  package let warmup: ClosedRange<Int>?

  /// An epoch.
  package struct Point: Hashable, Sendable, Encodable {
    package var epoch: Int
    package var train: Double?
    package var test: Double?
  }

  private var best: Point? { points.first { $0.epoch == bestEpoch && $0.test != nil } }

  /// Lines with their names and last values at their ends.
  func marks(in frame: Rect, style: Style) -> [Mark] {
    let font = style.font(.label)
    let line = style.lineHeight(font)
    var frame = frame
    var marks: [Mark] = []
    if !headings.isEmpty {
      let headingFont = style.font(.heading)
      marks.append(
        .text(
          style.text(
            style.firstFitting(headings, headingFont, width: frame.width), headingFont,
            at: .init(frame.x, frame.y), .leading, .top)))
      frame = frame.inset(top: style.lineHeight(headingFont) + style.gap / 2)
    }
    let ends = lineEnds(style.theme)
    let labelWidth = ends.map { style.measurer.measure($0.label, font: font).width }.max() ?? 0
    let room = min(labelWidth, frame.width * 0.42) + 2 * style.gap
    let plot = PlotArea(
      x: epochAxis, y: valueAxis, in: frame.inset(right: room), style: style)
    marks += warmupMarks(plot, style) + plot.grid + plot.axes
    for floor in floors {
      marks.append(
        .path(
          PathMark(
            id: "\(id)/floor",
            .line(
              .init(plot.rect.x, plot.y(floor.value)), .init(plot.rect.maxX, plot.y(floor.value))),
            stroke: Stroke(
              style.theme.baseline, width: style.mediumLine,
              dash: [3 * style.mediumLine, 2 * style.mediumLine]))))
    }
    marks += curve("train", \.train, style.theme.train, plot, style)
    marks += curve("test", \.test, style.theme.test, plot, style)
    marks += bestMarks(plot, style)

    let wanted = ends.map { plot.y($0.value) }
    let spread = LabelPlacement.spread(
      wanted, distance: line,
      within: (plot.rect.y + line / 2)...max(plot.rect.y + line / 2, plot.rect.maxY - line / 2))
    for (end, y) in zip(ends, spread) {
      let x = plot.rect.maxX + 2 * style.gap
      if abs(y - plot.y(end.value)) > line / 6 {
        marks.append(
          .path(
            PathMark(
              .line(
                .init(plot.rect.maxX + style.gap / 3, plot.y(end.value)),
                .init(x - style.gap / 3, y)),
              stroke: Stroke(end.color, width: style.thinLine))))
      }
      let label = style.truncated(end.label, font, width: frame.maxX - x)
      marks.append(
        .text(
          style.text(label, font, at: .init(x, y), .leading, .middle, color: end.color, id: end.id))
      )
    }
    return marks
  }

  private struct End {
    var id: String
    var label: String
    package var value: Double
    var color: Color
  }

  private func lineEnds(_ theme: Theme) -> [End] {
    var ends: [End] = []
    if let value = points.last(where: { $0.test != nil })?.test {
      ends.append(
        End(
          id: "\(id)/test/label", label: "test \(NumberText.short(value))", value: value,
          color: theme.test))
    }
    if let value = points.last(where: { $0.train != nil })?.train {
      ends.append(
        End(
          id: "\(id)/train/label", label: "train \(NumberText.short(value))", value: value,
          color: theme.train))
    }
    return ends
      + floors.map {
        End(
          id: "\(id)/floor/label", label: "\($0.name) \(NumberText.short($0.value))",
          value: $0.value, color: theme.baseline)
      }
  }

  private var epochAxis: Axis {
    let first = Double(points.first?.epoch ?? 0)
    let last = Double(points.last?.epoch ?? 1)
    let domain = last > first ? first...last : (first - 1)...(first + 1)
    return Axis("epoch", domain: domain, isWhole: true)
  }

  private var valueAxis: Axis {
    .measured(
      axisName, points.flatMap { [$0.train, $0.test] }.compactMap { $0 } + floors.map(\.value))
  }

  private func curve(
    _ name: String, _ value: KeyPath<Point, Double?> & Sendable, _ color: Color, _ plot: PlotArea,
    _ style: Style
  ) -> [Mark] {
    var parts: [[Visual.Point]] = [[]]
    for point in points {
      if let y = point[keyPath: value] {
        parts[parts.count - 1].append(.init(plot.x(Double(point.epoch)), plot.y(y)))
      } else {
        parts.append([])
      }
    }
    return parts.filter { !$0.isEmpty }.map { points in
      // An epoch between two gaps has no line; it is a dot.
      points.count == 1
        ? .path(
          PathMark(
            id: "\(id)/\(name)", .circle(center: points[0], radius: 2 * style.mediumLine),
            fill: color))
        : .path(
          PathMark(
            id: "\(id)/\(name)", .polyline(points),
            stroke: Stroke(color, width: style.heavyLine * 0.8, isRound: true)))
    }
  }

  /// A quiet ground under the epochs in which the weight grew.
  private func warmupMarks(_ plot: PlotArea, _ style: Style) -> [Mark] {
    guard let warmup else { return [] }
    let left = plot.x(Double(warmup.lowerBound))
    let right = min(plot.rect.maxX, plot.x(Double(warmup.upperBound)))
    guard right > left else { return [] }
    return [
      .path(
        PathMark(
          id: "\(id)/warmup",
          .rect(Rect(x: left, y: plot.rect.y, width: right - left, height: plot.rect.height)),
          fill: style.theme.panel))
    ]
  }

  private func bestMarks(_ plot: PlotArea, _ style: Style) -> [Mark] {
    guard let best, let value = best.test else { return [] }
    let font = style.font(.label)
    let point = Visual.Point(plot.x(Double(best.epoch)), plot.y(value))
    let text = style.firstFitting(
      ["best: epoch \(best.epoch)", "epoch \(best.epoch)"], font,
      width: plot.rect.width - style.gap)
    let half = style.measurer.measure(text, font: font).width / 2 + style.gap / 2
    let x = max(plot.rect.x + half, min(point.x, plot.rect.maxX - half))
    // Curves fall: above the best point there is room at the top, further left there is not. Where
    // they rise instead, as a divergence may, there is room at the foot.
    let isHigh = point.y < plot.rect.center.y
    let label = style.text(
      text, font,
      at: .init(x, isHigh ? plot.rect.maxY - style.gap / 2 : plot.rect.y + style.gap / 2), .center,
      isHigh ? .bottom : .top, halo: Stroke(style.theme.background, width: style.gap / 2),
      id: "\(id)/best/label")
    let radius = 2.2 * style.mediumLine
    let (from, to) =
      isHigh
      ? (label.bounds.y - style.gap / 3, point.y + radius)
      : (label.bounds.maxY + style.gap / 3, point.y - radius)
    return [
      .path(
        PathMark(
          .line(.init(point.x, from), .init(point.x, to)),
          stroke: Stroke(
            style.theme.mutedText, width: style.thinLine,
            dash: [2 * style.thinLine, 3 * style.thinLine]))),
      .path(
        PathMark(
          id: "\(id)/best", .circle(center: point, radius: radius), fill: style.theme.background,
          stroke: Stroke(style.theme.test, width: style.mediumLine))),
      .text(label),
    ]
  }
}
