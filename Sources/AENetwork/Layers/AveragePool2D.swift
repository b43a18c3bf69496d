/// Average pooling: every cell of the output is the mean of its window.
///
///     y[c, i, j] = Σ x[c] over the window / (KH·KW)
///     dx         = Σ dy / (KH·KW) over the windows that a cell lies in
///
/// It is a convolution of each map with a kernel whose weights are all the same and are not
/// learned; the gradient spreads every output's error evenly over its window. Padding counts as
/// zeros that are part of the mean, as PyTorch's default has it.
public final class AveragePool2D: Layer {
  /// Window, stride, padding.
  public let pooling: PoolingSpec
  /// `[C, H, W]`.
  public let inputShape: Shape
  /// `[C, h, w]`.
  public let outputShape: Shape
  private let windows: PoolingWindows

  init(_ spec: PoolingSpec, input: Shape, output: Shape) {
    pooling = spec
    inputShape = input
    outputShape = output
    windows = PoolingWindows(spec, input: input, output: output)
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .averagePool2d(pooling) }

  /// `x`: (C, H, W, n), `y`: (C, h, w, n).
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    let (large, small) = (windows.large.count * n, windows.small.count * n)
    let share = 1 / Float(windows.geometry.kernel.count)
    y.update(repeating: 0, count: inputShape[0] * small)
    for c in 0..<inputShape[0] {
      let (x, y) = (x + c * large, y + c * small)
      windows.forEachJoin { from, to in
        let (x, y) = (x + from * n, y + to * n)
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
    let share = 1 / Float(windows.geometry.kernel.count)
    dx.update(repeating: 0, count: inputShape[0] * large)
    for c in 0..<inputShape[0] {
      let (dx, dy) = (dx + c * large, dy + c * small)
      windows.forEachJoin { to, from in
        let (dx, dy) = (dx + to * n, dy + from * n)
        for i in stride(from: 0, to: n, by: 8) {
          store(load8(dx + i) + share * load8(dy + i), dx + i)
        }
      }
    }
  }
}
