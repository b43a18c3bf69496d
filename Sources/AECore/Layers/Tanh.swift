/// Hyperbolic tangent: squeezes every value into (−1, 1), and leaves small ones as they are.
///
///     y  = (e^x − e^−x) / (e^x + e^−x)
///     dx = dy · (1 − y²)
public struct Tanh: Layer {
  /// Any shape; the output has the same.
  public let shape: Shape

  init(shape: Shape) { self.shape = shape }

  /// The description that made this layer.
  public var spec: LayerSpec { .tanh }
  /// Any shape.
  public var inputShape: Shape { shape }
  /// The input's shape.
  public var outputShape: Shape { shape }

  /// `x`, `y`: the same shape.
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    for i in 0..<shape.count * n {
      let x = x[i]
      // tanh x = 1 − 2 / (e^2x + 1) loses digits near 0, where its Taylor polynomial has them all.
      let far = 1 - 2 / (exponential(2 * x) + 1)
      let square = x * x
      let near =
        x * (1 + square * (-1.0 / 3 + square * (2.0 / 15 - square * (17.0 / 315))))
      y[i] = square < 0.04 ? near : far
    }
  }

  /// `dx`, `dy`: the same shape.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    guard let dx else { return }
    for i in 0..<shape.count * n { dx[i] = dy[i] * (1 - y[i] * y[i]) }
  }
}
