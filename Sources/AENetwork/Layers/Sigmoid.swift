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

  /// `x`, `y`: the same shape. For every pixel of an image, so it has a kernel for the processor.
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    ck_sigmoid(x, y, shape.count * n)
  }

  /// `1 / (1 + e^−x)`.
  @inline(__always)
  public func values(_ x: SIMD8<Float>) -> SIMD8<Float> { 1 / (1 + exponential(-x)) }

  /// `dy · y · (1 − y)`.
  @inline(__always)
  public func errors(_ dy: SIMD8<Float>, x: SIMD8<Float>, y: SIMD8<Float>) -> SIMD8<Float> {
    dy * y * (1 - y)
  }
}
