import AEData
import Foundation

/// A tensor of an ONNX file: its numbers may lie in one of several lists, in one run of bytes, or
/// in another file.
package struct ONNXTensor {
  /// The file that it stands in, for failures.
  let file: String
  /// That file's bytes.
  let data: Data
  /// The files beside it.
  let others: ExternalFiles
  var name = ""
  var dimensions: [Int] = []
  /// ONNX's number of the element type.
  var type = 0
  var floats: [Float] = []
  var integers: [Int] = []
  /// Where its bytes lie in ``data``.
  var raw: Range<Int>?
  var isExternal = false
  /// `location`, `offset`, `length`.
  var external: [String: String] = [:]

  init(file: String, data: Data, others: ExternalFiles) {
    self.file = file
    self.data = data
    self.others = others
  }

  /// The one tensor in `data`, as ONNX's test cases keep their inputs and outputs.
  /// - Throws: `Failure` of kind `badData`.
  package init(_ data: Data, name: String) throws {
    self = try data.withUnsafeBytes { bytes in
      let reader = ProtobufReader(bytes, name: name)
      let folder = URL(fileURLWithPath: name).deletingLastPathComponent()
      let messages = ONNXMessages(reader, name: name, data: data, folder: folder)
      return try reader.read { try messages.tensor($0) }
    }
  }

  /// The element types that are read, by ONNX's numbers.
  private enum Element: Int {
    case float = 1, uint8, int8, uint16, int16, int32, int64
    case bool = 9, half, double, uint32, uint64
    case brainHalf = 16

    var isFloating: Bool {
      switch self {
      case .float, .half, .double, .brainHalf: true
      default: false
      }
    }

    var size: Int {
      switch self {
      case .uint8, .int8, .bool: 1
      case .uint16, .int16, .half, .brainHalf: 2
      case .float, .int32, .uint32: 4
      case .double, .int64, .uint64: 8
      }
    }

    /// The same type as safetensors has it, for those that both have with a fraction.
    var stored: SafetensorsElement? {
      switch self {
      case .float: .f32
      case .double: .f64
      case .half: .f16
      case .brainHalf: .bf16
      default: nil
      }
    }

    func integers(_ bytes: UnsafeRawBufferPointer) -> [Int] {
      func read<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type) -> [Int] {
        stride(from: 0, to: bytes.count, by: size).map {
          Int(clamping: bytes.loadUnaligned(fromByteOffset: $0, as: type))
        }
      }
      switch self {
      case .uint8, .bool: return read(UInt8.self)
      case .int8: return read(Int8.self)
      case .uint16: return read(UInt16.self)
      case .int16: return read(Int16.self)
      case .int32: return read(Int32.self)
      case .uint32: return read(UInt32.self)
      case .int64: return read(Int64.self)
      case .uint64: return read(UInt64.self)
      default: return []
      }
    }
  }

  /// The numbers, in `Float` where they have a fraction.
  /// - Throws: `Failure` of kind `badData` when they are not as many as the extents say, or of a
  ///   type that no layer has; `noInput` when they lie in a file that is not there.
  package func constant() throws -> ConstantArray {
    guard let element = Element(rawValue: type) else {
      throw failure("the element type \(type) is not read", "export the network in float32")
    }
    guard dimensions.allSatisfy({ $0 >= 0 }), let count = Int(product: dimensions),
      count <= ConstantArray.mostValues
    else { throw failure("\(dimensions) are no extents of a tensor", Self.again) }
    if let bytes = try storedBytes() {
      guard let size = Int(product: [count, element.size]), bytes.count == size else {
        throw failure(
          "\(bytes.count) bytes, which are not \(dimensions) of \(element.size) bytes each",
          Self.again)
      }
      return bytes.withUnsafeBytes { buffer in
        ConstantArray(
          dimensions,
          element.stored.map { .floats($0.floats(buffer)) } ?? .integers(element.integers(buffer)))
      }
    }
    let values = self.values(element)
    guard values.count == count else {
      throw failure("\(values.count) values, but \(dimensions) has \(count)", Self.again)
    }
    return ConstantArray(dimensions, values)
  }

  /// The numbers that stand in lists; those with 16 bits stand as whole numbers of their bits.
  private func values(_ element: Element) -> ConstantArray.Values {
    guard element.isFloating else { return .integers(integers) }
    guard let stored = element.stored, element.size == 2 else { return .floats(floats) }
    return integers.map { UInt16(truncatingIfNeeded: $0) }.withUnsafeBytes {
      .floats(stored.floats($0))
    }
  }

  private func storedBytes() throws -> Data? {
    if isExternal { return try others.bytes(of: self) }
    guard let raw else { return nil }
    return data[data.startIndex + raw.lowerBound..<data.startIndex + raw.upperBound]
  }

  static let again = "export the network again"

  func failure(_ problem: String, _ advice: String) -> Failure {
    Failure(.badData, file, at: "tensor \"\(name)\"", problem, advice: advice)
  }
}
