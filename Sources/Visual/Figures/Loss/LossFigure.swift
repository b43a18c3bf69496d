import AECore

/// The loss over the epochs, for training and test images, with the floor that PCA sets. A loss of
/// several parts has a plot for each: reconstruction, divergence, magnitudes of the code.
public struct LossFigure: Figure {
  /// Its name and its title.
  public var heading: Heading {
    ("loss", "Loss per epoch (\(quantity))")
  }

  let training: TrainingRecord
  /// In the order of the epochs.
  let history: [EpochRecord]
  package let panels: [LossPanel]
  let pca: Double?
  /// Whether PCA was measured, even if its error cannot stand beside the loss.
  let hasPCA: Bool
  /// What the curves are: the loss by its name, unless its numbers are not those of that name.
  let quantity: String
  /// What the loss is called where its numbers stand.
  private let lossName: String
  /// The mean squared error that was measured, where the loss by that name is another number.
  let otherError: Double?
  /// The epoch that is pointed out.
  let best: EpochRecord?
  /// Values of an image, which the divergence is shared out over.
  let imageValues: Int

  /// The history of `run`.
  /// - Throws: `Failure` when the run has no history with a finite loss.
  public init(run: Run) throws(Failure) {
    guard let training = run.training else {
      throw Failure(
        .badData, at: "training", "the run does not say how it was trained",
        advice: "add training.history to run.json")
    }
    let records = training.history.sorted { $0.epoch < $1.epoch }
    guard records.contains(where: { $0.trainLoss != nil || $0.testLoss != nil }) else {
      throw Failure(
        .badData, at: "training.history", "no epoch has a finite loss",
        advice: "train with a smaller learning rate")
    }
    self.training = training
    history = records
    best = Self.best(records, training)
    imageValues = run.dataset.imageShape.count
    hasPCA = run.pcaBaseline != nil
    pca = run.lossIsMeasuredError ? run.pcaBaseline?.mse : nil
    // Some programs sum over the pixels, or halve the squares, and call that the MSE as well.
    otherError =
      training.loss.name == "mse" && !run.lossIsMeasuredError ? run.evaluation?.mse?.finite : nil
    lossName = run.lossName
    quantity = run.lossName == "loss" ? "another scale than the MSE" : run.lossName
    panels = Self.panels(run, training, records, bestEpoch: best?.epoch)
  }

  /// The epoch whose weights the run has, when it says so; else the one of the lowest test loss.
  /// While the weight of the divergence grows, a loss says nothing beside a later one.
  private static func best(_ history: [EpochRecord], _ training: TrainingRecord) -> EpochRecord? {
    if let epoch = training.earlyStopping?.bestEpoch,
      let record = history.first(where: { $0.epoch == epoch && $0.testLoss != nil })
    {
      return record
    }
    let whole = history.filter { $0.epoch >= training.loss.betaWarmup ?? 0 }
    return (whole.contains { $0.testLoss != nil } ? whole : history).filter { $0.testLoss != nil }
      .min { $0.testLoss ?? .infinity < $1.testLoss ?? .infinity }
  }

  private static func panels(
    _ run: Run, _ training: TrainingRecord, _ history: [EpochRecord], bestEpoch: Int?
  ) -> [LossPanel] {
    let name = run.lossName
    var floors: [LossPanel.Floor] = []
    if run.lossIsMeasuredError {
      floors += run.pcaBaseline?.mse.map { [.init(name: "PCA", value: $0)] } ?? []
      let untouched = run.evaluation?.baselines?.first { $0.name == "corrupted image" }?.mse
      floors += untouched.map { [.init(name: "noise", value: $0)] } ?? []
    }
    if training.loss.name == "bce", let entropy = run.evaluation?.pixelEntropy {
      floors.append(.init(name: "entropy", value: entropy))
    }
    func panel(
      _ id: String, _ headings: [String], _ axis: String, floors: [LossPanel.Floor] = [],
      warmup: ClosedRange<Int>? = nil, _ value: (EpochRecord) -> (train: Double?, test: Double?)
    ) -> LossPanel {
      LossPanel(
        id: id, headings: headings, axisName: axis,
        points: history.map { ($0.epoch, value($0).train, value($0).test) }, floors: floors,
        bestEpoch: bestEpoch, warmup: warmup)
    }
    func part(_ value: KeyPath<LossParts, Double>) -> (EpochRecord) -> (Double?, Double?) {
      { ($0.trainParts?[keyPath: value], $0.testParts?[keyPath: value]) }
    }
    // A run from elsewhere may only know the sums.
    guard history.contains(where: { $0.trainParts != nil || $0.testParts != nil }) else {
      return [panel("loss", [], name, floors: floors) { ($0.trainLoss, $0.testLoss) }]
    }
    var panels = [
      panel("loss/reconstruction", ["Reconstruction"], name, floors: floors, part(\.reconstruction))
    ]
    if training.loss.beta != nil {
      let first = history.first?.epoch ?? 0
      let warmup = training.loss.betaWarmup.flatMap { $0 > first ? first...$0 : nil }
      let headings = ["Divergence in nats per image", "Divergence in nats"]
      panels.append(panel("loss/kl", headings, "KL", warmup: warmup, part(\.kl)))
    }
    if training.loss.sparsity != nil {
      let headings = ["Magnitudes of the code", "Code"]
      panels.append(panel("loss/sparsity", headings, "Σ|z| per image", part(\.sparsity)))
    }
    return panels
  }

  /// The history as it is stored, with the loss's definition and PCA's floor.
  public var data: any Encodable & Sendable {
    ["loss": training.loss, "history": history, "pcaMSE": pca, "bestEpoch": best?.epoch] as Fields
  }

  /// The plots beside each other on a slide and below each other on paper; the definition below
  /// them.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let font = style.font(.label)
    let definition = style.clampedLines(
      "\(lossName) = " + training.loss.definition, font,
      width: frame.width,
      // Where the caption takes more lines the plots still need their height.
      limit: !style.page.isSlide ? 5 : style.page.captionLines > 2 ? 2 : min(3, panels.count + 1))
    let below = Double(definition.count) * style.line + style.gap
    let places = style.plots(panels.count, in: frame.inset(bottom: below))
    let end = places.map(\.maxY).max() ?? frame.y
    draw.main { draw in
      for (panel, place) in zip(panels, places) { panel.plot(style).draw(in: place, on: &draw) }
    }
    draw.add(
      style.block(
        definition, font, in: frame.inset(top: end + style.gap - frame.y),
        color: style.theme.mutedText))
  }
}

extension Run {
  /// What the loss is called where its numbers stand: `MSE`, `BCE`; `loss` for one that has the
  /// name of the mean squared error and another scale.
  var lossName: String {
    guard let loss = training?.loss else { return "loss" }
    return loss.name == "mse" && !lossIsMeasuredError ? "loss" : loss.shortName
  }
}

extension LossDescription {
  /// Its name, in capitals where it is an abbreviation.
  var shortName: String { name.count <= 4 ? name.uppercased() : name }
}
