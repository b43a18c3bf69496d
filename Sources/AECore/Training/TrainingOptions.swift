import AEData
import AENetwork
import Foundation

/// How to train.
public struct TrainingOptions: Hashable, Sendable, Codable, VerbatimKeys {
  /// Passes over the training images.
  public var epochs: Int
  /// Images in a step.
  public var batchSize: Int
  /// The step size at the start.
  public var learningRate: Double
  /// What is minimised.
  public var objective: Objective
  /// How the weights are moved.
  public var optimizer: OptimizerMethod
  /// How the step size changes from epoch to epoch.
  public var schedule: LearningRateSchedule
  /// The greatest length that the whole gradient may have; a longer one is shortened to it. Nil to
  /// leave it as it is.
  public var clipNorm: Double?
  /// When to stop before the last epoch; nil for never.
  public var earlyStopping: EarlyStopping?
  /// What is done to the encoder's input; nil for nothing.
  public var corruption: Corruption?
  /// Of weights and shuffling.
  public var seed: UInt64
  /// Nil for PyTorch's: what wrote a checkpoint that does not say so had no other.
  private var drawn: Initialization?
  /// Threads at work; changes the speed, never the result.
  public var threads: Int

  /// The names in a checkpoint.
  private enum CodingKeys: String, CodingKey {
    case epochs, batchSize, learningRate, objective, optimizer, schedule, clipNorm, earlyStopping
    case corruption, seed, threads
    case drawn = "initialization"
  }

  /// How the first weights are drawn.
  public var initialization: Initialization {
    get { drawn ?? .pyTorch }
    set { drawn = newValue == .pyTorch ? nil : newValue }
  }

  /// Options; every one has the default of the command line.
  public init(
    epochs: Int = 20, batchSize: Int = 128, learningRate: Double = 0.001, loss: Loss = .mse,
    beta: Double = 1, betaWarmup: Int = 0, sparsity: Double = 0,
    optimizer: OptimizerMethod = .adam(), schedule: LearningRateSchedule = .constant,
    clipNorm: Double? = nil, earlyStopping: EarlyStopping? = nil, corruption: Corruption? = nil,
    seed: UInt64 = 1, initialization: Initialization = .byActivation,
    threads: Int = ProcessInfo.processInfo.activeProcessorCount
  ) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.learningRate = learningRate
    objective = Objective(loss, beta: beta, betaWarmup: betaWarmup, sparsity: sparsity)
    self.optimizer = optimizer
    self.schedule = schedule
    self.clipNorm = clipNorm
    self.earlyStopping = earlyStopping
    self.corruption = corruption
    self.seed = seed
    self.threads = threads
    self.initialization = initialization
  }

  /// How far a reconstruction is from its target.
  public var loss: Loss {
    get { objective.loss }
    set { objective.loss = newValue }
  }

  /// Refuses what cannot be trained with, before anything is allocated.
  /// - Throws: `Failure` of kind `usage` that names the option.
  func check(imageCount: Int) throws {
    func require(_ holds: Bool, _ option: String, _ problem: String, _ advice: String) throws {
      if !holds { throw Failure(.usage, option, problem, advice: advice) }
    }
    try require(epochs >= 1, "--epochs", "\(epochs) epochs train nothing", "give at least 1")
    // A run's counts end there, and a training long before.
    for (option, count) in [("--epochs", epochs), ("--beta-warmup", objective.betaWarmup)] {
      try require(
        count <= Shape.largestCount, option, "\(count) epochs never end",
        "give at most \(Shape.largestCount)")
    }
    try require(
      batchSize >= 1, "--batch-size", "a step cannot have \(batchSize) images", "give at least 1")
    try require(
      batchSize <= imageCount, "--batch-size",
      "\(batchSize) images in a step, but there are only \(imageCount) to train on",
      "give at most \(imageCount)")
    try require(
      learningRate > 0 && learningRate.isFinite, "--learning-rate",
      "\(learningRate) is no step size", "give a positive number, such as 0.001")
    func positive(_ value: Double, _ option: String, orZero: Bool = true) throws {
      try require(
        value.isFinite && (orZero ? value >= 0 : value > 0), option, "\(value) is out of range",
        "give a \(orZero ? "number from 0 on" : "positive number")")
    }
    try positive(objective.beta, "--beta")
    try positive(objective.sparsity, "--sparsity")
    try require(
      objective.betaWarmup >= 0, "--beta-warmup",
      "\(objective.betaWarmup) epochs are no time", "give a number from 0 on")
    if let clipNorm { try positive(clipNorm, "--clip-norm", orZero: false) }
    if let earlyStopping {
      try require(
        earlyStopping.patience >= 1, "--patience",
        "\(earlyStopping.patience) epochs are no patience", "give at least 1")
      try positive(earlyStopping.minDelta, "--min-delta")
    }
    func checkAdam(_ betas: OptimizerMethod.Betas, _ epsilon: Double) throws {
      try require(
        [betas.first, betas.second].allSatisfy((0..<1).contains) && (0...1).contains(epsilon),
        "--optimizer", "Adam with \(betas.first), \(betas.second) and \(epsilon) does not learn",
        "take the usual 0.9, 0.999 and 1e-8")
    }
    switch optimizer {
    case .sgd(let momentum, let weightDecay):
      try require(
        (0..<1).contains(momentum), "--momentum", "\(momentum) is out of range",
        "give a number from 0 to below 1, such as 0.9")
      try positive(weightDecay, "--weight-decay")
    case .adamW(let betas, let epsilon, let weightDecay):
      try positive(weightDecay, "--weight-decay")
      try checkAdam(betas, epsilon)
    case .adam(let betas, let epsilon): try checkAdam(betas, epsilon)
    }
    try require(
      (1...1024).contains(threads), "--threads", "\(threads) threads cannot work",
      "give a number from 1 to 1024")
  }
}

extension Initialization: Codable {}

extension TrainingOptions {
  /// Refuses a loss that has no value for what the decoder gives: the binary cross-entropy takes
  /// the logarithm of outputs, and of what is left to 1.
  /// - Throws: `Failure` of kind `usage`.
  func checkLoss(_ model: ModelDescription) throws(Failure) {
    guard loss == .bce, !model.endsInProbabilities else { return }
    let end = model.decoder.last { !$0.isReshaping }
    throw Failure(
      .usage, "--loss bce",
      "compares numbers from 0 to 1, but the decoder ends in \(end?.type ?? "its code"), which gives "
        + "others", advice: "end the decoder in a sigmoid, or give --loss mse")
  }

  /// What a step in `epoch`, counted from 1, has to know; `step` counts all steps from 0.
  func context(epoch: Int, step: Int) -> StepContext {
    StepContext(
      learningRate: schedule.rate(learningRate, epoch: epoch, of: epochs),
      beta: objective.beta(epoch: epoch), seed: seed, epoch: epoch, step: step)
  }
}

extension ShardedStep.Settings {
  /// What every step with these options has in common, with a team of threads.
  init(_ options: TrainingOptions) {
    let threads = min(options.threads, ShardedStep.shardCount(options.batchSize))
    let team = ThreadTeam(threads)
    self.init(
      batchSize: options.batchSize, objective: options.objective, corruption: options.corruption,
      clipNorm: options.clipNorm, threads: threads, workers: team.perform)
  }
}
