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
  package let points: [(epoch: Int, train: Double?, test: Double?)]
  /// In the unit of the axis.
  package let floors: [Floor]
  /// The epoch that is pointed out, when it has a test value.
  package let bestEpoch: Int?
  /// The epochs in which the weight of this quantity grew, when it did.
  package let warmup: ClosedRange<Int>?

  /// Two curves, their last values at their ends, the floors and the best epoch.
  func plot(_ style: Style) -> LinePlot {
    // Where the two run together the broad one shows at both sides of the other.
    func curve(
      _ name: String, _ values: [Double?], _ color: Color, width: Double
    ) -> LinePlot.Curve {
      LinePlot.Curve(
        id: "\(id)/\(name)", values: zip(points, values).map { (Double($0.epoch), $1) },
        stroke: Stroke(color, width: style.heavyLine * width, isRound: true),
        dot: 2 * style.mediumLine)
    }
    func end(_ name: String, _ curve: LinePlot.Curve) -> LinePlot.End? {
      curve.end { ["\(name) \(NumberText.short($0))"] }
    }
    let train = curve("train", points.map(\.train), style.theme.train, width: 1.7)
    let test = curve("test", points.map(\.test), style.theme.test, width: 0.7)
    let measured = (train.values + test.values).compactMap(\.y)
    // One that lies a hundred times lower, as PCA's with a component for every pixel, would press
    // the curves to a line.
    let least = (measured.min() ?? 0) / 100
    let floors = floors.filter { $0.value >= least }
    let values = measured + floors.map(\.value)
    var plot = LinePlot(x: .epochs(points.map(\.epoch)), y: .measured(axisName, values))
    plot.headings = headings
    plot.curves = [train, test]
    plot.ends = [end("test", test), end("train", train)].compactMap { $0 }
    plot.levels = floors.map {
      ("\(id)/floor", $0.value, "\($0.name) \(NumberText.short($0.value))")
    }
    plot.leader = .fromEdge
    plot.band = warmup.map { ("\(id)/warmup", Double($0.lowerBound)...Double($0.upperBound)) }
    if let best = points.first(where: { $0.epoch == bestEpoch }), let value = best.test {
      plot.best = (
        "\(id)/best", Double(best.epoch), value,
        ["best: epoch \(best.epoch)", "epoch \(best.epoch)"], style.theme.test
      )
    }
    return plot
  }
}
