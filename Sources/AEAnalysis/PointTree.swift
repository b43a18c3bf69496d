import AENetwork

/// A quadtree over points of a plane, built anew for every step of t-SNE in memory that stays.
///
/// Points are sorted along the Z-shaped curve through the cells (Morton 1966); then every cell is a
/// run of them. The nodes lie in the order in which they are visited, each with the place of the
/// node behind its subtree: a walk needs no stack.
///
/// `@unchecked Sendable`: threads read it only between two calls of ``build(_:)``.
final class PointTree: @unchecked Sendable {
  /// A cell that is not empty.
  struct Node: BitwiseCopyable, ExpressibleByIntegerLiteral {
    /// The mean of its points.
    var (x, y): (Float, Float)
    /// The cell's side, squared.
    var squaredWidth: Float
    var first: Int32
    var points: Int32
    /// The node behind the subtree.
    var next: Int32
    var isLeaf: Bool

    init(integerLiteral value: Int32) {
      (x, y, squaredWidth, first, points, next) = (0, 0, 0, value, value, value)
      isLeaf = true
    }
  }

  /// Points of a leaf; in a cell of the last level there may be more.
  static let leafSize = Lanes.width
  /// Points that go through the tree together, at most; in a cell of the last level there may be
  /// more.
  static let groupSize = 8 * Lanes.width
  /// How often a side is halved.
  private static let levels = 16

  /// How many points there are.
  let count: Int
  private(set) var nodeCount = 0
  private(set) var groupCount = 0
  private let nodeBuffer: Buffer<Node>
  private let groups: Buffer<Int32>
  /// Code and index of each point, sorted.
  private let keys: Buffer<UInt64>
  private let spare: Buffer<UInt64>
  private let sortedX: FloatBuffer
  private let sortedY: FloatBuffer
  private var width: Float = 0

  init(count: Int) {
    self.count = count
    // A cell with one child is skipped, so every inner node has two subtrees at least.
    nodeBuffer = Buffer(count: 2 * count)
    groups = Buffer(count: count)
    keys = Buffer(count: count)
    spare = Buffer(count: count)
    sortedX = FloatBuffer(count: count + Lanes.width)
    sortedY = FloatBuffer(count: count + Lanes.width)
  }

  var nodes: UnsafePointer<Node> { UnsafePointer(nodeBuffer.start) }
  /// Of the points in the order of the tree, with eight more that mean nothing.
  var x: UnsafePointer<Float> { UnsafePointer(sortedX.start) }
  var y: UnsafePointer<Float> { UnsafePointer(sortedY.start) }

  /// Which point is at `place` of the tree's order.
  func order(_ place: Int) -> Int { Int(keys.start[place] & 0xFFFF_FFFF) }

  /// Where the points of a group lie in the tree's order: those of the largest cell that holds no
  /// more than ``groupSize``.
  func points(ofGroup group: Int) -> Range<Int> {
    let node = nodeBuffer.start[Int(groups.start[group])]
    return Int(node.first)..<Int(node.first) + Int(node.points)
  }

  /// The tree of `position`, (n, 2).
  func build(_ position: FloatBuffer) {
    let p = position.start
    var (left, right, low, high) = (
      Float.infinity, -Float.infinity, Float.infinity, -Float.infinity
    )
    for i in 0..<count {
      left = min(left, p[2 * i])
      right = max(right, p[2 * i])
      low = min(low, p[2 * i + 1])
      high = max(high, p[2 * i + 1])
    }
    width = max(right - left, high - low)
    let scale = width > 0 ? 65535.99 / width : 0
    for i in 0..<count {
      let column = Self.cell((p[2 * i] - left) * scale)
      let row = Self.cell((p[2 * i + 1] - low) * scale)
      keys.start[i] = UInt64(Self.spread(column) | Self.spread(row) << 1) << 32 | UInt64(i)
    }
    sort()
    for place in 0..<count {
      sortedX.start[place] = p[2 * order(place)]
      sortedY.start[place] = p[2 * order(place) + 1]
    }
    (nodeCount, groupCount) = (0, 0)
    if count > 0 { addNode(0..<count, level: 0, isInGroup: false) }
  }

  /// Also for what is no number.
  private static func cell(_ value: Float) -> UInt32 {
    value > 0 ? (value < 65535 ? UInt32(clamping: value) : 65535) : 0
  }

  /// The 16 bits of `value` with a gap behind each.
  private static func spread(_ value: UInt32) -> UInt32 {
    var v = value
    v = (v | v << 8) & 0x00FF_00FF
    v = (v | v << 4) & 0x0F0F_0F0F
    v = (v | v << 2) & 0x3333_3333
    return (v | v << 1) & 0x5555_5555
  }

  /// By code, byte by byte from the lowest; equal codes stay in the order of their points.
  private func sort() {
    var (from, to) = (keys.start, spare.start)
    for shift in stride(from: UInt64(32), to: 64, by: 8) {
      withUnsafeTemporaryAllocation(of: Int.self, capacity: 257) { places in
        places.initialize(repeating: 0)
        for i in 0..<count { places[Int(from[i] >> shift & 0xFF) + 1] += 1 }
        for digit in 1...256 { places[digit] += places[digit - 1] }
        for i in 0..<count {
          let digit = Int(from[i] >> shift & 0xFF)
          to[places[digit]] = from[i]
          places[digit] += 1
        }
      }
      swap(&from, &to)  // four times: what is sorted ends where it began
    }
  }

  private func addNode(_ range: Range<Int>, level: Int, isInGroup: Bool) {
    // Down to the smallest cell that holds all of these points: where the first and the last part.
    let differing =
      UInt32(truncatingIfNeeded: keys.start[range.lowerBound] >> 32)
      ^ UInt32(truncatingIfNeeded: keys.start[range.upperBound - 1] >> 32)
    let level = max(level, differing.leadingZeroBitCount / 2)
    let index = nodeCount
    nodeCount += 1
    var (sumX, sumY) = (0.0, 0.0)
    for place in range {
      sumX += Double(sortedX.start[place])
      sumY += Double(sortedY.start[place])
    }
    let isLeaf = range.count <= Self.leafSize || level >= Self.levels
    let isGroup = !isInGroup && (isLeaf || range.count <= Self.groupSize)
    if isGroup {
      groups.start[groupCount] = Int32(index)
      groupCount += 1
    }
    if !isLeaf {
      let shift = UInt64(32 + 2 * (Self.levels - 1 - level))
      var first = range.lowerBound
      for quarter in UInt64(0)..<4 where first < range.upperBound {
        let end = firstPlace(in: first..<range.upperBound, shift, beyond: quarter)
        if end > first {
          addNode(first..<end, level: level + 1, isInGroup: isInGroup || isGroup)
        }
        first = end
      }
    }
    let side = width / Float(1 << level)
    var node: Node = 0
    node.x = Float(sumX / Double(range.count))
    node.y = Float(sumY / Double(range.count))
    node.squaredWidth = side * side
    node.first = Int32(range.lowerBound)
    node.points = Int32(range.count)
    node.next = Int32(nodeCount)
    node.isLeaf = isLeaf
    nodeBuffer.start[index] = node
  }

  /// The first place whose two bits at `shift` are larger than `quarter`.
  private func firstPlace(in range: Range<Int>, _ shift: UInt64, beyond quarter: UInt64) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if keys.start[middle] >> shift & 3 > quarter { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
