/// A training run: everything that `run.json` and its tensors file hold, as values.
///
/// The trainer makes one, ``RunDirectory`` writes and reads it, figures draw from it. Parts that
/// a run may lack (a run that comes from elsewhere, say) are optional, or absent from `tensors`.
public struct Run: Hashable, Sendable {
  /// The version of the format that this code writes, and the newest that it reads.
  public static let schemaVersion = 1

  /// Which program wrote the run.
  public var generator: Generator
  /// When, in ISO 8601 and UTC.
  public var created: String
  /// What it was trained on.
  public var dataset: DatasetSummary
  /// The network, without its weights.
  public var model: ModelDescription
  /// How it was trained; nil when unknown.
  public var training: TrainingRecord?
  /// What was measured on the test images; nil when nothing was.
  public var evaluation: Evaluation?
  /// Weights, samples, latents, activations, by the names of ``TensorName``.
  public var tensors: [String: Tensor]

  /// A run of these parts.
  public init(
    generator: Generator, created: String, dataset: DatasetSummary, model: ModelDescription,
    training: TrainingRecord?, evaluation: Evaluation?, tensors: [String: Tensor]
  ) {
    self.generator = generator
    self.created = created
    self.dataset = dataset
    self.model = model
    self.training = training
    self.evaluation = evaluation
    self.tensors = tensors
  }
}

/// The program that wrote a run.
public struct Generator: Hashable, Sendable, Codable {
  /// `aeviz`, or whatever exported the run.
  public var name: String
  /// Its version.
  public var version: String

  /// A program's name and version.
  public init(name: String, version: String) {
    self.name = name
    self.version = version
  }

  /// This program.
  public static let current = Generator(name: "aeviz", version: "0.1.0")
}

/// What a run says of its data.
public struct DatasetSummary: Hashable, Sendable, Codable {
  /// `fashion`, `digits`, or the name of a folder.
  public var name: String
  /// `[C, H, W]`.
  public var imageShape: ImageShape
  /// Images trained on.
  public var trainCount: Int
  /// Images held out.
  public var testCount: Int
  /// A name for each label, in order; nil when there are no labels.
  public var classNames: [String]?
  /// Where the images come from.
  public var source: String?
  /// Under which terms.
  public var license: String?
  /// Of the pixels and labels, in hexadecimal.
  public var sha256: String?
  /// The label whose images were left out of the training; they are not in ``trainCount``, and they
  /// are among the test images.
  public var heldOutClass: Int?

  /// A summary of a data set.
  public init(
    name: String, imageShape: ImageShape, trainCount: Int, testCount: Int,
    classNames: [String]?, source: String?, license: String?, sha256: String?,
    heldOutClass: Int? = nil
  ) {
    self.name = name
    self.imageShape = imageShape
    self.trainCount = trainCount
    self.testCount = testCount
    self.classNames = classNames
    self.source = source
    self.license = license
    self.sha256 = sha256
    self.heldOutClass = heldOutClass
  }

  /// Writes the summary; no labels are written as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(imageShape, forKey: .imageShape)
    try container.encode(trainCount, forKey: .trainCount)
    try container.encode(testCount, forKey: .testCount)
    try container.encode(classNames, forKey: .classNames)
    try container.encodeIfPresent(source, forKey: .source)
    try container.encodeIfPresent(license, forKey: .license)
    try container.encodeIfPresent(sha256, forKey: .sha256)
    try container.encodeIfPresent(heldOutClass, forKey: .heldOutClass)
  }
}

/// The two halves of an autoencoder, as lists of layers.
public struct ModelDescription: Hashable, Sendable, Codable {
  /// The preset's name, or the user's.
  public var name: String
  /// Values in the code.
  public var latentSize: Int
  /// From the image to the code.
  public var encoder: [LayerSpec]
  /// From the code to the image.
  public var decoder: [LayerSpec]

  /// A model of these layers.
  public init(name: String, latentSize: Int, encoder: [LayerSpec], decoder: [LayerSpec]) {
    self.name = name
    self.latentSize = latentSize
    self.encoder = encoder
    self.decoder = decoder
  }

  /// How many numbers are trained.
  public var parameterCount: Int { (encoder + decoder).reduce(0) { $0 + $1.parameterCount } }
}

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
  /// What was done to the input; nil when nothing was.
  public var corruption: CorruptionDescription?
  /// One entry an epoch.
  public var history: [EpochRecord]
  /// When it was to stop before the last epoch, and which epoch's weights the run has; nil when it
  /// was not.
  public var earlyStopping: EarlyStoppingDescription?

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

  /// Writes the record; no corruption is written as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(loss, forKey: .loss)
    try container.encode(optimizer, forKey: .optimizer)
    try container.encode(batchSize, forKey: .batchSize)
    try container.encode(epochs, forKey: .epochs)
    try container.encodeIfPresent(plannedEpochs, forKey: .plannedEpochs)
    try container.encode(seed, forKey: .seed)
    try container.encode(corruption, forKey: .corruption)
    try container.encode(history, forKey: .history)
    try container.encodeIfPresent(earlyStopping, forKey: .earlyStopping)
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

/// One pass over the training images. A number that was not finite is nil.
public struct EpochRecord: Hashable, Sendable, Codable {
  /// Counted from 1; 0 is the untrained network.
  public var epoch: Int
  /// The mean over the epoch's batches, while they changed the weights.
  public var trainLoss: Double?
  /// Over all test images, after the epoch.
  public var testLoss: Double?
  /// The step size used.
  public var learningRate: Double?
  /// Wall-clock time of the epoch's training, without the test.
  public var seconds: Double?
  /// What the training loss is made of; nil when it is the reconstruction alone.
  public var trainParts: LossParts?
  /// What the test loss is made of.
  public var testParts: LossParts?
  /// The weight of the divergence in this epoch; nil without one.
  public var beta: Double?

  /// A record of one epoch; what is not finite becomes nil.
  public init(
    epoch: Int, trainLoss: Double?, testLoss: Double?, learningRate: Double?, seconds: Double?
  ) {
    func finite(_ x: Double?) -> Double? { x.flatMap { $0.isFinite ? $0 : nil } }
    self.epoch = epoch
    self.trainLoss = finite(trainLoss)
    self.testLoss = finite(testLoss)
    self.learningRate = finite(learningRate)
    self.seconds = finite(seconds)
  }

  /// Writes the record; unknown numbers are written as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(epoch, forKey: .epoch)
    try container.encode(trainLoss, forKey: .trainLoss)
    try container.encode(testLoss, forKey: .testLoss)
    try container.encode(learningRate, forKey: .learningRate)
    try container.encode(seconds, forKey: .seconds)
    try container.encodeIfPresent(trainParts?.ifFinite, forKey: .trainParts)
    try container.encodeIfPresent(testParts?.ifFinite, forKey: .testParts)
    try container.encodeIfPresent(beta, forKey: .beta)
  }
}
