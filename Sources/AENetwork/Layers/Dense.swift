import CKernels

/// Fully connected: every output is a weighted sum of all inputs.
///
///     y = W·x + b          x: (in, n)   y: (out, n)   W: (out, in)   b: (out)
///     dx = Wᵀ·dy           dW = dy·xᵀ   db = Σ dy over the examples
///
/// `y` and `dx` are the same sum, once along the rows of `W` and once along its columns. `dW` is as
/// large as `W`, which holds most of such a network's numbers; so it is not added up shard by
/// shard, but taken from the whole batch at once (``BatchGradientLayer``). The slow twin is
/// ``NaiveDense``.
public final class Dense: RectifyingLayer {
  /// Sizes and bias.
  public let dense: DenseSpec

  init(_ spec: DenseSpec) { dense = spec }

  /// The description that made this layer.
  public var spec: LayerSpec { .dense(dense) }
  /// `[in]`.
  public var inputShape: Shape { [dense.inFeatures] }
  /// `[out]`.
  public var outputShape: Shape { [dense.outFeatures] }
  /// The gradients read `x` and `dy` alone.
  public var backwardReadsOutput: Bool { false }
  /// Room for the list of a shard's images.
  public func scratchCount(_ n: Int, training: Bool) -> Int {
    training ? BatchImages.floats(n) : 0
  }

  /// `x`: (in, n), `y`: (out, n).
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    forward(x: x, y: y, parameters: parameters, n: n, .none)
  }

  /// The same, through the rectifier behind it.
  public func forward(
    x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats, pass: TrainingPass
  ) {
    forward(x: x, y: y, parameters: parameters, n: n, pass.rectifierBehind)
  }

  private func forward(x: Floats, y: Floats, parameters: Floats, n: Int, _ rectifier: ck_rectifier) {
    let rows = ck_weights(first: parameters, target: dense.inFeatures, source: 1)
    ck_weighted_sums(
      rows, dense.bias ? parameters + weightCount : nil, x, dense.inFeatures, y,
      dense.outFeatures, rectifier, n)
  }

  /// `dx`: (in, n), `dy`: (out, n).
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    BatchImages.withList(in: scratch, n: n) { images in
      images.append(x: x, dy: dy, n: n)
      sumGradient(of: 0..<dense.outFeatures, images, into: dParameters, adds: true)
    }
    if let dx { inputGradient(dx: dx, dy: dy, parameters: parameters, n: n, pass: nil) }
  }

  private var weightCount: Int { dense.inFeatures * dense.outFeatures }
}

extension Dense: BatchGradientLayer {
  /// `dx`: (in, n), `dy`: (out, n).
  public func inputGradient(dx: Floats, dy: Floats, parameters: Floats, n: Int, pass: TrainingPass?) {
    let columns = ck_weights(first: parameters, target: 1, source: dense.inFeatures)
    ck_weighted_sums(columns, nil, dy, dense.outFeatures, dx, dense.inFeatures,
      pass?.rectifierBefore ?? .none, n)
  }

  /// Whole groups of thirty-two.
  public var outputParts: [Range<Int>] {
    let rows = (16_384 / max(1, dense.inFeatures) / 32 + 1) * 32
    return stride(from: 0, to: dense.outFeatures, by: rows).map {
      $0..<min($0 + rows, dense.outFeatures)
    }
  }

  /// Rows of the weight, and with a bias as many of its numbers.
  public func parameters(of outputs: Range<Int>) -> [Range<Int>] {
    let weights =
      outputs.lowerBound * dense.inFeatures..<outputs.upperBound * dense.inFeatures
    let biases = weightCount + outputs.lowerBound..<weightCount + outputs.upperBound
    return dense.bias ? [weights, biases] : [weights]
  }

  /// `dW = dy·xᵀ` and `db`, the sum of `dy`, for some of their rows.
  public func sumGradient(
    of outputs: Range<Int>, _ images: BatchImages, into dParameters: Floats, adds: Bool
  ) {
    ck_sum_dense_gradient(
      images.start, images.count, outputs.lowerBound, outputs.upperBound, dense.inFeatures,
      dParameters, dense.bias ? dParameters + weightCount : nil, adds ? 1 : 0)
  }
}
