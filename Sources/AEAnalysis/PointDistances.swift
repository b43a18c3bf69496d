import AENetwork
import CKernels

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
    ck_squared_distances(blocks.start, Lanes.count(count), dimension, own, row.start)
  }

  /// A point and its squared distance.
  typealias Neighbour = (index: Int, square: Float)

  /// The `k` points nearest to `point` without itself, nearest first; of points equally far the
  /// first.
  /// - Parameter row: the squared distances from `point`.
  func nearest(_ k: Int, to point: Int, _ row: FloatBuffer) -> [Neighbour] {
    // Distance and index as one number: of what is not negative the bits rank as the values do.
    var found: [UInt64] = []
    found.reserveCapacity(2 * k + 1)
    var limit = Float.infinity
    func square(_ key: UInt64) -> Float { Float(bitPattern: UInt32(key >> 32)) }
    func cut() {
      found.sort()
      if found.count > k { found.removeLast(found.count - k) }
      if found.count == k, let last = found.last { limit = square(last) }
    }
    for index in 0..<count where row.start[index] < limit && index != point {
      found.append(UInt64(row.start[index].bitPattern) << 32 | UInt64(index))
      if found.count == 2 * k { cut() }
    }
    cut()
    return found.map { (Int($0 & 0xFFFF_FFFF), square($0)) }
  }
}
