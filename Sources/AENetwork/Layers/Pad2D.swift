/// Padding as a layer of its own: rows and columns around every map, of zeros or of what the map
/// has.
///
///     y[c, i, j] = x[c, r(i − PT), r(j − PL)]         PT: rows at the top, PL: columns at the left
///     dx         = Σ dy over the cells that copy one
///
/// `r` leads from outside of a map of `H` rows back into it: by reflection about the outermost cell
/// from −1 to 1, −2 to 2 and from H to H − 2; by replication to the outermost cell itself. A
/// convolution with padding of its own sees zeros there, an edge that no picture has.
public final class Pad2D: Layer {
  /// How many rows and columns, and what is in them.
  public let padding: PaddingSpec
  /// `[C, H, W]`.
  public let inputShape: Shape
  /// `[C, PT + H + PB, PL + W + PR]`.
  public let outputShape: Shape
  private let copies: CellCopies

  init(_ spec: PaddingSpec, input: Shape, output: Shape) {
    padding = spec
    inputShape = input
    outputShape = output
    copies = CellCopies(
      rows: spec.sources(.vertical, of: input[1]), columns: spec.sources(.horizontal, of: input[2]),
      input: ImageShape(input))
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .pad2d(padding) }
  /// It only copies.
  public var backwardReadsOutput: Bool { false }

  /// `x`: (C, H, W, n), `y`: (C, PT + H + PB, PL + W + PR, n).
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    copies.forward(x: x, y: y, n: n)
  }

  /// `dx`: (C, H, W, n), `dy`: (C, PT + H + PB, PL + W + PR, n).
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    if let dx { copies.backward(dx: dx, dy: dy, n: n) }
  }
}

/// How a ``Pad2D`` pads.
public struct PaddingSpec: Hashable, Sendable {
  /// What the rows and columns hold.
  public var fill: Fill
  /// How many there are on each side.
  public var padding: Padding

  /// Padding of all four sides.
  public init(_ fill: Fill, _ padding: Padding) {
    self.fill = fill
    self.padding = padding
  }

  /// What is put around a map.
  public enum Fill: String, CaseIterable, Sendable {
    /// Zeros.
    case zero
    /// The map as in a mirror that lies on its outermost cells, which are not repeated. Along an
    /// axis there is less of it than the map has cells.
    case reflection
    /// The outermost cell again and again.
    case replication
  }

  /// The cell that each cell of the padded axis copies, of a map of `count`; nil for a zero.
  package func sources(_ axis: Size2D.Axis, of count: Int) -> [Int?] {
    let ends = padding[axis]
    return (-ends.before..<count + ends.after).map { place in
      if (0..<count).contains(place) { return place }
      return switch fill {
      case .zero: nil
      case .reflection: place < 0 ? -place : 2 * (count - 1) - place
      case .replication: place < 0 ? 0 : count - 1
      }
    }
  }
}
