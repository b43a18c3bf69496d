import AECore

/// The test losses of several runs over the epochs, each in its colour with its name at the end.
/// Different losses are different quantities: each kind has a plot of its own.
public struct ComparisonLossFigure: Figure {
  /// With more kinds of loss than these there is no room for their plots.
  package static let mostPanels = 3

  /// `loss`.
  public let name = "loss"
  /// The heading on the page.
  public let title: String
  /// Which run ends lowest, and what must not be compared.
  public let caption: String

  package let panels: [ComparisonLossPanel]

  /// The histories of `comparison`.
  /// - Throws: ``Failure`` when no run has one, or when the runs minimise too many different things.
  public init(_ comparison: Comparison) throws(Failure) {
    let runs = comparison.runs.filter { run in
      run.run.training?.history.contains { $0.testLoss != nil || $0.trainLoss != nil } ?? false
    }
    guard !runs.isEmpty else {
      throw Failure(
        .badData, nil, at: "training.history", "no run knows the losses of its epochs",
        advice: "add training.history to run.json")
    }
    var panels: [ComparisonLossPanel] = []
    for run in runs {
      let kind = ComparisonLossPanel.Kind(run)
      if let index = panels.firstIndex(where: { $0.kind == kind }) {
        panels[index].runs.append(run)
      } else {
        panels.append(ComparisonLossPanel(index: panels.count, kind: kind, runs: [run]))
      }
    }
    guard panels.count <= Self.mostPanels else {
      throw Failure(
        .badData, nil,
        "the runs minimise \(panels.count) different losses, which have no axis in common",
        advice: "see the figure error: the mean squared error of every run")
    }
    self.panels = panels
    title = "Test loss per epoch"
    caption = Self.caption(panels, missing: comparison.runs.count - runs.count)
  }

  private static func caption(_ panels: [ComparisonLossPanel], missing: Int) -> String {
    var sentences: [String] = []
    if panels.count > 1 {
      sentences.append(
        "The plots have different losses: compare within a plot only, and between them by the mean "
          + "squared error (figure error).")
    }
    for panel in panels where panel.runs.count > 1 {
      let ends = panel.runs.compactMap { run in
        ComparisonLossPanel.end(run).map { (run: run, value: $0.value) }
      }
      guard let best = ends.min(by: { $0.value < $1.value }) else { continue }
      let place = panels.count > 1 ? " (\(panel.kind.shortName))" : ""
      sentences.append(
        "\(best.run.letter) ends lowest\(place), at \(NumberText.short(best.value)).")
    }
    if panels.count == 1 {
      sentences.append(
        "A line that is still falling at its end would gain from more epochs.")
    }
    if missing > 0 {
      sentences.append(
        "\(missing) \(missing == 1 ? "run does" : "runs do") not know the losses of the epochs.")
    }
    return sentences.joined(separator: " ")
  }

  /// The curves of each plot.
  public var data: any Encodable & Sendable {
    panels.map { panel in
      Values(
        loss: panel.kind.loss,
        runs: panel.runs.map { .init(name: $0.name, history: $0.run.training?.history ?? []) })
    }
  }

  private struct Values: Encodable {
    struct Curve: Encodable {
      var name: String
      var history: [EpochRecord]
    }
    var loss: LossDescription
    var runs: [Curve]
  }

  /// The plots beside each other on a slide, below each other on paper.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    // A plot far wider than high makes every curve look flat; paper has the height to choose.
    let share = panels.count == 1 || style.page.isSlide ? 0.8 : 0.5 * Double(panels.count)
    var area = frame
    area.height = min(frame.height, frame.width * share)
    let weights = [Double](repeating: 1, count: panels.count)
    let places =
      style.page.isSlide
      ? area.columns(weights, gap: 2 * style.gap) : area.rows(weights, gap: 2 * style.gap)
    return zip(panels, places).flatMap {
      $0.marks(in: $1, style: style, hasHeading: panels.count > 1)
    }
  }
}
