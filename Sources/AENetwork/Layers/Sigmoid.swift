import CKernels

/// Logistic function: `y = 1 / (1 + e^−x)`, and `dx = dy · y · (1 − y)`.
public final class Sigmoid: ActivationLayer {
  /// Any shape; the output has the same.
  public let shape: Shape

  init(shape: Shape) { self.shape = shape }

  /// The description that made this layer.
  public var spec: LayerSpec { .sigmoid }
  /// `dx` is found from `dy` and `y`.
  public var worksInPlace: Bool { true }

  /// `x`, `y`: the same shape.
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    ck_sigmoid(x, y, shape.count * n)
  }

  /// `dx`, `dy`: the same shape.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    if let dx { ck_sigmoid_errors(y, dy, dx, shape.count * n) }
  }
}
