import AECore
import Drawing
import Foundation
import Testing

struct PointCloudTests {
  private func cloud(_ count: Int, seed: UInt64) -> PointCloud {
    var random = RandomSource(seed: seed)
    return PointCloud(
      (0..<count).map { _ in
        let along = Double.random(in: -9...9, using: &random)
        return Point(
          along + .random(in: -1...1, using: &random) + 40,
          2 * along + .random(in: -1...1, using: &random) - 7)
      })
  }

  @Test func theBoxIsFromTheLeastToTheGreatest() {
    let cloud = cloud(50, seed: 1)
    let (xs, ys) = (cloud.points.map(\.x), cloud.points.map(\.y))
    #expect(cloud.x.lowerBound == xs.min() && cloud.x.upperBound == xs.max())
    #expect(cloud.y.lowerBound == ys.min() && cloud.y.upperBound == ys.max())
    #expect(cloud.box.maxX == xs.max() && cloud.box.y == ys.min())
    #expect(PointCloud([]).box == Rect(x: 0, y: 0, width: 0, height: 0))
    #expect(PointCloud([]).x == 0...1)
    #expect(PointCloud(rows: Tensor([2, 1], [3, -5])).points == [Point(3, 0), Point(-5, 0)])
  }

  @Test(arguments: [false, true]) func aTurnedCloudReachesFarthestAlongItsAxis(isUpright: Bool) {
    let cloud = cloud(80, seed: 2)
    let turned = cloud.turned(isUpright: isUpright)
    func spread(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
    let (x, y) = (turned.points.map(\.x), turned.points.map(\.y))
    #expect(abs(x.reduce(0, +)) < 1e-9 && abs(y.reduce(0, +)) < 1e-9)
    #expect(abs(zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-6)
    #expect(isUpright ? spread(y) > 20 * spread(x) : spread(x) > 20 * spread(y))
    for (a, b) in [(0, 1), (3, 70), (12, 44)] {
      func distance(_ cloud: PointCloud) -> Double {
        hypot(cloud.points[a].x - cloud.points[b].x, cloud.points[a].y - cloud.points[b].y)
      }
      #expect(abs(distance(cloud) - distance(turned)) < 1e-9)
    }
  }

  @Test func theDensestPlaceIsInTheLargestOfSeveralClouds() {
    var random = RandomSource(seed: 5)
    func around(_ x: Double, _ y: Double, _ count: Int) -> [Point] {
      (0..<count).map { _ in
        Point(
          x + .random(in: -1...1, using: &random), y + .random(in: -1...1, using: &random))
      }
    }
    let points = around(0, 0, 30) + around(50, 10, 60) + around(20, 80, 40)
    let middle = PointCloud(points).densest
    #expect(hypot(middle.x - 50, middle.y - 10) < 1)
    let part = PointCloud(points).part(Array(0..<30)).densest
    #expect(hypot(part.x, part.y) < 1)
  }
}
