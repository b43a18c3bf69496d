import AENetwork
import CTurboJPEG

/// Reads JPEG files, by libjpeg-turbo: grey, colour and CMYK. One thread uses it at a time; what it
/// needs it keeps for the next picture.
final class JPEGDecoder {
  private let handle: tjhandle

  /// What a file says of its picture, before it is turned.
  struct Header {
    var size: Size2D
    /// `TJCS_GRAY`, `TJCS_CMYK` …
    var colors: TJCS
    var orientation: ImageOrientation

    var isGray: Bool { colors == TJCS_GRAY }
  }

  init() throws {
    guard let handle = tjInitDecompress() else {
      throw UnreadablePicture(problem: "there is no memory to read it")
    }
    self.handle = handle
  }

  deinit { tjDestroy(handle) }

  /// - Throws: ``UnreadablePicture``.
  func header(_ bytes: UnsafeRawBufferPointer) throws -> Header {
    var (width, height, sampling, colors): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    let start = bytes.bindMemory(to: UInt8.self).baseAddress
    guard
      tjDecompressHeader3(
        handle, start, UInt(bytes.count), &width, &height, &sampling, &colors) == 0
        || isHarmless
    else { throw problem }
    return Header(
      size: Size2D(height: Int(height), width: Int(width)),
      colors: TJCS(UInt32(bitPattern: colors)),
      orientation: ImageOrientation(bytes))
  }

  /// The pixels, turned as the camera says: one channel for a grey picture or where `gray` is asked
  /// for, else three.
  /// - Throws: ``UnreadablePicture``.
  func decode(_ bytes: UnsafeRawBufferPointer, gray: Bool) throws -> DecodedPicture {
    let header = try header(bytes)
    guard header.size.count / Self.mostPixelsPerByte <= bytes.count else {
      throw UnreadablePicture(
        problem: "the JPEG cannot be read: \(bytes.count) bytes hold no "
          + "\(header.size.height) × \(header.size.width) pixels: it is damaged or cut off")
    }
    let isInk = header.colors == TJCS_CMYK || header.colors == TJCS_YCCK
    let isGray = header.isGray || gray && !isInk && header.colors != TJCS_RGB
    let format = isInk ? TJPF_CMYK : isGray ? TJPF_GRAY : TJPF_RGB
    let start = bytes.bindMemory(to: UInt8.self).baseAddress
    var picture = try DecodedPicture.decoded(
      header.size, channels: isInk ? 4 : isGray ? 1 : 3
    ) { pixels in
      let status = tjDecompress2(
        handle, start, UInt(bytes.count), pixels.baseAddress, Int32(header.size.width), 0,
        Int32(header.size.height), Int32(format.rawValue), TJFLAG_LIMITSCANS)
      guard status == 0 || isHarmless else { throw problem }
      // Only the first warning is told: behind a harmless one may stand that the rest is missing.
      guard status == 0 || Self.isWhole(bytes) else {
        throw UnreadablePicture(problem: "the JPEG cannot be read: the file is cut off")
      }
    }
    if isInk { picture = Self.light(of: picture) }
    if gray { picture = picture.gray() }
    return picture.turned(header.orientation)
  }

  /// Inks as light, as Pillow and browsers do it: what Adobe's programs write are the shares of
  /// light that each ink lets through, and everybody has followed.
  private static func light(of inks: DecodedPicture) -> DecodedPicture {
    let count = inks.size.count
    let pixels = [UInt8](unsafeUninitializedCapacity: count * 3) { buffer, initialized in
      inks.pixels.withUnsafeBufferPointer { from in
        for pixel in 0..<count {
          let black = Int(from[4 &* pixel &+ 3])
          for channel in 0..<3 {
            let product = Int(from[4 &* pixel &+ channel]) &* black
            buffer[3 &* pixel &+ channel] = UInt8(truncatingIfNeeded: (product &+ 127) / 255)
          }
        }
      }
      initialized = count * 3
    }
    return DecodedPicture(size: inks.size, channels: 3, pixels: pixels)
  }

  /// Huffman's codes spend at least one bit on a block of 8×8 pixels.
  private static let mostPixelsPerByte = 8 * 64

  /// Whether the end of the image stands behind the start of its last scan.
  private static func isWhole(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let (mark, endOfImage, startOfScan): (UInt8, UInt8, UInt8) = (0xFF, 0xD9, 0xDA)
    let last = bytes.indices.dropLast().last { index in
      bytes[index] == mark && (bytes[index + 1] == endOfImage || bytes[index + 1] == startOfScan)
    }
    return last.map { bytes[$0 + 1] == endOfImage } ?? false
  }

  /// Whether what was found is only a warning of bytes that belong to no picture, which some
  /// cameras leave; a picture that is cut off or damaged is a warning, too.
  private var isHarmless: Bool {
    tjGetErrorCode(handle) == TJERR_WARNING.rawValue && reason.contains("extraneous bytes")
  }

  private var reason: String { tjGetErrorStr2(handle).map { String(cString: $0) } ?? "unknown" }

  private var problem: UnreadablePicture {
    var reason = reason
    if let range = reason.range(of: "(): ") { reason = String(reason[range.upperBound...]) }
    return UnreadablePicture(problem: "the JPEG cannot be read: \(reason)")
  }
}
