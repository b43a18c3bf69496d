import AENetwork
import Foundation

/// An IDX file of unsigned bytes, the format of MNIST: two zero bytes, 8 for the type, the number
/// of dimensions, each extent as a big-endian 32-bit number, then the values, row-major. QMNIST's
/// labels are 32-bit numbers, eight to a row.
///
/// Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database", section on file formats.
public struct IDX: Sendable {
  /// The extents, outermost first: `[N, H, W]` for images, `[N]` for labels.
  public let shape: Shape
  /// The values, `shape.count` of them.
  public let values: [UInt8]

  /// What the values are, by the third byte of a file.
  private enum Element: UInt8 {
    case byte = 8
    /// Signed, 32 bits, big-endian.
    case integer = 0xC

    /// Bytes of one.
    var size: Int { self == .byte ? 1 : 4 }
  }

  /// The extents of a file and what its values are.
  private struct Header {
    var shape: Shape
    var element: Element
    /// Bytes that the values take.
    var byteCount: Int
  }

  /// Reads the file at `url`, plain or packed with gzip, whatever its name ends in.
  ///
  /// Memory is taken only after the declared extents were held against the file's size.
  /// - Parameters:
  ///   - url: the file.
  ///   - ranks: the numbers of dimensions that make sense: 3 or 4 for images, 1 for labels.
  /// - Throws: ``Failure``: `noInput` when the file is missing, `badData` when it is not such a
  ///   file, with the offset, what was found and what was expected.
  public init(_ url: URL, ranks: ClosedRange<Int>) throws {
    let (header, values) = try Self.read(url, ranks: ranks, elements: [.byte])
    (shape, self.values) = (header.shape, values)
  }

  /// The labels in the file at `url`: a list of bytes, or the first of each row of 32-bit numbers,
  /// as QMNIST has it.
  /// - Throws: ``Failure`` as ``init(_:ranks:)``, and for numbers that are no labels.
  package static func labels(_ url: URL) throws -> [UInt8] {
    let (header, bytes) = try read(url, ranks: 1...2, elements: [.byte, .integer])
    guard header.shape.rank == 2 || header.element == .integer else { return bytes }
    let columns = header.shape.rank == 2 ? header.shape[1] : 1
    let row = columns * header.element.size
    return try bytes.withUnsafeBytes { bytes in
      try (0..<header.shape[0]).map { index in
        guard columns > 0 else {
          throw Failure(.badData, url.relativePath, "the labels have no column", advice: advice)
        }
        let value =
          header.element == .byte
          ? UInt32(bytes[index * row]) : bigEndian(bytes, at: index * row)
        guard let label = UInt8(exactly: value) else {
          throw Failure(
            .badData, url.relativePath, at: "label \(index)",
            "\(Int32(bitPattern: value)) is not from 0 to 255",
            advice: "number the classes from 0")
        }
        return label
      }
    }
  }

  private static func read(
    _ url: URL, ranks: ClosedRange<Int>, elements: [Element]
  ) throws -> (Header, [UInt8]) {
    let name = url.relativePath
    guard try !GzipReader.isGzip(InputFile.start(of: url, count: 2)) else {
      return try InputFile.read(url, limit: largestFile).withUnsafeBytes { packed in
        try unpack(packed, name: name, ranks: ranks, elements)
      }
    }
    return try InputFile.reading(url, limit: largestFile) { file in
      try parse(file, ranks: ranks, elements)
    }
  }

  /// The extents that the file at `url` declares; reads no more than its first bytes.
  static func shape(of url: URL, ranks: ClosedRange<Int>) throws -> Shape {
    let name = url.relativePath
    let start = try InputFile.start(of: url, count: 4096)
    return try start.withUnsafeBytes { bytes in
      guard GzipReader.isGzip(start) else {
        return try Self.header(bytes, name: name, ranks: ranks, [.byte]).shape
      }
      var reader = GzipReader(bytes, name: name)
      return try Self.header(&reader, name: name, ranks: ranks, [.byte]).shape
    }
  }

  private static let largestFile = 1 << 36
  private static let advice = "give an IDX file of unsigned bytes, as MNIST's are"

  // MARK: Plain

  private static func parse(
    _ file: InputFile.OpenFile, ranks: ClosedRange<Int>, _ elements: [Element]
  ) throws -> (Header, [UInt8]) {
    try file.requireMemory()
    // The fourth byte says how many extents follow.
    let start = try [UInt8](count: min(4, file.size), filledBy: file.fill)
    let rest = start.count == 4 && ranks.contains(Int(start[3])) ? 4 * Int(start[3]) : 0
    let extents = try [UInt8](count: min(rest, file.size - start.count), filledBy: file.fill)
    let header = try (start + extents).withUnsafeBytes {
      try Self.header($0, name: file.name, ranks: ranks, elements)
    }
    let (shape, offset) = (header.shape, 4 + 4 * header.shape.rank)
    guard file.size - offset == header.byteCount else {
      throw Failure(
        .badData, file.name, at: "offset \(offset)",
        "\(file.size - offset) bytes follow the header, but \(described(shape)) take "
          + "\(header.byteCount)", advice: "the file is cut off or damaged; get it again")
    }
    return (header, try [UInt8](count: header.byteCount, filledBy: file.fill))
  }

  // MARK: Packed

  private static func unpack(
    _ packed: UnsafeRawBufferPointer, name: String, ranks: ClosedRange<Int>, _ elements: [Element]
  ) throws -> (Header, [UInt8]) {
    var reader = GzipReader(packed, name: name)
    let header = try Self.header(&reader, name: name, ranks: ranks, elements)
    let (shape, count) = (header.shape, header.byteCount)
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
    return (header, values)
  }

  private static func header(
    _ reader: inout GzipReader, name: String, ranks: ClosedRange<Int>, _ elements: [Element]
  ) throws -> Header {
    // Read in two steps, so that the reader stands at the first value afterwards.
    var bytes = [UInt8](repeating: 0, count: 4)
    var count = try bytes.withUnsafeMutableBytes { try reader.read(into: $0) }
    if count == 4 && ranks.contains(Int(bytes[3])) {
      var extents = [UInt8](repeating: 0, count: 4 * Int(bytes[3]))
      count += try extents.withUnsafeMutableBytes { try reader.read(into: $0) }
      bytes += extents
    }
    return try bytes.prefix(count).withUnsafeBytes {
      try header($0, name: name, ranks: ranks, elements)
    }
  }

  // MARK: The header

  private static func header(
    _ bytes: UnsafeRawBufferPointer, name: String, ranks: ClosedRange<Int>, _ elements: [Element]
  ) throws -> Header {
    guard bytes.count >= 4 else {
      throw Failure(
        .badData, name, at: "offset 0", "only \(bytes.count) bytes, the magic number takes 4",
        advice: advice)
    }
    let magic = bigEndian(bytes, at: 0)
    let rank = Int(bytes[3])
    guard magic >> 16 == 0, let element = Element(rawValue: bytes[2]), elements.contains(element),
      ranks.contains(rank)
    else {
      let expected = elements.flatMap { element in
        ranks.map { hexadecimal(UInt32(element.rawValue) << 8 + UInt32($0)) }
      }.joined(separator: " or ")
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
    guard let count = shape.checkedCount, count <= largestFile / element.size else {
      throw Failure(
        .badData, name, at: "offset 4", "\(described(shape)) are more than a file can hold",
        advice: advice)
    }
    return Header(shape: shape, element: element, byteCount: count * element.size)
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
