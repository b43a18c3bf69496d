/// Fully connected: every output is a weighted sum of all inputs.
///
///     y = W·x + b          x: (in, n)   y: (out, n)   W: (out, in)   b: (out)
///     dx = Wᵀ·dy           dW = dy·xᵀ   db = Σ dy over the examples
public struct Dense: Layer {
  /// Sizes and bias.
  public let dense: DenseSpec

  init(_ spec: DenseSpec) { dense = spec }

  /// The description that made this layer.
  public var spec: LayerSpec { .dense(dense) }
  /// `[in]`.
  public var inputShape: Shape { [dense.inFeatures] }
  /// `[out]`.
  public var outputShape: Shape { [dense.outFeatures] }

  /// `x`: (in, n), `y`: (out, n).
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    let (inputs, outputs) = (dense.inFeatures, dense.outFeatures)
    fill(y, channels: outputs, each: n, with: dense.bias ? parameters + inputs * outputs : nil)
    GEMM.multiply(
      rows: outputs, columns: n, inner: inputs, parameters, strideA: inputs, x, strideB: n,
      beta: 1, y, strideC: n)
  }

  /// `dx`: (in, n), `dy`: (out, n).
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    let (inputs, outputs) = (dense.inFeatures, dense.outFeatures)
    GEMM.multiply(
      .asStored, .transposed, rows: outputs, columns: inputs, inner: n, dy, strideA: n, x,
      strideB: n, beta: 1, dParameters, strideC: inputs)
    if dense.bias {
      addSums(of: dy, channels: outputs, each: n, to: dParameters + inputs * outputs)
    }
    if let dx {
      GEMM.multiply(
        .transposed, .asStored, rows: inputs, columns: n, inner: outputs, parameters,
        strideA: inputs, dy, strideB: n, dx, strideC: n)
    }
  }
}
