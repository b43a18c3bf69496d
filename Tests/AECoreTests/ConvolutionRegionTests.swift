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
          pair.geometry.connections(of: cell, onMap: $0, in: CellBlock(size))
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
          of: cell, onMap: maps.lowerBound,
          in: CellBlock(rows: rows, columns: 0..<size.width))
        #expect(
          part
            == own.filter {
              $0.large.channel == maps.lowerBound && rows.contains($0.large.y)
            })
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

  /// A tap joins two cells exactly where a connection is listed.
  @Test func tapsAreThoseOfTheListedConnections() throws {
    for pair in try Self.pairs(20) {
      let listed = Dictionary(
        uniqueKeysWithValues: pair.convolution.map { ([$0.large, $0.small], $0.tap) })
      for o in 0..<pair.smallShape.channels {
        for small in CellBlock(pair.smallShape.size).cells(o) {
          for c in 0..<pair.largeShape.channels {
            for large in CellBlock(pair.largeShape.size).cells(c) {
              #expect(pair.tap(small: small, large: large) == listed[[large, small]], "\(pair)")
            }
          }
        }
      }
    }
  }

  /// Along both axes, the fewest and the most cells that meet are those of the listed connections.
  @Test func contributionLimitsAreCounted() throws {
    for pair in try Self.pairs(40) {
      let all = pair.transposedConvolution.filter { $0.small.channel == 0 && $0.large.channel == 0 }
      let counts = CellBlock(pair.restoredShape.size).cells(0).map { cell in
        all.count { $0.large == cell }
      }
      #expect(pair.contributionLimits.lowerBound == counts.min(), "\(pair)")
      #expect(pair.contributionLimits.upperBound == counts.max(), "\(pair)")
    }
  }

  /// A part has no more small cells than were asked for, and the numbers of the whole.
  @Test func aPartOfAnExampleHasTheNumbersOfTheWhole() throws {
    for pair in try Self.pairs(40) {
      let whole = try WorkedExample.seeded(pair, seed: 3)
      guard let part = whole.part(2) else { continue }
      let (large, small) = (part.pair.largeShape, part.pair.smallShape)
      // A single cell in much padding may still have more windows.
      #expect(small.height <= 2 || large.height == 1)
      #expect(small.width <= 2 || large.width == 1)
      #expect(part.weights == whole.weights)
      for (maps, all, shape) in [
        (part.large, whole.large, large), (part.small, whole.small, small),
      ] {
        for c in 0..<shape.channels {
          for cell in CellBlock(shape.size).cells(c) {
            #expect(maps.value(at: cell) == all.value(at: cell), "\(pair)")
          }
        }
      }
    }
  }

  @Test func blocksAreRowsAndColumns() {
    let block = CellBlock(rows: -1..<2, columns: 3..<6)
    #expect(block.size == Size2D(3))
    #expect(block.contains(Cell(channel: 7, y: -1, x: 5)))
    #expect(!block.contains(Cell(channel: 7, y: 2, x: 5)))
    #expect(CellBlock(Cell(channel: 7, y: 2, x: 5)) == CellBlock(rows: 2..<3, columns: 5..<6))
    #expect(
      block.clamped(to: CellBlock(Size2D(height: 1, width: 5)))
        == CellBlock(rows: 0..<1, columns: 3..<5))
    #expect(
      CellBlock(rows: 0..<2, columns: 1..<3).cells(4).map(\.key)
        == ["4.0.1", "4.0.2", "4.1.1", "4.1.2"])
  }

  @Test func marksAreNamedByChannelRowAndColumn() {
    let connection = Connection(
      large: Cell(channel: 0, y: 1, x: 2), small: Cell(channel: 3, y: 4, x: 5),
      tap: Tap(y: 0, x: 1))
    #expect(connection.key == "0.1.2-3.4.5")
    #expect(connection.small[.vertical] == 4 && connection.tap[.horizontal] == 1)
  }

  /// A window that steps far over its padding joins few cells: a way forward alone takes no memory
  /// for the padded map, which only gradients look at.
  @Test func aLongStrideTakesNoMemory() throws {
    var padding = Padding(Size2D(0))
    for axis in Size2D.Axis.allCases { padding[axis].after = 1 << 24 }
    let geometry = try ConvGeometry(kernel: Size2D(1), stride: Size2D(1 << 24))
      .with(padding: padding)
    let pair = try ConvolutionPair(
      geometry: geometry, largeShape: ImageShape(channels: 1, height: 1, width: 1),
      smallChannels: 1)
    #expect(pair.smallShape.size == Size2D(2) && pair.restoredShape.size == Size2D(1))
    let example = try WorkedExample.seeded(pair, seed: 1)
    #expect(
      example.convolved.values == [example.large.values[0] * example.weights.values[0], 0, 0, 0])
  }

  /// An output far wider than what is put into it is not worked for a picture.
  @Test func whatIsPicturedIsSmall() throws {
    let wide = try ConvGeometry(
      kernel: Size2D(1), dilation: Size2D(height: 1 << 19, width: 1),
      outputPadding: Size2D(height: 1 << 18, width: 0))
    let shape = ImageShape(channels: 1, height: 4, width: 4)
    let pair = try ConvolutionPair(geometry: wide, largeShape: shape, smallChannels: 1)
    #expect(WorkedExample.seeded(partOf: pair, seed: 1) == nil)
    let plain = try ConvolutionPair(
      geometry: ConvGeometry(kernel: Size2D(1)), largeShape: shape, smallChannels: 1)
    #expect(WorkedExample.seeded(partOf: plain, seed: 1)?.pair == plain)
  }
}
