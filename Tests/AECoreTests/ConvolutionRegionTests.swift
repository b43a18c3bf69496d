import AECore
import Testing

/// What a diagram lights up, against the list of all connections.
struct ConvolutionRegionTests {
  private static func pairs(_ count: Int) throws -> [ConvolutionPair] {
    var random = RandomSource(seed: 41)
    return try (0..<count).map { _ in
      let drawn = try RandomGeometry(using: &random, restoring: false)
      return try ConvolutionPair(
        geometry: drawn.geometry, largeShape: drawn.large, smallChannels: drawn.small.channels)
    }
  }

  /// A footprint is the connections of its cell, map by map, and as many of them as are counted.
  @Test func footprintsAreTheListedConnections() throws {
    for pair in try Self.pairs(60) {
      let (size, all) = (pair.largeShape.size, pair.convolution)
      for cell in Set(all.map(\.small)) {
        let own = all.filter { $0.small == cell }
        let maps = pair.largeMaps(joinedWith: cell.channel)
        #expect(Set(own.map(\.large.channel)) == Set(maps), "\(pair)")
        let found = maps.flatMap {
          pair.geometry.connections(
            of: cell, onMap: $0, rows: 0..<size.height, columns: 0..<size.width)
        }
        #expect(found == own, "\(pair), \(cell)")
        #expect(pair.geometry.reach(of: cell, large: size) * maps.count == own.count)
        for axis in Size2D.Axis.allCases {
          let window = pair.geometry.window(of: cell[axis], axis)
          #expect(window.count == pair.geometry.span(axis))
          #expect(own.allSatisfy { window.contains($0.large[axis]) })
        }
        // A part of the map has that part of the footprint.
        let rows = size.height / 2..<size.height
        let part = pair.geometry.connections(
          of: cell, onMap: maps.lowerBound, rows: rows, columns: 0..<size.width)
        #expect(
          part
            == own.filter {
              $0.large.channel == maps.lowerBound && rows.contains($0.large.y)
            })
      }
    }
  }

  /// Two cells overlap where a cell of the output receives from both.
  @Test func overlapsAreSharedCells() throws {
    for pair in try Self.pairs(40) {
      let all = pair.transposedConvolution.filter { $0.small.channel == 0 && $0.large.channel == 0 }
      let footprints = Dictionary(grouping: all, by: \.small).mapValues { Set($0.map(\.large)) }
      for (a, first) in footprints {
        for (b, second) in footprints {
          #expect(
            pair.overlapCount(a, b, large: pair.restoredShape.size)
              == first.intersection(second).count, "\(pair), \(a), \(b)")
        }
      }
    }
  }

  /// A cross-section joins columns as the whole does.
  @Test func crossSectionsKeepTheWidth() throws {
    for pair in try Self.pairs(40) {
      let slice = try pair.crossSection
      let axis = Size2D.Axis.horizontal
      for (large, small) in [(0, 0), (1, 0), (2, 1), (5, 2)] {
        #expect(
          slice.tap(large: large, small: small, axis)
            == pair.geometry.tap(large: large, small: small, axis))
      }
      #expect(slice.kernel.height == 1 && slice.tap(large: 0, small: 0, .vertical) == 0)
      let reaches = (0..<pair.smallShape.width).map {
        pair.geometry.reach(ofSmall: $0, axis, large: pair.largeShape.width)
      }
      #expect(pair.widestReach(axis) == reaches.max())
    }
  }

  @Test func marksAreNamedByChannelRowAndColumn() {
    let connection = Connection(
      large: Cell(channel: 0, y: 1, x: 2), small: Cell(channel: 3, y: 4, x: 5),
      tap: Tap(y: 0, x: 1))
    #expect(connection.key == "0.1.2-3.4.5")
    #expect(connection.small[.vertical] == 4 && connection.tap[.horizontal] == 1)
  }
}
