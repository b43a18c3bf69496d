extension TrainingOptions {
  /// What a run says of a training with these options that went like `history`.
  package func record(
    _ history: [EpochRecord], stopping: EarlyStopping?, isVariational: Bool
  ) -> TrainingRecord {
    var description = optimizer.description(learningRate: learningRate)
    description.schedule = "\(schedule)"
    description.clipNorm = clipNorm
    var record = TrainingRecord(
      loss: objective.description(isVariational: isVariational), optimizer: description,
      batchSize: batchSize, epochs: history.count,
      plannedEpochs: epochs > history.count ? epochs : nil, seed: seed,
      corruption: corruption?.description, history: history)
    record.initialization = initialization.rawValue
    if let stopping, let best = stopping.bestEpoch {
      record.earlyStopping = EarlyStoppingDescription(
        patience: stopping.patience, minDelta: stopping.minDelta, bestEpoch: best)
    }
    return record
  }
}
