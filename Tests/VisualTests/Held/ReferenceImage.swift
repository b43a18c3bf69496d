import Foundation
import Testing
import Visual

/// The comparison of scenes, pixel by pixel, with images that were looked at.
///
/// The fonts are Debian's fonts-inter and fonts-stix.
enum ReferenceImage {
  /// A channel differs when it is more than this far off.
  static let tolerance = 8
  /// The share of pixels that may differ: other versions of FreeType round an edge otherwise.
  static let share = 0.005

  /// That `scene` looks like the PNG `path` of the fixtures.
  static func expect(_ scene: Scene, looksLike path: String, dpi: Double) throws {
    let image = try SceneEncoder.renderPixels(scene: scene, dpi: dpi)
    guard let data = try Fixture.data(path, recording: try image.png()) else { return }
    #expect(share(of: image, differingFrom: try Raster(png: data)) < share, "\(path)")
  }

  /// Which part of the pixels differs; all of them when the sizes do.
  static func share(of image: Raster, differingFrom other: Raster) -> Double {
    guard image.width == other.width, image.height == other.height else { return 1 }
    let count = image.width * image.height
    let different = (0..<count).count { pixel in
      (4 * pixel..<4 * pixel + 4).contains {
        abs(Int(image.rgba[$0]) - Int(other.rgba[$0])) > tolerance
      }
    }
    return Double(different) / Double(count)
  }
}
