import AECore
import Foundation

/// How the error falls with the size of the code, beside PCA with as many components; below it, on
/// the same axis, how well a linear probe tells the classes from the code.
public struct SweepFigure: Figure {
  /// `sweep`.
  public let name = "sweep"
  /// The heading on the page.
  public let title: String
  /// Where the network is ahead of PCA, and what a doubled code still gains.
  public let caption: String

  private let sweep: Sweep
  package let panels: [SweepPanel]

  /// The curves of `sweep`.
  /// - Throws: `Failure` when no run knows its error.
  public init(_ sweep: Sweep) throws(Failure) {
    func points(_ value: (Sweep.Entry) -> Double?) -> [SweepPanel.Point] {
      sweep.entries.compactMap { entry in
        value(entry).map { SweepPanel.Point(size: entry.latentSize, value: $0) }
      }
    }
    let errors = points(\.mse)
    guard !errors.isEmpty else {
      throw Failure(
        .badData, at: "evaluation.mse", "no run of the sweep knows its error",
        advice: "run `aeviz evaluate` on them")
    }
    self.sweep = sweep
    let pca = points(\.pcaMSE)
    let accuracies = points(\.probeAccuracy)
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
    title = "Error against the size of the code"
    caption = Self.caption(sweep, errors, pca, accuracies)
  }

  private static func caption(
    _ sweep: Sweep, _ errors: [SweepPanel.Point], _ pca: [SweepPanel.Point],
    _ accuracies: [SweepPanel.Point]
  ) -> String {
    var sentences: [String] = []
    let pairs = sweep.entries.compactMap { entry in
      entry.mse.flatMap { mse in entry.pcaMSE.map { (size: entry.latentSize, mse: mse, pca: $0) } }
    }
    let better = pairs.filter { $0.mse < $0.pca }.map(\.size)
    if !pairs.isEmpty {
      let sizes = { (list: [Int]) in
        (list.count == 1 ? "at " : "at codes of ")
          + list.map(NumberText.count).joined(separator: ", ")
      }
      sentences.append(
        better.count == pairs.count
          ? "The \(sweep.model) network stays below PCA with as many components at every size."
          : better.isEmpty
            ? "The \(sweep.model) network nowhere gets below PCA with as many components."
            : "The \(sweep.model) network is below PCA with as many components \(sizes(better)), not "
              + "\(sizes(pairs.map(\.size).filter { !better.contains($0) })).")
    }
    if let first = accuracies.first, let last = accuracies.last {
      let chance = sweep.chance.map { " (most frequent class: \(NumberText.percent($0)))" } ?? ""
      let change =
        first.size == last.size
        ? NumberText.percent(first.value)
        : "\(NumberText.percent(first.value)) to \(NumberText.percent(last.value))"
      sentences.append("A linear probe finds the class of \(change) of the test images\(chance).")
    }
    if let first = errors.first, let last = errors.last, first.size < last.size, first.value > 0 {
      sentences.append(
        "From \(NumberText.count(first.size)) to \(NumberText.count(last.size)) values the error goes "
          + "from \(NumberText.short(first.value)) to \(NumberText.short(last.value)).")
    }
    return sentences.joined(separator: " ")
  }

  /// As sweep.json.
  public var data: any Encodable & Sendable { sweep }

  /// The plots below each other, with one axis of sizes.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    var area = frame
    area.height = min(frame.height, frame.width * (panels.count == 1 ? 0.75 : 1.1))
    // Plots of one width, so that the sizes stand under each other.
    let room = min(style.widest(panels.flatMap(\.endLabels)), frame.width * 0.3)
    let left =
      panels.map { $0.leftRoom(height: area.height / Double(panels.count), style) }.max() ?? 0
    let foot = 2.5 * style.line
    func draw(_ panel: SweepPanel, in frame: Rect, hasSizes: Bool) -> [Mark] {
      panel.marks(in: frame, left: left, labelRoom: room, style: style, hasSizes: hasSizes)
    }
    guard panels.count > 1 else { return draw(panels[0], in: area, hasSizes: true) }
    let gap = 2 * style.gap
    let upper = (area.height - foot - gap) * 0.58
    return draw(panels[0], in: area.inset(bottom: area.height - upper), hasSizes: false)
      + draw(panels[1], in: area.inset(top: upper + gap), hasSizes: true)
  }
}
