import AEData
import AENetwork
import Foundation

/// Trains an autoencoder on a data set: the input is the target.
public struct Trainer {
  private let dataset: Dataset
  private let options: TrainingOptions
  private let autoencoder: Autoencoder
  /// Where the training begins.
  let start: TrainingState

  /// A trainer; nothing has been trained yet.
  /// - Throws: `Failure` for options that cannot be trained with, and for a network that does not
  ///   fit into the memory.
  public init(model: ModelDescription, dataset: Dataset, options: TrainingOptions) throws {
    try options.check(imageCount: dataset.train.count)
    try options.checkLoss(model)
    try MemoryEstimate(model, dataset: dataset, options: options).check()
    try self.init(
      Autoencoder(
        model, imageShape: dataset.imageShape, seed: options.seed, options.initialization),
      dataset: dataset, options: options)
  }

  /// A trainer that starts from the weights of `autoencoder`, or goes on from `state`, which then
  /// has the weights.
  /// - Throws: `Failure` for options that cannot be trained with.
  public init(
    _ autoencoder: Autoencoder, dataset: Dataset, options: TrainingOptions,
    from state: TrainingState? = nil
  ) throws {
    try options.check(imageCount: dataset.train.count)
    try options.checkLoss(autoencoder.model)
    self.dataset = dataset
    self.options = options
    self.autoencoder = autoencoder
    start =
      state ?? TrainingState(parameters: autoencoder.parameters, stopping: options.earlyStopping)
  }

  /// What came of a training.
  public struct Outcome: Sendable {
    /// The network with its trained weights.
    public let autoencoder: Autoencoder
    /// What it was trained on.
    public let dataset: Dataset
    /// How, and how the loss went.
    public let record: TrainingRecord
    /// What was done to the encoder's input; nil for nothing.
    public let corruption: Corruption?
    /// False when it was interrupted.
    public let isComplete: Bool
  }

  /// Where a training stands, handed to whoever saves it.
  public struct Progress {
    /// All that is needed to go on.
    public let state: TrainingState
    /// Whether an epoch has ended, and it is the best so far.
    public let isBest: Bool
  }

  /// Trains all epochs that are left.
  ///
  /// - Parameters:
  ///   - onEvent: called after every batch and every epoch.
  ///   - isInterrupted: asked after every batch; when it says true, the training ends there.
  ///   - onProgress: called after every epoch, and where the training is interrupted.
  /// - Throws: `Failure` when the loss is no longer a number, before anybody is told of that
  ///   epoch; and what `onProgress` throws.
  public func train(
    onEvent: (TrainingEvent) -> Void = { _ in }, isInterrupted: () -> Bool = { false },
    onProgress: (Progress) throws -> Void = { _ in }
  ) throws -> Outcome {
    let parameters = FloatBuffer(count: start.parameters.count)
    parameters.assign(start.parameters)
    let step = ShardedStep(
      autoencoder.network, codeLayer: autoencoder.model.encoder.count - 1,
      ShardedStep.Settings(options))
    var optimizer = Optimizer(options.optimizer, parameterCount: parameters.count)
    optimizer.restore(time: start.optimizerTime, start.optimizerState)
    var state = start
    var random = RandomSource(seed: options.seed, stream: 1)
    var order = Array(0..<dataset.train.count)
    // Every epoch shuffles the order that the last one left.
    for _ in 0..<state.epoch { order.shuffleAlike(using: &random) }

    while state.epoch < options.epochs, state.stopping?.isOver != true {
      order.shuffleAlike(using: &random)
      let isWhole = try trainEpoch(
        order, step, parameters, &optimizer, &state, isInterrupted, onEvent)
      guard isWhole else {
        keep(parameters, optimizer, in: &state)
        try onProgress(Progress(state: state, isBest: false))
        return outcome(of: state, isComplete: false)
      }
      let record = record(state, test: testLoss(step, parameters))
      guard record.testLoss?.isFinite != false else {
        throw notANumber("epoch \(record.epoch)", "the loss of the test images")
      }
      state.begin(after: record)
      keep(parameters, optimizer, in: &state)
      let isBest = watch(record, &state)
      onEvent(.epoch(record))
      try onProgress(Progress(state: state, isBest: isBest))
    }
    return outcome(of: state, isComplete: true)
  }

  /// The network as the last step before `state` has left it.
  func autoencoder(at state: TrainingState) -> Autoencoder {
    var autoencoder = autoencoder
    autoencoder.parameters = state.parameters
    return autoencoder
  }

  /// What has come of the training when it stands at `state`.
  public func outcome(of state: TrainingState, isComplete: Bool) -> Outcome {
    var autoencoder = autoencoder
    autoencoder.parameters = state.bestParameters ?? state.parameters
    return Outcome(
      autoencoder: autoencoder, dataset: dataset,
      record: options.record(
        state.history, stopping: state.stopping,
        isVariational: autoencoder.model.isVariational),
      corruption: options.corruption, isComplete: isComplete)
  }

