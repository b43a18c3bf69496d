/// Leaky rectifier: what is negative is weakened instead of cut off.
///
///     y  = x   where x > 0, else a·x            a: the slope, 0.01 in PyTorch
///     dx = dy  where x > 0, else a·dy
///
/// A ``ReLU`` whose input is negative for every image passes no error back and never learns again
/// (a dead map); here a little gets through (Maas, Hannun and Ng 2013).
public final class LeakyReLU: Layer {
  /// `a`, the slope for negative values.
  public let slope: Double
  /// Any shape; the output has the same.
  public let shape: Shape

  init(slope: Double, shape: Shape) {
    self.slope = slope
    self.shape = shape
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .leakyReLU(slope: slope) }
  /// Any shape.
  public var inputShape: Shape { shape }
  /// The input's shape.
  public var outputShape: Shape { shape }

  /// `x`, `y`: the same shape.
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    let a = Float(slope)
    forEachVector(shape.count * n) { i in
      let x = load8(x + i)
      store(x.replacing(with: a * x, where: x .<= 0), y + i)
    }
  }

  /// `dx`, `dy`: the same shape.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    guard let dx else { return }
    let a = Float(slope)
    forEachVector(shape.count * n) { i in
      let dy = load8(dy + i)
      store(dy.replacing(with: a * dy, where: load8(x + i) .<= 0), dx + i)
    }
  }
}
