import AECore
import Drawing
import Testing

struct PointRasterTests {
  private static let rect = Rect(x: 30.3, y: 12.7, width: 64, height: 41)

  private static func points(
    _ count: Int, seed: UInt64
  ) -> (places: [Point], looks: [PointRaster.Look]) {
    var random = RandomSource(seed: seed)
    let places = (0..<count).map { _ in
      Point(.random(in: 10...110, using: &random), .random(in: 0...70, using: &random))
    }
    let looks = (0..<count).map { _ -> PointRaster.Look in
      let parts = (0..<4).map { _ in Double.random(in: 0...1, using: &random) }
      return (
        Color(red: parts[0], green: parts[1], blue: parts[2], alpha: parts[3]),
        Marker.allCases[Int.random(in: 0..<Marker.allCases.count, using: &random)]
      )
    }
    return (places, looks)
  }

  /// Every pixel of `rect` by itself: the points one over the other, each covering what of 4 × 4
  /// samples lies in its marker, which stands on a whole pixel.
  private static func naive(
    _ places: [Point], _ looks: [PointRaster.Look], radius: Double, width: Int, height: Int
  ) -> [[Double]] {
    let scale = PointRaster.resolution
    return (0..<width * height).map { pixel in
      var color = [0.0, 0, 0, 0]
      for (place, look) in zip(places, looks) {
        let left = ((place.x - rect.x) * scale - 0.5).rounded()
        let top = ((place.y - rect.y) * scale - 0.5).rounded()
        let (dx, dy) = (Double(pixel % width) - left, Double(pixel / width) - top)
        guard max(abs(dx), abs(dy)) < 4 * radius * scale else { continue }
        let inside = (0..<16).count { sample in
          look.marker.contains(
            x: dx + Double(sample % 4) / 4 - 0.375, y: dy + Double(sample / 4) / 4 - 0.375,
            radius: radius * scale)
        }
        let coverage = Double(inside) / 16 * look.color.alpha
        let paint = [look.color.red, look.color.green, look.color.blue, 1]
        color = zip(color, paint).map { $0 * (1 - coverage) + $1 * coverage }
      }
      return color[3] > 0 ? color[..<3].map { $0 / color[3] } + [color[3]] : color
    }
  }

  @Test(arguments: [1, 7, 120]) func pixelsAreWhatEachPointCovers(count: Int) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let (places, looks) = Self.points(count, seed: seed)
      let (width, height) = (160, 103)
      let expected = Self.naive(places, looks, radius: 2.2, width: width, height: height)
      guard let (picture, box) = PointRaster.paint(places, looks, radius: 2.2, in: Self.rect)
      else {
        #expect(expected.allSatisfy { $0[3] == 0 })
        continue
      }
      // Whole pixels of the rectangle.
      let unit = Size(Self.rect.width / Double(width), Self.rect.height / Double(height))
      let left = ((box.x - Self.rect.x) / unit.width).rounded()
      let top = ((box.y - Self.rect.y) / unit.height).rounded()
      #expect(abs(box.x - Self.rect.x - left * unit.width) < 1e-9)
      #expect(abs(box.y - Self.rect.y - top * unit.height) < 1e-9)
      #expect(abs(box.width - Double(picture.width) * unit.width) < 1e-9)
      #expect(abs(box.height - Double(picture.height) * unit.height) < 1e-9)
      var wrong = 0
      for pixel in 0..<width * height {
        let (x, y) = (pixel % width - Int(left), pixel / width - Int(top))
        let isInside = x >= 0 && y >= 0 && x < picture.width && y < picture.height
        guard isInside else {
          if expected[pixel][3] > 0 { wrong += 1 }
          continue
        }
        let found = picture.rgba[4 * (y * picture.width + x)..<4 * (y * picture.width + x) + 4]
        for (level, share) in zip(found, expected[pixel]) where abs(Double(level) - 255 * share) > 1
        {
          wrong += 1
        }
      }
      #expect(wrong == 0)
    }
  }

  @Test func onlyWhatLiesInTheRectangleIsPainted() {
    let look: PointRaster.Look = (Color(red: 1, green: 0, blue: 0, alpha: 1), .circle)
    for place in [
      Point(-1e9, 20), Point(1e300, 20), Point(.nan, 20), Point(50, -.infinity), Point(50, 200),
    ] {
      #expect(PointRaster.paint([place], [look], radius: 2, in: Self.rect) == nil)
    }
    #expect(PointRaster.paint([], [], radius: 2, in: Self.rect) == nil)
  }
}
