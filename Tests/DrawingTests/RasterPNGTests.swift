import AECore
import Drawing
import Foundation
import Testing

struct RasterPNGTests {
  @Test func opaquePixelsSurviveTheWayThroughAFile() throws {
    var random = RandomSource(seed: 7)
    let raster = Raster(
      width: 37, height: 21,
      rgba: (0..<37 * 21 * 4).map { $0 % 4 == 3 ? 255 : UInt8(min(255, abs(random.normal()) * 60)) }
    )
    #expect(try Raster(png: raster.png()) == raster)
  }

  /// More than a megabyte of rows, which are packed in bands: the last one is a short one.
  @Test func manyRowsSurviveInTheirOrder() throws {
    let (width, height) = (500, 1500)
    var rgba = [UInt8](repeating: 255, count: 4 * width * height)
    for y in 0..<height { rgba[4 * (y * width + y % width)] = UInt8(y % 251) }
    let raster = Raster(width: width, height: height, rgba: rgba)
    let png = try raster.png()
    #expect(try Raster(png: png) == raster)
    #expect(try raster.png() == png)
  }

  @Test func alphaSurvivesAndWhatIsTransparentHasNoColour() throws {
    let raster = Raster(width: 2, height: 1, rgba: [255, 255, 255, 128, 0, 0, 0, 0])
    #expect(try Raster(png: raster.png()) == raster)
  }

  @Test func whatIsNoPNGIsRefused() throws {
    let png = try SampleScene.raster.png()
    for bytes in [Data(), Data("GIF89a".utf8), png.prefix(png.count / 2), png.prefix(20)] {
      let failure = #expect(throws: Failure.self) { try Raster(png: bytes) }
      #expect(failure?.kind == .badData)
    }
  }
}
