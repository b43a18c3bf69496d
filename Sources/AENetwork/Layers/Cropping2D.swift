/// Cropping: rows and columns at the edges of every map are left out.
///
///     y[c, i, j] = x[c, CT + i, CL + j]           CT: rows at the top, CL: columns at the left
///     dx         = dy inside, 0 where a cell was left out
///
/// It takes a map back to the image's size where one that was made larger does not fit.
public final class Cropping2D: Layer {
  /// How many rows and columns are left out on each side.
  public let cropping: Padding
  /// `[C, H, W]`.
  public let inputShape: Shape
  /// `[C, H − CT − CB, W − CL − CR]`.
  public let outputShape: Shape
  private let copies: CellCopies

  init(_ cropping: Padding, input: Shape, output: Shape) {
    self.cropping = cropping
    inputShape = input
    outputShape = output
    func kept(_ axis: Size2D.Axis, _ count: Int) -> [Int?] {
      (cropping[axis].before..<count - cropping[axis].after).map { $0 }
    }
    copies = CellCopies(
      rows: kept(.vertical, input[1]), columns: kept(.horizontal, input[2]),
      input: ImageShape(input))
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .cropping2d(cropping) }
  /// It only copies.
  public var backwardReadsOutput: Bool { false }

  /// `x`: (C, H, W, n), `y`: (C, H − CT − CB, W − CL − CR, n).
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    copies.forward(x: x, y: y, n: n)
  }

  /// `dx`: (C, H, W, n), `dy`: (C, H − CT − CB, W − CL − CR, n).
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    if let dx { copies.backward(dx: dx, dy: dy, n: n) }
  }
}
