import CKernels

/// Gaussian error linear unit: each value times the probability that a standard normal one lies
/// below it (Hendrycks and Gimpel 2016).
///
///     y  = x·Φ(x)                      Φ(x) = ½·(1 + erf(x/√2))
///     dx = dy·(Φ(x) + x·φ(x))          φ(x) = e^(−x²/2) / √(2π)
///
/// The form of ``GELUForm/tanh`` takes a tangent for `Φ`, by which it is off by 0.0005 at most:
///
///     y  = ½·x·(1 + t)                 t = tanh u,  u = √(2/π)·(x + 0.044715·x³)
///     dx = dy·½·(1 + t + x·(1 − t²)·u′)
public final class GELU: VectorActivation {
  /// How `Φ` is computed.
  public let form: GELUForm
  /// Any shape; the output has the same.
  public let shape: Shape

  init(form: GELUForm, shape: Shape) {
    self.form = form
    self.shape = shape
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .gelu(form) }
  /// The slope is found from `x`.
  public var backwardReadsOutput: Bool { false }

  /// `x·Φ(x)`.
  public func values(_ x: SIMD8<Float>) -> SIMD8<Float> {
    switch form {
    case .exact: x * Self.normalBelow(x)
    case .tanh: 0.5 * x * (1 + hyperbolicTangent(Self.bent(x)))
    }
  }

  /// `dy` times the slope at `x`.
  public func errors(_ dy: SIMD8<Float>, x: SIMD8<Float>, y: SIMD8<Float>) -> SIMD8<Float> {
    switch form {
    case .exact:
      let density = exponential(-0.5 * x * x) * 0.398_942_28
      return dy * (Self.normalBelow(x) + x * density)
    case .tanh:
      let t = hyperbolicTangent(Self.bent(x))
      let slope = Self.scale * (1 + 3 * Self.cubic * x * x)
      let bend: SIMD8<Float> = x * (1 - t * t) * slope
      return dy * (0.5 * (1 + t + bend))
    }
  }

  /// `√(2/π)`.
  private static let scale: Float = 0.797_884_56
  private static let cubic: Float = 0.044_715

  /// `u`.
  private static func bent(_ x: SIMD8<Float>) -> SIMD8<Float> { scale * (x + cubic * x * x * x) }

  /// `Φ(x)`.
  private static func normalBelow(_ x: SIMD8<Float>) -> SIMD8<Float> {
    var erf = x * 0.707_106_78
    for lane in 0..<8 { erf[lane] = ck_erff(erf[lane]) }
    return 0.5 * (1 + erf)
  }
}

/// How a ``GELU`` is computed: both are in use, and weights go with the one they were trained with.
public enum GELUForm: String, CaseIterable, Sendable {
  /// By the error function: PyTorch's and Keras's default.
  case exact = "none"
  /// By a hyperbolic tangent: `approximate="tanh"` in PyTorch, and the default of JAX.
  case tanh
}
