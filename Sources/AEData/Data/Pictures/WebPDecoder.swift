import AENetwork
import CWebP

/// Reads still WebP files, lossy and lossless, by libwebp.
enum WebPDecoder {
  /// The size; `channels` is 3, or 4 with alpha.
  /// - Throws: ``UnreadablePicture``.
  static func header(_ bytes: UnsafeRawBufferPointer) throws -> UnturnedHeader {
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
    return UnturnedHeader(
      size: Size2D(height: Int(features.height), width: Int(features.width)),
      channels: features.has_alpha == 0 ? 3 : 4, orientation: try orientation(bytes))
  }

  /// How the camera was held. Its notes lie behind the picture.
  /// - Throws: ``UnreadablePicture`` when the file says that there are some and ends before them.
  private static func orientation(_ bytes: UnsafeRawBufferPointer) throws -> ImageOrientation {
    var data = WebPData(
      bytes: bytes.bindMemory(to: UInt8.self).baseAddress, size: bytes.count)
    var state = WEBP_DEMUX_PARSE_ERROR
    guard let parts = WebPDemuxPartial(&data, &state) else { return .upright }
    defer { WebPDemuxDelete(parts) }
    guard WebPDemuxGetI(parts, WEBP_FF_FORMAT_FLAGS) & EXIF_FLAG.rawValue != 0 else {
      return .upright
    }
    guard state == WEBP_DEMUX_DONE else {
      throw UnreadablePicture(problem: "the WebP is cut off")
    }
    var chunk = WebPChunkIterator()
    guard WebPDemuxGetChunk(parts, "EXIF", 1, &chunk) != 0 else { return .upright }
    defer { WebPDemuxReleaseChunkIterator(&chunk) }
    return ImageOrientation(
      notes: UnsafeBufferPointer(start: chunk.chunk.bytes, count: chunk.chunk.size))
  }

  /// The pixels, turned as ``header(_:)`` says.
  /// - Throws: ``UnreadablePicture``.
  static func decode(_ bytes: UnsafeRawBufferPointer) throws -> DecodedPicture {
    let header = try header(bytes)
    let (size, channels) = (header.size, header.channels)
    let start = bytes.bindMemory(to: UInt8.self).baseAddress
    let stride = Int32(clamping: size.width * channels)
    let picture = try DecodedPicture.decoded(size, channels: channels) { pixels in
      let result =
        channels == 3
        ? WebPDecodeRGBInto(start, bytes.count, pixels.baseAddress, pixels.count, stride)
        : WebPDecodeRGBAInto(start, bytes.count, pixels.baseAddress, pixels.count, stride)
      guard result != nil else {
        throw UnreadablePicture(problem: "the WebP is damaged or cut off")
      }
    }
    return picture.turned(header.orientation)
  }
}
