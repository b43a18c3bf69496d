/// Limited-memory BFGS for smooth convex functions (Nocedal and Wright, "Numerical Optimization",
/// algorithms 7.4 and 7.5), with steps halved until they descend enough.
enum LBFGS {
  /// Where it ended.
  struct Result {
    var point: [Double]
    var value: Double
    var steps: Int
    /// Whether no part of the gradient is larger than the tolerance.
    var isConverged: Bool
  }

  /// Goes downhill from `start`.
  /// - Parameters:
  ///   - tolerance: of the largest part of the gradient.
  ///   - memory: pairs of steps and changes of the gradient that the curvature is taken from.
  ///   - function: gives value and gradient.
  static func minimise(
    from start: [Double], tolerance: Double, maximumSteps: Int, memory: Int = 10,
    _ function: ([Double]) -> (value: Double, gradient: [Double])
  ) -> Result {
    var point = start
    var (value, gradient) = function(point)
    var pairs: [(step: [Double], change: [Double], inverse: Double)] = []
    var steps = 0
    while steps < maximumSteps {
      if largest(gradient) <= tolerance {
        return Result(point: point, value: value, steps: steps, isConverged: true)
      }
      var direction = descent(gradient, pairs)
      var slope = dot(direction, gradient)
      if !(slope < 0) {
        pairs = []
        direction = gradient.map { -$0 }
        slope = -dot(gradient, gradient)
      }
      // The first step has no curvature to tell its length.
      var length = pairs.isEmpty ? min(1, 1 / max(largest(gradient), 1e-300)) : 1
      var next: (point: [Double], value: Double, gradient: [Double])?
      for _ in 0..<30 {
        let candidate = zip(point, direction).map { $0 + length * $1 }
        let (newValue, newGradient) = function(candidate)
        // The last term: what rounding may take from a step near the minimum.
        if newValue <= value + 1e-4 * length * slope + 1e-10 * abs(value) {
          next = (candidate, newValue, newGradient)
          break
        }
        length /= 2
      }
      guard let next else { break }
      steps += 1
      let step = zip(next.point, point).map { $0 - $1 }
      let change = zip(next.gradient, gradient).map { $0 - $1 }
      let curvature = dot(step, change)
      if curvature > 1e-14 * dot(step, step) {
        pairs.append((step, change, 1 / curvature))
        if pairs.count > memory { pairs.removeFirst() }
      }
      (point, value, gradient) = (next.point, next.value, next.gradient)
    }
    return Result(
      point: point, value: value, steps: steps, isConverged: largest(gradient) <= tolerance)
  }

  /// The quasi-Newton direction: the two loops.
  private static func descent(
    _ gradient: [Double], _ pairs: [(step: [Double], change: [Double], inverse: Double)]
  ) -> [Double] {
    var q = gradient
    var shares = [Double](repeating: 0, count: pairs.count)
    for (index, pair) in pairs.enumerated().reversed() {
      shares[index] = pair.inverse * dot(pair.step, q)
      add(-shares[index], pair.change, to: &q)
    }
    if let last = pairs.last {
      let scale = 1 / (last.inverse * dot(last.change, last.change))
      for i in q.indices { q[i] *= scale }
    }
    for (index, pair) in pairs.enumerated() {
      add(shares[index] - pair.inverse * dot(pair.change, q), pair.step, to: &q)
    }
    for i in q.indices { q[i] = -q[i] }
    return q
  }

  private static func largest(_ x: [Double]) -> Double { x.reduce(0) { max($0, abs($1)) } }

  /// Eight sums side by side: one alone would wait for each of its additions.
  private static func dot(_ x: [Double], _ y: [Double]) -> Double {
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        var sums = SIMD8<Double>()
        let whole = x.count / 8 * 8
        for i in stride(from: 0, to: whole, by: 8) {
          for j in 0..<8 { sums[j] += x[i + j] * y[i + j] }
        }
        var sum = sums.sum()
        for i in whole..<x.count { sum += x[i] * y[i] }
        return sum
      }
    }
  }

  private static func add(_ factor: Double, _ x: [Double], to y: inout [Double]) {
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        for i in x.indices { y[i] += factor * x[i] }
      }
    }
  }
}
