import AECore

/// The sentences under the loss: what fell to where, what it is made of, where the two curves end.
struct LossCaption {
  let loss: LossDescription
  let history: [EpochRecord]
  let best: EpochRecord?
  let pca: Double?
  let stopping: EarlyStoppingDescription?
  /// Values of an image, which the divergence is shared out over.
  let imageValues: Int

  /// The most important sentence first: a slide has room for two lines.
  var text: String {
    let tested = history.filter { $0.testLoss != nil }
    var sentences: [String] = []
    if let best, let loss = best.testLoss, let last = tested.last?.testLoss {
      sentences.append(lowest(best, loss))
      sentences += [warmup, stopped].compactMap { $0 }
      if let train = history.last(where: { $0.trainLoss != nil })?.trainLoss {
        sentences.append(ending(last - train, train))
      }
    } else if let train = history.last(where: { $0.trainLoss != nil })?.trainLoss {
      sentences.append("The training loss ends at \(NumberText.short(train)).")
      sentences.append("No test loss was measured.")
    }
    // A loss that was never measured is no gap; one that was in other epochs is.
    let curves = [\EpochRecord.trainLoss, \.testLoss].filter { curve in
      history.contains { $0[keyPath: curve] != nil }
    }
    let gaps = history.count { record in curves.contains { record[keyPath: $0] == nil } }
    if gaps > 0 {
      sentences.insert(
        "In \(gaps) of \(history.count) epochs a loss is missing or not a finite number; its line is "
          + "broken there.", at: min(1, sentences.count))
    }
    return sentences.joined(separator: " ")
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
      if let sparsity = loss.sparsity {
        text += " + \(NumberText.setting(sparsity))\u{A0}·\u{A0}\(NumberText.short(parts.sparsity))"
      }
    } else if let pca {
      text += value < pca ? ", below PCA's " : ", not below PCA's "
      text += NumberText.short(pca)
    }
    return text + "."
  }

  private var warmup: String? {
    guard let epochs = loss.betaWarmup, epochs > 1, let beta = loss.beta else { return nil }
    return "The weight β of the divergence grew to \(NumberText.setting(beta)) over the "
      + "first \(epochs) epochs (shaded)."
  }

  private var stopped: String? {
    guard let stopping else { return nil }
    return
      "The run has the weights of epoch \(stopping.bestEpoch), kept while \(stopping.patience) "
      + "\(stopping.patience == 1 ? "epoch" : "epochs") without progress were waited for."
  }

  private func ending(_ gap: Double, _ train: Double) -> String {
    gap > 0.1 * abs(train)
      ? "The test loss ends \(NumberText.percent(gap / abs(train))) above the training loss: the network "
        + "fits its training images better than new ones."
      : "Training and test loss end close together: little is learned by heart."
  }
}
