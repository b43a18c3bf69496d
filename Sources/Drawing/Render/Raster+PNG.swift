import AEData
import CCairo
import Foundation

extension Raster {
  /// The pixels as a PNG, without an alpha channel when all of them are opaque.
  /// - Parameter dpi: dots to the inch, which the file then carries.
  /// - Throws: `Failure` of kind `internal`, when there is no memory for it.
  public func png(dpi: Double? = nil) throws -> Data {
    precondition(width > 0 && height > 0, "a PNG has at least one pixel")
    let hasAlpha = !isOpaque
    let encoder = PNGEncoder(width: width, height: height, hasAlpha: hasAlpha, dpi: dpi)
    return try encoder.encode { [rgba, width] y, row in
      rgba.withUnsafeBufferPointer { source in
        let start = 4 * y * width
        if hasAlpha {
          for i in 0..<4 * width { row[i] = source[start + i] }
          return
        }
        for x in 0..<width {
          for c in 0..<3 { row[3 * x + c] = source[start + 4 * x + c] }
        }
      }
    }
  }

  /// The pixels of a PNG of any kind.
  /// - Throws: `Failure` of kind `badData`, when it is none, is cut off, or is larger than 32,767
  ///   pixels on a side.
  public init(png: Data) throws {
    let source = ByteSource(png)
    let image: CairoSurface
    do {
      image = try CairoSurface(
        owning: cairo_image_surface_create_from_png_stream(ByteSource.read, source.closure),
        "a PNG")
    } catch let failure as Failure {
      throw Failure(.badData, nil, "not a PNG that can be read (\(failure.problem))")
    }
    withExtendedLifetime(source) {}
    self = try image.withEightBits().pixels()
  }
}

/// Bytes that cairo reads.
private final class ByteSource {
  private let data: Data
  private var position = 0

  init(_ data: Data) { self.data = data }

  /// For cairo's `closure`: this object, which the caller keeps alive while cairo reads.
  var closure: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// For cairo's `read_func`.
  static let read: cairo_read_func_t = { closure, bytes, count in
    guard let closure, let bytes else { return CAIRO_STATUS_READ_ERROR }
    let source = Unmanaged<ByteSource>.fromOpaque(closure).takeUnretainedValue()
    let count = Int(count)
    guard source.data.count - source.position >= count else { return CAIRO_STATUS_READ_ERROR }
    let start = source.data.startIndex + source.position
    source.data.copyBytes(to: bytes, from: start..<start + count)
    source.position += count
    return CAIRO_STATUS_SUCCESS
  }
}

extension CairoSurface {
  /// An image surface as a PNG; with alpha when the surface has it.
  func png(dpi: Double) throws -> Data {
    let hasAlpha = cairo_image_surface_get_format(surface) != CAIRO_FORMAT_RGB24
    let encoder = PNGEncoder(
      width: Int(cairo_image_surface_get_width(surface)),
      height: Int(cairo_image_surface_get_height(surface)), hasAlpha: hasAlpha, dpi: dpi)
    // Several threads read it, and nobody draws meanwhile.
    nonisolated(unsafe) let image = self
    return try encoder.encode { y, row in
      let channels = hasAlpha ? 4 : 3
      image.eachPixel(inRow: y) { x, red, green, blue, alpha in
        row[channels * x] = red
        row[channels * x + 1] = green
        row[channels * x + 2] = blue
        if hasAlpha { row[channels * x + 3] = alpha }
      }
    }
  }

  /// The surface itself, or a copy in 8 bits a channel: newer versions of cairo read a PNG of 16
  /// bits into floating point.
  fileprivate func withEightBits() throws -> CairoSurface {
    let format = cairo_image_surface_get_format(surface)
    if format == CAIRO_FORMAT_RGB24 || format == CAIRO_FORMAT_ARGB32 { return self }
    let copy = try CairoSurface(
      owning: cairo_image_surface_create(
        CAIRO_FORMAT_ARGB32, cairo_image_surface_get_width(surface),
        cairo_image_surface_get_height(surface)), "a PNG")
    cairo_set_source_surface(copy.context, surface, 0, 0)
    cairo_paint(copy.context)
    try copy.flush("a PNG")
    return copy
  }

  /// A copy of an image surface's pixels, with colours no longer multiplied by alpha.
  func pixels() -> Raster {
    let width = Int(cairo_image_surface_get_width(surface))
    let height = Int(cairo_image_surface_get_height(surface))
    var rgba = [UInt8](repeating: 0, count: 4 * width * height)
    rgba.withUnsafeMutableBufferPointer { result in
      for y in 0..<height {
        let start = 4 * y * width
        eachPixel(inRow: y) { x, red, green, blue, alpha in
          result[start + 4 * x] = red
          result[start + 4 * x + 1] = green
          result[start + 4 * x + 2] = blue
          result[start + 4 * x + 3] = alpha
        }
      }
    }
    return Raster(width: width, height: height, rgba: rgba)
  }

  /// The pixels of one row of an image surface, from the left.
  @inline(__always)
  private func eachPixel(
    inRow y: Int,
    _ body: (_ x: Int, _ red: UInt8, _ green: UInt8, _ blue: UInt8, _ alpha: UInt8) -> Void
  ) {
    guard let bytes = cairo_image_surface_get_data(surface) else {
      preconditionFailure("an image surface without memory")
    }
    let stride = Int(cairo_image_surface_get_stride(surface))
    let row = UnsafeRawPointer(bytes + y * stride).assumingMemoryBound(to: UInt32.self)
    let width = Int(cairo_image_surface_get_width(surface))
    if cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24 {
      for x in 0..<width {
        let word = row[x]
        body(
          x, UInt8(truncatingIfNeeded: word >> 16), UInt8(truncatingIfNeeded: word >> 8),
          UInt8(truncatingIfNeeded: word), 255)
      }
      return
    }
    for x in 0..<width {
      let word = row[x]
      let alpha = word >> 24
      guard alpha > 0 else {
        body(x, 0, 0, 0, 0)
        continue
      }
      func part(_ shift: UInt32) -> UInt8 {
        UInt8(clamping: min(255, ((word >> shift & 255) * 255 + alpha / 2) / alpha))
      }
      body(x, part(16), part(8), part(0), UInt8(alpha))
    }
  }
}
