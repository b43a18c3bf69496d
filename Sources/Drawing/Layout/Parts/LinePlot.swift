/// Curves on two axes, each named at the right of the plot, at the height where it ends.
///
///     var plot = LinePlot(x: .epochs([1, 2, 3]), y: .measured("MSE", errors))
///     plot.curves = [.init(id: "loss/test", values: values, stroke: stroke, dot: 2)]
///     plot.ends = plot.curves.compactMap { $0.end { loss in ["test \(NumberText.short(loss))"] } }
///     plot.levels = [(id: "loss/floor", value: 0.02, label: "PCA 0.0200")]
///     plot.draw(in: frame, on: &draw)
package struct LinePlot: Sendable {
  /// A measured value, in the units of the axes; a line is broken where there is none.
  package typealias Value = (x: Double, y: Double?)

  /// Values in the order of x.
  package struct Curve: Sendable {
    package var id: String
    package var values: [Value]
    package var stroke: Stroke
    /// The radius of a dot: a value alone between two gaps has one, and no line.
    package var dot: Double
    /// Whether each value has a dot.
    package var hasDots: Bool

    /// A curve in the colour of `stroke`.
    package init(id: String, values: [Value], stroke: Stroke, dot: Double, hasDots: Bool = false) {
      self.id = id
      self.values = values
      self.stroke = stroke
      self.dot = dot
      self.hasDots = hasDots
    }

    /// The name for the curve's end, from long to short, from its last value; nil for an empty
    /// curve.
    package func end(
      id: String? = nil, dot: (id: String, radius: Double)? = nil, _ labels: (Double) -> [String]
    ) -> End? {
      guard let last = values.last(where: { $0.y != nil }), let y = last.y else { return nil }
      return End(
        id: id ?? "\(self.id)/label", labels: labels(y), x: last.x, y: y, color: stroke.color,
        dot: dot)
    }
  }

  /// A value to compare with: a dashed line through the whole plot, its name at the right.
  package typealias Level = (id: String, value: Double, label: String)

  /// A name at the right of the plot.
  package struct End: Sendable {
    package var id: String
    /// From long to short.
    package var labels: [String]
    /// Where the curve ends; nil for a line through the whole plot.
    package var x: Double?
    package var y: Double
    package var color: Color
    /// A dot where the curve ends; nil for none.
    package var dot: (id: String, radius: Double)?
  }

  /// A value that is pointed out: a circle in `color`, named by the first of `labels` that fits.
  package typealias Best = (id: String, x: Double, y: Double, labels: [String], color: Color)

  /// What leads from a curve to its name.
  package enum Leader: Sendable {
    case none
    /// A line from the plot's edge to a name that had to move; a curve that ends inside of the plot
    /// is led out by dashes.
    case fromEdge
    /// Dashes from the curve's last value, where the name is not right beside it.
    case fromValue
  }

  package var x: Axis
  package var y: Axis
  /// What stands above the plot, from long to short; empty for nothing.
  package var headings: [String] = []
  package var curves: [Curve] = []
  package var levels: [Level] = []
  /// The names of curves; those of the levels follow.
  package var ends: [End] = []
  package var leader = Leader.none
  package var best: Best?
  /// From where to where on the horizontal axis the ground is shaded.
  package var band: (id: String, range: ClosedRange<Double>)?
  /// What is kept for the names, in points; nil for what they need, two fifths of the width at
  /// most.
  package var labelRoom: Double?

  /// A plot without curves.
  package init(x: Axis, y: Axis) {
    self.x = x
    self.y = y
  }

  /// The plot in `frame`, the heading and the names in it as well.
  package func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    var frame = frame
    if !headings.isEmpty {
      let font = style.font(.heading)
      draw.text(headings, font, width: frame.width, at: Point(frame.x, frame.y))
      frame = frame.inset(top: style.lineHeight(font) + style.gap / 2)
    }
    let ends =
      self.ends
      + levels.map {
        End(id: "\($0.id)/label", labels: [$0.label], y: $0.value, color: style.theme.baseline)
      }
    let room = labelRoom ?? min(style.widest(ends.compactMap(\.labels.first)), frame.width * 0.42)
    let plot = PlotArea(x: x, y: y, in: frame.inset(right: room + 2 * style.gap), style: style)
    if let band { shade(band.id, band.range, plot, &draw) }
    draw.add(plot.grid + plot.axes)
    for level in levels {
      let y = plot.y(level.value)
      draw.line(
        Point(plot.rect.x, y), Point(plot.rect.maxX, y), style.dashed(style.theme.baseline),
        id: level.id)
    }
    for curve in curves { self.draw(curve, plot, &draw) }
    if let best { point(out: best, plot, &draw) }
    name(ends, plot, right: frame.maxX, &draw)
  }

  private func shade(
    _ id: String, _ range: ClosedRange<Double>, _ plot: PlotArea, _ draw: inout Canvas
  ) {
    let left = plot.x(range.lowerBound)
    let right = min(plot.rect.maxX, plot.x(range.upperBound))
    guard right > left else { return }
    draw.path(
      .rect(Rect(x: left, y: plot.rect.y, width: right - left, height: plot.rect.height)),
      fill: draw.style.theme.panel, id: id)
  }

  private func draw(_ curve: Curve, _ plot: PlotArea, _ draw: inout Canvas) {
    for part in curve.values.split(whereSeparator: { $0.y == nil }) {
      let places = part.map { Point(plot.x($0.x), plot.y($0.y ?? 0)) }
      if places.count > 1 {
        draw.path(.polyline(places), stroke: curve.stroke, id: curve.id)
      } else if !curve.hasDots {
        draw.path(
          .circle(center: places[0], radius: curve.dot), fill: curve.stroke.color, id: curve.id)
      }
      guard curve.hasDots else { continue }
      for (index, place) in places.enumerated() {
        draw.path(
          .circle(center: place, radius: curve.dot), fill: curve.stroke.color,
          id: "\(curve.id)/\(index)")
      }
    }
  }

  /// The names, a line apart at least, each as near as may be to the height of its value.
  private func name(_ ends: [End], _ plot: PlotArea, right: Double, _ draw: inout Canvas) {
    let style = draw.style
    let line = style.line
    let highest = plot.rect.y + line / 2
    let spread = LabelPlacement.spread(
      ends.map { plot.y($0.y) }, distance: line,
      within: highest...max(highest, plot.rect.maxY - line / 2))
    let left = plot.rect.maxX + 2 * style.gap
    for (end, y) in zip(ends, spread) {
      let value = Point(plot.x(end.x ?? plot.x.domain.upperBound), plot.y(end.y))
      lead(from: value, to: Point(left - style.gap / 3, y), end.color, plot, &draw)
      if let dot = end.dot {
        draw.path(.circle(center: value, radius: dot.radius), fill: end.color, id: dot.id)
      }
      draw.text(
        end.labels, width: right - left, at: Point(left, y), .leading, .middle, color: end.color,
        id: end.id)
    }
  }

  private func lead(
    from value: Point, to label: Point, _ color: Color, _ plot: PlotArea, _ draw: inout Canvas
  ) {
    let style = draw.style
    let joint = Point(plot.rect.maxX + style.gap / 3, value.y)
    let edge = leader == .fromEdge ? plot.rect.maxX : joint.x
    let isInside = edge - value.x > style.gap
    let isAside = abs(label.y - value.y) > style.line / 6
    guard leader != .none, isInside || isAside else { return }
    let isWhole = isInside || leader == .fromValue
    draw.path(
      .polyline((isWhole ? [value] : []) + [joint, label]),
      stroke: Stroke(
        color, width: style.thinLine,
        dash: isWhole ? [2 * style.thinLine, 2 * style.thinLine] : []))
  }

  private func point(out best: Best, _ plot: PlotArea, _ draw: inout Canvas) {
    let style = draw.style
    let point = Point(plot.x(best.x), plot.y(best.y))
    let text = style.firstFitting(best.labels, width: plot.rect.width - style.gap)
    let half = style.width(text) / 2 + style.gap / 2
    let x = max(plot.rect.x + half, min(point.x, plot.rect.maxX - half))
    let radius = 2.2 * style.mediumLine
    let label = style.text(
      text, style.font(.label), at: Point(x, labelHeight(of: point, half: half, plot, style)),
      .center, .middle, halo: style.halo, id: "\(best.id)/label")
    let (from, to) =
      label.bounds.y > point.y
      ? (label.bounds.y - style.gap / 3, point.y + radius)
      : (label.bounds.maxY + style.gap / 3, point.y - radius)
    draw.line(
      Point(point.x, from), Point(point.x, to),
      Stroke(
        style.theme.mutedText, width: style.thinLine,
        dash: [2 * style.thinLine, 3 * style.thinLine]))
    draw.path(
      .circle(center: point, radius: radius), fill: style.theme.background,
      stroke: Stroke(best.color, width: style.mediumLine), id: best.id)
    draw.text(label)
  }

  /// At which height a label of half the width `half` stands clear of levels and curves above or
  /// below `point`. Curves fall: above the best point there is room at the top, further left there
  /// is not; where they rise instead, as a divergence may, there is room at the foot.
  private func labelHeight(
    of point: Point, half: Double, _ plot: PlotArea, _ style: Style
  ) -> Double {
    let line = style.line
    let top = plot.rect.y + style.gap / 2 + line / 2
    let foot = plot.rect.maxY - style.gap / 2 - line / 2
    let isHigh = point.y < plot.rect.center.y
    let near = curves.flatMap(\.values).filter { abs(plot.x($0.x) - point.x) <= half + style.gap }
    let taken = (levels.map(\.value) + near.compactMap(\.y)).map { plot.y($0) } + [point.y]
    let (from, to) = isHigh ? (foot, point.y + line) : (top, point.y - line)
    // From the far end towards the point, then the other end.
    let places = (0...8).map { from + (to - from) * Double($0) / 8 } + [isHigh ? top : foot]
    let clear = places.first { y in
      (top...max(top, foot)).contains(y) && taken.allSatisfy { abs($0 - y) > 0.75 * line }
    }
    return clear ?? from
  }
}
