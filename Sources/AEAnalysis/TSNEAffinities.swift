import AENetwork
import CKernels
import Foundation

/// How strongly the points of t-SNE attract each other.
///
/// Every point's neighbours have weights of a normal distribution about it, as wide as gives the
/// entropy `ln(perplexity)`; both directions are averaged, and all weights add up to 1. Neighbours
/// beyond three times the perplexity have none.
///
///     p(j|i) ∝ exp(−βᵢ·|xᵢ − xⱼ|²)        pᵢⱼ = (p(j|i) + p(i|j)) / 2n
package struct TSNEAffinities: Sendable {
  /// Where each point's neighbours start in ``columns`` and ``weights``; the last entry is the end.
  /// Each point has a multiple of eight: behind its neighbours itself, with weight 0.
  package let starts: [Int]
  /// The other point.
  package let columns: Buffer<Int32>
  /// `pᵢⱼ`.
  package let weights: FloatBuffer

  /// The affinities of the rows of `data`, `(n, D)`.
  package init(_ data: Tensor, perplexity: Double, threads: Int) {
    let n = data.shape[0]
    let k = min(n - 1, Int(clamping: 3 * perplexity + 1))
    let distances = PointDistances(data)
    // The k nearest of each point.
    let near = Buffer<Int32>(count: n * k)
    let pull = FloatBuffer(count: n * k)
    Parallel.forEachPart(of: n, part: 64, threads: threads) { points in
      let row = distances.row()
      for i in points {
        distances.squares(from: i, into: row)
        let found = distances.nearest(k, to: i, row)
        let weights = Self.weights(found.map { Double($0.square) }, perplexity)
        for (place, (neighbour, weight)) in zip(found, weights).enumerated() {
          near.start[i * k + place] = Int32(neighbour.index)
          pull.start[i * k + place] = Float(weight)
        }
      }
    }
    let both = Self.symmetric(near, pull, n: n, k: k)
    starts = both.starts
    columns = both.columns
    weights = both.weights
  }

  /// The sums of both directions' weights over `2n`: neighbours by each point and those that have
  /// it as theirs, rising.
  private static func symmetric(
    _ near: Buffer<Int32>, _ pull: FloatBuffer, n: Int, k: Int
  ) -> (starts: [Int], columns: Buffer<Int32>, weights: FloatBuffer) {
    // Of each point the places in `near` where others have it as theirs, point after point.
    var ends = [Int](repeating: 0, count: n + 1)
    for place in 0..<n * k { ends[Int(near.start[place]) + 1] += 1 }
    for i in 0..<n { ends[i + 1] += ends[i] }
    let others = Buffer<Int32>(count: n * k)
    let firsts = ends
    // `ends[j]` moves from where the places of point j begin to where they end.
    for place in 0..<n * k {
      let j = Int(near.start[place])
      others.start[ends[j]] = Int32(place)
      ends[j] += 1
    }
    func places(_ i: Int) -> UnsafeBufferPointer<Int32> {
      UnsafeBufferPointer(start: others.start + firsts[i], count: firsts[i + 1] - firsts[i])
    }
    // How many each point has, those that are its own and have it too counted once.
    var starts = [0]
    var lastPoint = [Int](repeating: -1, count: n)
    for i in 0..<n {
      for place in i * k..<(i + 1) * k { lastPoint[Int(near.start[place])] = i }
      let added = places(i).count { lastPoint[Int($0) / k] != i }
      starts.append(starts[i] + Lanes.count(k + added))
    }
    let columns = Buffer<Int32>(count: starts[n])
    let weights = FloatBuffer(count: starts[n])
    var entries: [(index: Int32, weight: Double)] = []
    for i in 0..<n {
      entries.removeAll(keepingCapacity: true)
      for place in i * k..<(i + 1) * k {
        entries.append((near.start[place], Double(pull.start[place])))
      }
      for place in places(i) {
        entries.append((place / Int32(k), Double(pull.start[Int(place)])))
      }
      entries.sort { $0.index < $1.index }
      // Whoever is there twice is merged; what is left of the whole lanes is the point itself.
      var next = starts[i]
      for (place, entry) in entries.enumerated() {
        var weight = entry.weight
        if place > 0, entries[place - 1].index == entry.index { continue }
        if place + 1 < entries.count, entries[place + 1].index == entry.index {
          weight += entries[place + 1].weight
        }
        columns.start[next] = entry.index
        weights.start[next] = Float(weight / Double(2 * n))
        next += 1
      }
      for place in next..<starts[i + 1] { columns.start[place] = Int32(i) }
    }
    return (starts, columns, weights)
  }

  /// The weights of neighbours at these squared distances, nearest first; they add up to 1.
  private static func weights(_ squares: [Double], _ perplexity: Double) -> [Double] {
    let target = log(perplexity)
    let nearest = squares.first ?? 0
    // From the nearest one on, so that not all weights vanish.
    let beyond = squares.map { $0 - nearest }
    guard let widest = beyond.last, widest > 0 else {
      return squares.map { _ in 1 / Double(squares.count) }
    }
    var (low, high) = (0.0, Double.infinity)
    var beta = 1 / widest
    var result = squares
    for _ in 0..<100 {
      var (sum, weighted) = (0.0, 0.0)
      for (index, square) in beyond.enumerated() {
        let weight = exp(-beta * square)
        result[index] = weight
        sum += weight
        weighted += weight * square
      }
      let entropy = log(sum) + beta * weighted / sum
      for index in result.indices { result[index] /= sum }
      if abs(entropy - target) <= 1e-5 { break }
      if entropy > target {
        low = beta
        beta = high == .infinity ? 2 * beta : (beta + high) / 2
      } else {
        high = beta
        beta = (beta + low) / 2
      }
    }
    return result
  }

  /// `force`: (n, 2), what draws each point of `position`, (n, 2), from where its neighbours are:
  /// `factor · Σⱼ pᵢⱼ·q·(yᵢ − yⱼ)` with `q = 1 / (1 + |yᵢ − yⱼ|²)`.
  func attract(_ position: FloatBuffer, into force: FloatBuffer, factor: Float, threads: Int) {
    Parallel.forEachPart(of: starts.count - 1, part: 128, threads: threads) { points in
      ck_attract(
        position.start, points.lowerBound, points.upperBound, starts, columns.start,
        weights.start, factor, force.start)
    }
  }

  /// `Σ pᵢⱼ·ln(pᵢⱼ / qᵢⱼ)` in nats; `sum` is what `1 / (1 + |yᵢ − yⱼ|²)` adds up to over all pairs.
  func divergence(_ position: FloatBuffer, sum: Double) -> Double {
    var total = 0.0
    for i in 0..<starts.count - 1 {
      for entry in starts[i]..<starts[i + 1] where weights.start[entry] > 0 {
        let j = Int(columns.start[entry])
        let dx = Double(position.start[2 * i] - position.start[2 * j])
        let dy = Double(position.start[2 * i + 1] - position.start[2 * j + 1])
        let p = Double(weights.start[entry])
        total += p * log(p * sum * (1 + dx * dx + dy * dy))
      }
    }
    return total
  }
}
