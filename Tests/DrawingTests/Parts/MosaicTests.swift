import Drawing
import Testing

struct MosaicTests {
  @Test func picturesLieInRowsWithOpenPixelsBetween() {
    let mosaic = Raster.mosaic(rows: 2, columns: 2, width: 2, height: 1, gap: 1) { row, column in
      guard row + column < 2 else { return nil }
      let level = UInt8(10 * row + column + 1)
      return Raster(
        width: 2, height: 1, rgba: [level, 0, 0, 255, level, 0, 0, 255])
    }
    #expect(mosaic.width == 5 && mosaic.height == 3)
    let reds = stride(from: 0, to: mosaic.rgba.count, by: 4).map { mosaic.rgba[$0] }
    #expect(reds == [1, 1, 0, 2, 2, 0, 0, 0, 0, 0, 11, 11, 0, 0, 0])
    let opacities = stride(from: 3, to: mosaic.rgba.count, by: 4).map { mosaic.rgba[$0] }
    #expect(opacities.count { $0 == 0 } == 9)
  }
}
