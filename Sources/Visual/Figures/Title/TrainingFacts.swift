import AECore

/// How a run was trained, as short texts: what the title page and `inspect` say.
package struct TrainingFacts: Hashable, Sendable {
  /// `mse: mean of …`, with the weights that its definition names.
  package let loss: String
  /// The same without the definition.
  package let shortLoss: String
  /// `AdamW, learning rate 0.001 (cosine), weight decay 0.01, gradient clipped at 1`.
  package let optimizer: String
  /// `20 epochs in batches of 128, seed 1`.
  package let steps: String
  /// `gaussian 0.3`; nil without noise.
  package let noise: String?
  /// `after 5 epochs without progress; the weights are epoch 12's`; nil when it was not to.
  package let stopping: String?
  /// `digits, 1,442 images`, where the run was measured on others since; nil where it was not.
  package let images: String?

  /// The texts for `training`.
  package init(_ training: TrainingRecord) {
    shortLoss = ([training.loss.shortName] + Self.weights(training.loss)).joined(separator: ", ")
    loss =
      "\(training.loss.shortName): "
      + ([training.loss.definition] + Self.weights(training.loss)).joined(separator: "; ")
    optimizer = training.isHistoryAlone ? "unknown" : Self.text(training.optimizer)
    let epochs = training.epochs.counted("epoch")
    steps =
      training.isHistoryAlone
      ? epochs
      : "\(epochs) in batches of \(NumberText.count(training.batchSize)), seed \(training.seed)"
    images = training.dataset.map { "\($0.name), \(NumberText.count($0.trainCount)) images" }
    noise = training.corruption.map { "\($0.name) \(NumberText.setting($0.amount))" }
    stopping = training.earlyStopping.map {
      "after \($0.patience.counted("epoch")) without progress; the weights are epoch "
        + "\($0.bestEpoch)'s"
    }
  }

  /// As facts; those that are not the most important have `rank`, the others at least 2.
  func facts(rank: Int) -> [FactTable.Fact] {
    let facts: [(String, String?, Int)] = [
      ("Loss", loss, rank), ("Optimiser", optimizer, 2), ("Training", steps, rank),
      ("Noise", noise, rank), ("Stopping", stopping, 2),
    ]
    return facts.compactMap { name, value, rank in
      value.map { .init(name: name, value: $0, rank: rank) }
    }
  }

  private static func weights(_ loss: LossDescription) -> [String] {
    var texts: [String] = []
    if let beta = loss.beta {
      let warmup = loss.betaWarmup.map { " after " + $0.counted("epoch") } ?? ""
      texts.append("β = \(NumberText.setting(beta))\(warmup)")
    }
    if let sparsity = loss.sparsity { texts.append("λ = \(NumberText.setting(sparsity))") }
    return texts
  }

  private static func text(_ optimizer: OptimizerDescription) -> String {
    let names = ["sgd": "SGD", "adam": "Adam", "adamw": "AdamW"]
    var parts = [names[optimizer.name] ?? optimizer.name]
    let schedule = optimizer.schedule.flatMap { $0 == "constant" ? nil : " (\($0))" } ?? ""
    parts.append("learning rate \(NumberText.setting(optimizer.learningRate))\(schedule)")
    func add(_ name: String, _ value: Double?) {
      if let value, value != 0 { parts.append("\(name) \(NumberText.setting(value))") }
    }
    add("momentum", optimizer.momentum)
    add("weight decay", optimizer.weightDecay)
    add("gradient clipped at", optimizer.clipNorm)
    return parts.joined(separator: ", ")
  }
}
