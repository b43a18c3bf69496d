import AENetwork
import Foundation

/// The safetensors format: the length of a JSON header as a little-endian 64-bit number, the
/// header, then the values of all tensors without a gap.
///
/// Source: https://github.com/huggingface/safetensors, section "Format".
public enum Safetensors {
  /// The file with these tensors, as F32; whole numbers whose name ends in `.label`
  /// as I64.
  ///
  /// The same tensors give the same bytes: names are sorted, the header is padded with spaces to a
  /// multiple of 8 bytes. 64-bit values come first, so that every value lies aligned.
  ///
  /// - Parameters:
  ///   - tensors: by name.
  ///   - metadata: texts that stand in the header beside the tensors.
  public static func encode(_ tensors: [String: Tensor], metadata: [String: String] = [:]) -> Data {
    precondition(tensors[metadataKey] == nil, "\(metadataKey) is no tensor's name")
    let names = tensors.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let labels = Set(names.filter { isLabel($0, tensors[$0]) })
    let stored = names.filter(labels.contains) + names.filter { !labels.contains($0) }
    let texts = metadata.merging(["format": "pt"]) { own, _ in own }.sorted { $0.key < $1.key }
    var header = [
      JSONValue.Member(metadataKey, .object(texts.map { .init($0.key, .string($0.value)) }))
    ]
    var end = 0
    for name in stored {
      guard let tensor = tensors[name] else { continue }
      let element = labels.contains(name) ? SafetensorsElement.i64 : .f32
      let begin = end
      end += tensor.count * element.size
      header.append(
        .init(
          name,
          .object([
            .init("dtype", .string(element.rawValue)),
            .init("shape", .array(tensor.shape.dimensions.map { .number("\($0)") })),
            .init("data_offsets", .array([.number("\(begin)"), .number("\(end)")])),
          ])))
    }
    var text = Array(JSONValue.object(header).line.utf8)
    text += [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    // Made in its full size at once: a file may be larger than half of the memory.
    var data = Data(count: 8 + text.count + end)
    data.withUnsafeMutableBytes { bytes in
      var offset = 0
      func put<Value: BitwiseCopyable>(_ values: [Value]) {
        // Every platform that Swift runs on is little-endian, as the format is.
        values.withUnsafeBytes { source in
          UnsafeMutableRawBufferPointer(rebasing: bytes[offset..<offset + source.count])
            .copyMemory(from: source)
          offset += source.count
        }
      }
      put([UInt64(text.count)])
      put(text)
      for name in stored {
        guard let tensor = tensors[name] else { continue }
        if labels.contains(name) {
          put(tensor.values.map { Int64(clamping: $0) })
        } else {
          put(tensor.values)
        }
      }
    }
    return data
  }

  /// The tensors in `data`, whatever their element type, as `Float`.
  ///
  /// Nothing in the header is believed: every number is held against the file first.
  /// - Parameters:
  ///   - data: the whole file.
  ///   - name: the file, for failures.
  /// - Throws: ``Failure`` of kind `badData` that names the tensor and the numbers, of kind
  ///   `inputOutput` when there is no memory for them.
  public static func decode(_ data: Data, name: String) throws -> [String: Tensor] {
    let (entries, start) = try SafetensorsHeader.parse(data, name: name)
    // The numbers stand in memory once more, beside the file.
    let numbers = entries.reduce(0.0) { $0 + Double($1.shape.count) }
    try AvailableMemory.require(4 * numbers) { wanted, free in
      Failure(
        .inputOutput, name, "its numbers take \(wanted) of memory, and \(free) are free",
        advice: "end other programs, or give a smaller file")
    }
    return try data.withUnsafeBytes { bytes in
      var tensors: [String: Tensor] = [:]
      for entry in entries {
        let part = UnsafeRawBufferPointer(
          rebasing: bytes[start + entry.begin..<start + entry.end])
        guard tensors.updateValue(entry.tensor(part), forKey: entry.name) == nil else {
          throw Failure(.badData, name, at: entry.name, "the name stands twice")
        }
      }
      return tensors
    }
  }

  /// Holds the header against the file, as ``decode(_:name:)`` does, and reads no tensor.
  /// - Throws: as ``decode(_:name:)``.
  package static func check(_ data: Data, name: String) throws {
    _ = try SafetensorsHeader.parse(data, name: name)
  }

  /// The texts that stand in the header beside the tensors.
  /// - Throws: ``Failure`` of kind `badData` when there is no whole header.
  public static func metadata(_ data: Data, name: String) throws -> [String: String] {
    guard
      case .object(let members) = try SafetensorsHeader.document(data, name: name).value[
        metadataKey]
    else { return [:] }
    return members.reduce(into: [:]) { texts, member in
      if case .string(let text) = member.value { texts[member.key] = text }
    }
  }

  static let metadataKey = "__metadata__"

  /// Whether it is called a label and every value is a whole number, as a label is.
  private static func isLabel(_ name: String, _ tensor: Tensor?) -> Bool {
    name.hasSuffix(".label") && tensor?.values.allSatisfy { Int64(exactly: $0) != nil } ?? false
  }
}

/// The element types that are read.
package enum SafetensorsElement: String, CaseIterable {
  case f32 = "F32"
  case f64 = "F64"
  case f16 = "F16"
  case bf16 = "BF16"
  case i64 = "I64"
  case i32 = "I32"
  case u8 = "U8"
  case bool = "BOOL"

  /// Bytes of one value.
  package var size: Int {
    switch self {
    case .f64, .i64: 8
    case .f32, .i32: 4
    case .f16, .bf16: 2
    case .u8, .bool: 1
    }
  }

  /// The values in `bytes`, which need not be aligned; rounded where `Float` is coarser.
  package func floats(_ bytes: UnsafeRawBufferPointer) -> [Float] {
    let count = bytes.count / size
    switch self {
    case .f32:
      return [Float](unsafeUninitializedCapacity: count) { buffer, filled in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
        filled = count
      }
    case .f64: return convert(bytes, Double.self) { Float($0) }
    case .f16: return convert(bytes, UInt16.self, Self.half)
    case .bf16: return convert(bytes, UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
    case .i64: return convert(bytes, Int64.self) { Float($0) }
    case .i32: return convert(bytes, Int32.self) { Float($0) }
    case .u8: return bytes.map { Float($0) }
    case .bool: return bytes.map { $0 == 0 ? 0 : 1 }
    }
  }

  private func convert<Value: BitwiseCopyable>(
    _ bytes: UnsafeRawBufferPointer, _ type: Value.Type, _ float: (Value) -> Float
  ) -> [Float] {
    stride(from: 0, to: bytes.count, by: size).map {
      float(bytes.loadUnaligned(fromByteOffset: $0, as: type))
    }
  }

  /// A half-precision number from its bits. (`Float16` is not on every Mac.) Moving exponent and
  /// mantissa into place leaves the exponent 112 too small; the product mends that, also for
  /// numbers below the normal range.
  private static func half(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let rest = UInt32(bits & 0x7FFF) << 13
    let isFinite = bits & 0x7C00 != 0x7C00
    let magnitude =
      isFinite ? Float(bitPattern: rest) * 0x1p112 : Float(bitPattern: rest | 0x7F80_0000)
    return Float(bitPattern: magnitude.bitPattern | sign)
  }
}
