import AENetwork
import CPNG

/// Reads PNG files of every kind, by libpng: palettes, 1 to 16 bits, alpha, interlaced.
enum PNGDecoder {
  /// The size, and whether there are colours, once all is in 8 bits; `channels` 2 and 4 have alpha.
  /// - Throws: ``UnreadablePicture``.
  static func header(_ bytes: UnsafeRawBufferPointer) throws -> UnturnedHeader {
    var input = input(bytes)
    var size = aeviz_png_size()
    guard aeviz_png_read(&input, &size, nil) == 1 else { throw problem(&input) }
    return UnturnedHeader(
      size: Size2D(height: Int(size.height), width: Int(size.width)),
      channels: Int(size.channels), orientation: orientation(bytes, count: Int(size.notes)))
  }

  /// How the camera was held, by its `count` bytes of notes before the pixels.
  private static func orientation(
    _ bytes: UnsafeRawBufferPointer, count: Int
  ) -> ImageOrientation {
    guard (1...mostNotes).contains(count) else { return .upright }
    var notes = [UInt8](repeating: 0, count: count)
    var input = input(bytes)
    var size = aeviz_png_size()
    let status = notes.withUnsafeMutableBufferPointer { buffer in
      input.notes = buffer.baseAddress
      return aeviz_png_read(&input, &size, nil)
    }
    return status == 1 ? ImageOrientation(notes: notes) : .upright
  }

  /// Longer notes hold a picture of their own, and are not looked through.
  private static let mostNotes = 1 << 20

  /// The pixels, turned as ``header(_:)`` says.
  /// - Throws: ``UnreadablePicture``.
  static func decode(_ bytes: UnsafeRawBufferPointer) throws -> DecodedPicture {
    let header = try header(bytes)
    let picture = try DecodedPicture.decoded(header.size, channels: header.channels) { pixels in
      var input = input(bytes)
      var found = aeviz_png_size()
      let status = aeviz_png_read(&input, &found, pixels.baseAddress)
      guard status == 1 else { throw problem(&input) }
    }
    return picture.turned(header.orientation)
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
