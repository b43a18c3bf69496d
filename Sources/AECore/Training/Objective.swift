/// All of what training minimises: the reconstruction's loss, and what is asked of the code.
///
///     total = reconstruction + β · KL / (C·H·W) + λ · Σ|z|
///
/// The reconstruction is a mean over pixels and images (``Loss``). `KL` is the divergence of a
/// variational code from the standard normal distribution, in nats an image, the mean over the
/// images; shared out over the `C·H·W` values of an image it stands beside the reconstruction as in
/// the evidence lower bound, which has the sums of both. `Σ|z|` is the sum of the code's
/// magnitudes, the mean over the images: Keras's `activity_regularizer=l1(λ)`.
public struct Objective: Hashable, Sendable, Codable, VerbatimKeys {
  /// How far a reconstruction is from its target.
  public var loss: Loss
  /// β, the weight of the divergence; 1 is the variational autoencoder, other weights are the
  /// β-VAE (Higgins et al. 2017). Without a ``GaussianSampling`` it means nothing.
  public var beta: Double
  /// Epochs in which β grows to its full weight: `β·epoch/warmup`. 0 for the full one at once.
  public var betaWarmup: Int
  /// λ, the weight of the code's magnitudes; 0 without that term.
  public var sparsity: Double

  /// An objective; every part has the default of the command line.
  public init(_ loss: Loss = .mse, beta: Double = 1, betaWarmup: Int = 0, sparsity: Double = 0) {
    self.loss = loss
    self.beta = beta
    self.betaWarmup = betaWarmup
    self.sparsity = sparsity
  }

  /// β in `epoch`, counted from 1.
  public func beta(epoch: Int) -> Double {
    betaWarmup > epoch ? beta * Double(epoch) / Double(betaWarmup) : beta
  }

  /// What a run says of it. `isVariational`: whether the model's code is drawn.
  func description(isVariational: Bool) -> LossDescription {
    var description = loss.description
    if isVariational {
      description.beta = beta
      if betaWarmup > 0 { description.betaWarmup = betaWarmup }
      description.definition +=
        "; plus β/(C·H·W) times the Kullback–Leibler divergence of the "
        + "code from a standard normal one, in nats per image"
    }
    if sparsity > 0 {
      description.sparsity = sparsity
      description.definition += "; plus λ times the sum of the code's magnitudes, mean over images"
    }
    return description
  }
}

/// The loss of some images in its parts, each a mean over the images.
public struct LossParts: Hashable, Sendable, Codable {
  /// Mean over the values of an image, in the unit of the loss.
  public var reconstruction: Double
  /// In nats an image.
  public var kl: Double
  /// The sum of the code's magnitudes.
  public var sparsity: Double

  /// Parts of a loss.
  public init(reconstruction: Double = 0, kl: Double = 0, sparsity: Double = 0) {
    self.reconstruction = reconstruction
    self.kl = kl
    self.sparsity = sparsity
  }

  /// The loss that is minimised, for images of `values` values.
  public func total(_ objective: Objective, beta: Double, values: Int) -> Double {
    reconstruction + beta * kl / Double(values) + objective.sparsity * sparsity
  }

  /// Itself, unless one of the numbers is not finite: JSON has no way to write that.
  var ifFinite: LossParts? {
    [reconstruction, kl, sparsity].allSatisfy(\.isFinite) ? self : nil
  }

  /// A mean over images from the sum over them.
  func divided(by count: Int) -> LossParts {
    LossParts(
      reconstruction: reconstruction / Double(count), kl: kl / Double(count),
      sparsity: sparsity / Double(count))
  }

  /// Adds another one, `weight` times: for a mean over batches.
  mutating func add(_ other: LossParts, weight: Double) {
    reconstruction += weight * other.reconstruction
    kl += weight * other.kl
    sparsity += weight * other.sparsity
  }
}
