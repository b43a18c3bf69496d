import AENetwork

/// All that a training has to remember to go on as if it had never stopped. Shuffling and noise are
/// not in it: they follow from the seed, the epoch and the step.
public struct TrainingState: Hashable, Sendable {
  /// Epochs that are done.
  public var epoch = 0
  /// Batches that are done of the epoch after them.
  public var batch = 0
  /// What these batches' losses added up to, each weighed by its images.
  public var sums = LossParts()
  /// Images in these batches.
  public var seen = 0
  /// Wall-clock time that these batches took.
  public var seconds = 0.0
  /// As `Autoencoder.parameters`.
  public var parameters: [Float]
  /// Steps that the optimiser has done.
  public var optimizerTime = 0
  /// What it remembers of every weight, by name (`Optimizer.state`).
  public var optimizerState: [String: [Float]] = [:]
  /// An entry for every epoch that is done.
  public var history: [EpochRecord] = []
  /// How far early stopping has waited; nil without it.
  public var stopping: EarlyStopping?
  /// The parameters of its best epoch; nil without it, and before there is one.
  public var bestParameters: [Float]?

  /// The state before the first step.
  public init(parameters: [Float], stopping: EarlyStopping? = nil) {
    self.parameters = parameters
    self.stopping = stopping
  }

  /// The epoch of `record` has ended: the next one has no batch yet.
  mutating func begin(after record: EpochRecord) {
    history.append(record)
    (epoch, batch, seen, seconds) = (record.epoch, 0, 0, 0)
    sums = LossParts()
  }
}
