import AEData
import AENetwork

/// How a run was trained.
public struct TrainingRecord: Hashable, Sendable, Codable {
  /// What was minimised.
  public var loss: LossDescription
  /// The optimiser's name and numbers, `{"name": "adam", "learning_rate": 0.001, …}`.
  public var optimizer: OptimizerDescription
  /// Images in a step.
  public var batchSize: Int
  /// Passes over the training images.
  public var epochs: Int
  /// How many passes were planned, when it has ended earlier; nil when all of them were made, and
  /// in runs of aeviz 0.1. The learning rates of a cosine follow from it.
  public var plannedEpochs: Int?
  /// The seed of weights, shuffling and noise.
  public var seed: UInt64
  /// How the first weights were drawn: `activation`, `pytorch`; nil when unknown, and in runs of
  /// aeviz 0.1, which drew them as PyTorch does.
  public var initialization: String?
  /// What was done to the input; nil when nothing was.
  public var corruption: CorruptionDescription?
  /// One entry an epoch.
  public var history: [EpochRecord]
  /// When it was to stop before the last epoch, and which epoch's weights the run has; nil when it
  /// was not.
  public var earlyStopping: EarlyStoppingDescription?
  /// The images that it was trained on, where the run was measured on others since; nil when they
  /// are those of the run's `DatasetSummary`.
  public var dataset: TrainingImages?

  /// How the first weights were drawn; nil for a way that this version does not know.
  package var knownInitialization: Initialization? {
    initialization.map { Initialization(rawValue: $0) } ?? .pyTorch
  }

  /// A record of a training.
  public init(
    loss: LossDescription, optimizer: OptimizerDescription, batchSize: Int, epochs: Int,
    plannedEpochs: Int? = nil, seed: UInt64, corruption: CorruptionDescription?,
    history: [EpochRecord]
  ) {
    self.loss = loss
    self.optimizer = optimizer
    self.batchSize = batchSize
    self.epochs = epochs
    self.plannedEpochs = plannedEpochs
    self.seed = seed
    self.corruption = corruption
    self.history = history
  }

  /// The record of a training elsewhere, of which only the losses are known.
  package init(history: [EpochRecord], from file: String) {
    self.init(
      loss: LossDescription(name: "logged loss", definition: "as \(file) has it"),
      optimizer: OptimizerDescription(
        name: Self.unknown, learningRate: history.first?.learningRate ?? 0, betas: nil,
        epsilon: nil),
      batchSize: 1, epochs: history.map(\.epoch).max() ?? 0, seed: 0, corruption: nil,
      history: history)
  }

  /// Whether nothing but the losses is known: numbers that have to stand in the file mean nothing.
  package var isHistoryAlone: Bool { optimizer.name == Self.unknown }

  private static let unknown = "unknown"

  /// Writes the record; no corruption is written as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(loss, forKey: .loss)
    try container.encode(optimizer, forKey: .optimizer)
    try container.encode(batchSize, forKey: .batchSize)
    try container.encode(epochs, forKey: .epochs)
    try container.encodeIfPresent(plannedEpochs, forKey: .plannedEpochs)
    try container.encode(seed, forKey: .seed)
    try container.encodeIfPresent(initialization, forKey: .initialization)
    try container.encode(corruption, forKey: .corruption)
    try container.encode(history, forKey: .history)
    try container.encodeIfPresent(earlyStopping, forKey: .earlyStopping)
    try container.encodeIfPresent(dataset, forKey: .dataset)
  }
}

/// The images of a training, as far as it is known which they were.
public struct TrainingImages: Hashable, Sendable, Codable {
  /// `fashion`, `digits`, or the name of a folder.
  public var name: String
  /// Images trained on.
  public var trainCount: Int
  /// Of the pixels and labels of the whole set, in hexadecimal.
  public var sha256: String?
  /// The label whose images were left out; nil when none were.
  public var heldOutClass: Int?
  /// How the images were read, where there was a choice.
  public var reading: ImageReading?

  /// The training images of `dataset`.
  public init(_ dataset: DatasetSummary) {
    name = dataset.name
    trainCount = dataset.trainCount
    sha256 = dataset.sha256
    heldOutClass = dataset.heldOutClass
    reading = dataset.reading
  }
}

/// When a training was to stop by itself.
public struct EarlyStoppingDescription: Hashable, Sendable, Codable {
  /// Epochs without progress that were waited for.
  public var patience: Int
  /// What counted as progress.
  public var minDelta: Double
  /// The epoch whose weights the run has.
  public var bestEpoch: Int

  /// A rule, and what came of it.
  public init(patience: Int, minDelta: Double, bestEpoch: Int) {
    self.patience = patience
    self.minDelta = minDelta
    self.bestEpoch = bestEpoch
  }
}

/// A loss and what it means.
public struct LossDescription: Hashable, Sendable, Codable {
  /// `mse`, `bce` …
  public var name: String
  /// Over what it is summed or averaged, in which unit.
  public var definition: String
  /// The weight of the divergence of a variational code; nil without one.
  public var beta: Double?
  /// Epochs in which that weight grew; nil when it was full at once.
  public var betaWarmup: Int?
  /// The weight of the code's magnitudes; nil without that term.
  public var sparsity: Double?

  /// A loss by name, with its definition.
  public init(name: String, definition: String) {
    self.name = name
    self.definition = definition
  }
}

/// An optimiser and its numbers.
public struct OptimizerDescription: Hashable, Sendable, Codable {
  /// `adam` …
  public var name: String
  /// The step size at the start.
  public var learningRate: Double
  /// The decay rates of the moment estimates, when it has them.
  public var betas: [Double]?
  /// The number added to the denominator, when it has one.
  public var epsilon: Double?
  /// How much of the last step is kept, when it has momentum.
  public var momentum: Double?
  /// How much the weights are shrunk, when they are.
  public var weightDecay: Double?
  /// How the step size changes: `constant`, `cosine`, `step:10:0.1`; nil when unknown.
  public var schedule: String?
  /// The greatest length of the gradient, when it is clipped.
  public var clipNorm: Double?

  /// An optimiser by name.
  public init(
    name: String, learningRate: Double, betas: [Double]?, epsilon: Double?,
    momentum: Double? = nil, weightDecay: Double? = nil, schedule: String? = nil,
    clipNorm: Double? = nil
  ) {
    self.name = name
    self.learningRate = learningRate
    self.betas = betas
    self.epsilon = epsilon
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.schedule = schedule
    self.clipNorm = clipNorm
  }
}

/// What was done to the training inputs.
public struct CorruptionDescription: Hashable, Sendable, Codable {
  /// `gaussian`, `mask`, `salt-pepper`.
  public var name: String
  /// Its strength: a standard deviation or a probability.
  public var amount: Double

  /// A corruption by name.
  public init(name: String, amount: Double) {
    self.name = name
    self.amount = amount
  }
}
