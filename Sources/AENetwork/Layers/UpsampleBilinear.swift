/// Bilinear resizing: every cell of the output lies between four cells of the input, and takes of
/// each the more the nearer it is.
///
///     y[c, i, j] = (1 − a)·((1 − b)·x[c, p, q] + b·x[c, p, q+1])
///                     + a·((1 − b)·x[c, p+1, q] + b·x[c, p+1, q+1])
///     p + a = p(i),  q + b = q(j): the place of the output's cell in the input, whole and fraction
///     dx    = Σ dy·share over the cells that take of one
///
/// ``BilinearSpec`` says where the places are. Beyond the outermost cells there is nothing to take
/// from; there the outermost one is taken alone. Nothing is learned here.
public final class UpsampleBilinear: Layer {
  /// How large the output is, and what its cells lie between.
  public let resizing: BilinearSpec
  /// `[C, H, W]`.
  public let inputShape: Shape
  /// `[C, h, w]`.
  public let outputShape: Shape
  private let rows: [BilinearSpec.Place]
  private let columns: [BilinearSpec.Place]

  init(_ spec: BilinearSpec, input: Shape, output: Shape) {
    resizing = spec
    inputShape = input
    outputShape = output
    rows = spec.places(.vertical, from: input[1], to: output[1])
    columns = spec.places(.horizontal, from: input[2], to: output[2])
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .upsampleBilinear(resizing) }
  /// The shares do not depend on the numbers.
  public var backwardReadsOutput: Bool { false }

  /// `x`: (C, H, W, n), `y`: (C, h, w, n).
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    forEachCell { target, corners, a, b in
      let y = y + target * n
      for i in stride(from: 0, to: n, by: 8) {
        let x = x + i
        let upper =
          (1 - b) * load8(x + corners.upperLeft * n) + b * load8(x + corners.upperRight * n)
        let lower =
          (1 - b) * load8(x + corners.lowerLeft * n) + b * load8(x + corners.lowerRight * n)
        store((1 - a) * upper + a * lower, y + i)
      }
    }
  }

  /// `dx`: (C, H, W, n), `dy`: (C, h, w, n).
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    guard let dx else { return }
    dx.update(repeating: 0, count: inputShape.count * n)
    forEachCell { source, corners, a, b in
      let dy = dy + source * n
      func add(_ share: Float, to cell: Int, _ i: Int) {
        let dx = dx + cell * n + i
        store(load8(dx) + share * load8(dy + i), dx)
      }
      for i in stride(from: 0, to: n, by: 8) {
        // One after the other: at an edge two corners are the same cell.
        add((1 - a) * (1 - b), to: corners.upperLeft, i)
        add((1 - a) * b, to: corners.upperRight, i)
        add(a * (1 - b), to: corners.lowerLeft, i)
        add(a * b, to: corners.lowerRight, i)
      }
    }
  }

  /// The four cells of the input around a cell of the output.
  private struct Corners {
    var upperLeft: Int
    var upperRight: Int
    var lowerLeft: Int
    var lowerRight: Int
  }

  /// Goes through the cells of the output in their order, each with the cells around it, and the
  /// shares `a` of the lower and `b` of the right ones.
  @inline(__always)
  private func forEachCell(
    _ body: (_ cell: Int, _ corners: Corners, _ a: Float, _ b: Float) -> Void
  ) {
    let (height, width) = (inputShape[1], inputShape[2])
    var cell = 0
    for channel in 0..<inputShape[0] {
      for row in rows {
        let upper = (channel * height + row.first) * width
        let lower = (channel * height + row.second) * width
        for column in columns {
          let corners = Corners(
            upperLeft: upper + column.first, upperRight: upper + column.second,
            lowerLeft: lower + column.first, lowerRight: lower + column.second)
          body(cell, corners, row.share, column.share)
          cell += 1
        }
      }
    }
  }
}

/// The size of a bilinear resizing's output, and which cells of the input its cells lie between.
///
/// Along an axis, with `s` the scale:
///
///     (i + ½)/s − ½              cells are squares whose edges are aligned; at least 0
///     i·(H − 1)/(h − 1)          the centres of the outermost cells are aligned
///
/// The first is ONNX's `half_pixel`. Where a scale is given it is `s`, also when `h` is not exactly
/// `s·H`, as in PyTorch; where a size is given `s` is `h/H`.
public struct BilinearSpec: Hashable, Sendable {
  /// How large the output is.
  public var extent: Extent
  /// Whether the centres of the outermost cells lie on each other, instead of their edges.
  public var alignsCorners: Bool

  /// A resizing to `extent`.
  public init(_ extent: Extent, alignsCorners: Bool = false) {
    self.extent = extent
    self.alignsCorners = alignsCorners
  }

  /// How large the output is.
  public enum Extent: Hashable, Sendable {
    /// So many times the input, rounded down.
    case scale(height: Double, width: Double)
    /// So many rows and columns.
    case size(Size2D)
  }

  /// Where a cell of the output lies along one axis of the input.
  package struct Place: Hashable, Sendable {
    /// The cell before it.
    package var first: Int
    /// The cell behind it; the same at the last one.
    package var second: Int
    /// The share that is taken of the one behind.
    package var share: Float
  }

  /// The size of the output.
  /// - Throws: ``GeometryError`` when there is nothing left, or more than can be counted.
  func size(of input: Size2D) throws(GeometryError) -> Size2D {
    let (size, name): (Size2D, String)
    switch extent {
    case .size(let fixed): (size, name) = (fixed, "size")
    case .scale(let height, let width):
      name = "the output"
      size = Size2D(
        height: Int(clamping: Double(input.height) * height),
        width: Int(clamping: Double(input.width) * width))
    }
    for axis in Size2D.Axis.allCases {
      try ConvGeometry.require(size[axis], atLeast: 1, name, axis)
    }
    return size
  }

  /// The places of the output's `output` cells along an axis of `input` cells.
  package func places(_ axis: Size2D.Axis, from input: Int, to output: Int) -> [Place] {
    let step: Double
    switch extent {
    case _ where alignsCorners: step = output > 1 ? Double(input - 1) / Double(output - 1) : 0
    case .scale(let height, let width): step = 1 / (axis == .vertical ? height : width)
    case .size: step = Double(input) / Double(output)
    }
    return (0..<output).map { cell in
      let place = alignsCorners ? step * Double(cell) : step * (Double(cell) + 0.5) - 0.5
      let first = min(max(0, Int(clamping: place)), input - 1)
      let isLast = first == input - 1
      return Place(
        first: first, second: isLast ? first : first + 1,
        share: isLast ? 0 : Float(max(0, place - Double(first))))
    }
  }
}
