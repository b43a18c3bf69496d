import CKernels

/// Leaky rectifier: what is negative is weakened instead of cut off.
///
///     y  = x   where x > 0, else a·x            a: the slope, 0.01 in PyTorch
///     dx = dy  where x > 0, else a·dy
///
/// A ``ReLU`` whose input is negative for every image passes no error back and never learns again
/// (a dead map); here a little gets through (Maas, Hannun and Ng 2013).
public final class LeakyReLU: ActivationLayer {
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

  /// `dx` is found from `dy` and `y`, which has the sign of `x`, unless what is negative is turned
  /// over.
  public var worksInPlace: Bool { slope >= 0 }
  /// Of any slope that leaves the sign.
  public var rectifierSlope: Float? { worksInPlace ? Float(slope) : nil }

  /// `x`, `y`: the same shape; not a number stays one.
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    ck_rectify(x, ck_rectifier(outputs: nil, slope: Float(slope)), y, shape.count * n)
  }

  /// `dx`, `dy`: the same shape.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    guard let dx else { return }
    let signs = worksInPlace ? y : x
    ck_rectify(dy, ck_rectifier(outputs: signs, slope: Float(slope)), dx, shape.count * n)
  }
}
