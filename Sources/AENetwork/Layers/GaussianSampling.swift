import CKernels

/// Draws the code from the distribution that the encoder describes: what makes an autoencoder
/// variational (Kingma and Welling 2014, section 2.4, "the reparameterization trick").
///
/// The input holds two numbers for each value of the code: its mean `μ`, and behind all means its
/// log-variance `ln σ²`, which may be any number while the variance has to be positive. A code may
/// be feature maps as well; the first half of the maps that come in are the means.
///
///     z = μ + σ·ε        σ = e^(½·ln σ²)      ε standard normal, drawn anew in every step
///     z = μ                                    in use
///
/// Written like this the randomness comes from outside, and `z` is a smooth function of `μ` and
/// `ln σ²`, so errors flow through it:
///
///     dμ = dz            d(ln σ²) = dz · ½·σ·ε
///
/// The loss also has a term that no later layer knows of, the Kullback–Leibler divergence of the
/// code's distribution from the standard normal one, so that codes drawn from that one can be
/// decoded as well (the same paper, appendix B):
///
///     KL = ½·Σ (μ² + σ² − 1 − ln σ²)        in nats, over the code of one image
///     dμ += w·μ          d(ln σ²) += w·½·(σ² − 1)
///
/// `w` is ``TrainingPass/klWeight``.
public final class GaussianSampling: Layer {
  /// `[2·L]` or `[2·C, H, W]`: the means, then the log-variances.
  public let inputShape: Shape
  /// `[L]` or `[C, H, W]`.
  public let outputShape: Shape
  /// `L`, values in the code.
  public var latentSize: Int { outputShape.count }

  init(input: Shape, output: Shape) {
    inputShape = input
    outputShape = output
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .gaussianSampling }
  /// It draws.
  public var sampling: GaussianSampling? { self }

  /// `x`: (2·L, n), `y`: (L, n); the code is the mean.
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    y.update(from: x, count: latentSize * n)
  }

  /// `dx`: (2·L, n), `dy`: (L, n); the variance had no influence.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    guard let dx else { return }
    dx.update(from: dy, count: latentSize * n)
    (dx + latentSize * n).update(repeating: 0, count: latentSize * n)
  }

  /// `x`: (2·L, n), `y`: (L, n).
  public func forward(
    x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats, pass: TrainingPass
  ) {
    let latentSize = latentSize
    let logVariance = x + latentSize * n
    for l in 0..<latentSize {
      for (i, image) in pass.images.enumerated() {
        let epsilon = pass.noise.normal(image * latentSize + l)
        let at = l * n + i
        y[at] = x[at] + ck_expf(0.5 * logVariance[at]) * epsilon
      }
      for at in l * n + pass.images.count..<(l + 1) * n { y[at] = 0 }
    }
  }

  /// `dx`: (2·L, n), `dy`: (L, n); the divergence's gradient included.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats, pass: TrainingPass
  ) {
    guard let dx else { return }
    let latentSize = latentSize
    let (logVariance, dLogVariance) = (x + latentSize * n, dx + latentSize * n)
    for l in 0..<latentSize {
      for (i, image) in pass.images.enumerated() {
        let epsilon = pass.noise.normal(image * latentSize + l)
        let at = l * n + i
        let sigma = ck_expf(0.5 * logVariance[at])
        dx[at] = dy[at] + pass.klWeight * x[at]
        dLogVariance[at] =
          0.5 * (dy[at] * sigma * epsilon + pass.klWeight * (sigma * sigma - 1))
      }
      // Lanes without an image have no part in the divergence.
      for at in l * n + pass.images.count..<(l + 1) * n {
        dx[at] = 0
        dLogVariance[at] = 0
      }
    }
  }

  /// The divergence in nats, summed over the codes of the first `images` lanes. `x`: (2·L, n).
  func divergence(x: Floats, images: Int) -> Double {
    let (n, latentSize) = (Lanes.count(images), latentSize)
    var sum = 0.0
    for l in 0..<latentSize {
      for i in 0..<images {
        let (mean, logVariance) = (x[l * n + i], x[(latentSize + l) * n + i])
        let doubled: Float = mean * mean + ck_expf(logVariance) - 1 - logVariance
        sum += 0.5 * Double(doubled)
      }
    }
    return sum
  }
}
