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

  /// `x`, or `a·x`.
  @inline(__always)
  public func values(_ x: SIMD8<Float>) -> SIMD8<Float> { Self.values(x, Float(slope)) }

  /// `x` where it is above 0 or no number, else `slope · x`.
  @inline(__always)
  static func values(_ x: SIMD8<Float>, _ slope: Float) -> SIMD8<Float> {
    x.replacing(with: slope * x, where: x .<= 0)
  }

  /// `dy`, or `a·dy`.
  @inline(__always)
  public func errors(_ dy: SIMD8<Float>, x: SIMD8<Float>, y: SIMD8<Float>) -> SIMD8<Float> {
    dy.replacing(with: Float(slope) * dy, where: (slope >= 0 ? y : x) .<= 0)
  }
}
