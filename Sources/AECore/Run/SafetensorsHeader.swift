import AEData
import AENetwork
import Foundation

/// The header of a safetensors file, checked.
enum SafetensorsHeader {
  /// One tensor: where its values lie, counted from the end of the header.
  struct Entry {
    var name: String
    var element: SafetensorsElement
    var shape: Shape
    var begin: Int
    var end: Int

    /// The tensor whose values are `bytes`.
    func tensor(_ bytes: UnsafeRawBufferPointer) -> Tensor { Tensor(shape, element.floats(bytes)) }
  }

  /// A header beyond this is refused before it is read.
  static let largestHeader = 1 << 24
  /// A file with more tensors is none of aeviz's, and would take long to look through.
  static let mostTensors = 1 << 16
  private static let advice = "the file is damaged or was cut off; write it again"

  /// The tensors that `data` declares, in the order of their values, and where the values start.
  /// - Throws: ``Failure`` of kind `badData`.
  static func parse(_ data: Data, name: String) throws -> (entries: [Entry], start: Int) {
    let (header, start) = try document(data, name: name)
    guard case .object(let members) = header else {
      throw Failure(
        .badData, name, at: "header", "expected an object, found \(header.described)",
        advice: advice)
    }
    guard members.count <= mostTensors else {
      throw Failure(
        .badData, name, at: "header", "\(members.count) tensors; at most \(mostTensors) are read")
    }
    let size = data.count - start
    let entries = try members.filter { $0.key != Safetensors.metadataKey }
      .map { try entry($0, size: size, file: name) }
      .sorted { ($0.begin, $0.end) < ($1.begin, $1.end) }
    try checkCover(entries, size: size, file: name)
    return (entries, start)
  }

  /// The header as it stands, and where the values start.
  /// - Throws: ``Failure`` of kind `badData`.
  static func document(_ data: Data, name: String) throws -> (value: JSONValue, start: Int) {
    guard data.count >= 8 else {
      throw Failure(
        .badData, name, at: "offset 0",
        "\(data.count) bytes; the header's length alone takes 8", advice: advice)
    }
    let length = data.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
    }
    guard length <= UInt64(data.count - 8) else {
      throw Failure(
        .badData, name, at: "offset 0",
        "the header is said to take \(length) bytes, but only \(data.count - 8) follow",
        advice: advice)
    }
    guard length <= UInt64(largestHeader) else {
      throw Failure(
        .badData, name, at: "offset 0",
        "the header takes \(length) bytes; at most \(largestHeader) are read")
    }
    let start = 8 + Int(length)
    do {
      return (
        try StrictJSON.parse(Array(data[data.startIndex + 8..<data.startIndex + start])), start
      )
    } catch {
      throw Failure(
        .badData, name, at: "header, \(error.place)", error.problem, advice: advice)
    }
  }

  private static func entry(
    _ member: JSONValue.Member, size: Int, file: String
  ) throws -> Entry {
    func failure(_ problem: String) -> Failure {
      Failure(.badData, file, at: member.key, problem, advice: advice)
    }
    func numbers(_ key: String) throws -> [Int] {
      guard case .array(let elements) = member.value[key] else {
        throw failure(
          "\(key): expected a list, found \(member.value[key]?.described ?? "nothing")")
      }
      return try elements.map { element in
        guard let number = element.integer, number >= 0 else {
          throw failure(
            "\(key): expected whole numbers from 0 to \(Int.max), found \(element.described)")
        }
        return number
      }
    }
    guard case .string(let type) = member.value["dtype"] else {
      throw failure(
        "dtype: expected a string, found \(member.value["dtype"]?.described ?? "nothing")")
    }
    guard let element = SafetensorsElement(rawValue: type) else {
      let known = SafetensorsElement.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(
        .badData, file, at: member.key, "the element type \(type) is not read",
        advice: "store it as one of \(known)")
    }
    let shape = Shape(try numbers("shape"))
    let offsets = try numbers("data_offsets")
    guard offsets.count == 2, offsets[0] <= offsets[1], offsets[1] <= size else {
      throw failure(
        "data_offsets \(offsets) are not a begin and an end within the file's \(size) bytes "
          + "of values")
    }
    guard let length = Int(product: shape.dimensions + [element.size]) else {
      throw failure("a tensor of \(shape) values is more than can be counted")
    }
    guard length == offsets[1] - offsets[0] else {
      throw failure(
        "\(offsets[1] - offsets[0]) bytes at data_offsets \(offsets), but \(shape.dimensions) "
          + "of \(type) takes \(length)")
    }
    return Entry(
      name: member.key, element: element, shape: shape, begin: offsets[0], end: offsets[1])
  }

  /// The format wants every byte to belong to exactly one tensor.
  private static func checkCover(_ entries: [Entry], size: Int, file: String) throws {
    var end = 0
    var previous = "the header"
    for entry in entries {
      guard entry.begin == end else {
        let problem =
          entry.begin < end
          ? "begins at \(entry.begin), inside \(previous), which ends at \(end)"
          : "begins at \(entry.begin), but \(previous) ends at \(end)"
        throw Failure(.badData, file, at: entry.name, problem, advice: advice)
      }
      end = entry.end
      previous = entry.name
    }
    guard end == size else {
      throw Failure(
        .badData, file, at: "offset \(end) of the values",
        "\(size - end) bytes after \(previous) belong to no tensor", advice: advice)
    }
  }
}
