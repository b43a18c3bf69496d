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

  /// `max(x, 0)`; not a number stays one.
  @inline(__always)
  public func values(_ x: SIMD8<Float>) -> SIMD8<Float> { x.replacing(with: 0, where: x .<= 0) }

  /// `dy`, or 0.
  @inline(__always)
  public func errors(_ dy: SIMD8<Float>, x: SIMD8<Float>, y: SIMD8<Float>) -> SIMD8<Float> {
    dy.replacing(with: 0, where: y .<= 0)
  }
}
