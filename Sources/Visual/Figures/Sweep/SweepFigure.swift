import AECore

/// How the error falls with the size of the code, beside PCA with as many components; below it, on
/// the same axis, how well a linear probe tells the classes from the code.
public struct SweepFigure: Figure {
  /// Its name and its title.
  public let heading = (name: "sweep", title: "Error against the size of the code")

  private let sweep: Sweep
  package let panels: [SweepPanel]

  /// The curves of `sweep`.
  /// - Throws: `Failure` when no run knows its error.
  public init(_ sweep: Sweep) throws(Failure) {
    let errors = sweep.points(\.mse)
    guard !errors.isEmpty else {
      throw Failure(
        .badData, at: "evaluation.mse", "no run of the sweep knows its error",
        advice: "run `aeviz evaluate` on them")
    }
    self.sweep = sweep
    let pca = sweep.points(\.pcaMSE)
    let accuracies = sweep.points(\.probeAccuracy)
    let sizes = sweep.entries.map(\.latentSize)
    var panels = [
      SweepPanel(
        id: "sweep/mse", axisNames: ["MSE on the test images", "test MSE", "MSE"], sizes: sizes,
        curves: [
          .init(id: "model", names: [sweep.model], points: errors, color: \.test),
          .init(id: "pca", names: ["PCA"], points: pca, color: \.baseline, isDashed: true),
        ].filter { !$0.points.isEmpty })
    ]
    if !accuracies.isEmpty {
      panels.append(
        SweepPanel(
          id: "sweep/accuracy", axisNames: ["probe’s accuracy", "accuracy"], sizes: sizes,
          curves: [
            .init(
              id: "probe", names: ["linear probe", "probe"], points: accuracies, color: \.large)
          ], isShare: true))
    }
    self.panels = panels
  }

  /// Where the network is ahead of PCA, and what a doubled code still gains.
  public var caption: String { [besidePCA, probe, gain].sentences }

  private var besidePCA: String? {
    let pairs = sweep.entries.compactMap { entry in
      entry.mse.flatMap { mse in entry.pcaMSE.map { (size: entry.latentSize, isBelow: mse < $0) } }
    }
    let (better, others) = (pairs.filter(\.isBelow), pairs.filter { !$0.isBelow })
    guard !pairs.isEmpty else { return nil }
    func sizes(_ list: [(size: Int, isBelow: Bool)]) -> String {
      (list.count == 1 ? "at " : "at codes of ")
        + list.map { NumberText.count($0.size) }.joined(separator: ", ")
    }
    let pca = "PCA with as many components"
    return "The \(sweep.model) network "
      + (others.isEmpty
        ? "stays below \(pca) at every size."
        : better.isEmpty
          ? "nowhere gets below \(pca)."
          : "is below \(pca) \(sizes(better)), not \(sizes(others)).")
  }

  private var probe: String? {
    let points = sweep.points(\.probeAccuracy)
    guard let first = points.first, let last = points.last else { return nil }
    let chance = sweep.chance.map { " (most frequent class: \(NumberText.percent($0)))" } ?? ""
    func share(_ point: SweepPanel.Point) -> String {
      "\(NumberText.percent(point.value)) of the test images from \(point.size.counted("value"))"
    }
    let more =
      points.count == 1
      ? "" : ", \(NumberText.percent(last.value)) from \(NumberText.count(last.size))"
    return "A linear probe finds the class of \(share(first))\(more)\(chance)."
  }

  private var gain: String? {
    let errors = sweep.points(\.mse)
    guard let first = errors.first, let last = errors.last, first.size < last.size, first.value > 0
    else { return nil }
    return
      "From \(NumberText.count(first.size)) to \(NumberText.count(last.size)) values the error goes "
      + "from \(NumberText.short(first.value)) to \(NumberText.short(last.value))."
  }

  /// As sweep.json.
  public var data: any Encodable & Sendable { sweep }

  /// The plots below each other, with one axis of sizes.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    var area = frame
    area.height = min(frame.height, frame.width * (panels.count == 1 ? 0.75 : 1.1))
    // Plots of one width, so that the sizes stand under each other.
    let room = min(style.widest(panels.flatMap(\.endLabels)), frame.width * 0.3)
    let left =
      panels.map { $0.leftRoom(height: area.height / Double(panels.count), style) }.max() ?? 0
    let foot = 2.5 * style.line
    let gap = 2 * style.gap
    let upper = (area.height - foot - gap) * 0.58
    let places =
      panels.count == 1
      ? [area] : [area.inset(bottom: area.height - upper), area.inset(top: upper + gap)]
    draw.main { draw in
      for (index, (panel, place)) in zip(panels, places).enumerated() {
        var plot = panel.plot(height: place.height, style, hasSizes: index == panels.count - 1)
        plot.labelRoom = room
        let own = panel.leftRoom(height: place.height, style)
        plot.draw(in: place.inset(left: max(0, left - own)), on: &draw)
      }
    }
  }
}
