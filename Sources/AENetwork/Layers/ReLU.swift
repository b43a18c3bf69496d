/// Rectifier: `y = max(x, 0)`, and `dx = dy` where `y > 0`, else 0.
public final class ReLU: Layer {
  /// Any shape; the output has the same.
  public let shape: Shape

  init(shape: Shape) { self.shape = shape }

  /// The description that made this layer.
  public var spec: LayerSpec { .relu }
  /// Any shape.
  public var inputShape: Shape { shape }
  /// The input's shape.
  public var outputShape: Shape { shape }

  /// `dx` is found from `dy` and `y`.
  public var worksInPlace: Bool { true }
  /// It is what a ``RectifyingLayer`` does as well.
  public var isRectifier: Bool { true }

  /// `x`, `y`: the same shape.
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    forEachVector(shape.count * n) { i in
      let x = load8(x + i)
      store(x.replacing(with: 0, where: x .<= 0), y + i)
    }
  }

  /// `dx`, `dy`: the same shape.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    guard let dx else { return }
    forEachVector(shape.count * n) { i in
      store(load8(dy + i).replacing(with: 0, where: load8(y + i) .<= 0), dx + i)
    }
  }
}
