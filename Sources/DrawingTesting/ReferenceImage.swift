import Drawing
import Foundation

/// The comparison of scenes, pixel by pixel, with images that were looked at.
///
/// The fonts are Debian's fonts-inter and fonts-stix.
package enum ReferenceImage {
  /// A channel differs when it is more than this far off.
  private static let tolerance = 8
  /// The share of pixels that may differ: other versions of FreeType round an edge otherwise.
  package static let share = 0.005

  /// Which part of the pixels of `scene` differs from the PNG `path` of `folder`; nil when the
  /// image has been recorded instead.
  package static func difference(
    of scene: Scene, from path: String, in folder: FixtureFolder, dpi: Double
  ) throws -> Double? {
    let image = try SceneEncoder.renderPixels(scene: scene, dpi: dpi)
    guard let data = try folder.data(path, recording: image.png()) else { return nil }
    return share(of: image, differingFrom: try Raster(png: data))
  }

  /// Which part of the pixels differs; all of them when the sizes do.
  package static func share(of image: Raster, differingFrom other: Raster) -> Double {
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
