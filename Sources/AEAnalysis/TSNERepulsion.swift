import AENetwork

/// How the points of t-SNE keep each other at a distance, by a tree of cells: what is far away and
/// close together counts as one (Barnes and Hut 1986, "A hierarchical O(N log N) force-calculation
/// algorithm").
///
/// The points of a leaf, eight at most, go through the tree together, one lane each.
package final class TSNERepulsion: Sendable {
  /// `Σⱼ q²·(yᵢ − yⱼ)` with `q = 1 / (1 + |yᵢ − yⱼ|²)`, (n, 2).
  package let force: FloatBuffer
  private let tree: PointTree
  private let squaredAngle: Float
  /// What each leaf adds to the sum of all `q`.
  private let sums: Buffer<Double>

  /// Room for `count` points. `angle`, in radians: how small a cell has to look from all points of
  /// a leaf to count as one point.
  package init(count: Int, angle: Double) {
    force = FloatBuffer(count: 2 * count)
    tree = PointTree(count: count)
    squaredAngle = Float(angle * angle)
    sums = Buffer(count: count)
  }

  /// Sets ``force``; gives the sum of `q` over all ordered pairs of different points of `position`,
  /// (n, 2).
  package func compute(_ position: FloatBuffer, threads: Int) -> Double {
    tree.build(position)
    let leaves = tree.leafCount
    Parallel.forEachPart(of: leaves, part: 16, threads: threads) { part in
      // What a leaf sees, x, y and how many points each: at most every point.
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * tree.count) { seen in
        guard let seen = seen.baseAddress else { return }
        for leaf in part { sums.start[leaf] = repel(leaf, seen) }
      }
    }
    return (0..<leaves).reduce(0) { $0 + sums.start[$1] }
  }

  private func repel(_ leaf: Int, _ seen: Floats) -> Double {
    let range = tree.points(ofLeaf: leaf)
    let count = look(from: range, seen)
    var total = 0.0
    for first in stride(from: range.lowerBound, to: range.upperBound, by: Lanes.width) {
      let (x, y) = (load8(tree.x + first), load8(tree.y + first))
      var (forceX, forceY, sum) = (SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>())
      var entry = seen
      for _ in 0..<count {
        let (dx, dy) = (x - entry[0], y - entry[1])
        let q = 1 / (1 + dx * dx + dy * dy)
        let weighted = entry[2] * q
        sum += weighted
        let push = weighted * q
        forceX += push * dx
        forceY += push * dy
        entry += 3
      }
      for lane in 0..<min(Lanes.width, range.upperBound - first) {
        let point = tree.order(first + lane)
        force.start[2 * point] = forceX[lane]
        force.start[2 * point + 1] = forceY[lane]
        // Every point has met itself, at distance 0.
        total += Double(sum[lane]) - 1
      }
    }
    return total
  }

  /// Puts what the points `range` have to be compared with to `seen`, three numbers each; gives how
  /// many that are.
  private func look(from range: Range<Int>, _ seen: Floats) -> Int {
    let (x, y) = (tree.x, tree.y)
    var (left, right, low, high) = (
      Float.infinity, -Float.infinity, Float.infinity, -Float.infinity
    )
    for point in range {
      left = min(left, x[point])
      right = max(right, x[point])
      low = min(low, y[point])
      high = max(high, y[point])
    }
    var target = seen
    var index = 0
    let nodes = tree.nodes
    while index < tree.nodeCount {
      let node = nodes[index]
      let dx = max(left - node.x, node.x - right, 0)
      let dy = max(low - node.y, node.y - high, 0)
      let isOnePoint =
        node.squaredWidth < squaredAngle * (dx * dx + dy * dy)
        || node.points > Lanes.width
          && node.isLeaf
      if isOnePoint {
        target[0] = node.x
        target[1] = node.y
        target[2] = Float(node.points)
        target += 3
        index = Int(node.next)
      } else if node.isLeaf {
        for point in Int(node.first)..<Int(node.first) + Int(node.points) {
          target[0] = x[point]
          target[1] = y[point]
          target[2] = 1
          target += 3
        }
        index = Int(node.next)
      } else {
        index += 1
      }
    }
    return (target - seen) / 3
  }

  /// The definition, pair by pair: what the tree comes close to. `position`: (n, 2).
  package static func naive(_ position: [Float]) -> (force: [Double], sum: Double) {
    let n = position.count / 2
    var force = [Double](repeating: 0, count: 2 * n)
    var sum = 0.0
    for i in 0..<n {
      for j in 0..<n where i != j {
        let dx = Double(position[2 * i]) - Double(position[2 * j])
        let dy = Double(position[2 * i + 1]) - Double(position[2 * j + 1])
        let q = 1 / (1 + dx * dx + dy * dy)
        force[2 * i] += q * q * dx
        force[2 * i + 1] += q * q * dy
        sum += q
      }
    }
    return (force, sum)
  }
}
