import AENetwork

/// Reads pictures of every format (``PictureFormat``), one after the other; each thread has one.
final class PictureDecoder {
  private let background: RGBColor
  private let gray: Bool
  private var jpeg: JPEGDecoder?

  /// - Parameters:
  ///   - background: what shows through where a picture is transparent.
  ///   - gray: whether colours become grey.
  init(background: RGBColor, gray: Bool) {
    (self.background, self.gray) = (background, gray)
  }

  /// A picture's size as it is looked at, and whether it is one in colours: what there is to know
  /// before the pixels.
  struct Header: Hashable, Sendable {
    var size: Size2D
    var channels: Int
    var format: PictureFormat
  }

  /// - Throws: ``UnreadablePicture``.
  func header(_ bytes: UnsafeRawBufferPointer) throws -> Header {
    let format = try format(bytes)
    switch format {
    case .jpeg:
      let header = try jpegDecoder().header(bytes)
      return Header(
        size: header.orientation.size(of: header.size),
        channels: gray || header.isGray ? 1 : 3, format: format)
    case .png, .webP:
      let header = try format == .png ? PNGDecoder.header(bytes) : WebPDecoder.header(bytes)
      let isGray = gray || header.channels == 1 || header.channels == 2 && background.isGray
      return Header(
        size: header.orientation.size(of: header.size), channels: isGray ? 1 : 3, format: format)
    }
  }

  /// The picture, as ``header(_:)`` describes it.
  /// - Throws: ``UnreadablePicture``.
  func decode(_ bytes: UnsafeRawBufferPointer) throws -> DecodedPicture {
    var picture: DecodedPicture
    switch try format(bytes) {
    case .jpeg: picture = try jpegDecoder().decode(bytes, gray: gray)
    case .png: picture = try PNGDecoder.decode(bytes)
    case .webP: picture = try WebPDecoder.decode(bytes)
    }
    if picture.channels == 2 || picture.channels == 4 {
      picture = DecodedPicture(picture, over: background)
    }
    return gray ? picture.gray() : picture
  }

  private func format(_ bytes: UnsafeRawBufferPointer) throws -> PictureFormat {
    guard !bytes.isEmpty else { throw UnreadablePicture(problem: "is empty") }
    guard let format = PictureFormat(bytes.prefix(12)) else {
      throw UnreadablePicture(problem: "is no PNG, JPEG or WebP, whatever its name says")
    }
    return format
  }

  private func jpegDecoder() throws -> JPEGDecoder {
    if let jpeg { return jpeg }
    let made = try JPEGDecoder()
    jpeg = made
    return made
  }
}
