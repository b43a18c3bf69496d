/// Average pooling: every cell of the output is the mean of its window.
///
///     y[c, i, j] = Σ x[c] over the window / m
///     dx         = Σ dy / m over the windows that a cell lies in
///
/// It is a convolution of each map with a kernel whose weights are all the same and are not
/// learned; the gradient spreads every output's error evenly over its window. `m` is KH·KW: padding
/// counts as zeros that are part of the mean, as PyTorch's default has it. Or it is how many of them
/// lie on the map, as Keras has it: see ``PoolingSpec/countsPadding``.
public final class AveragePool2D: Layer {
  /// Window, stride, padding.
  public let pooling: PoolingSpec
  /// `[C, H, W]`.
  public let inputShape: Shape
  /// `[C, h, w]`.
  public let outputShape: Shape
  private let windows: PoolingWindows
  /// 1/m of every window, row by row; of a single one where it is the same for all.
  private let shares: [Float]

  init(_ spec: PoolingSpec, input: Shape, output: Shape) {
    pooling = spec
    inputShape = input
    outputShape = output
    windows = PoolingWindows(spec, input: input, output: output)
    shares = spec.countsPadding ? [1 / Float(spec.geometry.kernel.count)] : windows.cellShares
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .averagePool2d(pooling) }

  /// 1/m of a window.
  private func share(_ window: Int) -> Float { shares.count == 1 ? shares[0] : shares[window] }

  /// `x`: (C, H, W, n), `y`: (C, h, w, n).
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    let (large, small) = (windows.large.count * n, windows.small.count * n)
    y.update(repeating: 0, count: inputShape[0] * small)
    for c in 0..<inputShape[0] {
      let (x, y) = (x + c * large, y + c * small)
      windows.forEachJoin { from, to in
        let (x, y, share) = (x + from * n, y + to * n, share(to))
        for i in stride(from: 0, to: n, by: 8) {
          store(load8(y + i) + share * load8(x + i), y + i)
        }
      }
    }
  }

  /// `dx`: (C, H, W, n), `dy`: (C, h, w, n).
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    guard let dx else { return }
    let (large, small) = (windows.large.count * n, windows.small.count * n)
    dx.update(repeating: 0, count: inputShape[0] * large)
    for c in 0..<inputShape[0] {
      let (dx, dy) = (dx + c * large, dy + c * small)
      windows.forEachJoin { to, from in
        let (dx, dy, share) = (dx + to * n, dy + from * n, share(from))
        for i in stride(from: 0, to: n, by: 8) {
          store(load8(dx + i) + share * load8(dy + i), dx + i)
        }
      }
    }
  }
}
