import AENetwork

/// The formats of pictures that are read.
enum PictureFormat: String, CaseIterable {
  case png = "PNG"
  case jpeg = "JPEG"
  case webP = "WebP"

  /// By the first bytes; nil for anything else.
  init?(_ start: some Collection<UInt8>) {
    if start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if start.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if start.starts(with: Array("RIFF".utf8)),
      start.dropFirst(8).starts(with: Array("WEBP".utf8))
    {
      self = .webP
    } else {
      return nil
    }
  }

  /// By the ending of a file's name; nil for anything else.
  init?(fileName: String) {
    switch ImagePlace.ending(fileName) {
    case "png": self = .png
    case "jpg", "jpeg", "jpe", "jfif": self = .jpeg
    case "webp": self = .webP
    default: return nil
    }
  }

  /// Whether a file's name is that of a picture in a format that is not read: it is left out, and
  /// that is said.
  static func isForeign(_ fileName: String) -> Bool {
    ["gif", "bmp", "tif", "tiff", "heic", "heif", "avif", "ppm", "pgm", "svg", "jp2", "jxl"]
      .contains(ImagePlace.ending(fileName))
  }
}

/// What a file says of its picture before it is turned.
struct UnturnedHeader {
  var size: Size2D
  /// 1 for grey, 3 for colour; 2 and 4 with alpha.
  var channels: Int
  var orientation: ImageOrientation
}

/// Why a picture cannot be read; whoever knows its file makes a ``Failure`` of it.
struct UnreadablePicture: Error {
  /// As it follows on the file's name.
  var problem: String
}

/// A picture in memory: (H, W, C), one channel for grey or three for colour.
struct DecodedPicture {
  var size: Size2D
  var channels: Int
  var pixels: [UInt8]

  /// More pixels than these no picture may have: a gigabyte of colours.
  static let mostPixels = 1 << 28

  /// The picture whose pixels `body` writes, every one of them. The memory is touched by `body`
  /// alone: a few damaged bytes that speak of a large picture cost nothing.
  /// - Throws: ``UnreadablePicture`` when it has no pixels, or too many, and what `body` throws.
  static func decoded(
    _ size: Size2D, channels: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) throws -> Void
  ) throws -> DecodedPicture {
    guard size.height > 0, size.width > 0 else { throw UnreadablePicture(problem: "has no pixels") }
    guard let count = Int(product: [size.height, size.width]), count <= mostPixels else {
      throw UnreadablePicture(
        problem: "has \(size.height) × \(size.width) pixels, more than are read of one picture")
    }
    let pixels = try [UInt8](unsafeUninitializedCapacity: count * channels) { buffer, initialized in
      try body(UnsafeMutableBufferPointer(rebasing: buffer[..<(count * channels)]))
      initialized = count * channels
    }
    return DecodedPicture(size: size, channels: channels, pixels: pixels)
  }

  /// The picture over a background: `alpha` is 2 channels, grey and opacity, or 4, colour and
  /// opacity. Grey stays grey unless the background is a colour.
  init(_ alpha: DecodedPicture, over background: RGBColor) {
    let colors = alpha.channels - 1
    let ground = [background.red, background.green, background.blue].map(Int.init)
    size = alpha.size
    channels = colors == 1 && background.isGray ? 1 : 3
    let out = channels
    pixels = [UInt8](unsafeUninitializedCapacity: size.count * out) { buffer, initialized in
      alpha.pixels.withUnsafeBufferPointer { from in
        for pixel in 0..<alpha.size.count {
          let place = pixel &* (colors &+ 1)
          let opacity = Int(from[place &+ colors])
          for channel in 0..<out {
            let color = Int(from[place &+ (colors == 1 ? 0 : channel)])
            let mixed = color &* opacity &+ ground[channel] &* (255 &- opacity)
            buffer[pixel &* out &+ channel] = UInt8(truncatingIfNeeded: (mixed &+ 127) / 255)
          }
        }
      }
      initialized = alpha.size.count * out
    }
  }

  init(size: Size2D, channels: Int, pixels: [UInt8]) {
    (self.size, self.channels, self.pixels) = (size, channels, pixels)
  }

  /// Three channels made one.
  func gray() -> DecodedPicture {
    guard channels == 3 else { return self }
    let grays = [UInt8](unsafeUninitializedCapacity: size.count) { buffer, initialized in
      pixels.withUnsafeBufferPointer { from in
        for pixel in 0..<size.count {
          buffer[pixel] = RGBColor.luma(
            from[3 &* pixel], from[3 &* pixel &+ 1], from[3 &* pixel &+ 2])
        }
      }
      initialized = size.count
    }
    return DecodedPicture(size: size, channels: 1, pixels: grays)
  }

  /// One channel made three equal ones.
  func colored() -> DecodedPicture {
    guard channels == 1 else { return self }
    let colors = [UInt8](unsafeUninitializedCapacity: 3 * size.count) { buffer, initialized in
      for (pixel, gray) in pixels.enumerated() {
        for channel in 0..<3 { buffer[3 &* pixel &+ channel] = gray }
      }
      initialized = 3 * size.count
    }
    return DecodedPicture(size: size, channels: 3, pixels: colors)
  }

  /// The picture as ``ImageOrientation`` says it is to be looked at.
  func turned(_ orientation: ImageOrientation) -> DecodedPicture {
    guard orientation != .upright else { return self }
    let (h, w) = (size.height, size.width)
    let turned = orientation.size(of: size)
    var result = DecodedPicture(size: turned, channels: channels, pixels: pixels)
    for y in 0..<turned.height {
      for x in 0..<turned.width {
        let (row, column) = orientation.source(y: y, x: x, height: h, width: w)
        for channel in 0..<channels {
          result.pixels[(y * turned.width + x) * channels + channel] =
            pixels[(row * w + column) * channels + channel]
        }
      }
    }
    return result
  }
}
