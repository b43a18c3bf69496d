import Drawing
import Testing

struct MarkerTests {
  /// Which of 200 × 200 points over 4 × 4 radii lie inside.
  private func covered(_ marker: Marker) -> Set<Int> {
    Set(
      (0..<40_000).filter {
        marker.contains(
          x: (Double($0 % 200) - 99.5) / 50, y: (Double($0 / 200) - 99.5) / 50, radius: 1)
      })
  }

  @Test(arguments: Marker.allCases) func everyMarkerIsAsLargeAsTheDisc(marker: Marker) throws {
    let area = Double(covered(marker).count) / 2500
    #expect(abs(area - .pi) < 0.1)
    let bounds = try #require(marker.path(center: Point(10, 20), radius: 3).bounds)
    let reach = max(
      bounds.maxX - 10, 10 - bounds.x, max(bounds.maxY - 20, 20 - bounds.y))
    #expect(abs(reach - 3 * marker.reach) < 1e-9)
  }

  @Test func noTwoMarkersLookAlike() {
    let all = Marker.allCases.map(covered)
    for (i, a) in all.enumerated() {
      for b in all[..<i] {
        // What only one of them covers, of what one covers: a tenth is seen.
        #expect(Double(a.symmetricDifference(b).count) > 0.1 * Double(a.count))
      }
    }
  }

  @Test func aHundredClassesHaveColourAndMarkerOfTheirOwn() {
    struct Code: Hashable {
      let color: Color
      let marker: Marker
    }
    let codes = (0..<100).map {
      Code(color: Theme.light.classColor($0), marker: Marker(class: $0, colors: 10))
    }
    #expect(Set(codes).count == 100)
    #expect(Set(codes[..<10].map(\.marker)).count == 10)
    // Whatever number comes is a marker.
    for index in [Int.min, -1, .max] {
      #expect(Marker.allCases.contains(Marker(class: index, colors: 0)))
    }
  }
}
