/// Nearest-neighbour upsampling: every cell becomes a block of equal cells.
///
///     y[c, i, j] = x[c, ⌊i/SH⌋, ⌊j/SW⌋]         S: the scale
///     dx         = Σ dy over the block
///
/// Nothing is learned here; a convolution that follows learns what to draw into the blocks. The two
/// together do what a ``ConvTranspose2D`` does, but every cell of the output is touched by equally
/// many taps, so there is no checkerboard (Odena, Dumoulin and Olah 2016, "Deconvolution and
/// Checkerboard Artifacts").
public final class Upsample: Layer {
  /// How many rows and columns a cell becomes.
  public let scale: Size2D
  /// `[C, H, W]`.
  public let inputShape: Shape
  /// `[C, SH·H, SW·W]`.
  public let outputShape: Shape

  init(scale: Size2D, input: Shape, output: Shape) {
    self.scale = scale
    inputShape = input
    outputShape = output
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .upsample(scale) }

  /// `x`: (C, H, W, n), `y`: (C, SH·H, SW·W, n).
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    forEachCopy { small, large in (y + large * n).update(from: x + small * n, count: n) }
  }

  /// `dx`: (C, H, W, n), `dy`: (C, SH·H, SW·W, n).
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    guard let dx else { return }
    dx.update(repeating: 0, count: inputShape.count * n)
    forEachCopy { small, large in
      let (dx, dy) = (dx + small * n, dy + large * n)
      for i in stride(from: 0, to: n, by: 8) { store(load8(dx + i) + load8(dy + i), dx + i) }
    }
  }

  /// Goes through the cells of the output in their order, each with the cell that it copies. Maps
  /// lie one after the other, so that rows may be counted on from map to map.
  @inline(__always)
  private func forEachCopy(_ body: (_ small: Int, _ large: Int) -> Void) {
    let (narrow, wide) = (inputShape[2], outputShape[2])
    for row in 0..<outputShape[0] * outputShape[1] {
      for column in 0..<wide {
        body(row / scale.height * narrow + column / scale.width, row * wide + column)
      }
    }
  }
}
