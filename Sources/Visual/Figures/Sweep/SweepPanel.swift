import AECore
import Foundation

/// One quantity over the size of the code: curves with a dot at every size, names at their ends.
package struct SweepPanel: Sendable {
  /// What was reached with one size.
  package struct Point: Hashable, Sendable {
    package var size: Int
    package var value: Double
  }

  /// Whose numbers a curve shows; decides its colour.
  package enum Role: Sendable {
    /// The network's.
    case measured
    /// A plain method's.
    case baseline
    /// A second quantity of the network's.
    case second
  }

  /// One curve.
  package struct Curve: Sendable {
    package var id: String
    /// From long to short.
    package var names: [String]
    package var points: [Point]
    package var role: Role
  }

  package let id: String
  /// From long to short.
  package let axisNames: [String]
  /// All sizes of the sweep: the ticks.
  package let sizes: [Int]
  package let curves: [Curve]
  /// Whether values are shares of one, shown from 0 to 100 %.
  package var isShare = false

  private func color(_ role: Role, _ theme: Theme) -> Color {
    switch role {
    case .measured: theme.test
    case .baseline: theme.baseline
    case .second: theme.large
    }
  }

  private func text(_ value: Double) -> String {
    isShare ? NumberText.percent(value) : NumberText.short(value)
  }

  /// What may stand at the curves' ends.
  var endLabels: [String] {
    curves.compactMap { curve in
      curve.points.last.map { "\(curve.names.first ?? "") \(text($0.value))" }
    }
  }

  private var sizeAxis: Axis {
    let low = Double(sizes.min() ?? 1)
    let high = Double(sizes.max() ?? 2)
    // A little room left and right, so that no dot lies on the axis.
    let pad = high > low ? pow(high / low, 0.04) : 2
    var axis = Axis(
      "values in the code", domain: (low / pad)...(high * pad), kind: .logarithmic)
    axis.ticks = sizes.map { Scale.Tick(value: Double($0), label: NumberText.count($0)) }
    return axis
  }

  private func valueAxis(_ name: String) -> Axis {
    let values = curves.flatMap { $0.points.map(\.value) }
    guard isShare else { return .measured(name, values) }
    let low = values.min() ?? 0
    var axis = Axis(name, domain: (low > 0.5 ? 0.5 : 0)...1)
    axis.ticks = (low > 0.5 ? [0.5, 0.75, 1] : [0, 0.5, 1]).map {
      Scale.Tick(value: $0, label: NumberText.percent($0))
    }
    return axis
  }

  /// What the axis's name and labels need at the left of a plot of `height`.
  func leftRoom(height: Double, _ style: Style) -> Double {
    let frame = Rect(x: 0, y: 0, width: 40 * style.font(.label).size, height: height)
    return PlotArea(x: sizeAxis, y: valueAxis("x"), in: frame, style: style).rect.x
  }

  /// The plot; `left` and `right` are kept free for the labels.
  func marks(
    in frame: Rect, left: Double, right: Double, style: Style, hasSizes: Bool
  ) -> [Mark] {
    let font = style.font(.label)
    let line = style.lineHeight(font)
    var horizontal = sizeAxis
    if !hasSizes { horizontal.name = "" }
    // The axis may add that it is logarithmic.
    let longest = style.measurer.measure(" (log scale)", font: font).width
    let name = style.firstFitting(
      axisNames, font, width: frame.height - (hasSizes ? 4 * line : line) - (isShare ? 0 : longest))
    let own = leftRoom(height: frame.height, style)
    let plot = PlotArea(
      x: horizontal, y: valueAxis(name),
      in: frame.inset(left: max(0, left - own), right: right), style: style)
    var marks = plot.grid + plot.axes
    for curve in curves {
      let color = color(curve.role, style.theme)
      let places = curve.points.map { Visual.Point(plot.x(Double($0.size)), plot.y($0.value)) }
      let dash = curve.role == .baseline ? [3 * style.mediumLine, 2 * style.mediumLine] : []
      if places.count > 1 {
        marks.append(
          .path(
            PathMark(
              id: "\(id)/\(curve.id)", .polyline(places),
              stroke: Stroke(color, width: style.mediumLine, dash: dash))))
      }
      marks += places.enumerated().map { index, place in
        .path(
          PathMark(
            id: "\(id)/\(curve.id)/\(index)",
            .circle(center: place, radius: 1.9 * style.mediumLine),
            fill: color))
      }
    }
    let ends = curves.compactMap { curve in curve.points.last.map { (curve: curve, end: $0) } }
    let spread = LabelPlacement.spread(
      ends.map { plot.y($0.end.value) }, distance: line,
      within: (plot.rect.y + line / 2)...max(plot.rect.y + line / 2, plot.rect.maxY - line / 2))
    for (end, y) in zip(ends, spread) {
      let x = plot.rect.maxX + 2 * style.gap
      let value = text(end.end.value)
      let label = style.firstFitting(
        end.curve.names.map { "\($0) \(value)" } + [value], font, width: frame.maxX - x)
      marks.append(
        .text(
          style.text(
            label, font, at: Visual.Point(x, y), .leading, .middle,
            color: color(end.curve.role, style.theme), id: "\(id)/\(end.curve.id)/label")))
    }
    return marks
  }
}
