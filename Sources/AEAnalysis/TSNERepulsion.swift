import AENetwork
import CKernels

/// How the points of t-SNE keep each other at a distance, by a tree of cells: what is far away and
/// close together counts as one (Barnes and Hut 1986, "A hierarchical O(N log N) force-calculation
/// algorithm").
///
/// Points of one cell, 64 at most, go through the tree together (Barnes 1990, "A modified tree
/// code"): they see the same cells, each of them from at least as far as the nearest of them does,
/// and then eight of them are pushed by one instruction.
package final class TSNERepulsion: Sendable {
  /// `Σⱼ q²·(yᵢ − yⱼ)` with `q = 1 / (1 + |yᵢ − yⱼ|²)`, (n, 2).
  package let force: FloatBuffer
  private let tree: PointTree
  private let squaredAngle: Float
  /// What each group adds to the sum of all `q`.
  private let sums: Buffer<Double>

  /// Room for `count` points. `angle`, in radians: how small a cell has to look from all points of
  /// a group to count as one point.
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
    let groups = tree.groupCount
    Parallel.forEachPart(of: groups, part: 4, threads: threads) { part in
      // What a group sees: at most every point. What its points are pushed by, x, y and sum.
      withUnsafeTemporaryAllocation(of: ck_seen_point.self, capacity: tree.count) { seen in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * PointTree.groupSize) { push in
          guard let seen = seen.baseAddress, let push = push.baseAddress else { return }
          for group in part { sums.start[group] = repel(group, seen, push) }
        }
      }
    }
    return (0..<groups).reduce(0) { $0 + sums.start[$1] }
  }

  private func repel(
    _ group: Int, _ seen: UnsafeMutablePointer<ck_seen_point>, _ push: Floats
  ) -> Double {
    let range = tree.points(ofGroup: group)
    let count = look(from: range, seen)
    let (pushX, pushY, sum) = (
      push, push + PointTree.groupSize, push + 2 * PointTree.groupSize
    )
    var total = 0.0
    for first in stride(from: range.lowerBound, to: range.upperBound, by: PointTree.groupSize) {
      let points = min(PointTree.groupSize, range.upperBound - first)
      ck_repel(
        tree.x + first, tree.y + first, Lanes.count(points), seen, count, pushX, pushY, sum)
      for place in 0..<points {
        let point = tree.order(first + place)
        force.start[2 * point] = pushX[place]
        force.start[2 * point + 1] = pushY[place]
        // Every point has met itself, at distance 0.
        total += Double(sum[place]) - 1
      }
    }
    return total
  }

  /// Puts what the points `range` have to be compared with to `seen`; gives how many that are.
  private func look(
    from range: Range<Int>, _ seen: UnsafeMutablePointer<ck_seen_point>
  ) -> Int {
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
        target.pointee = ck_seen_point(x: node.x, y: node.y, count: Float(node.points))
        target += 1
        index = Int(node.next)
      } else if node.isLeaf {
        for point in Int(node.first)..<Int(node.first) + Int(node.points) {
          target.pointee = ck_seen_point(x: x[point], y: y[point], count: 1)
          target += 1
        }
        index = Int(node.next)
      } else {
        index += 1
      }
    }
    return target - seen
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
