import AECore
import Foundation

/// One quantity over the size of the code: curves with a dot at every size, names at their ends.
package struct SweepPanel: Sendable {
  /// What was reached with one size.
  package struct Point: Hashable, Sendable {
    package var size: Int
    package var value: Double
  }

  /// One curve.
  package struct Curve: Sendable {
    package var id: String
    /// From long to short.
    package var names: [String]
    package var points: [Point]
    package var color: KeyPath<Theme, Color> & Sendable
    /// Whether it is a plain method's.
    package var isDashed = false
  }

  package let id: String
  /// From long to short.
  package let axisNames: [String]
  /// All sizes of the sweep: the ticks.
  package let sizes: [Int]
  package let curves: [Curve]
  /// Whether values are shares of one, shown from 0 to 100 %.
  package var isShare = false

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
    var axis = Axis("values in the code", domain: (low / pad)...(high * pad), kind: .logarithmic)
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

  /// The plot in a frame of `height`; without a name for the sizes where another one below has it.
  func plot(height: Double, _ style: Style, hasSizes: Bool) -> LinePlot {
    let line = style.line
    // The axis may add that it is logarithmic.
    let longest = style.width(" (log scale)")
    let name = style.firstFitting(
      axisNames, width: height - (hasSizes ? 4 * line : line) - (isShare ? 0 : longest))
    var plot = LinePlot(x: sizeAxis, y: valueAxis(name))
    if !hasSizes { plot.x.name = "" }
    for curve in curves {
      let color = style.theme[keyPath: curve.color]
      plot.curves.append(
        LinePlot.Curve(
          id: "\(id)/\(curve.id)", values: curve.points.map { (Double($0.size), $0.value) },
          stroke: curve.isDashed ? style.dashed(color) : style.medium(color),
          dot: 1.9 * style.mediumLine, hasDots: true))
    }
    plot.ends = zip(curves, plot.curves).compactMap { curve, drawn in
      drawn.end { value in curve.names.map { "\($0) \(text(value))" } + [text(value)] }
    }
    return plot
  }
}

extension Sweep {
  /// What each size has reached, where it is known.
  func points(_ value: (Entry) -> Double?) -> [SweepPanel.Point] {
    entries.compactMap { entry in value(entry).map { .init(size: entry.latentSize, value: $0) } }
  }
}
