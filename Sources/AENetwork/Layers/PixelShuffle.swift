/// Pixel shuffle, also called depth to space: `R²` maps become one that is `R` times as high and as
/// wide (Shi et al. 2016, "Real-Time Single Image and Video Super-Resolution").
///
///     y[c, R·i + a, R·j + b] = x[R²·c + R·a + b, i, j]         a, b in 0 ..< R
///     dx: the same, read backwards
///
/// A convolution draws, in small maps, what each of the `R·R` places of a block shall hold. The
/// places have kernels of their own, so that a checkerboard is as easy to learn as behind a
/// ``ConvTranspose2D``.
public final class PixelShuffle: Layer {
  /// `R`.
  public let factor: Int
  /// `[R²·C, H, W]`.
  public let inputShape: Shape
  /// `[C, R·H, R·W]`.
  public let outputShape: Shape

  init(factor: Int, input: Shape, output: Shape) {
    self.factor = factor
    inputShape = input
    outputShape = output
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .pixelShuffle(factor: factor) }
  /// It only moves.
  public var backwardReadsOutput: Bool { false }

  /// `x`: (R²·C, H, W, n), `y`: (C, R·H, R·W, n).
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    forEachMove { small, large in (y + large * n).update(from: x + small * n, count: n) }
  }

  /// `dx`: (R²·C, H, W, n), `dy`: (C, R·H, R·W, n).
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    guard let dx else { return }
    forEachMove { small, large in (dx + small * n).update(from: dy + large * n, count: n) }
  }

  /// Goes through the cells of the small maps in their order, each with its place in the large one.
  @inline(__always)
  private func forEachMove(_ body: (_ small: Int, _ large: Int) -> Void) {
    let (height, width) = (inputShape[1], inputShape[2])
    for map in 0..<inputShape[0] {
      let (channel, place) = (map / (factor * factor), map % (factor * factor))
      let (a, b) = (place / factor, place % factor)
      for row in 0..<height {
        let first = ((channel * height + row) * factor + a) * factor * width + b
        for column in 0..<width {
          body((map * height + row) * width + column, first + factor * column)
        }
      }
    }
  }
}
