import AECore

/// The curves of the runs that minimise the same loss on the same data.
package struct ComparisonLossPanel: Sendable {
  /// What has to be equal for two curves to share an axis.
  package struct Kind: Hashable, Sendable {
    /// Without what does not change the quantity: the warm-up.
    package let loss: LossDescription
    private let data: String
    private let dataName: String

    init(_ run: ComparedRun) {
      var loss = run.run.training?.loss ?? LossDescription(name: "loss", definition: "unknown")
      loss.betaWarmup = nil
      self.loss = loss
      data = run.dataIdentity
      dataName = run.run.dataset.name
    }

    /// `MSE + 0.5 · KL`.
    package var shortName: String {
      var text = loss.shortName
      if let beta = loss.beta {
        text += beta == 1 ? " + KL" : " + \(NumberText.setting(beta)) · KL"
      }
      if let sparsity = loss.sparsity { text += " + \(NumberText.setting(sparsity)) · Σ|z|" }
      return text
    }

    /// From long to short.
    var headings: [String] { ["\(shortName), \(dataName)", shortName] }
  }

  package let index: Int
  package let kind: Kind
  package var runs: [ComparedRun]

  /// Whether the run knows a test loss.
  package static func isTested(_ run: ComparedRun) -> Bool {
    run.run.training?.history.contains { $0.testLoss?.isFinite == true } ?? false
  }

  /// The test losses over the epochs, or the training losses where nothing was tested.
  package static func values(_ run: ComparedRun) -> [LinePlot.Value] {
    let loss = isTested(run) ? \EpochRecord.testLoss : \.trainLoss
    return (run.run.training?.history ?? []).sorted { $0.epoch < $1.epoch }.map {
      (Double($0.epoch), $0[keyPath: loss]?.finite)
    }
  }

  /// A curve for each run, with its name and its last value where there is room for both.
  /// - Parameter width: of the plot with the names.
  func plot(width: Double, _ style: Style) -> LinePlot {
    let runs = runs.filter { run in Self.values(run).contains { $0.y != nil } }
    let curves = runs.map { run in
      let color = run.color(style.theme)
      return LinePlot.Curve(
        id: "loss/curve/\(run.index)", values: Self.values(run),
        stroke: Self.isTested(run)
          ? Stroke(color, width: style.heavyLine * 0.8, isRound: true)
          : Stroke(
            color, width: style.mediumLine, dash: [4 * style.mediumLine, 3 * style.mediumLine]),
        dot: 1.4 * style.mediumLine)
    }
    let known = curves.flatMap(\.values).filter { $0.y != nil }
    var plot = LinePlot(
      x: .epochs(known.map { Int(clamping: $0.x) }),
      y: .measured(kind.shortName, known.compactMap(\.y)))
    plot.curves = curves
    plot.leader = .fromValue

    let texts = zip(runs, curves).map { run, curve in
      let value = curve.values.compactMap(\.y).last ?? 0
      return (
        name: style.width("\(run.letter) \(run.name)"),
        // A word where the number is of the training images.
        value: " " + (Self.isTested(run) ? "" : "training ") + NumberText.short(value)
      )
    }
    let whole = texts.map { $0.name + style.width($0.value) }.max() ?? 0
    let most = width * 0.36
    let room = whole <= most ? whole : min(texts.map(\.name).max() ?? 0, most)
    plot.labelRoom = room
    plot.ends = zip(zip(runs, curves), texts).compactMap { pair, text in
      let nameWidth = room - style.width(text.value)
      let isRoomy = nameWidth >= min(5 * style.font(.label).size, text.name)
      let name = pair.0.label(style, width: isRoomy ? nameWidth : room)
      return pair.1.end(
        id: "loss/label/\(pair.0.index)", dot: ("loss/end/\(pair.0.index)", pair.1.dot)
      ) { _ in [isRoomy ? name + text.value : name] }
    }
    return plot
  }
}
