import AENetwork
import CPNG

/// Reads PNG files of every kind, by libpng: palettes, 1 to 16 bits, alpha, interlaced.
enum PNGDecoder {
  /// The size, and whether there are colours, once all is in 8 bits; `channels` 2 and 4 have alpha.
  /// - Throws: ``UnreadablePicture``.
  static func header(_ bytes: UnsafeRawBufferPointer) throws -> (size: Size2D, channels: Int) {
    var input = input(bytes)
    var size = aeviz_png_size()
    guard aeviz_png_read(&input, &size, nil) == 1 else { throw problem(&input) }
    return (Size2D(height: Int(size.height), width: Int(size.width)), Int(size.channels))
  }

  /// The pixels, as ``header(_:)`` describes them.
  /// - Throws: ``UnreadablePicture``.
  static func decode(_ bytes: UnsafeRawBufferPointer) throws -> DecodedPicture {
    let (size, channels) = try header(bytes)
    var picture = try DecodedPicture.empty(size, channels: channels)
    var input = input(bytes)
    var found = aeviz_png_size()
    let status = picture.pixels.withUnsafeMutableBufferPointer {
      aeviz_png_read(&input, &found, $0.baseAddress)
    }
    guard status == 1 else { throw problem(&input) }
    return picture
  }

  private static func input(_ bytes: UnsafeRawBufferPointer) -> aeviz_png {
    var input = aeviz_png()
    input.bytes = bytes.bindMemory(to: UInt8.self).baseAddress
    input.count = bytes.count
    return input
  }

  private static func problem(_ input: inout aeviz_png) -> UnreadablePicture {
    let reason = withUnsafeBytes(of: &input.problem) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    return UnreadablePicture(problem: "the PNG cannot be read: \(reason)")
  }
}
