/// What a step of the training needs to know besides its images: where in the training it is.
package struct StepContext: Sendable {
  /// The step size.
  package var learningRate: Double
  /// The weight of a variational code's divergence.
  package var beta: Double
  /// Of the layers that draw: the step's.
  package var layerNoise: Noise
  /// Of the corruption: the epoch's.
  package var imageNoise: Noise

  /// Step `step` of the training, counted from 0, in `epoch`, counted from 1.
  package init(learningRate: Double, beta: Double, seed: UInt64, epoch: Int, step: Int) {
    self.learningRate = learningRate
    self.beta = beta
    layerNoise = Noise(seed: seed).keyed(0).keyed(step)
    imageNoise = Noise.ofImages(seed: seed, epoch: epoch)
  }
}

extension Noise {
  /// The noise that images are corrupted with in `epoch`; the test images always have epoch 0's, so
  /// that one epoch's test loss can be compared with another's.
  package static func ofImages(seed: UInt64, epoch: Int) -> Noise {
    Noise(seed: seed).keyed(1).keyed(epoch)
  }
}
