/// What a step of the training needs to know besides its images: where in the training it is.
struct StepContext: Sendable {
  /// The step size.
  var learningRate: Double
  /// The weight of a variational code's divergence.
  var beta: Double
  /// Of the layers that draw: the step's.
  var layerNoise: Noise
  /// Of the corruption: the epoch's.
  var imageNoise: Noise

  /// Step `step` of the training, counted from 0, in `epoch`, counted from 1.
  init(_ options: TrainingOptions, epoch: Int, step: Int) {
    learningRate = options.schedule.rate(
      options.learningRate, epoch: epoch, of: options.epochs)
    beta = options.objective.beta(epoch: epoch)
    layerNoise = Noise(seed: options.seed).keyed(0).keyed(step)
    imageNoise = Noise.ofImages(seed: options.seed, epoch: epoch)
  }
}

extension Noise {
  /// The noise that images are corrupted with in `epoch`; the test images always have epoch 0's, so
  /// that one epoch's test loss can be compared with another's.
  static func ofImages(seed: UInt64, epoch: Int) -> Noise {
    Noise(seed: seed).keyed(1).keyed(epoch)
  }
}
