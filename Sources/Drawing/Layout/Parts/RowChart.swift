/// Rows on one axis: a name at the left of each, bars, intervals or marks along the axis, and room
/// for a number behind them.
///
///     let chart = RowChart(
///       Axis("squared error", domain: 0...0.04), names: names, numberRoom: 60, in: frame,
///       style: style)
///     draw.add(chart.axes)
///     for (row, error) in errors.enumerated() {
///       chart.name(row, names[row], on: &draw)
///       draw.path(.rect(chart.bar(row, to: error, thickness: 0.6)), fill: style.theme.test)
///     }
package struct RowChart: Sendable {
  /// Where rows have their marks.
  package let rect: Rect
  /// From values to points.
  package let x: Scale
  /// From one row to the next.
  package let step: Double
  /// Grid and axis, to be drawn below the marks.
  package let axes: [Mark]

  /// A chart with ticks and the axis's name below it. The names have what the widest needs: a
  /// figure cuts long ones first.
  /// - Parameters:
  ///   - rows: how many rows there are; gaps between groups are parts of one.
  ///   - numberRoom: what is kept at the right, in points.
  package init(
    _ axis: Axis, names: [String], rows: Double? = nil, numberRoom: Double = 0, in frame: Rect,
    style: Style
  ) {
    let left = style.widest(names) + style.gap
    let plot = PlotArea(
      x: axis, y: Axis("", domain: 0...1, hasTicks: false),
      in: frame.inset(left: left, right: numberRoom), style: style)
    rect = plot.rect
    x = plot.x
    step = plot.rect.height / (rows ?? Double(names.count))
    axes = plot.grid + plot.axes
  }

  /// A chart from zero to `most` without ticks, whose numbers stand at the bars: an upright line is
  /// its axis.
  package init(upTo most: Double, rows: Int, in rect: Rect, style: Style) {
    self.rect = rect
    x = Scale(domain: 0...max(most, .leastNormalMagnitude), from: rect.x, to: rect.maxX)
    step = rect.height / Double(rows)
    var draw = Canvas(style)
    draw.line(Point(rect.x, rect.y), Point(rect.x, rect.maxY), style.thin(style.theme.mutedText))
    axes = draw.marks
  }

  /// The middle of row `row`, counted from 0 at the top.
  package func middle(_ row: Double) -> Double { rect.y + (row + 0.5) * step }

  /// The bar of a row from one value to another, so thick in points.
  package func bar(
    _ row: Double, from low: Double = 0, to high: Double, thickness: Double
  ) -> Rect {
    let (left, right) = (x(low), x(high))
    return Rect(
      x: left, y: middle(row) - thickness / 2, width: max(0, right - left), height: thickness)
  }

  /// An upright line through a row at `value`.
  package func tick(_ row: Double, at value: Double, height: Double) -> Path {
    let (x, y) = (x(value), middle(row))
    return .line(Point(x, y - height / 2), Point(x, y + height / 2))
  }

  /// The name of row `row`, a gap left of the axis.
  package func name(_ row: Double, _ text: String, color: Color? = nil, on draw: inout Canvas) {
    draw.text(
      text, at: Point(rect.x - draw.style.gap, middle(row)), .trailing, .middle, color: color)
  }

  /// What all rows are held against: a dashed line at `value`, and its name over it.
  /// - Parameters:
  ///   - labels: from long to short, for a `width` in points.
  ///   - right: how far the name may reach.
  ///   - bottom: where it stands.
  package func reference(
    at value: Double, _ labels: [String], width: Double, upTo right: Double, bottom: Double,
    id: String, style: Style
  ) -> (line: Mark, label: Mark) {
    let text = style.firstFitting(labels, width: width)
    let half = style.width(text) / 2
    let (x, color) = (x(value), style.theme.baseline)
    var draw = Canvas(style)
    draw.line(Point(x, rect.y), Point(x, rect.maxY), style.dashed(color))
    draw.text(
      text, at: Point(max(rect.x + half, min(x, right - half)), bottom), .center, .bottom,
      color: color, id: id)
    return (draw.marks[0], draw.marks[1])
  }
}
