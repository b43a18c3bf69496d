/// Max pooling: every cell of the output is the greatest value of its window.
///
///     y[c, i, j] = max over the window of x[c]
///     dx         = dy at the cell that was the greatest, 0 at all others
///
/// It keeps the strongest answer of a feature map and forgets where in the window it was. On the
/// way back only the winner gets the error: nothing would have changed had another cell been a
/// little different. When several cells are equally great, the first in reading order wins, as in
/// PyTorch. Padding counts as −∞.
public final class MaxPool2D: Layer {
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
  public var spec: LayerSpec { .maxPool2d(pooling) }
  /// Room for the errors of one map that have not found their cell yet.
  public func scratchCount(_ n: Int, training: Bool) -> Int { windows.small.count * n }

  /// `x`: (C, H, W, n), `y`: (C, h, w, n).
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    let (large, small) = (windows.large.count * n, windows.small.count * n)
    y.update(repeating: -.infinity, count: inputShape[0] * small)
    for c in 0..<inputShape[0] {
      let (x, y) = (x + c * large, y + c * small)
      windows.forEachJoin { from, to in
        let (x, y) = (x + from * n, y + to * n)
        for i in stride(from: 0, to: n, by: 8) {
          let (value, best) = (load8(x + i), load8(y + i))
          // What is no number stays none, as in PyTorch: a diverging loss shall be seen.
          store(best.replacing(with: value, where: value .> best .| value .!= value), y + i)
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
      let (x, y, dx) = (x + c * large, y + c * small, dx + c * large)
      // Every window's error goes to the first tap that holds the maximum; then it is spent.
      scratch.update(from: dy + c * small, count: small)
      windows.forEachJoin { from, to in
        let (x, y, dx, left) = (x + from * n, y + to * n, dx + from * n, scratch + to * n)
        for i in stride(from: 0, to: n, by: 8) {
          let error = load8(left + i)
          let isGreatest = load8(x + i) .== load8(y + i)
          store(load8(dx + i) + error.replacing(with: 0, where: .!isGreatest), dx + i)
          store(error.replacing(with: 0, where: isGreatest), left + i)
        }
      }
    }
  }
}
