import AECore
import Foundation

/// Codes as points on two axes, with what stands above them.
package struct LatentMap: Sendable {
  /// A code's position, and its class; nil without labels.
  package typealias Place = (x: Double, y: Double, group: Int?)

  /// What the marks' names begin with: `latent`, `latent/pca`, `latent/tsne`.
  package let id: String
  /// From long to short; for where several maps stand on one page.
  package let headings: [String]
  /// Whether the axes have values; those of t-SNE mean nothing.
  package let hasTicks: Bool
  package let axisNames: [String]
  /// Position and class of each point.
  package let points: [Place]
  /// The distributions of some images' codes, as far as they are seen among the points.
  package let ellipses: [Ellipse]
  /// Test images, each with the point that is its code.
  package var pictures: [Picture] = []
  /// The error of each point's image; nil where it is unknown.
  package var errors: [Double]?

  /// A test image and its point.
  package struct Picture: Sendable {
    /// `(C, H, W)`.
    package var image: Tensor
    /// Its place among ``LatentMap/points``.
    package var point: Int
  }

  /// Where the code of one image is drawn from.
  package struct Ellipse: Hashable, Sendable {
    package var mean: (x: Double, y: Double) { (x, y) }
    var x: Double
    var y: Double
    /// Along the two axes.
    package var deviationX: Double
    package var deviationY: Double
    package var group: Int?

    /// Whether its outline runs through the box of the points; one that is far wider than they lie
    /// apart runs around them.
    func meets(_ points: [Place]) -> Bool {
      let (xs, ys) = (points.map(\.x), points.map(\.y))
      guard let left = xs.min(), let right = xs.max(), let low = ys.min(), let high = ys.max()
      else {
        return false
      }
      func deviations(_ x: Double, _ y: Double) -> Double {
        hypot((x - self.x) / deviationX, (y - self.y) / deviationY)
      }
      let nearest = deviations(min(max(x, left), right), min(max(y, low), high))
      let farthest =
        [left, right].flatMap { x in [low, high].map { deviations(x, $0) } }.max() ?? 0
      return nearest <= LatentMap.reach && farthest >= LatentMap.reach
    }
  }

  /// How many deviations an ellipse reaches: 86 % of a normal distribution in the plane lie inside.
  package static let reach = 2.0

  /// Ranges that differ by more than this have a scale each: with one for both, the smaller would
  /// be a line.
  private static let mostUneven = 3.0

  /// Codes that are projected already, `(N, 2)` or `(N, 1)`; labels fit them.
  init(
    id: String, headings: [String] = [], _ codes: Tensor, axisNames: [String], labels: [Int]?,
    hasTicks: Bool = true, ellipses: [Ellipse] = []
  ) {
    self.id = id
    self.headings = headings
    self.hasTicks = hasTicks
    self.axisNames = axisNames
    let (axes, values) = (axisNames.count, codes.values)
    let points = (0..<codes.shape[0]).map { row -> Place in
      (Double(values[row * axes]), axes > 1 ? Double(values[row * axes + 1]) : 0, labels?[row])
    }
    self.points = points
    self.ellipses = ellipses.filter { $0.meets(points) }
  }

  /// The values of one axis from the smallest to the largest.
  func range(_ axis: (Place) -> Double) -> ClosedRange<Double> {
    let values = points.map(axis)
    return (values.min() ?? 0)...(values.max() ?? 1)
  }

  /// Whether each axis has a scale of its own; else one unit is as long on both.
  package var hasOwnScales: Bool {
    let (x, y) = (range { $0.x }, range { $0.y })
    let (width, height) = (x.upperBound - x.lowerBound, y.upperBound - y.lowerBound)
    return hasTicks && min(width, height) > 0
      && max(width, height) > Self.mostUneven * min(width, height)
  }

  /// The points turned so that they reach farthest along the first axis, or the second where
  /// `isUpright`: the directions of a map by t-SNE mean nothing. Others stay as they are.
  func turned(isUpright: Bool) -> [Place] {
    guard !hasTicks, points.count > 1 else { return points }
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
    return points.map { x, y, group in
      (c * (x - middle.x) + s * (y - middle.y), c * (y - middle.y) - s * (x - middle.x), group)
    }
  }
}
