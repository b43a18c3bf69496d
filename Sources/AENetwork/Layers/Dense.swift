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
    let call = ck_shard(source: x, target: y, rectifier: .none, lanes: n)
    sumRows(call, nil, parameters)
  }

  /// The same, through the rectifier behind it.
  public func forward(
    x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats, pass: TrainingPass
  ) {
    forward(ShardCall(x: x, y: y, n: n, pass: pass), nil, parameters: parameters)
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
    guard let dx else { return }
    inputGradient(ShardCall(dy: dy, dx: dx, n: n, pass: nil), nil, parameters: parameters)
  }

  private func sumRows(_ first: ck_shard, _ second: ck_shard?, _ parameters: Floats) {
    let rows = ck_weights(first: parameters, target: dense.inFeatures, source: 1)
    let bias = dense.bias ? parameters + weightCount : nil
    withList(first, second) {
      ck_weighted_sums(rows, bias, dense.inFeatures, dense.outFeatures, $0, $1)
    }
  }

  /// Calls `body` with a list of one shard or two.
  private func withList(
    _ first: ck_shard, _ second: ck_shard?, _ body: (UnsafePointer<ck_shard>, Int) -> Void
  ) {
    withUnsafePointer(to: (first, second ?? first)) { both in
      both.withMemoryRebound(to: ck_shard.self, capacity: 2) { body($0, second == nil ? 1 : 2) }
    }
  }

  private var weightCount: Int { dense.inFeatures * dense.outFeatures }
}

extension Dense: BatchGradientLayer {
  /// `x`: (in, n), `y`: (out, n).
  public func forward(_ first: ShardCall, _ second: ShardCall?, parameters: Floats) {
    sumRows(first.shard, second?.shard, parameters)
  }

  /// `dx`: (in, n), `dy`: (out, n).
  public func inputGradient(_ first: ShardCall, _ second: ShardCall?, parameters: Floats) {
    let columns = ck_weights(first: parameters, target: 1, source: dense.inFeatures)
    withList(first.shard, second?.shard) {
      ck_weighted_sums(columns, nil, dense.outFeatures, dense.inFeatures, $0, $1)
    }
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
    of outputs: Range<Int>, _ images: BatchImages, into gradient: Floats, adds: Bool
  ) {
    ck_sum_dense_gradient(
      images.start, images.count, outputs.lowerBound, outputs.upperBound, dense.inFeatures,
      gradient, dense.bias ? gradient + outputs.count * dense.inFeatures : nil, adds ? 1 : 0)
  }
}
