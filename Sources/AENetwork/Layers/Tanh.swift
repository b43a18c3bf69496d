/// Hyperbolic tangent: squeezes every value into (−1, 1), and leaves small ones as they are.
///
///     y  = (e^x − e^−x) / (e^x + e^−x)
///     dx = dy · (1 − y²)
public final class Tanh: Layer {
  /// Any shape; the output has the same.
  public let shape: Shape

  init(shape: Shape) { self.shape = shape }

  /// The description that made this layer.
  public var spec: LayerSpec { .tanh }
  /// Any shape.
  public var inputShape: Shape { shape }
  /// The input's shape.
  public var outputShape: Shape { shape }

  /// `dx` is found from `dy` and `y`.
  public var worksInPlace: Bool { true }

  /// `x`, `y`: the same shape.
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    forEachVector(shape.count * n) { i in
      let x = load8(x + i)
      // tanh x = 1 − 2 / (e^2x + 1) loses digits near 0, where its Taylor polynomial has them all.
      let far = 1 - 2 / (exponential(2 * x) + 1)
      let square = x * x
      var series = square * -(17.0 / 315) + 2.0 / 15
      series = series * square - 1.0 / 3
      let near = x * (series * square + 1)
      store(far.replacing(with: near, where: square .< 0.04), y + i)
    }
  }

  /// `dx`, `dy`: the same shape.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    guard let dx else { return }
    forEachVector(shape.count * n) { i in
      let y = load8(y + i)
      store(load8(dy + i) * (1 - y * y), dx + i)
    }
  }
}
