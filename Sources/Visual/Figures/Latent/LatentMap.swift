import AECore
import Foundation

/// Codes as points on two axes, with what stands above them.
package struct LatentMap: Sendable {
  /// What the marks' names begin with: `latent`, `latent/pca`, `latent/tsne`.
  package let id: String
  /// From long to short; for where several maps stand on one page.
  package let headings: [String]
  /// Whether the axes have values; those of t-SNE mean nothing.
  package let hasTicks: Bool
  package let axisNames: [String]
  /// The codes' positions.
  package let cloud: PointCloud
  /// The class of each point; nil without labels.
  package let groups: [Int?]
  /// The points of each class, in order.
  let members: [Int: [Int]]
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
    /// Its place in ``LatentMap/cloud``.
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
    func meets(_ cloud: PointCloud) -> Bool {
      guard !cloud.points.isEmpty else { return false }
      let (left, right) = (cloud.x.lowerBound, cloud.x.upperBound)
      let (low, high) = (cloud.y.lowerBound, cloud.y.upperBound)
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
    let cloud = PointCloud(rows: codes)
    self.cloud = cloud
    groups = labels ?? [Int?](repeating: nil, count: cloud.points.count)
    members = Measure.places(of: labels ?? [])
    self.ellipses = ellipses.filter { $0.meets(cloud) }
  }

  /// How many codes there are.
  package var count: Int { cloud.points.count }

  /// Whether each axis has a scale of its own; else one unit is as long on both.
  package var hasOwnScales: Bool {
    let (width, height) = (cloud.box.width, cloud.box.height)
    return hasTicks && min(width, height) > 0
      && max(width, height) > Self.mostUneven * min(width, height)
  }

  /// The points as they are shown: turned so that they reach farthest along the first axis, or the
  /// second where `isUpright`, when the directions mean nothing, as those of a map by t-SNE.
  func turned(isUpright: Bool) -> PointCloud {
    hasTicks ? cloud : cloud.turned(isUpright: isUpright)
  }
}
