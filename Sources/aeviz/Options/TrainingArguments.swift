import AECore
import ArgumentParser
import Foundation

/// How to train: what `train` takes, also when it goes on with a training. All are optional, so
/// that what was given can be told from what was not.
package struct TrainingArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Passes over the training images. (default: 20; linear 80)", valueName: "count"))
  var epochs: Int?
  @Option(
    help: ArgumentHelp(
      "Images in a step. (default: 128, linear 32; or all of fewer)", valueName: "count"))
  var batchSize: Int?
  @Option(
    help: ArgumentHelp(
      "The step size of the optimiser. (default: 0.001; linear 0.01)", valueName: "rate"))
  var learningRate: Double?
  @Option(help: "How weights are moved: sgd, adam or adamw. (default: adam)")
  var optimizer: OptimizerName?
  @Option(
    help: ArgumentHelp("How much of the last step sgd keeps. (default: 0)", valueName: "share"))
  var momentum: Double?
  @Option(
    help: ArgumentHelp(
      "How much sgd and adamw shrink the weights. (default: 0 and 0.01)", valueName: "rate"))
  var weightDecay: Double?
  @Option(
    help: ArgumentHelp(
      "The step size over the epochs: constant, cosine, or step:EPOCHS:FACTOR. (default: "
        + "constant; linear cosine)",
      valueName: "rule"))
  var schedule: LearningRateSchedule?
  @Option(
    help: ArgumentHelp(
      "The greatest length of the gradient; a longer one is shortened.", valueName: "length"))
  var clipNorm: Double?

  @Option(help: "What is minimised: mse, bce or l1. (default: mse)")
  var loss: Loss?
  @Option(
    help: ArgumentHelp(
      "The weight of a variational code's divergence. (default: 1)", valueName: "weight"))
  var beta: Double?
  @Option(
    help: ArgumentHelp(
      "Epochs in which that weight grows to its full size. (default: 0)", valueName: "count"))
  var betaWarmup: Int?
  @Option(
    help: ArgumentHelp(
      "The weight of the code's magnitudes, for a sparse code. (default: 0)", valueName: "weight"))
  var sparsity: Double?
  @Option(
    help: ArgumentHelp(
      "Corrupt the input, to learn to denoise: gaussian:σ, mask:P or salt-pepper:P.",
      valueName: "kind:amount"))
  var noise: Corruption?

  @Option(
    help: ArgumentHelp(
      "Stop after so many epochs without progress; the run has the best one's weights.",
      valueName: "epochs"))
  var patience: Int?
  @Option(
    help: ArgumentHelp(
      "By how much the test loss has to fall to count as progress. (default: 0)",
      valueName: "amount"))
  var minDelta: Double?
  @Option(help: ArgumentHelp("Of weights, shuffling and noise. (default: 1)", valueName: "number"))
  var seed: UInt64?
  @Option(
    help: ArgumentHelp(
      "How the first weights are drawn: activation, for the activation behind each layer, or "
        + "pytorch, as PyTorch's layers do. (default: activation)", valueName: "rule"))
  var initialization: Initialization?
  @Option(
    help: ArgumentHelp(
      "Threads at work; changes the speed only. (default: one per processor)", valueName: "count"))
  var threads: Int?

  /// The optimisers' names.
  enum OptimizerName: String, NamedChoice {
    case sgd, adam, adamw
  }

  package init() {}

  package func validate() throws {
    if minDelta != nil && patience == nil {
      throw ValidationError("--min-delta means nothing without --patience.")
    }
    if momentum != nil && optimizer != .sgd {
      throw ValidationError("--momentum is sgd's: give --optimizer sgd, too.")
    }
    if weightDecay != nil && optimizer == nil || weightDecay != nil && optimizer == .adam {
      throw ValidationError("--weight-decay: give --optimizer adamw (or sgd), too.")
    }
  }

  /// The options of a new training of `preset` (nil for a network of one's own) on `imageCount`
  /// images; nil when that is not known yet.
  package func options(_ preset: Preset? = nil, imageCount: Int? = nil) -> TrainingOptions {
    var options = TrainingOptions(preset: preset)
    // Fewer images than the default takes in a step are no mistake of anybody's.
    if let imageCount, imageCount > 0 { options.batchSize = min(options.batchSize, imageCount) }
    for (_, set) in given { set(&options) }
    return options
  }

  /// Changes the options of a training that goes on.
  /// - Throws: ``Failure`` of kind `badData` for what would make it another training.
  func change(_ options: inout TrainingOptions, of folder: String) throws {
    for (option, set) in given {
      let before = options
      set(&options)
      var same = options
      (same.epochs, same.threads) = (before.epochs, before.threads)
      if let patience = before.earlyStopping?.patience { same.earlyStopping?.patience = patience }
      guard same == before else {
        throw Failure(
          .badData, folder, "was trained with another \(option)",
          advice: "leave \(option) out, or train anew with -o")
      }
    }
  }

  /// What was given: the option, and what it sets.
  private var given: [(option: String, set: (inout TrainingOptions) -> Void)] {
    var result: [(String, (inout TrainingOptions) -> Void)] = []
    func take<Value>(
      _ option: String, _ value: Value?, _ set: @escaping (inout TrainingOptions, Value) -> Void
    ) {
      if let value { result.append((option, { set(&$0, value) })) }
    }
    take("--epochs", epochs) { $0.epochs = $1 }
    take("--batch-size", batchSize) { $0.batchSize = $1 }
    take("--learning-rate", learningRate) { $0.learningRate = $1 }
    take("--optimizer", optimizer) { $0.optimizer = method($1) }
    take("--schedule", schedule) { $0.schedule = $1 }
    take("--clip-norm", clipNorm) { $0.clipNorm = $1 }
    take("--loss", loss) { $0.objective.loss = $1 }
    take("--beta", beta) { $0.objective.beta = $1 }
    take("--beta-warmup", betaWarmup) { $0.objective.betaWarmup = $1 }
    take("--sparsity", sparsity) { $0.objective.sparsity = $1 }
    take("--noise", noise) { $0.corruption = $1 }
    take("--patience", patience) {
      $0.earlyStopping = EarlyStopping(patience: $1, minDelta: minDelta ?? 0)
    }
    take("--seed", seed) { $0.seed = $1 }
    take("--initialization", initialization) { $0.initialization = $1 }
    take("--threads", threads) { $0.threads = $1 }
    return result
  }

  private func method(_ name: OptimizerName) -> OptimizerMethod {
    switch name {
    case .sgd: .sgd(momentum: momentum ?? 0, weightDecay: weightDecay ?? 0)
    case .adam: .adam()
    case .adamw: .adamW(weightDecay: weightDecay ?? 0.01)
    }
  }
}

extension Corruption: ExpressibleByArgument {
  /// Nil for what is no kind of noise, or no amount of it.
  public init?(argument: String) { self.init(argument) }
}

extension Initialization: NamedChoice {}

extension LearningRateSchedule: ExpressibleByArgument {
  /// Nil for what is no rule.
  public init?(argument: String) { self.init(argument) }
  /// As one would type it.
  public var defaultValueDescription: String { description }
}
