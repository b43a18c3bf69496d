/// The extents of a tensor, outermost first: `[N, C, H, W]` for a batch of images.
public struct Shape: Hashable, Sendable {
  /// The extents; every one is at least 0.
  public let dimensions: [Int]

  /// A shape of the given extents, outermost first.
  public init(_ dimensions: [Int]) {
    precondition(dimensions.allSatisfy { $0 >= 0 }, "a shape has no negative extent")
    self.dimensions = dimensions
  }

  /// How many axes there are.
  @inlinable
  public var rank: Int { dimensions.count }

  /// How many values a tensor of this shape holds. A shape from a file is checked first, by
  /// ``checkedCount``.
  @inlinable
  public var count: Int { dimensions.reduce(1, *) }

  /// ``count``, or nil when it does not fit into an `Int`.
  public var checkedCount: Int? {
    var count = 1
    for dimension in dimensions {
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      if overflow { return nil }
      count = product
    }
    return count
  }

  /// The extent along one axis.
  @inlinable
  public subscript(axis: Int) -> Int { dimensions[axis] }
}

extension Shape: ExpressibleByArrayLiteral {
  /// `let shape: Shape = [2, 3]`.
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}
