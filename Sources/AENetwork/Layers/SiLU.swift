/// Sigmoid linear unit, also called swish: each value times its own logistic function (Elfwing,
/// Uchibe and Doya 2018).
///
///     y  = x·σ(x)                       σ(x) = 1 / (1 + e^−x)
///     dx = dy·σ(x)·(1 + x·(1 − σ(x)))
public final class SiLU: VectorActivation {
  /// Any shape; the output has the same.
  public let shape: Shape

  init(shape: Shape) { self.shape = shape }

  /// The description that made this layer.
  public var spec: LayerSpec { .silu }
  /// The slope is found from `x`.
  public var backwardReadsOutput: Bool { false }

  /// `x·σ(x)`.
  public func values(_ x: SIMD8<Float>) -> SIMD8<Float> { x / (1 + exponential(-x)) }

  /// `dy` times the slope at `x`.
  public func errors(_ dy: SIMD8<Float>, x: SIMD8<Float>, y: SIMD8<Float>) -> SIMD8<Float> {
    let share = 1 / (1 + exponential(-x))
    return dy * share * (1 + x * (1 - share))
  }
}
