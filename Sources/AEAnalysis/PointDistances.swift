import AENetwork

/// How far points lie apart, one point from all others at a time, and which are nearest.
///
/// The points lie eight side by side, `(n/8, D, 8)`, so that one instruction goes eight times.
struct PointDistances: Sendable {
  /// How many points there are.
  let count: Int
  private let dimension: Int
  private let blocks: FloatBuffer

  /// The rows of `data`, `(n, D)`.
  init(_ data: Tensor) {
    precondition(data.shape.rank == 2, "points are rows, not \(data.shape)")
    let (n, d) = (data.shape[0], data.shape[1])
    (count, dimension) = (n, d)
    blocks = FloatBuffer(count: Lanes.count(n) * d)
    // About their mean, where single precision is finest.
    for j in 0..<d {
      let sum = (0..<n).reduce(0.0) { $0 + Double(data.values[$1 * d + j]) }
      let mean = Float(sum / Double(max(1, n)))
      for i in 0..<n {
        blocks.start[place(i, j)] = data.values[i * d + j] - mean
      }
    }
  }

  private func place(_ point: Int, _ axis: Int) -> Int {
    (point / Lanes.width * dimension + axis) * Lanes.width + point % Lanes.width
  }

  /// Memory that ``squares(from:into:)`` fills.
  func row() -> FloatBuffer { FloatBuffer(count: Lanes.count(count)) }

  /// The squared distance of `point` from every point, its own 0 included.
  func squares(from point: Int, into row: FloatBuffer) {
    let own = (0..<dimension).map { blocks.start[place(point, $0)] }
    own.withUnsafeBufferPointer { own in
      var block = UnsafePointer(blocks.start)
      for first in stride(from: 0, to: Lanes.count(count), by: Lanes.width) {
        var sum = SIMD8<Float>()
        for j in 0..<dimension {
          let difference = load8(block) - own[j]
          sum += difference * difference
          block += Lanes.width
        }
        store(sum, row.start + first)
      }
    }
  }

  /// A point and its squared distance.
  typealias Neighbour = (index: Int, square: Float)

  /// The `k` points nearest to `point` without itself, nearest first; of points equally far the
  /// first.
  /// - Parameter row: the squared distances from `point`.
  func nearest(_ k: Int, to point: Int, _ row: FloatBuffer) -> [Neighbour] {
    var found: [Neighbour] = []
    found.reserveCapacity(2 * k + 1)
    var limit = Float.infinity
    func cut() {
      found.sort { ($0.square, $0.index) < ($1.square, $1.index) }
      if found.count > k { found.removeLast(found.count - k) }
      if found.count == k, let last = found.last { limit = last.square }
    }
    for index in 0..<count where row.start[index] < limit && index != point {
      found.append((index, row.start[index]))
      if found.count == 2 * k { cut() }
    }
    cut()
    return found
  }
}
