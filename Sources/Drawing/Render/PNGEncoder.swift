import AEData
import CZlib
import Foundation

/// Writes PNG files (ISO/IEC 15948) of 8 bits a channel, with or without alpha.
///
/// Cairo's own writer packs a dense slide of 3,840 pixels for 0.6 s, and cannot say how many dots
/// go to the inch. Here every row is stored as its difference from the one above, which in a
/// drawing is mostly zero, and packed lightly: a fraction of the time, for files about as large.
struct PNGEncoder {
  private let width: Int
  private let height: Int
  private let hasAlpha: Bool
  /// Dots to the inch; nil leaves it out.
  private let dpi: Double?

  /// How hard zlib tries, from 1 to 9.
  private static let effort: Int32 = 2

  init(width: Int, height: Int, hasAlpha: Bool, dpi: Double?) {
    self.width = width
    self.height = height
    self.hasAlpha = hasAlpha
    self.dpi = dpi
  }

  /// The file.
  /// - Parameter fillRow: puts the bytes of row `y` into its buffer: red, green, blue, and alpha
  ///   where there is one.
  func encode(fillRow: (_ y: Int, UnsafeMutableBufferPointer<UInt8>) -> Void) throws -> Data {
    var file = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    // 8 bits a channel; colour type 2 is RGB, 6 RGBA; deflate, the usual filters, not interlaced.
    let header = Self.bigEndian(width) + Self.bigEndian(height) + [8, hasAlpha ? 6 : 2, 0, 0, 0]
    Self.append("IHDR", Data(header), to: &file)
    if let dpi {
      let perMetre = Self.bigEndian(Int(clamping: min(dpi / 0.0254, 1e9).rounded()))
      Self.append("pHYs", Data(perMetre + perMetre + [1]), to: &file)
    }
    Self.append("IDAT", try packedRows(fillRow), to: &file)
    Self.append("IEND", Data(), to: &file)
    return file
  }

  private func packedRows(
    _ fillRow: (_ y: Int, UnsafeMutableBufferPointer<UInt8>) -> Void
  ) throws -> Data {
    let count = width * (hasAlpha ? 4 : 3)
    var above = [UInt8](repeating: 0, count: count)
    var row = above
    // The first byte of a row names its filter: 2, the difference from above.
    var filtered = [UInt8](repeating: 2, count: count + 1)
    let deflater = try Deflater(level: Self.effort)
    for y in 0..<height {
      row.withUnsafeMutableBufferPointer { fillRow(y, $0) }
      filtered.withUnsafeMutableBufferPointer { result in
        row.withUnsafeBufferPointer { row in
          above.withUnsafeBufferPointer { above in
            for i in 0..<count { result[i + 1] = row[i] &- above[i] }
          }
        }
      }
      try deflater.add(&filtered, isLast: y == height - 1)
      swap(&row, &above)
    }
    return deflater.packed
  }

  private static func append(_ type: String, _ content: Data, to file: inout Data) {
    let body = Data(type.utf8) + content
    let sum = body.withUnsafeBytes { bytes in
      crc32(0, bytes.bindMemory(to: UInt8.self).baseAddress, UInt32(bytes.count))
    }
    file += bigEndian(content.count)
    file += body
    file += bigEndian(Int(sum))
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(value >> $0 & 255) }
  }
}

/// A zlib stream that packs what it is given. The stream lives and dies with this object.
private final class Deflater {
  /// What is packed so far.
  private(set) var packed = Data()
  // On the heap: zlib remembers where its stream lies.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  init(level: Int32) throws {
    stream.initialize(to: z_stream())
    let status = deflateInit_(
      stream, level, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      stream.deallocate()
      throw Failure(.internal, nil, "zlib could not start (\(status))")
    }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  func add(_ bytes: inout [UInt8], isLast: Bool) throws {
    try bytes.withUnsafeMutableBufferPointer { input in
      stream.pointee.next_in = input.baseAddress
      stream.pointee.avail_in = UInt32(input.count)
      try buffer.withUnsafeMutableBufferPointer { output in
        repeat {
          stream.pointee.next_out = output.baseAddress
          stream.pointee.avail_out = UInt32(output.count)
          let status = deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
          guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
            throw Failure(.internal, nil, "zlib could not pack an image (\(status))")
          }
          packed.append(contentsOf: output.dropLast(Int(stream.pointee.avail_out)))
        } while stream.pointee.avail_out == 0
      }
    }
  }
}
