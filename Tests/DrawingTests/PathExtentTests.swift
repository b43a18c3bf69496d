import Drawing
import DrawingTesting
import Testing

struct PathExtentTests {
  @Test func `A circle reaches as far as its radius`() throws {
    let extent = try #require(Path.circle(center: Point(50, 40), radius: 10).extent)
    #expect(abs(extent.x - 40) < 1e-9 && abs(extent.maxX - 60) < 1e-9)
    #expect(abs(extent.y - 30) < 1e-9 && abs(extent.maxY - 50) < 1e-9)
    #expect(Path().extent == nil)
  }

  @Test func `A curve's extent holds every point of it, and touches it`() throws {
    var seed: UInt64 = 1
    func random() -> Double {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(seed >> 40) / 1000
    }
    for _ in 0..<40 {
      let p = (0..<4).map { _ in Point(random(), random()) }
      let extent = try #require(Path([.move(p[0]), .curve(p[1], p[2], p[3])]).extent)
      let xs = (0...500).map { step in
        let t = Double(step) / 500
        let s = 1 - t
        return s * s * s * p[0].x + 3 * s * s * t * p[1].x + 3 * s * t * t * p[2].x + t * t * t
          * p[3].x
      }
      let (low, high) = (xs.min() ?? 0, xs.max() ?? 0)
      #expect(extent.x <= low + 1e-6 && extent.x > low - 2)
      #expect(extent.maxX >= high - 1e-6 && extent.maxX < high + 2)
    }
  }

  @Test func `Inside is what a fill paints`() {
    let disc = Path.circle(center: Point(50, 50), radius: 20)
    #expect(disc.contains(Point(50, 50)))
    #expect(disc.contains(Point(50, 31)))
    #expect(!disc.contains(Point(34, 34)))
    #expect(!disc.contains(Point(90, 50)))
    // The same direction twice is filled, the opposite direction is a hole.
    let outer = Path.rect(Rect(x: 0, y: 0, width: 100, height: 100))
    #expect((outer + .rect(Rect(x: 40, y: 40, width: 20, height: 20))).contains(Point(50, 50)))
    let hole = Path.polyline(
      [Point(40, 40), Point(40, 60), Point(60, 60), Point(60, 40)], closed: true)
    #expect(!(outer + hole).contains(Point(50, 50)))
    #expect((outer + hole).contains(Point(20, 50)))
    #expect(!Path.line(Point(0, 0), Point(100, 100)).contains(Point(50, 50)))
  }
}