  /// Takes notice of an epoch's loss.
  /// - Returns: whether it is the best so far. While β grows, the losses of two epochs do not mean
  ///   the same, and none counts.
  private func watch(_ record: EpochRecord, _ state: inout TrainingState) -> Bool {
    let warmup = options.objective.betaWarmup
    guard record.epoch >= warmup, let loss = record.testLoss ?? record.trainLoss else {
      return false
    }
    guard state.stopping != nil else {
      return state.history.dropLast().allSatisfy {
        $0.epoch < warmup || ($0.testLoss ?? $0.trainLoss).map { loss < $0 } ?? true
      }
    }
    let isBest = state.stopping?.watch(epoch: record.epoch, loss: loss).isBest ?? false
    if isBest { state.bestParameters = state.parameters }
    return isBest
  }

  private func keep(
    _ parameters: FloatBuffer, _ optimizer: Optimizer, in state: inout TrainingState
  ) {
    state.parameters = parameters.values
    state.optimizerTime = optimizer.time
    for (name, buffer) in optimizer.state { state.optimizerState[name] = buffer.values }
  }

  /// The entry of the epoch whose batches are all done; the parts of the loss only where there are
  /// several.
  private func record(_ state: TrainingState, test: LossParts?) -> EpochRecord {
    let epoch = state.epoch + 1
    let beta = options.objective.beta(epoch: epoch)
    let train = state.sums.divided(by: state.seen)
    var record = EpochRecord(
      epoch: epoch, trainLoss: total(train, beta), testLoss: test.map { total($0, beta) },
      learningRate: options.schedule.rate(
        options.learningRate, epoch: epoch, of: options.epochs), seconds: state.seconds)
    if autoencoder.model.isVariational || options.objective.sparsity > 0 {
      record.trainParts = train
      record.testParts = test
    }
    if autoencoder.model.isVariational { record.beta = beta }
    return record
  }

  private func total(_ parts: LossParts, _ beta: Double) -> Double {
    parts.total(options.objective, beta: beta, values: dataset.imageShape.count)
  }

  /// Trains the batches of an epoch that are left.
  /// - Returns: whether the epoch came to its end.
  private func trainEpoch(
    _ order: [Int], _ step: ShardedStep, _ parameters: FloatBuffer, _ optimizer: inout Optimizer,
    _ state: inout TrainingState, _ isInterrupted: () -> Bool, _ onEvent: (TrainingEvent) -> Void
  ) throws -> Bool {
    let clock = ContinuousClock()
    let (begin, secondsBefore, seenBefore) = (clock.now, state.seconds, state.seen)
    let epoch = state.epoch + 1
    let beta = options.objective.beta(epoch: epoch)
    let batches = (order.count + options.batchSize - 1) / options.batchSize
    while state.batch < batches {
      if isInterrupted() { return false }
      let indices = order[state.seen..<min(state.seen + options.batchSize, order.count)]
      let parts = step.run(
        dataset.train, indices, parameters: parameters,
        options.context(epoch: epoch, step: optimizer.time), optimizer: &optimizer)
      guard total(parts, beta).isFinite else {
        throw notANumber("epoch \(epoch), batch \(state.batch + 1)", "the loss")
      }
      state.sums.add(parts, weight: Double(indices.count))
      state.seen += indices.count
      state.batch += 1
      let elapsed = begin.duration(to: clock.now) / .seconds(1)
      state.seconds = secondsBefore + elapsed
      onEvent(
        .step(
          TrainingStep(
            epoch: epoch, epochs: options.epochs, batch: state.batch, batches: batches,
            loss: total(state.sums.divided(by: state.seen), beta),
            imagesPerSecond: Double(state.seen - seenBefore) / max(elapsed, 1e-9))))
    }
    return true
  }

  private func notANumber(_ place: String, _ what: String) -> Failure {
    Failure(
      .badData, place, "\(what) is no longer a number",
      advice: "try a smaller --learning-rate than \(options.learningRate), or --clip-norm 1")
  }

  private func testLoss(_ step: ShardedStep, _ parameters: FloatBuffer) -> LossParts? {
    let test = dataset.test
    guard test.count > 0 else { return nil }
    var sum = LossParts()
    let indices = Array(0..<test.count)
    for first in stride(from: 0, to: test.count, by: options.batchSize) {
      let batch = indices[first..<min(first + options.batchSize, test.count)]
      let parts = step.evaluate(
        test, batch, parameters: parameters,
        imageNoise: .ofImages(seed: options.seed, epoch: 0))
      sum.add(parts, weight: Double(batch.count))
    }
    return sum.divided(by: test.count)
  }
}
