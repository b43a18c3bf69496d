import DrawingTesting
import Foundation
import Testing
import Visual

/// The comparison of scenes, pixel by pixel, with images that were looked at.
///
/// The fonts are Debian's fonts-inter and fonts-stix.
enum ReferenceImage {
  /// That `scene` looks like the PNG `path` of the fixtures.
  static func expect(_ scene: Scene, looksLike path: String, dpi: Double) throws {
    let image = try SceneEncoder.renderPixels(scene: scene, dpi: dpi)
    guard let data = try Fixture.data(path, recording: try image.png()) else { return }
    #expect(
      ImageDifference.share(of: image, differingFrom: try Raster(png: data))
        < ImageDifference.allowed, "\(path)")
  }
}
