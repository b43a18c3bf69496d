import AECore

extension LossFigure {
  /// What fell to where, what it is made of, where the two curves end; the most important sentence
  /// first, since a slide has room for two lines.
  public var caption: String {
    var all: [String?] = []
    if let best, let loss = best.testLoss {
      all = [least(best, loss), unlike, warmup, stopped, ending]
    } else if let train = history.compactMap(\.trainLoss).last {
      let end = "The training loss ends at \(NumberText.short(train))."
      all = [end, "No test loss was measured."]
    }
    // A loss that was never measured is no gap; one that was in other epochs is.
    let curves = [\EpochRecord.trainLoss, \.testLoss].filter { curve in
      history.contains { $0[keyPath: curve] != nil }
    }
    let gaps = history.count { record in curves.contains { record[keyPath: $0] == nil } }
    if gaps > 0 {
      all.insert(
        "In \(gaps) of \(history.count) epochs a loss is missing or not a finite number; its line is "
          + "broken there.", at: min(1, all.count))
    }
    return all.sentences
  }

  /// Where the test loss is least, or what it is for the weights that the run has.
  private func least(_ best: EpochRecord, _ value: Double) -> String {
    let all = history.filter { $0.testLoss != nil }
    let text: String
    if all.count == 1 {
      text = "The test loss is \(NumberText.short(value)) after epoch \(best.epoch)"
    } else if all.allSatisfy({ value <= $0.testLoss ?? value }) {
      text = "The test loss is lowest in epoch \(best.epoch): \(NumberText.short(value))"
    } else if best.epoch == training.earlyStopping?.bestEpoch {
      text =
        "The test loss with the weights of epoch \(best.epoch): \(NumberText.short(value))"
    } else {
      text =
        "Since β has its full weight, the test loss is lowest in epoch \(best.epoch): "
        + NumberText.short(value)
    }
    return text + (parts(best, value) ?? besidePCA(best, value) ?? "") + "."
  }

  /// ` = 0.0120 of reconstruction + 0.5 · 4.20 nats / 784 values`; nil where the run does not say,
  /// or its parts do not add up to its loss.
  private func parts(_ best: EpochRecord, _ value: Double) -> String? {
    guard let parts = best.testParts else { return nil }
    var text = " = \(NumberText.short(parts.reconstruction)) of reconstruction"
    var sum = parts.reconstruction
    if let beta = best.beta {
      let factor = beta == 1 ? "" : "\(NumberText.setting(beta))\u{A0}·\u{A0}"
      text +=
        " + \(factor)\(NumberText.short(parts.kl)) nats\u{A0}/\u{A0}"
        + imageValues.counted("value")
      sum += beta * parts.kl / Double(max(1, imageValues))
    }
    if let sparsity = training.loss.sparsity {
      text += " + \(NumberText.setting(sparsity))\u{A0}·\u{A0}\(NumberText.short(parts.sparsity))"
      sum += sparsity * parts.sparsity
    }
    return abs(sum - value) <= 0.005 * abs(value) ? text : nil
  }

  private func besidePCA(_ best: EpochRecord, _ value: Double) -> String? {
    guard let pca, best.testParts == nil else { return nil }
    let text = NumberText.short(pca)
    if NumberText.short(value) == text { return ", as low as PCA's" }
    return (value < pca ? ", below PCA's " : ", not below PCA's ") + text
  }

  private var unlike: String? {
    otherError.map {
      "It is no mean over the pixels of [0, 1]: that error is \(NumberText.short($0))"
        + (hasPCA ? ", and PCA's can stand beside that one only." : ".")
    }
  }

  private var warmup: String? {
    let loss = training.loss
    guard let epochs = loss.betaWarmup, epochs > 1, let beta = loss.beta else { return nil }
    let weight = "The weight β of the divergence"
    let trained = history.last?.epoch ?? 0
    guard trained >= epochs else {
      return "\(weight) grows to \(NumberText.setting(beta)) over \(epochs) epochs, of which "
        + "\(trained) \(trained == 1 ? "was" : "were") trained."
    }
    let shaded = panels.contains { $0.warmup != nil } ? " (shaded)" : ""
    return "\(weight) grew to \(NumberText.setting(beta)) over the first \(epochs) epochs\(shaded)."
  }

  private var stopped: String? {
    training.earlyStopping.map {
      "The run has the weights of epoch \($0.bestEpoch), kept while \($0.patience.counted("epoch")) "
        + "without progress were waited for."
    }
  }

  /// How far apart the curves end, in the last epoch that has both.
  private var ending: String? {
    let both = history.compactMap { record in
      record.trainLoss.flatMap { train in record.testLoss.map { (train: train, test: $0) } }
    }
    guard let end = both.last, end.train != 0 else { return nil }
    let gap = (end.test - end.train) / abs(end.train)
    if gap > 0.1 {
      return "The test loss ends \(NumberText.percent(gap)) above the training loss: the network "
        + "fits its training images better than new ones."
    }
    return gap < -0.1
      ? "The test loss ends \(NumberText.percent(-gap)) below the training loss: nothing seems to be "
        + "learned by heart."
      : "Training and test loss end close together: little is learned by heart."
  }
}
