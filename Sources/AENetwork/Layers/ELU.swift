/// Exponential linear unit: what is negative levels off at −α instead of being cut off.
///
///     y  = x   where x > 0, else α·(e^x − 1)
///     dx = dy  where x > 0, else dy·α·e^x = dy·(y + α)
///
/// The mean of what comes out is nearer to 0 than a ``ReLU``'s, and nothing has a slope of 0 for
/// good (Clevert, Unterthiner and Hochreiter 2016).
public final class ELU: VectorActivation {
  /// `α`, at least 0; 1 in PyTorch and Keras.
  public let alpha: Double
  /// Any shape; the output has the same.
  public let shape: Shape

  init(alpha: Double, shape: Shape) {
    self.alpha = alpha
    self.shape = shape
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .elu(alpha: alpha) }
  /// `dx` is found from `dy` and `y`: both are positive for the same values.
  public var worksInPlace: Bool { true }

  /// `x`, or `α·(e^x − 1)`.
  public func values(_ x: SIMD8<Float>) -> SIMD8<Float> {
    // e^x − 1 = tanh(x/2)·(e^x + 1) keeps its digits near 0.
    let bent = Float(alpha) * (hyperbolicTangent(0.5 * x) * (exponential(x) + 1))
    return bent.replacing(with: x, where: x .> 0)
  }

  /// `dy`, or `dy·(y + α)`.
  public func errors(_ dy: SIMD8<Float>, x: SIMD8<Float>, y: SIMD8<Float>) -> SIMD8<Float> {
    dy.replacing(with: dy * (y + Float(alpha)), where: y .<= 0)
  }
}
