/// How well a score separates two classes, whatever the threshold: the receiver operating
/// characteristic (Fawcett 2006, "An introduction to ROC analysis"), as scikit-learn computes it.
public struct ROCCurve: Hashable, Sendable {
  /// What a threshold gives.
  public struct Point: Hashable, Sendable {
    /// The share of the negatives whose score is at least the threshold.
    public var falsePositiveRate: Double
    /// The share of the positives whose score is.
    public var truePositiveRate: Double
  }

  /// From (0, 0) to (1, 1), a point for each different score, the largest first.
  public let points: [Point]
  /// The area below the curve: how probable it is that a positive scores higher than a negative,
  /// equal scores counting half. 0.5 is chance, 1 perfect.
  public let area: Double

  /// The curve of `scores`, of which those where `isPositive` is true should be the larger; nil
  /// when one of the classes is empty or a score is not a number.
  public init?(scores: [Double], isPositive: [Bool]) {
    precondition(scores.count == isPositive.count, "\(scores.count) and \(isPositive.count) differ")
    let positives = isPositive.count { $0 }
    let negatives = isPositive.count - positives
    guard positives > 0, negatives > 0, !scores.contains(where: \.isNaN) else { return nil }
    var (truths, falses, area) = (0, 0, 0.0)
    var points = [Point(falsePositiveRate: 0, truePositiveRate: 0)]
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    for (rank, index) in order.enumerated() {
      if isPositive[index] { truths += 1 } else { falses += 1 }
      if rank + 1 < order.count, scores[order[rank + 1]] == scores[index] { continue }
      let point = Point(
        falsePositiveRate: Double(falses) / Double(negatives),
        truePositiveRate: Double(truths) / Double(positives))
      if let last = points.last {
        area +=
          (point.falsePositiveRate - last.falsePositiveRate)
          * (point.truePositiveRate + last.truePositiveRate) / 2
      }
      points.append(point)
    }
    self.points = points
    self.area = area
  }

  /// The points where the curve turns: the same curve.
  public var corners: [Point] {
    points.indices.filter { index in
      guard index > 0, index + 1 < points.count else { return true }
      let (a, b, c) = (points[index - 1], points[index], points[index + 1])
      let cross =
        (b.falsePositiveRate - a.falsePositiveRate) * (c.truePositiveRate - b.truePositiveRate)
        - (c.falsePositiveRate - b.falsePositiveRate) * (b.truePositiveRate - a.truePositiveRate)
      return abs(cross) > 1e-15
    }.map { points[$0] }
  }
}
