/// Group normalisation: the maps of each example are split into groups, each of which is shifted
/// and scaled so that its mean is 0 and its variance 1; what it should be instead is then learned,
/// for each map (Wu and He 2018).
///
/// `ExampleNormalization` has the formulas. It does not look at the other images of the batch, so
/// it also works where a batch has room for few of them.
public final class GroupNorm: Layer {
  /// Groups, maps, ε.
  public let normalization: GroupNormSpec
  /// `[C, H, W]` or `[C]`; the output has the same.
  public let shape: Shape
  private let arithmetic: ExampleNormalization

  init(_ spec: GroupNormSpec, shape: Shape) {
    normalization = spec
    self.shape = shape
    let maps = spec.channels / spec.groups
    let cells = shape.count / spec.channels
    arithmetic = ExampleNormalization(
      sets: spec.groups, setStride: maps * cells, runs: maps, runLength: cells, valueStride: 1,
      weightStride: maps, weights: spec.channels, epsilon: spec.epsilon)
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .groupNorm(normalization) }
  /// `[C, H, W]` or `[C]`.
  public var inputShape: Shape { shape }
  /// The input's shape.
  public var outputShape: Shape { shape }
  /// The gradients read `x` and `dy` alone.
  public var backwardReadsOutput: Bool { false }

  /// `x`, `y`: (C, H, W, n).
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    arithmetic.forward(x: x, y: y, parameters: parameters, n: n)
  }

  /// `dx`, `dy`: (C, H, W, n).
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    arithmetic.backward(
      x: x, dx: dx, dy: dy, parameters: parameters, dParameters: dParameters, n: n)
  }
}
