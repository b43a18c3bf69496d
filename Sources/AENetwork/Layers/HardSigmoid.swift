/// Hard sigmoid: a logistic function of three straight lines.
///
///     y  = s·x + o, held to [0, 1]       s: the slope, o: the offset
///     dx = s·dy where 0 < y < 1, else 0
///
/// `s` is 1/6 and `o` 1/2 in PyTorch and Keras 3; older Keras and ONNX begin with a slope of 0.2.
public final class HardSigmoid: VectorActivation {
  /// `s` and `o`.
  public let line: HardSigmoidSpec
  /// Any shape; the output has the same.
  public let shape: Shape

  init(_ spec: HardSigmoidSpec, shape: Shape) {
    line = spec
    self.shape = shape
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .hardSigmoid(line) }
  /// `dx` is found from `dy` and `y`.
  public var worksInPlace: Bool { true }

  /// `s·x + o`, held to [0, 1]; not a number stays one.
  public func values(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let y = Float(line.slope) * x + Float(line.offset)
    return y.replacing(with: 0, where: y .< 0).replacing(with: 1, where: y .> 1)
  }

  /// `s·dy`, or 0.
  public func errors(_ dy: SIMD8<Float>, x: SIMD8<Float>, y: SIMD8<Float>) -> SIMD8<Float> {
    (Float(line.slope) * dy).replacing(with: 0, where: y .<= 0 .| y .>= 1)
  }
}

/// The middle line of a ``HardSigmoid``.
public struct HardSigmoidSpec: Hashable, Sendable {
  /// How steep it is.
  public var slope: Double
  /// Its value at 0.
  public var offset: Double

  /// A line with this slope and this value at 0, or PyTorch's.
  public init(slope: Double = 1.0 / 6, offset: Double = 0.5) {
    self.slope = slope
    self.offset = offset
  }
}
