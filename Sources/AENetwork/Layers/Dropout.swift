/// Dropout: in training, every value is left out with probability `p`, and the others are enlarged
/// so that their sum stays what it was on average (Srivastava et al. 2014).
///
///     y  = m·x        dx = m·dy        m = 0 with probability p, else 1 / (1 − p)
///     y  = x                           in use
///
/// No value can then rely on one other alone; the network learns its code redundantly. The factors
/// `m` are not kept: the backward pass asks the pass's ``Noise`` for the same ones again.
public final class Dropout: Layer {
  /// `p`, from 0 to below 1.
  public let probability: Double
  /// Any shape; the output has the same.
  public let shape: Shape

  init(probability: Double, shape: Shape) {
    self.probability = probability
    self.shape = shape
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .dropout(probability: probability) }
  /// Any shape.
  public var inputShape: Shape { shape }
  /// The input's shape.
  public var outputShape: Shape { shape }
  /// What is left out is drawn again on the way back.
  public var worksInPlace: Bool { true }
  /// It is drawn from the same noise.
  public var backwardReadsOutput: Bool { false }

  /// `x`, `y`: the same shape; nothing is left out.
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    y.update(from: x, count: shape.count * n)
  }

  /// `dx`, `dy`: the same shape; nothing was left out.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    dx?.update(from: dy, count: shape.count * n)
  }

  /// `x`, `y`: the same shape.
  public func forward(
    x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats, pass: TrainingPass
  ) {
    drop(x, y, n, pass)
  }

  /// `dx`, `dy`: the same shape.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats, pass: TrainingPass
  ) {
    if let dx { drop(dy, dx, n, pass) }
  }

  private func drop(_ source: Floats, _ target: Floats, _ n: Int, _ pass: TrainingPass) {
    let (p, kept) = (Float(probability), 1 / (1 - Float(probability)))
    for value in 0..<shape.count {
      let (source, target) = (source + value * n, target + value * n)
      for (i, image) in pass.images.enumerated() {
        let factor = pass.noise.uniform(image &* shape.count &+ value) < p ? 0 : kept
        target[i] = factor * source[i]
      }
      for i in pass.images.count..<n { target[i] = 0 }
    }
  }
}
