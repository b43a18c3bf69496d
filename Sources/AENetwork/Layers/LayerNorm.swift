/// Layer normalisation: the values of each example are shifted and scaled so that their mean is 0
/// and their variance 1; what it should be instead is then learned, for each value of its own (Ba,
/// Kiros and Hinton 2016).
///
/// `ExampleNormalization` has the formulas. Other than a ``BatchNorm`` it does not look at the
/// other images of the batch, and does the same in training and in use.
public final class LayerNorm: Layer {
  /// Which values, ε.
  public let normalization: LayerNormSpec
  /// Any shape that ends in the normalised axes, or `[C, H, W]`; the output has the same.
  public let shape: Shape
  private let arithmetic: ExampleNormalization

  init(_ spec: LayerNormSpec, shape: Shape) {
    normalization = spec
    self.shape = shape
    let count = spec.weightShape.count
    let others = shape.count / count
    let isChannels = if case .channels = spec.extent { true } else { false }
    arithmetic = ExampleNormalization(
      sets: others, setStride: isChannels ? 1 : count, runs: count, runLength: 1,
      valueStride: isChannels ? others : 1, weightStride: 0, weights: count, epsilon: spec.epsilon)
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .layerNorm(normalization) }
  /// Any shape that fits.
  public var inputShape: Shape { shape }
  /// The input's shape.
  public var outputShape: Shape { shape }
  /// The gradients read `x` and `dy` alone.
  public var backwardReadsOutput: Bool { false }

  /// `x`, `y`: the same shape.
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    arithmetic.forward(x: x, y: y, parameters: parameters, n: n)
  }

  /// `dx`, `dy`: the same shape.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    arithmetic.backward(
      x: x, dx: dx, dy: dy, parameters: parameters, dParameters: dParameters, n: n)
  }
}
