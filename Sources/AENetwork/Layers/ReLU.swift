import CKernels

/// Rectifier: `y = max(x, 0)`, and `dx = dy` where `y > 0`, else 0.
public final class ReLU: ActivationLayer {
  /// Any shape; the output has the same.
  public let shape: Shape

  init(shape: Shape) { self.shape = shape }

  /// The description that made this layer.
  public var spec: LayerSpec { .relu }
  /// `dx` is found from `dy` and `y`.
  public var worksInPlace: Bool { true }
  /// It is what a ``RectifyingLayer`` does as well.
  public var rectifierSlope: Float? { 0 }

  /// `x`, `y`: the same shape; not a number stays one.
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    ck_rectify(x, ck_rectifier(outputs: nil, slope: 0), y, shape.count * n)
  }

  /// `dx`, `dy`: the same shape.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    if let dx { ck_rectify(dy, ck_rectifier(outputs: y, slope: 0), dx, shape.count * n) }
  }
}
