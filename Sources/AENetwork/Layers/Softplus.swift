import CKernels

/// Softplus: a rectifier without the corner, always above 0.
///
///     y  = ln(1 + e^x) = max(x, 0) + ln(1 + e^−|x|)
///     dx = dy / (1 + e^−x)
///
/// The second form never raises `e` to a large power. The slope is the logistic function of `x`.
public final class Softplus: Layer {
  /// Any shape; the output has the same.
  public let shape: Shape

  init(shape: Shape) { self.shape = shape }

  /// The description that made this layer.
  public var spec: LayerSpec { .softplus }
  /// Any shape.
  public var inputShape: Shape { shape }
  /// The input's shape.
  public var outputShape: Shape { shape }

  /// `x`, `y`: the same shape.
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    for i in 0..<shape.count * n {
      y[i] = (x[i] > 0 ? x[i] : 0) + ck_log1pf(ck_expf(-abs(x[i])))
    }
  }

  /// `dx`, `dy`: the same shape.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    guard let dx else { return }
    for i in 0..<shape.count * n { dx[i] = dy[i] / (1 + ck_expf(-x[i])) }
  }
}
