import AENetwork

/// A training that goes on step by step, in the order and with the numbers of `aeviz train`.
final class PageTraining {
  /// How to train, as numbers of the caller's.
  struct Settings {
    /// As many numbers there are.
    static let count = 13

    let step: ShardedStep.Settings
    let optimizer: OptimizerMethod
    let schedule: LearningRateSchedule
    let learningRate: Double
    let seed: UInt64
    let epochs: Int

    /// 0 batch size; 1 loss: mean squared error, cross-entropy, absolute; 2 β; 3 its warm-up; 4 λ;
    /// 5 corruption: none, Gaussian, mask, salt and pepper; 6 its amount; 7 learning rate;
    /// 8 optimiser: Adam, SGD, AdamW; 9 momentum or weight decay; 10 schedule: constant, cosine;
    /// 11 seed; 12 epochs.
    init?(_ numbers: [Double]) {
      func whole(_ place: Int) -> Int { Int(clamping: numbers[place]) }
      guard numbers.count == Self.count, numbers.allSatisfy({ $0.isFinite }),
        numbers.allSatisfy({ $0 >= 0 }), (1...4096).contains(whole(0)),
        Loss.allCases.indices.contains(whole(1)), whole(12) >= 1
      else { return nil }
      let corruption: Corruption?
      switch whole(5) {
      case 0: corruption = nil
      case 1: corruption = .gaussian(numbers[6])
      case 2: corruption = .mask(numbers[6])
      case 3: corruption = .saltPepper(numbers[6])
      default: return nil
      }
      switch whole(8) {
      case 0: optimizer = .adam()
      case 1: optimizer = .sgd(momentum: numbers[9])
      case 2: optimizer = .adamW(weightDecay: numbers[9])
      default: return nil
      }
      step = ShardedStep.Settings(
        batchSize: whole(0),
        objective: Objective(
          Loss.allCases[whole(1)], beta: numbers[2], betaWarmup: whole(3), sparsity: numbers[4]),
        corruption: corruption)
      schedule = whole(10) == 0 ? .constant : .cosine
      learningRate = numbers[7]
      seed = UInt64(clamping: numbers[11])
      epochs = whole(12)
    }
  }

  private let network: PageNetwork
  private let images: ImageSet
  private let settings: Settings
  private let parameters: FloatBuffer
  private let step: ShardedStep
  private var optimizer: Optimizer
  private var random: RandomSource
  private var order: [Int]
  /// Epochs that are done, and images of the one after them.
  private(set) var (epoch, seen) = (0, 0)

  /// A training of `network` from the weights that it has; nil when its memory is more than a page
  /// can have.
  init?(_ network: PageNetwork, _ images: ImageSet, _ settings: Settings) {
    guard images.count >= 1, images.shape == network.autoencoder.imageShape,
      network.values * Double(settings.step.batchSize + 64) <= 0x1p25
    else { return nil }
    self.network = network
    self.images = images
    self.settings = settings
    let autoencoder = network.autoencoder
    parameters = FloatBuffer(count: autoencoder.parameters.count)
    parameters.assign(autoencoder.parameters)
    step = ShardedStep(
      autoencoder.network, codeLayer: autoencoder.model.encoder.count - 1, settings.step)
    optimizer = Optimizer(settings.optimizer, parameterCount: parameters.count)
    random = RandomSource(seed: settings.seed, stream: 1)
    order = Array(0..<images.count)
  }

  /// Steps done.
  var steps: Int { optimizer.time }

  /// Takes one step; its loss before it.
  func advance() -> Double {
    if seen == 0 { order.shuffleAlike(using: &random) }
    let batch = order[seen..<min(seen + settings.step.batchSize, order.count)]
    let objective = settings.step.objective
    let beta = objective.beta(epoch: epoch + 1)
    let rate = settings.schedule.rate(
      settings.learningRate, epoch: epoch + 1, of: max(settings.epochs, epoch + 1))
    let parts = step.run(
      images, batch, parameters: parameters,
      StepContext(
        learningRate: rate, beta: beta, seed: settings.seed, epoch: epoch + 1,
        step: optimizer.time), optimizer: &optimizer)
    seen += batch.count
    if seen == order.count { (epoch, seen) = (epoch + 1, 0) }
    return parts.total(objective, beta: beta, values: images.shape.count)
  }

  /// Gives the network the weights as they are now.
  func show() { network.autoencoder.parameters = parameters.values }
}
