import AENetwork

extension Run {
  /// Whether the loss of its training is the mean squared error that was measured, in the same
  /// unit: what PCA reaches then stands beside it.
  ///
  /// Other programs sum over the pixels, halve the squares, or count pixels from −1 to 1: such a
  /// loss is at least twice another number. The weights of a training that was interrupted are a
  /// little further than its last epoch, so that equality would ask too much. Before anything was
  /// measured, the loss is taken at its word.
  package var lossIsMeasuredError: Bool {
    guard let training, training.loss.name == "mse" else { return false }
    guard let loss = lossOfWeights else { return !training.loss.isOfAnotherScale }
    guard let mse = evaluation?.mse, mse.isFinite else {
      // No two pixels of [0, 1] are further apart than 1.
      return !training.loss.isOfAnotherScale && loss <= 1
    }
    return loss <= 1.5 * mse && mse <= 1.5 * loss
  }

  /// The test loss of the epoch whose weights the run has, the parts that are no error left out.
  private var lossOfWeights: Double? {
    let history = training?.history ?? []
    let best = training?.earlyStopping?.bestEpoch
    let record =
      history.first { $0.epoch == best && $0.testLoss != nil }
      ?? history.filter { $0.testLoss != nil }.max { $0.epoch < $1.epoch }
    return record.flatMap { $0.testParts?.reconstruction ?? $0.testLoss }
  }

  /// What to know of a loss that was measured as another number; nil when it agrees, in the range
  /// that the network has its pixels in, or is no mean squared error at all.
  package var lossContradiction: String? {
    guard training?.loss.name == "mse", !lossIsMeasuredError, let mse = evaluation?.mse,
      let loss = lossOfWeights
    else { return nil }
    if let range = dataset.pixelRange {
      let factors = range.deviation.map { 1 / ($0 * $0) }
      let (low, high) = (factors.min() ?? 1, factors.max() ?? 1)
      if loss * 1.5 >= low * mse, loss <= 1.5 * high * mse { return nil }
    }
    let advice =
      endsInTanh && dataset.pixelRange == nil
      ? "the decoder ends in tanh: are its pixels in [-1, 1], where aeviz has [0, 1]? Then say "
        + "\"pixel_range\": [-1, 1] under dataset in run.json, and evaluate again"
      : "is it summed over pixels, or of pixels in another range than "
        + "\(dataset.pixelRange.map { "\($0)" } ?? "[0, 1]")?"
    let (said, measured) = (String(format: "%.4g", loss), String(format: "%.4g", mse))
    return
      "the training's last test loss is \(said), but the mean squared error is \(measured); \(advice)"
  }

  /// What to know before the errors of the run are believed; nil for nothing.
  package var rangeWarning: String? {
    if let lossContradiction { return lossContradiction }
    // What aeviz trained it trained on pixels in [0, 1].
    guard endsInTanh, dataset.pixelRange == nil, generator.name != Generator.current.name else {
      return nil
    }
    return
      "the decoder ends in tanh, as networks do that have their pixels in [-1, 1]; if this one does, "
      + "say \"pixel_range\": [-1, 1] under dataset in run.json, and evaluate again"
  }

  private var endsInTanh: Bool { model.decoder.last { !$0.isReshaping } == .tanh }
}

extension LossDescription {
  /// Whether its definition says that it is a sum over the pixels, or halved; a further term of the
  /// loss may be a sum.
  fileprivate var isOfAnotherScale: Bool {
    let error = definition.lowercased().prefix { $0 != ";" }
    return error.split { !$0.isLetter && $0 != "½" }.contains {
      ["sum", "sums", "summed", "half", "halved", "halves", "½"].contains($0)
    }
  }
}
