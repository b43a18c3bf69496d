import AEData
import CGif
import Foundation

/// A GIF (GIF89a) that giflib writes into memory. The encoder lives and dies with this object, and
/// every status is checked.
final class GIFStream {
  /// The palette's entry that is no colour: its last one.
  let transparent: UInt8
  /// What is written so far.
  private(set) var data = Data()
  /// Nil after ``finish()``: giflib frees it whether closing works or not.
  private var file: UnsafeMutablePointer<GifFileType>?

  /// Starts a picture of this size that is repeated for ever.
  /// - Parameter palette: 64, 128 or 256 colours, the same for every frame; the last one is what
  ///   lets the frame before through.
  init(width: Int, height: Int, palette: [GifColorType]) throws {
    precondition([64, 128, 256].contains(palette.count), "a palette of \(palette.count) colours")
    transparent = UInt8(palette.count - 1)
    var status: Int32 = 0
    file = EGifOpen(Unmanaged.passUnretained(self).toOpaque(), Self.write, &status)
    guard let file else { throw Self.failure("starting", status) }
    EGifSetGifVersion(file, true)
    let map = palette.withUnsafeBufferPointer {
      GifMakeMapObject(Int32($0.count), $0.baseAddress)
    }
    guard let map else {
      throw Failure(.internal, nil, "a GIF: giflib has no memory for the palette")
    }
    // giflib copies it.
    defer { GifFreeMapObject(map) }
    try check(
      EGifPutScreenDesc(file, Int32(width), Int32(height), 8, 0, map), "the size")
    try putLoop()
  }

  deinit {
    var status: Int32 = 0
    if let file { EGifCloseFile(file, &status) }
  }

  /// Netscape's extension, which every viewer knows: repeat without end.
  private func putLoop() throws {
    try check(EGifPutExtensionLeader(file, APPLICATION_EXT_FUNC_CODE), "the loop")
    try putBlock(Array("NETSCAPE2.0".utf8), "the loop")
    // Sub-block 1, and how often in two bytes: 0 for ever.
    try putBlock([1, 0, 0], "the loop")
    try check(EGifPutExtensionTrailer(file), "the loop")
  }

  private func putBlock(_ bytes: [UInt8], _ what: String) throws {
    try check(
      bytes.withUnsafeBufferPointer {
        EGifPutExtensionBlock(file, Int32($0.count), $0.baseAddress)
      }, what)
  }

  /// Adds a frame over the one before it.
  /// - Parameters:
  ///   - indices: of the palette, row by row; ``transparent`` leaves the pixel as it is.
  ///   - centiseconds: how long it stays.
  func add(_ frame: GIFFrame, indices: inout [UInt8], centiseconds: Int) throws {
    // Not disposed of (1 << 2), no input awaited, one index transparent (1).
    let control: [UInt8] = [
      1 << 2 | 1, UInt8(centiseconds & 255), UInt8(centiseconds >> 8 & 255), transparent,
    ]
    try check(
      control.withUnsafeBufferPointer {
        EGifPutExtension(file, GRAPHICS_EXT_FUNC_CODE, 4, $0.baseAddress)
      }, "the delay")
    try check(
      EGifPutImageDesc(
        file, Int32(frame.x), Int32(frame.y), Int32(frame.width), Int32(frame.height), false, nil),
      "a frame")
    try indices.withUnsafeMutableBufferPointer { pixels in
      guard var row = pixels.baseAddress else { return }
      for _ in 0..<frame.height {
        try check(EGifPutLine(file, row, Int32(frame.width)), "a row")
        row += frame.width
      }
    }
  }

  /// The whole file.
  func finish() throws -> Data {
    guard let file else { return data }
    self.file = nil
    var status: Int32 = 0
    guard EGifCloseFile(file, &status) == GIF_OK else { throw Self.failure("the end", status) }
    return data
  }

  private func check(_ status: Int32, _ what: String) throws {
    guard status == GIF_OK else { throw Self.failure(what, file?.pointee.Error ?? 0) }
  }

  private static func failure(_ what: String, _ status: Int32) -> Failure {
    let words = GifErrorString(status).map { String(cString: $0) } ?? "error \(status)"
    return Failure(.internal, nil, "a GIF, \(what): giflib says “\(words)”")
  }

  /// For giflib's `writeFunc`.
  private static let write: OutputFunc = { file, bytes, count in
    guard let owner = file?.pointee.UserData, let bytes, count > 0 else { return 0 }
    Unmanaged<GIFStream>.fromOpaque(owner).takeUnretainedValue().data
      .append(bytes, count: Int(count))
    return count
  }
}

/// The part of a page that differs from the frame before it, in pixels.
struct GIFFrame {
  var x: Int
  var y: Int
  var width: Int
  var height: Int
  /// A number of ``GIFColors`` for each pixel, row by row; ``unchanged`` for one that is as before.
  var colors: [UInt16]

  static let unchanged = UInt16.max
}
