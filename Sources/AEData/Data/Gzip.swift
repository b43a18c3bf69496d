import CZlib
import Foundation

/// Unpacks a gzip file (RFC 1952) a piece at a time, into memory whose size the caller decides.
///
/// The packed bytes have to stay where they are while the reader lives.
struct GzipReader: ~Copyable {
  /// zlib keeps the address of its state, so the state lives at a place of its own.
  private let stream: UnsafeMutablePointer<z_stream>
  private let packed: UnsafeRawBufferPointer
  private let name: String
  /// Bytes of `packed` that zlib was given.
  private var given = 0
  private var ended = false

  /// Deflate makes at most 1032 bytes of one (zlib's technical notes).
  static let largestRatio = 1032

  /// Whether a file that begins with `bytes` is a gzip file.
  static func isGzip(_ bytes: Data) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// A reader at the start of `packed`; failures name the file `name`.
  init(_ packed: UnsafeRawBufferPointer, name: String) {
    self.packed = packed
    self.name = name
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = aeviz_inflate_init_gzip(stream)
    precondition(status == Z_OK, "zlib could not be started: \(status)")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Fills `buffer` as far as the unpacked file reaches and says how far that was.
  /// - Throws: ``Failure`` of kind `badData` when the file is damaged or ends too soon.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled < buffer.count && !ended {
      // zlib counts in 32 bits, so both sides go in pieces.
      if stream.pointee.avail_in == 0 {
        let piece = min(packed.count - given, 1 << 30)
        guard piece > 0 else { throw truncated() }
        // zlib does not write through `next_in`; its type only lacks a const.
        let start = packed.baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + given) }
        stream.pointee.next_in = start?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(piece)
        given += piece
      }
      let room = min(buffer.count - filled, 1 << 30)
      stream.pointee.next_out =
        buffer.baseAddress.map { ($0 + filled).assumingMemoryBound(to: UInt8.self) }
      stream.pointee.avail_out = UInt32(room)
      let status = inflate(stream, Z_NO_FLUSH)
      filled += room - Int(stream.pointee.avail_out)
      switch status {
      case Z_OK, Z_BUF_ERROR: continue
      case Z_STREAM_END: ended = true
      default: throw damaged()
      }
    }
    return filled
  }

  /// Checks that the unpacked file ends here, its checksum included, and that nothing follows the
  /// packed one.
  /// - Throws: ``Failure`` of kind `badData`.
  mutating func finish() throws {
    var extra: UInt8 = 0
    let count = try withUnsafeMutableBytes(of: &extra) { try read(into: $0) }
    guard count == 0 else {
      throw Failure(
        .badData, name, at: "offset \(stream.pointee.total_out - 1), unpacked",
        "there is more data than the header declares", advice: Self.advice)
    }
    guard position == packed.count else {
      throw Failure(
        .badData, name, at: "offset \(position)",
        "\(packed.count - position) bytes follow the end of the gzip data", advice: Self.advice)
    }
  }

  static let advice = "download or pack the file again"

  /// Bytes of `packed` that were used.
  private var position: Int { given - Int(stream.pointee.avail_in) }

  private func truncated() -> Failure {
    Failure(
      .badData, name, at: "offset \(packed.count)", "the gzip data is cut off",
      advice: Self.advice)
  }

  private func damaged() -> Failure {
    let reason = stream.pointee.msg.map { String(cString: $0) } ?? "no reason given"
    return Failure(
      .badData, name, at: "offset \(position)", "the gzip data is damaged (\(reason))",
      advice: Self.advice)
  }
}
