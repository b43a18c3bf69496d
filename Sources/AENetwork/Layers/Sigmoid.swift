/// Logistic function: `y = 1 / (1 + e^−x)`, and `dx = dy · y · (1 − y)`.
public final class Sigmoid: Layer {
  /// Any shape; the output has the same.
  public let shape: Shape

  init(shape: Shape) { self.shape = shape }

  /// The description that made this layer.
  public var spec: LayerSpec { .sigmoid }
  /// Any shape.
  public var inputShape: Shape { shape }
  /// The input's shape.
  public var outputShape: Shape { shape }

  /// `dx` is found from `dy` and `y`.
  public var worksInPlace: Bool { true }

  /// `x`, `y`: the same shape.
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    forEachVector(shape.count * n) { i in store(1 / (1 + exponential(-load8(x + i))), y + i) }
  }

  /// `dx`, `dy`: the same shape.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    guard let dx else { return }
    forEachVector(shape.count * n) { i in
      let y = load8(y + i)
      store(load8(dy + i) * y * (1 - y), dx + i)
    }
  }
}
