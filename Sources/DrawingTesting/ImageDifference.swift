import Drawing

/// How far two images of the same scene are apart, as reference images are held.
package enum ImageDifference {
  /// A channel differs when it is more than this far off.
  package static let tolerance = 8
  /// The share of pixels that may differ: other versions of FreeType round an edge otherwise.
  package static let allowed = 0.005

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
