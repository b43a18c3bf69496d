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
  public var checkedCount: Int? { Int(product: dimensions) }

  /// No shape of a network, of its images or of its weights has more values: more than any memory
  /// holds, and so few that sums and small multiples of such counts are numbers, too.
  public static let largestCount = Int.bitWidth == 64 ? 1 << 40 : 1 << 28

  /// Whether there are no more values than ``largestCount``.
  public var isHoldable: Bool { checkedCount.map { $0 <= Self.largestCount } ?? false }

  /// The extent along one axis.
  @inlinable
  public subscript(axis: Int) -> Int { dimensions[axis] }
}

extension Shape: ExpressibleByArrayLiteral {
  /// `let shape: Shape = [2, 3]`.
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}
