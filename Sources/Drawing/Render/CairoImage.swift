import AEData
import CCairo
import Foundation

/// A raster as cairo takes it. The surface lives and dies with this object.
final class CairoImage {
  /// The surface; valid as long as this object.
  let surface: OpaquePointer
  /// Pixels in a row.
  let width: Int
  /// Rows.
  let height: Int

  /// Cairo's images have at most so many pixels in a row, and so many rows.
  static let largestSide = 32_767

  /// An image of zeros: black, or, unless it is opaque, nothing.
  /// - Throws: `Failure` of kind `internal`, when cairo has no room for it.
  init(emptyOf width: Int, _ height: Int, isOpaque: Bool) throws {
    guard
      let surface = cairo_image_surface_create(
        isOpaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32, Int32(clamping: width),
        Int32(clamping: height))
    else { throw Failure(.internal, nil, "cairo made no image") }
    (self.surface, self.width, self.height) = (surface, width, height)
    try check(cairo_surface_status(surface), "an image of \(width) × \(height) pixels")
    // Else cairo knows that nothing was drawn on it, and leaves it out.
    cairo_surface_mark_dirty(surface)
  }

  /// Copies `raster`, which has at most ``largestSide`` pixels on a side; without an alpha channel
  /// when every pixel is opaque, which keeps a mask out of a PDF.
  /// - Throws: `Failure` of kind `internal`, when cairo has no room for it.
  convenience init(_ raster: Raster) throws {
    try self.init(emptyOf: raster.width, raster.height, isOpaque: raster.isOpaque)
    guard let bytes = cairo_image_surface_get_data(surface) else {
      throw Failure(
        .internal, nil, "an image of \(width) × \(height) pixels: cairo gave no memory")
    }
    let stride = Int(cairo_image_surface_get_stride(surface))
    raster.rgba.withUnsafeBufferPointer { source in
      for y in 0..<raster.height {
        let target = UnsafeMutableRawPointer(bytes + y * stride)
          .assumingMemoryBound(to: UInt32.self)
        for x in 0..<raster.width {
          let i = 4 &* (y &* raster.width &+ x)
          let alpha = UInt32(source[i + 3])
          // Cairo wants colours multiplied by their alpha, in a word of the machine's byte order.
          func part(_ value: UInt8) -> UInt32 {
            alpha == 255 ? UInt32(value) : (UInt32(value) &* alpha &+ 127) / 255
          }
          target[x] =
            alpha << 24 | part(source[i]) << 16 | part(source[i + 1]) << 8 | part(source[i + 2])
        }
      }
    }
    cairo_surface_mark_dirty(surface)
  }

  deinit { cairo_surface_destroy(surface) }
}

extension Raster {
  /// How often every pixel is to be repeated across and down in a PDF or an SVG that shows the
  /// raster at `size` points.
  ///
  /// Viewers blur a small image that they enlarge, whatever the file asks for. There are therefore
  /// to be about 80 pixels to the inch, so that the blur is narrower than a thin line, or four
  /// million in all; equal pixels pack to almost nothing, but packing them takes its time.
  ///
  /// - Precondition: the raster has at most ``CairoImage/largestSide`` pixels on a side.
  func repeatsForVectors(size: Size) -> (across: Int, down: Int) {
    func factor(_ points: Double, _ pixels: Int) -> Double {
      let wanted = points * 80 / 72 / Double(pixels)
      return min(wanted > 1 ? max(2, wanted.rounded()) : 1, Double(CairoImage.largestSide / pixels))
    }
    let (x, y) = (factor(size.width, width), factor(size.height, height))
    // A share of the way in both directions, where the whole way is too far.
    let share = min(1, (4_000_000 / (x * y * Double(width * height))).squareRoot())
    return (max(1, Int(clamping: x * share)), max(1, Int(clamping: y * share)))
  }
}
