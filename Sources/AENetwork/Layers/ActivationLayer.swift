/// A layer that bends every value on its own, by a function of one number.
///
///     y  = f(x)        dx = dy · f′(x)
public protocol ActivationLayer: Layer {
  /// Any shape; the output has the same.
  var shape: Shape { get }
}

extension ActivationLayer {
  /// Any shape.
  public var inputShape: Shape { shape }
  /// The input's shape.
  public var outputShape: Shape { shape }
}

/// An activation that says what becomes of eight values; the loops over them stand here, once. What
/// most networks have, rectifiers and the sigmoid, are kernels (`activations.c`).
public protocol VectorActivation: ActivationLayer {
  /// `f(x)`.
  func values(_ x: SIMD8<Float>) -> SIMD8<Float>

  /// `dy · f′(x)`. Of a layer that ``Layer/worksInPlace`` `x` is lost, and `y` stands in its place.
  func errors(_ dy: SIMD8<Float>, x: SIMD8<Float>, y: SIMD8<Float>) -> SIMD8<Float>
}

extension VectorActivation {
  /// `x`, `y`: the same shape.
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    forEachVector(shape.count * n) { i in store(values(load8(x + i)), y + i) }
  }

  /// `dx`, `dy`: the same shape.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    guard let dx else { return }
    forEachVector(shape.count * n) { i in
      store(errors(load8(dy + i), x: load8(x + i), y: load8(y + i)), dx + i)
    }
  }
}
