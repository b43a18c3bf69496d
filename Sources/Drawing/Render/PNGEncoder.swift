import AEAnalysis
import AEData
import CZlib
import Foundation

/// Writes PNG files (ISO/IEC 15948) of 8 bits a channel, with or without alpha.
///
/// Cairo's own writer packs a dense slide of 3,840 pixels for 0.6 s, and cannot say how many dots
/// go to the inch. Here every row is stored as its difference from the one above, which in a
/// drawing is mostly zero, and packed lightly on all threads: a fraction of the time, for files
/// about as large.
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

  /// Puts the bytes of row `y` into a buffer: red, green, blue, and alpha where there is one.
  typealias FillRow = @Sendable (_ y: Int, UnsafeMutableBufferPointer<UInt8>) -> Void

  /// The file.
  /// - Parameter fillRow: called from several threads, for some rows twice.
  func encode(fillRow: FillRow) throws -> Data {
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

  /// Rows that go to one thread, in bytes: enough to be worth it.
  private static let bytesAtOnce = 1 << 20

  /// The rows as a zlib stream (RFC 1950). Bands of them are made and packed side by side, each
  /// with the end of the one before as its dictionary; the bands do not depend on the threads.
  private func packedRows(_ fillRow: FillRow) throws -> Data {
    let rowSize = width * (hasAlpha ? 4 : 3) + 1
    let band = max(1, Self.bytesAtOnce / rowSize)
    // Made once more than they are packed: what deflate may look back at.
    let before = (Deflater.window + rowSize - 1) / rowSize
    let count = (height + band - 1) / band
    let bands = Parallel.map(count) { index in
      Result {
        let rows = index * band..<min(height, (index + 1) * band)
        let first = max(0, rows.lowerBound - before)
        let bytes = filteredRows(first..<rows.upperBound, fillRow)
        return try Deflater(level: Self.effort).packed(
          bytes, from: (rows.lowerBound - first) * rowSize, isLast: rows.upperBound == height)
      }
    }
    // Deflate with a window of 32 KB, packed fast.
    var packed = Data([0x78, 0x5E])
    var sum: UInt = 1
    for band in bands {
      let band = try band.get()
      packed += band.bytes
      sum = adler32_combine(sum, band.sum, band.count)
    }
    return packed + Self.bigEndian(Int(sum))
  }

  /// Some rows, each with its filter's number before it: 2, the difference from above.
  private func filteredRows(_ rows: Range<Int>, _ fillRow: FillRow) -> [UInt8] {
    let count = width * (hasAlpha ? 4 : 3)
    var above = [UInt8](repeating: 0, count: count)
    var row = above
    if rows.lowerBound > 0 {
      above.withUnsafeMutableBufferPointer { fillRow(rows.lowerBound - 1, $0) }
    }
    return [UInt8](unsafeUninitializedCapacity: (count + 1) * rows.count) { result, filled in
      for y in rows {
        row.withUnsafeMutableBufferPointer { fillRow(y, $0) }
        let first = (y - rows.lowerBound) * (count + 1)
        result[first] = 2
        row.withUnsafeBufferPointer { row in
          above.withUnsafeBufferPointer { above in
            for i in 0..<count { result[first + 1 + i] = row[i] &- above[i] }
          }
        }
        swap(&row, &above)
      }
      filled = (count + 1) * rows.count
    }
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

/// Packs a part of some bytes by deflate (RFC 1951). The stream lives and dies with this object.
private final class Deflater {
  /// What became of a part.
  struct Part: Sendable {
    var bytes: Data
    /// Adler-32 of what was packed, and how many bytes that was.
    var sum: UInt
    var count: Int
  }

  // On the heap: zlib remembers where its stream lies.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  /// How far back deflate looks.
  static let window = 1 << 15

  init(level: Int32) throws {
    stream.initialize(to: z_stream())
    // Below 0: without zlib's head and sum, which the parts have in common.
    let status = deflateInit2_(
      stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      stream.deallocate()
      throw Failure(.internal, nil, "zlib could not start (\(status))")
    }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// `bytes` from `start` on, with what lies before as the dictionary; only the last part ends the
  /// stream.
  func packed(_ bytes: [UInt8], from start: Int, isLast: Bool) throws -> Part {
    let count = bytes.count - start
    var output = [UInt8](repeating: 0, count: 1 << 16)
    var result = Data()
    let sum = try bytes.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress.map({ $0 + start }) else { return adler32(0, nil, 0) }
      let before = min(Self.window, start)
      if before > 0 { deflateSetDictionary(stream, base - before, UInt32(before)) }
      stream.pointee.next_in = UnsafeMutablePointer(mutating: base)
      stream.pointee.avail_in = UInt32(count)
      repeat {
        try output.withUnsafeMutableBufferPointer { output in
          stream.pointee.next_out = output.baseAddress
          stream.pointee.avail_out = UInt32(output.count)
          let status = deflate(stream, isLast ? Z_FINISH : Z_SYNC_FLUSH)
          guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
            throw Failure(.internal, nil, "zlib could not pack an image (\(status))")
          }
          result.append(contentsOf: output.dropLast(Int(stream.pointee.avail_out)))
        }
      } while stream.pointee.avail_out == 0
      return adler32(adler32(0, nil, 0), base, UInt32(count))
    }
    return Part(bytes: result, sum: sum, count: count)
  }
}
