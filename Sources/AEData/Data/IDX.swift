import AENetwork
import Foundation

/// An IDX file of unsigned bytes, the format of MNIST: two zero bytes, 8 for the type, the number
/// of dimensions, each extent as a big-endian 32-bit number, then the values, row-major.
///
/// Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database", section on file formats.
public struct IDX: Sendable {
  /// The extents, outermost first: `[N, H, W]` for images, `[N]` for labels.
  public let shape: Shape
  /// The values, `shape.count` of them.
  public let values: [UInt8]

  /// Reads the file at `url`, plain or packed with gzip, whatever its name ends in.
  ///
  /// Memory is taken only after the declared extents were held against the file's size.
  /// - Parameters:
  ///   - url: the file.
  ///   - ranks: the numbers of dimensions that make sense: 3 or 4 for images, 1 for labels.
  /// - Throws: ``Failure``: `noInput` when the file is missing, `badData` when it is not such a
  ///   file, with the offset, what was found and what was expected.
  public init(_ url: URL, ranks: ClosedRange<Int>) throws {
    let data = try InputFile.read(url, limit: Self.largestFile)
    let name = url.relativePath
    (shape, values) = try data.withUnsafeBytes { bytes in
      GzipReader.isGzip(data)
        ? try Self.unpack(bytes, name: name, ranks: ranks)
        : try Self.parse(bytes, name: name, ranks: ranks)
    }
  }

  /// The extents that the file at `url` declares; reads no more than its first bytes.
  static func shape(of url: URL, ranks: ClosedRange<Int>) throws -> Shape {
    let name = url.relativePath
    let start = try InputFile.start(of: url, count: 4096)
    return try start.withUnsafeBytes { bytes in
      guard GzipReader.isGzip(start) else {
        return try Self.header(bytes, name: name, ranks: ranks)
      }
      var reader = GzipReader(bytes, name: name)
      return try Self.header(&reader, name: name, ranks: ranks)
    }
  }

  private static let largestFile = 1 << 36
  private static let advice = "give an IDX file of unsigned bytes, as MNIST's are"

  // MARK: Plain

  private static func parse(
    _ bytes: UnsafeRawBufferPointer, name: String, ranks: ClosedRange<Int>
  ) throws -> (Shape, [UInt8]) {
    let shape = try header(bytes, name: name, ranks: ranks)
    let offset = 4 + 4 * shape.rank
    guard bytes.count - offset == shape.count else {
      throw Failure(
        .badData, name, at: "offset \(offset)",
        "\(bytes.count - offset) bytes follow the header, but \(described(shape)) take "
          + "\(shape.count)", advice: "the file is cut off or damaged; get it again")
    }
    return (shape, Array(bytes[offset...]))
  }

  // MARK: Packed

  private static func unpack(
    _ packed: UnsafeRawBufferPointer, name: String, ranks: ClosedRange<Int>
  ) throws -> (Shape, [UInt8]) {
    var reader = GzipReader(packed, name: name)
    let shape = try header(&reader, name: name, ranks: ranks)
    let count = shape.count
    guard count / GzipReader.largestRatio <= packed.count else {
      throw Failure(
        .badData, name, at: "offset 4, unpacked",
        "\(described(shape)) take \(count) bytes, more than \(packed.count) packed bytes can hold",
        advice: GzipReader.advice)
    }
    try AvailableMemory.require(Double(count)) { wanted, free in
      Failure(
        .inputOutput, name, "unpacked it takes \(wanted) of memory, and \(free) are free",
        advice: "end other programs, or give fewer images")
    }
    var values = [UInt8](repeating: 0, count: count)
    let filled = try values.withUnsafeMutableBytes { try reader.read(into: $0) }
    guard filled == count else {
      throw Failure(
        .badData, name, at: "offset \(4 + 4 * shape.rank + filled), unpacked",
        "the data ends after \(filled) bytes, but \(described(shape)) take \(count)",
        advice: "the file is cut off or damaged; get it again")
    }
    try reader.finish()
    return (shape, values)
  }

  private static func header(
    _ reader: inout GzipReader, name: String, ranks: ClosedRange<Int>
  ) throws -> Shape {
    // Read in two steps, so that the reader stands at the first value afterwards.
    var bytes = [UInt8](repeating: 0, count: 4)
    var count = try bytes.withUnsafeMutableBytes { try reader.read(into: $0) }
    if count == 4 && ranks.contains(Int(bytes[3])) {
      var extents = [UInt8](repeating: 0, count: 4 * Int(bytes[3]))
      count += try extents.withUnsafeMutableBytes { try reader.read(into: $0) }
      bytes += extents
    }
    return try bytes.prefix(count).withUnsafeBytes {
      try header($0, name: name, ranks: ranks)
    }
  }

  // MARK: The header

  private static func header(
    _ bytes: UnsafeRawBufferPointer, name: String, ranks: ClosedRange<Int>
  ) throws -> Shape {
    guard bytes.count >= 4 else {
      throw Failure(
        .badData, name, at: "offset 0", "only \(bytes.count) bytes, the magic number takes 4",
        advice: advice)
    }
    let magic = bigEndian(bytes, at: 0)
    let rank = Int(bytes[3])
    guard magic >> 8 == 8, ranks.contains(rank) else {
      let expected = ranks.map { hexadecimal(0x800 + UInt32($0)) }.joined(separator: " or ")
      throw Failure(
        .badData, name, at: "offset 0",
        "the magic number is \(hexadecimal(magic)), expected \(expected)", advice: advice)
    }
    guard bytes.count >= 4 + 4 * rank else {
      throw Failure(
        .badData, name, at: "offset 4",
        "\(bytes.count - 4) bytes follow, but \(rank) extents take \(4 * rank)", advice: advice)
    }
    let shape = Shape((0..<rank).map { Int(bigEndian(bytes, at: 4 + 4 * $0)) })
    guard let count = shape.checkedCount, count <= largestFile else {
      throw Failure(
        .badData, name, at: "offset 4", "\(described(shape)) are more than a file can hold",
        advice: advice)
    }
    return shape
  }

  private static func bigEndian(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt32 {
    UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
  }

  private static func described(_ shape: Shape) -> String { "\(shape) values" }
}
