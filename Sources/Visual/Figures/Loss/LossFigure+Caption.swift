import AECore

extension LossFigure {
  /// What fell to where, what it is made of, where the two curves end; the most important sentence
  /// first, since a slide has room for two lines.
  public var caption: String {
    let train = history.compactMap(\.trainLoss).last
    var all: [String?] = []
    if let best, let loss = best.testLoss, let last = history.compactMap(\.testLoss).last {
      all = [lowest(best, loss), unlike, warmup, stopped, train.map { ending(last - $0, $0) }]
    } else if let train {
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

  private func lowest(_ best: EpochRecord, _ value: Double) -> String {
    var text = "The test loss is lowest in epoch \(best.epoch): \(NumberText.short(value))"
    if let parts = best.testParts {
      text += " = \(NumberText.short(parts.reconstruction)) of reconstruction"
      if let beta = best.beta {
        let factor = beta == 1 ? "" : "\(NumberText.setting(beta))\u{A0}·\u{A0}"
        text +=
          " + \(factor)\(NumberText.short(parts.kl)) nats\u{A0}/\u{A0}\(NumberText.count(imageValues)) values"
      }
      if let sparsity = training.loss.sparsity {
        text += " + \(NumberText.setting(sparsity))\u{A0}·\u{A0}\(NumberText.short(parts.sparsity))"
      }
    } else if let pca {
      text += value < pca ? ", below PCA's " : ", not below PCA's "
      text += NumberText.short(pca)
    }
    return text + "."
  }

  private var unlike: String? {
    otherError.map {
      "It is no mean over the pixels of [0, 1]: that error is \(NumberText.short($0)), and PCA's can "
        + "stand beside that one only."
    }
  }

  private var warmup: String? {
    let loss = training.loss
    guard let epochs = loss.betaWarmup, epochs > 1, let beta = loss.beta else { return nil }
    return "The weight β of the divergence grew to \(NumberText.setting(beta)) over the "
      + "first \(epochs) epochs (shaded)."
  }

  private var stopped: String? {
    training.earlyStopping.map {
      "The run has the weights of epoch \($0.bestEpoch), kept while \($0.patience.counted("epoch")) "
        + "without progress were waited for."
    }
  }

  private func ending(_ gap: Double, _ train: Double) -> String {
    gap > 0.1 * abs(train)
      ? "The test loss ends \(NumberText.percent(gap / abs(train))) above the training loss: the network "
        + "fits its training images better than new ones."
      : "Training and test loss end close together: little is learned by heart."
  }
}
