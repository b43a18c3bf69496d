import AECore
import Drawing
import Foundation
import Testing

struct RasterPNGTests {
  @Test func `Opaque pixels survive the way through a file`() throws {
    var random = RandomSource(seed: 7)
    let raster = Raster(
      width: 37, height: 21,
      rgba: (0..<37 * 21 * 4).map { $0 % 4 == 3 ? 255 : UInt8(min(255, abs(random.normal()) * 60)) }
    )
    #expect(try Raster(png: raster.png()) == raster)
  }

  @Test func `Alpha survives, and what is transparent has no colour`() throws {
    let raster = Raster(width: 2, height: 1, rgba: [255, 255, 255, 128, 0, 0, 0, 0])
    #expect(try Raster(png: raster.png()) == raster)
  }

  @Test func `What is no PNG is refused`() throws {
    let png = try SampleScene.raster.png()
    for bytes in [Data(), Data("GIF89a".utf8), png.prefix(png.count / 2), png.prefix(20)] {
      let failure = #expect(throws: Failure.self) { try Raster(png: bytes) }
      #expect(failure?.kind == .badData)
    }
  }
}
