import AEAnalysis
import CCairo

/// Draws the pages of a moving picture as pixels, as many at a time as there are processors.
///
/// `@unchecked Sendable`: thread `i` alone touches engine `i`.
final class FrameRenderer: @unchecked Sendable {
  private let engines: [PangoText]
  private let dpi: Double

  init(dpi: Double) {
    self.dpi = dpi
    engines = (0..<max(1, Parallel.processors)).map { _ in PangoText() }
  }

  /// Hands what `transform` makes of the picture of each scene to `body`, in their order; only a
  /// few are there at a time.
  func each<Value: Sendable>(
    _ scenes: [Scene], _ transform: @escaping @Sendable (CairoSurface) throws -> Value,
    _ body: (Value) throws -> Void
  ) throws {
    try Parallel.inOrder(
      scenes.count, threads: engines.count, waiting: engines.count
    ) { [self] thread, index in
      try transform(SceneEncoder.image(of: scenes[index], dpi: dpi, text: engines[thread]))
    } use: {
      try body($0)
    }
  }
}

/// The pixels of a page, row by row, each 0x00RRGGBB.
struct FramePixels {
  let width: Int
  let height: Int
  let words: [UInt32]

  /// A copy of an image surface's pixels; what lets something through stands on black.
  init(_ image: CairoSurface) {
    width = Int(cairo_image_surface_get_width(image.surface))
    height = Int(cairo_image_surface_get_height(image.surface))
    guard let bytes = cairo_image_surface_get_data(image.surface) else {
      preconditionFailure("an image surface without memory")
    }
    let stride = Int(cairo_image_surface_get_stride(image.surface))
    let (width, height) = (width, height)
    words = [UInt32](unsafeUninitializedCapacity: width * height) { buffer, count in
      for y in 0..<height {
        let row = UnsafeRawPointer(bytes + y * stride).assumingMemoryBound(to: UInt32.self)
        for x in 0..<width { buffer[y * width + x] = row[x] & 0xFFFFFF }
      }
      count = width * height
    }
  }
}
