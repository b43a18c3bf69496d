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
      x: .epochs(points.map(\.epoch)), y: valueAxis, in: frame.inset(right: room), style: style)
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
      let joint = Visual.Point(plot.rect.maxX + style.gap / 3, plot.y(end.value))
      var way = [joint, Visual.Point(x - style.gap / 3, y)]
      var dash: [Double] = []
      // A curve may end inside of the plot: a dashed line leads out to its name.
      let from = plot.x(end.epoch.map(Double.init) ?? plot.x.domain.upperBound)
      if plot.rect.maxX - from > style.gap {
        way.insert(Visual.Point(from, joint.y), at: 0)
        dash = [2 * style.thinLine, 2 * style.thinLine]
      }
      if way.count > 2 || abs(y - joint.y) > line / 6 {
        marks.append(
          .path(
            PathMark(
              .polyline(way), stroke: Stroke(end.color, width: style.thinLine, dash: dash))))
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
    var value: Double
    /// Where the curve ends; nil for a floor, which has no end.
    var epoch: Int?
    var color: Color
  }

  private func lineEnds(_ theme: Theme) -> [End] {
    var ends: [End] = []
    if let point = points.last(where: { $0.test != nil }), let value = point.test {
      ends.append(
        End(
          id: "\(id)/test/label", label: "test \(NumberText.short(value))", value: value,
          epoch: point.epoch, color: theme.test))
    }
    if let point = points.last(where: { $0.train != nil }), let value = point.train {
      ends.append(
        End(
          id: "\(id)/train/label", label: "train \(NumberText.short(value))", value: value,
          epoch: point.epoch, color: theme.train))
    }
    return ends
      + floors.map {
        End(
          id: "\(id)/floor/label", label: "\($0.name) \(NumberText.short($0.value))",
          value: $0.value, color: theme.baseline)
      }
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

  /// At which height a label of half the width `half` stands clear of floors and curves above or
  /// below `point`. Curves fall: above the best point there is room at the top, further left there
  /// is not; where they rise instead, as a divergence may, there is room at the foot.
  private func labelHeight(
    of point: Visual.Point, half: Double, _ plot: PlotArea, _ style: Style
  ) -> Double {
    let line = style.lineHeight(style.font(.label))
    let top = plot.rect.y + style.gap / 2 + line / 2
    let foot = plot.rect.maxY - style.gap / 2 - line / 2
    let isHigh = point.y < plot.rect.center.y
    let near = points.filter { abs(plot.x(Double($0.epoch)) - point.x) <= half + style.gap }
    let taken =
      floors.map { plot.y($0.value) }
      + near.flatMap { [$0.train, $0.test] }.compactMap { $0.map { plot.y($0) } } + [point.y]
    let (from, to) = isHigh ? (foot, point.y + line) : (top, point.y - line)
    // From the far end towards the point, then the other end.
    let places = (0...8).map { from + (to - from) * Double($0) / 8 } + [isHigh ? top : foot]
    let clear = places.first { y in
      (top...max(top, foot)).contains(y) && taken.allSatisfy { abs($0 - y) > 0.75 * line }
    }
    return clear ?? from
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
    let radius = 2.2 * style.mediumLine
    let label = style.text(
      text, font, at: .init(x, labelHeight(of: point, half: half, plot, style)), .center, .middle,
      halo: Stroke(style.theme.background, width: style.gap / 2), id: "\(id)/best/label")
    let (from, to) =
      label.bounds.y > point.y
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
