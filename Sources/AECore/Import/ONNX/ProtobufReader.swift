import AEData
import CNanopb
import Foundation

/// Reads protobuf messages with nanopb, which calls back for each field and allocates nothing: what
/// is kept is never longer than what stands in the file.
///
/// A message is read by making its C struct, giving each field that is wanted a callback of
/// ``Fields``, and ``Fields/decode(_:_:from:)``. Messages within it are read the same way, in the
/// callback of their field.
final class ProtobufReader {
  typealias Stream = UnsafeMutablePointer<pb_istream_t>

  /// The bytes that a field lies on.
  private let bytes: UnsafeRawBufferPointer
  /// The next byte to be read; nanopb asks for one after the other.
  private var position = 0
  /// What a callback has found fault with.
  fileprivate var failure: Failure?
  private let name: String

  /// A reader of `bytes`, which outlive it; `name` is the file, for failures.
  init(_ bytes: UnsafeRawBufferPointer, name: String) {
    self.bytes = bytes
    self.name = name
  }

  /// Calls `body` with the whole file as a stream.
  /// - Throws: `Failure` of kind `badData` when the bytes are no such message, and what `body`
  ///   finds fault with.
  func read<Result>(_ body: (Stream) throws -> Result) throws -> Result {
    var stream = pb_istream_t()
    stream.state = Unmanaged.passUnretained(self).toOpaque()
    stream.bytes_left = bytes.count
    stream.callback = { stream, buffer, count in
      guard let stream, let state = stream.pointee.state else { return false }
      let reader = Unmanaged<ProtobufReader>.fromOpaque(state).takeUnretainedValue()
      return reader.move(to: buffer, count: count)
    }
    return try withExtendedLifetime(self) { try body(&stream) }
  }

  private func move(to buffer: UnsafeMutablePointer<UInt8>?, count: Int) -> Bool {
    guard count <= bytes.count - position else { return false }
    if let buffer {
      UnsafeMutableRawBufferPointer(start: buffer, count: count)
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]))
    }
    position += count
    return true
  }

  /// Where the rest of `stream` lies in the file; it is then read.
  fileprivate func rest(of stream: Stream) -> Range<Int>? {
    let count = stream.pointee.bytes_left
    guard count <= bytes.count - position else { return nil }
    let range = position..<position + count
    position += count
    stream.pointee.bytes_left = 0
    return range
  }

  fileprivate func text(at range: Range<Int>) -> String? {
    String(validating: bytes[range], as: UTF8.self)
  }

  /// A failure of the file as a whole.
  func damaged(_ problem: String) -> Failure {
    Failure(
      .badData, name, "is no ONNX file, or a damaged one: \(problem)",
      advice: "export the network again")
  }

  /// The callbacks of one message's fields.
  struct Fields {
    private let reader: ProtobufReader
    private var callbacks: [Callback] = []

    init(_ reader: ProtobufReader) { self.reader = reader }

    private final class Callback {
      let body: (Stream) -> Bool
      init(_ body: @escaping (Stream) -> Bool) { self.body = body }
    }

    /// Called with the stream of the field, and to read all of it.
    mutating func each(_ use: @escaping (Stream) throws -> Void) -> pb_callback_t {
      let reader = reader
      let callback = Callback { stream in
        do {
          try use(stream)
          return true
        } catch let failure as Failure {
          reader.failure = reader.failure ?? failure
        } catch {
          reader.failure = reader.failure ?? reader.damaged("\(error)")
        }
        return false
      }
      callbacks.append(callback)
      var field = pb_callback_t()
      field.funcs.decode = { stream, _, argument in
        guard let stream, let argument = argument?.pointee else { return false }
        return Unmanaged<Callback>.fromOpaque(argument).takeUnretainedValue().body(stream)
      }
      field.arg = Unmanaged.passUnretained(callback).toOpaque()
      return field
    }

    /// Called with each text of the field.
    mutating func text(_ use: @escaping (String) throws -> Void) -> pb_callback_t {
      let reader = reader
      return bytes { range in
        guard range.count <= ProtobufReader.longestText else {
          throw reader.damaged("a name has \(range.count) bytes")
        }
        guard let text = reader.text(at: range) else {
          throw reader.damaged("a name is not UTF-8")
        }
        try use(text)
      }
    }

    /// Called with the place in the file of each run of bytes.
    mutating func bytes(_ use: @escaping (Range<Int>) throws -> Void) -> pb_callback_t {
      let reader = reader
      return each { stream in
        guard let range = reader.rest(of: stream) else { throw reader.damaged("it was cut off") }
        try use(range)
      }
    }

    /// Called with each whole number, packed or not.
    mutating func integers(_ use: @escaping (Int64) throws -> Void) -> pb_callback_t {
      let reader = reader
      return each { stream in
        var value: UInt64 = 0
        guard pb_decode_varint(stream, &value) else { throw reader.damaged("it was cut off") }
        try use(Int64(bitPattern: value))
      }
    }

    /// Called with each number of 32 bits, packed or not.
    mutating func floats(_ use: @escaping (Float) throws -> Void) -> pb_callback_t {
      let reader = reader
      return each { stream in
        var bits: UInt32 = 0
        guard pb_decode_fixed32(stream, &bits) else { throw reader.damaged("it was cut off") }
        try use(Float(bitPattern: bits))
      }
    }

    /// Called with each number of 64 bits, packed or not.
    mutating func doubles(_ use: @escaping (Double) throws -> Void) -> pb_callback_t {
      let reader = reader
      return each { stream in
        var bits: UInt64 = 0
        guard pb_decode_fixed64(stream, &bits) else { throw reader.damaged("it was cut off") }
        try use(Double(bitPattern: bits))
      }
    }

    /// Reads `message`, whose table is `table`, to the end of `stream`.
    /// - Throws: `Failure` of kind `badData`.
    func decode<Message>(
      _ message: inout Message, _ table: pb_msgdesc_t, from stream: Stream
    ) throws {
      let isWhole = withExtendedLifetime(callbacks) {
        withUnsafePointer(to: table) { table in
          withUnsafeMutablePointer(to: &message) { pb_decode(stream, table, $0) }
        }
      }
      if let failure = reader.failure { throw failure }
      guard isWhole else {
        throw reader.damaged(
          stream.pointee.errmsg.map { String(cString: $0) } ?? "it was cut off")
      }
    }
  }

  /// No name of a value or a node is longer.
  private static let longestText = 1 << 12
}
