import AEData
import AENetwork

extension Checkpoint {
  /// What is wrong with a checkpoint that was read: the place and the problem; nil when a training
  /// can go on from it. Types are right already, the numbers are not known to be.
  func contradiction() -> (place: String, problem: String)? {
    do {
      try checkOptions()
      try checkState()
      return nil
    } catch {
      return (error.place, error.problem)
    }
  }

  private struct Contradiction: Error {
    var place: String
    var problem: String
  }

  private func require(
    _ holds: Bool, _ place: String, _ problem: @autoclosure () -> String
  ) throws(Contradiction) {
    if !holds { throw Contradiction(place: place, problem: problem()) }
  }

  /// What it was started with: as the command line checks its options, and a run its data and
  /// layers.
  private func checkOptions() throws(Contradiction) {
    try require(limit ?? 1 >= 1, "limit", "\(limit ?? 0) images train nothing")
    do {
      let fail = { Failure(.badData, nil, at: $0, $1) }
      try RunCheck.check(dataset, failure: fail)
      _ = try RunCheck.layers(of: model, on: dataset, failure: fail)
      try options.check(imageCount: dataset.trainCount)
    } catch let failure as Failure {
      throw Contradiction(
        place: failure.place ?? failure.subject ?? "options", problem: failure.problem)
    } catch {
      throw Contradiction(place: "header", problem: "\(error)")
    }
  }

  /// Where it stands: every number follows from others, or lies between them.
  private func checkState() throws(Contradiction) {
    try require(
      state.history.count == state.epoch, "epoch",
      "\(state.epoch), but \(state.history.count) epochs have a record")
    for (index, record) in state.history.enumerated() {
      try require(
        record.epoch == index + 1, "history[\(index)].epoch",
        "\(record.epoch), expected \(index + 1)")
    }
    let batches = (dataset.trainCount - 1) / options.batchSize + 1
    try require(
      (0...batches).contains(state.batch), "batch",
      "\(state.batch), but an epoch has \(batches) batches")
    let seen = min(Double(state.batch) * Double(options.batchSize), Double(dataset.trainCount))
    try require(
      Double(state.seen) == seen, "seen", "\(state.seen) images in \(state.batch) batches")
    // A step for each batch; double precision, since the product may be anything.
    let time = Double(state.epoch) * Double(batches) + Double(state.batch)
    try require(
      Double(state.optimizerTime) == time, "optimizerTime",
      "\(state.optimizerTime) steps, but \(state.epoch) epochs and \(state.batch) batches")
    try require(
      state.seconds.isFinite && state.seconds >= 0, "seconds", "\(state.seconds) is no time")
    try require(state.sums.ifFinite != nil, "sums", "the losses are not all finite")
    guard let stopping = state.stopping else { return }
    try require(
      stopping.patience >= 1 && stopping.minDelta >= 0, "stopping", "its patience is no patience")
    try require(
      (0...state.epoch).contains(stopping.waited)
        && (1...max(1, state.epoch)).contains(stopping.bestEpoch ?? 1),
      "stopping", "it has waited for other epochs than \(state.epoch)")
  }
}
