/// Hyperbolic tangent: squeezes every value into (−1, 1), and leaves small ones as they are.
///
///     y  = (e^x − e^−x) / (e^x + e^−x)
///     dx = dy · (1 − y²)
public final class Tanh: VectorActivation {
  /// Any shape; the output has the same.
  public let shape: Shape

  init(shape: Shape) { self.shape = shape }

  /// The description that made this layer.
  public var spec: LayerSpec { .tanh }
  /// `dx` is found from `dy` and `y`.
  public var worksInPlace: Bool { true }

  /// `tanh x`.
  public func values(_ x: SIMD8<Float>) -> SIMD8<Float> { hyperbolicTangent(x) }

  /// `dy · (1 − y²)`.
  public func errors(_ dy: SIMD8<Float>, x: SIMD8<Float>, y: SIMD8<Float>) -> SIMD8<Float> {
    dy * (1 - y * y)
  }
}
