/// Scaled exponential linear unit: an ``ELU`` whose two numbers are chosen so that, from layer to
/// layer, means go to 0 and variances to 1 by themselves.
///
///     y  = λ·x   where x > 0, else λ·α·(e^x − 1)
///     dx = λ·dy  where x > 0, else dy·λ·α·e^x = dy·(y + λ·α)
///
/// Source: Klambauer et al. 2017, "Self-Normalizing Neural Networks".
public final class SELU: VectorActivation {
  /// `α`, how far below 0 it levels off, before it is scaled.
  package static let alpha = 1.6732632423543772
  /// `λ`, the slope above 0.
  package static let scale = 1.0507009873554805
  /// Any shape; the output has the same.
  public let shape: Shape

  init(shape: Shape) { self.shape = shape }

  /// The description that made this layer.
  public var spec: LayerSpec { .selu }
  /// `dx` is found from `dy` and `y`: both are positive for the same values.
  public var worksInPlace: Bool { true }

  /// `λ·x`, or `λ·α·(e^x − 1)`.
  public func values(_ x: SIMD8<Float>) -> SIMD8<Float> {
    // e^x − 1 = tanh(x/2)·(e^x + 1) keeps its digits near 0.
    let bent = Float(Self.scale * Self.alpha) * (hyperbolicTangent(0.5 * x) * (exponential(x) + 1))
    return bent.replacing(with: Float(Self.scale) * x, where: x .> 0)
  }

  /// `λ·dy`, or `dy·(y + λ·α)`.
  public func errors(_ dy: SIMD8<Float>, x: SIMD8<Float>, y: SIMD8<Float>) -> SIMD8<Float> {
    (Float(Self.scale) * dy)
      .replacing(with: dy * (y + Float(Self.scale * Self.alpha)), where: y .<= 0)
  }
}
