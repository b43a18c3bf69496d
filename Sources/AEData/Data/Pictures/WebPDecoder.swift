import AENetwork
import CWebP

/// Reads still WebP files, lossy and lossless, by libwebp.
enum WebPDecoder {
  /// The size; `channels` is 3, or 4 with alpha.
  /// - Throws: ``UnreadablePicture``.
  static func header(_ bytes: UnsafeRawBufferPointer) throws -> (size: Size2D, channels: Int) {
    var features = WebPBitstreamFeatures()
    let start = bytes.bindMemory(to: UInt8.self).baseAddress
    let status = WebPGetFeatures(start, bytes.count, &features)
    guard status == VP8_STATUS_OK else {
      throw UnreadablePicture(
        problem: status == VP8_STATUS_NOT_ENOUGH_DATA
          ? "the WebP is cut off" : "the WebP is damaged")
    }
    guard features.has_animation == 0 else {
      throw UnreadablePicture(problem: "the WebP moves, and one picture is wanted")
    }
    return (
      Size2D(height: Int(features.height), width: Int(features.width)),
      features.has_alpha == 0 ? 3 : 4
    )
  }

  /// The pixels, as ``header(_:)`` describes them.
  /// - Throws: ``UnreadablePicture``.
  static func decode(_ bytes: UnsafeRawBufferPointer) throws -> DecodedPicture {
    let (size, channels) = try header(bytes)
    var picture = try DecodedPicture.empty(size, channels: channels)
    let start = bytes.bindMemory(to: UInt8.self).baseAddress
    let stride = Int32(clamping: size.width * channels)
    let result = picture.pixels.withUnsafeMutableBufferPointer { pixels in
      channels == 3
        ? WebPDecodeRGBInto(start, bytes.count, pixels.baseAddress, pixels.count, stride)
        : WebPDecodeRGBAInto(start, bytes.count, pixels.baseAddress, pixels.count, stride)
    }
    guard result != nil else {
      throw UnreadablePicture(problem: "the WebP is damaged or cut off")
    }
    return picture
  }
}
