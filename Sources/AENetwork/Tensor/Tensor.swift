/// A dense array of `Float`, row-major and contiguous: the last axis varies fastest.
public struct Tensor: Hashable, Sendable {
  /// The extents, outermost first.
  public let shape: Shape
  /// The values in row-major order; always `shape.count` of them.
  public var values: [Float]

  /// A tensor of `shape` that holds `values` in row-major order.
  public init(_ shape: Shape, _ values: [Float]) {
    precondition(values.count == shape.count, "as many values as the shape has")
    self.shape = shape
    self.values = values
  }

  /// A tensor whose every value is `value`.
  public init(_ shape: Shape, repeating value: Float = 0) {
    self.init(shape, [Float](repeating: value, count: shape.count))
  }

  /// A tensor of standard normal values from `random`.
  public init(normal shape: Shape, using random: inout RandomSource) {
    self.init(shape, (0..<shape.count).map { _ in random.normal() })
  }

  /// How many values there are.
  @inlinable
  public var count: Int { values.count }

  /// The same values under another shape of the same count.
  public func reshaped(_ shape: Shape) -> Tensor { Tensor(shape, values) }

  /// The value at `(n, c, y, x)` of a tensor of rank 4.
  @inlinable
  public subscript(n: Int, c: Int, y: Int, x: Int) -> Float {
    get { values[offset(n, c, y, x)] }
    set { values[offset(n, c, y, x)] = newValue }
  }

  /// The tensor at `index` of the first axis, that axis dropped.
  public subscript(index: Int) -> Tensor {
    precondition(
      shape.rank > 0 && index >= 0 && index < shape[0], "the first axis has no such entry")
    let inner = Shape(Array(shape.dimensions.dropFirst()))
    return Tensor(inner, Array(values[index * inner.count..<(index + 1) * inner.count]))
  }

  /// The entries `range` of the first axis.
  public func rows(_ range: Range<Int>) -> Tensor {
    precondition(shape.rank > 0 && range.upperBound <= shape[0], "the first axis has no such rows")
    let inner = shape.dimensions.dropFirst().reduce(1, *)
    return Tensor(
      Shape([range.count] + shape.dimensions.dropFirst()),
      Array(values[range.lowerBound * inner..<range.upperBound * inner]))
  }

  /// The entries of the first axis at `indices`, in their order.
  package func selecting(_ indices: [Int]) -> Tensor {
    let inner = shape.dimensions.dropFirst().reduce(1, *)
    var result: [Float] = []
    result.reserveCapacity(indices.count * inner)
    for index in indices { result += values[index * inner..<(index + 1) * inner] }
    return Tensor(Shape([indices.count] + shape.dimensions.dropFirst()), result)
  }

  @inlinable
  func offset(_ n: Int, _ c: Int, _ y: Int, _ x: Int) -> Int {
    precondition(shape.rank == 4, "four indices need a tensor of rank 4")
    return ((n * shape[1] + c) * shape[2] + y) * shape[3] + x
  }
}
