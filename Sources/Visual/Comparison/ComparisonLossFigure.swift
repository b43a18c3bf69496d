import AECore

/// The test losses of several runs over the epochs, each in its colour with its name at the end.
/// Different losses are different quantities: each kind has a plot of its own.
public struct ComparisonLossFigure: Figure {
  /// With more kinds of loss than these there is no room for their plots.
  package static let mostPanels = 3

  /// Its name and its title.
  public var heading: Heading {
    let isTested = panels.flatMap(\.runs).allSatisfy(ComparisonLossPanel.isTested)
    return ("loss", isTested ? "Test loss per epoch" : "Loss per epoch")
  }

  package let panels: [ComparisonLossPanel]
  /// Runs that do not know their losses.
  private let missing: Int

  /// The histories of `comparison`.
  /// - Throws: `Failure` when no run has one, or when the runs minimise too many different
  ///   things.
  public init(_ comparison: Comparison) throws(Failure) {
    let runs = comparison.runs.filter { run in
      run.run.training?.history.contains { $0.testLoss != nil || $0.trainLoss != nil } ?? false
    }
    guard !runs.isEmpty else {
      throw Failure(
        .badData, at: "training.history", "no run knows the losses of its epochs",
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
    missing = comparison.runs.count - runs.count
  }

  /// Which run ends lowest, and what must not be compared.
  public var caption: String {
    let untested = panels.flatMap(\.runs).filter { !ComparisonLossPanel.isTested($0) }
    let dashed =
      "Dashed: the training loss of \(untested.letters), which "
      + "\(untested.count == 1 ? "has" : "have") no test loss."
    let apart =
      "The plots have different losses: compare within a plot only, else by the mean squared error "
      + "(figure error)."
    let ends = panels.map { panel -> String? in
      // A training loss is no rival of a test loss.
      let tested = panel.runs.filter(ComparisonLossPanel.isTested)
      let ends = (tested.isEmpty ? panel.runs : tested).compactMap { run in
        ComparisonLossPanel.values(run).compactMap(\.y).last.map { (run: run, value: $0) }
      }
      guard ends.count > 1, let best = Comparison.least(ends) else { return nil }
      let place = panels.count > 1 ? " (\(panel.kind.shortName))" : ""
      return best.isOne
        ? "\(best.who) ends lowest\(place), at \(best.text)."
        : "\(best.who) end at the same loss\(place), \(best.text)."
    }
    let falling = "A line that is still falling at its end would gain from more epochs."
    let unknown = "\(missing.counted("run does", "runs do")) not know the losses of the epochs."
    return
      ([untested.isEmpty ? nil : dashed, panels.count > 1 ? apart : nil] + ends
      + [panels.count == 1 ? falling : nil, missing > 0 ? unknown : nil]).sentences
  }

  /// The curves of each plot.
  public var data: any Encodable & Sendable {
    panels.map { panel in
      let runs = panel.runs.map { run in
        ["name": run.name, "history": run.run.training?.history ?? []] as Fields
      }
      return ["loss": panel.kind.loss, "runs": runs] as Fields
    }
  }

  /// The plots beside each other on a slide, below each other on paper.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    draw.main { draw in
      for (panel, place) in zip(panels, draw.style.plots(panels.count, in: frame)) {
        var plot = panel.plot(width: place.width, draw.style)
        if panels.count > 1 { plot.headings = panel.kind.headings }
        plot.draw(in: place, on: &draw)
      }
    }
  }
}
