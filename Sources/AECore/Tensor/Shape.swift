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
  public var rank: Int { dimensions.count }

  /// How many values a tensor of this shape holds. A shape from a file is checked first, by
  /// ``checkedCount``.
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
  public subscript(axis: Int) -> Int { dimensions[axis] }
}

extension Shape: ExpressibleByArrayLiteral {
  /// `let shape: Shape = [2, 3]`.
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension Shape: Codable {
  /// Reads the shape from an array of extents.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let dimensions = try container.decode([Int].self)
    guard dimensions.allSatisfy({ $0 >= 0 }), Shape(dimensions).checkedCount != nil else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "the extents \(dimensions) make no shape")
    }
    self.init(dimensions)
  }

  /// Writes the shape as an array of extents.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(dimensions)
  }
}

extension Shape: CustomStringConvertible {
  /// `16 × 14 × 14`, as it is printed on figures.
  public var description: String { dimensions.map(String.init).joined(separator: " × ") }
}
