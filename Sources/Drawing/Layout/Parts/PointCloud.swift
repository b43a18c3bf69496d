import AEAnalysis
import AENetwork
import Foundation

/// Points in a plane, and what is asked of all of them. It stands here, and not with the figures,
/// since those are compiled without an optimiser, where a loop over ten thousand takes its time.
package struct PointCloud: Sendable {
  package let points: [Point]
  /// From the least to the greatest; 0 to 1 without points.
  package let x: ClosedRange<Double>
  /// From the least to the greatest; 0 to 1 without points.
  package let y: ClosedRange<Double>

  package init(_ points: [Point]) {
    self.points = points
    var (least, most) = (points.first ?? Point(0, 0), points.first ?? Point(1, 1))
    for point in points {
      least = Point(min(least.x, point.x), min(least.y, point.y))
      most = Point(max(most.x, point.x), max(most.y, point.y))
    }
    x = least.x...most.x
    y = least.y...most.y
  }

  /// The rows of `(N, 2)`, or of `(N, 1)` at the height 0.
  /// - Precondition: every value is finite.
  package init(rows: Tensor) {
    let (width, values) = (rows.shape[1], rows.values)
    self.init(
      (0..<rows.shape[0]).map { row in
        Point(Double(values[row * width]), width > 1 ? Double(values[row * width + 1]) : 0)
      })
  }

  /// The smallest rectangle around the points; an empty one at the origin for none.
  package var box: Rect {
    guard !points.isEmpty else { return Rect(x: 0, y: 0, width: 0, height: 0) }
    return Rect(
      x: x.lowerBound, y: y.lowerBound, width: x.upperBound - x.lowerBound,
      height: y.upperBound - y.lowerBound)
  }

  /// The points on the page, where the two scales put them.
  package func placed(_ x: Scale, _ y: Scale) -> PointCloud {
    PointCloud(points.map { Point(x($0.x), y($0.y)) })
  }

  /// Turned so that the points reach farthest along the first axis, or the second where
  /// `isUpright`, with their middle at the origin.
  package func turned(isUpright: Bool) -> PointCloud {
    guard points.count > 1 else { return self }
    let count = Double(points.count)
    let middle = Point(
      points.reduce(0) { $0 + $1.x } / count, points.reduce(0) { $0 + $1.y } / count)
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for point in points {
      let (dx, dy) = (point.x - middle.x, point.y - middle.y)
      (xx, xy, yy) = (xx + dx * dx, xy + dx * dy, yy + dy * dy)
    }
    let angle = 0.5 * atan2(2 * xy, xx - yy) - (isUpright ? .pi / 2 : 0)
    let (c, s) = (cos(angle), sin(angle))
    return PointCloud(
      points.map { point in
        let (dx, dy) = (point.x - middle.x, point.y - middle.y)
        return Point(c * dx + s * dy, c * dy - s * dx)
      })
  }

  /// The points at `places`.
  package func part(_ places: [Int]) -> PointCloud { PointCloud(places.map { points[$0] }) }

  /// The middle of where most of the points lie: of several clouds the largest's.
  package var densest: Point {
    let box = box
    let cell = max(box.width, box.height, 1e-9) / 8
    func bin(_ point: Point) -> SIMD2<Int> {
      SIMD2(Int(clamping: (point.x - box.x) / cell), Int(clamping: (point.y - box.y) / cell))
    }
    let bins = Dictionary(grouping: points, by: bin)
    func near(_ bin: SIMD2<Int>) -> [Point] {
      (-1...1).flatMap { y in (-1...1).flatMap { x in bins[bin &+ SIMD2(x, y)] ?? [] } }
    }
    let best = bins.keys.map { (bin: $0, points: near($0)) }
      .max { ($0.points.count, $1.bin.y, $1.bin.x) < ($1.points.count, $0.bin.y, $0.bin.x) }
    let found = best?.points ?? points
    return Point(Measure.median(found.map(\.x)), Measure.median(found.map(\.y)))
  }
}
