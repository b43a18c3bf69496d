import AENetwork
import Foundation

/// An array as NumPy's `.npy` file: a magic word, the version, the length of the header, the header
/// (a Python dictionary in text, padded so that the values begin at a multiple of 64 bytes), the
/// values in C order, little-endian.
///
/// Source: numpy.lib.format, version 1.0.
public struct NumPyFile: Hashable, Sendable {
  /// The whole file.
  public let data: Data

  /// 32-bit floating-point numbers of the tensor's shape.
  public init(_ tensor: Tensor) {
    self.init("<f4", tensor.shape.dimensions, tensor.values)
  }

  /// A row of 64-bit floating-point numbers.
  public init(_ values: [Double]) { self.init("<f8", [values.count], values) }

  /// A row of 64-bit whole numbers.
  public init(_ values: [Int64]) { self.init("<i8", [values.count], values) }

  /// A row of texts, as long as the longest (NumPy's `U`, four bytes a character).
  public init(_ texts: [String]) {
    let longest = max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
    let values = texts.flatMap { text in
      let scalars = text.unicodeScalars.map(\.value)
      return scalars + [UInt32](repeating: 0, count: longest - scalars.count)
    }
    self.init("<U\(longest)", [texts.count], values)
  }

  private init<Value: BitwiseCopyable>(_ type: String, _ shape: [Int], _ values: [Value]) {
    // Python's tuple of one value has a comma behind it.
    let sizes = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sizes)), }"
    let begin = 10
    let length = (begin + header.utf8.count + 1 + 63) / 64 * 64 - begin
    var data = Data([0x93]) + Data("NUMPY".utf8)
    data += [1, 0, UInt8(truncatingIfNeeded: length), UInt8(truncatingIfNeeded: length >> 8)]
    data += Data(header.utf8)
    data += Data(repeating: UInt8(ascii: " "), count: length - header.utf8.count - 1)
    data.append(UInt8(ascii: "\n"))
    // Every platform that Swift runs on is little-endian, as the type says.
    values.withUnsafeBytes { data.append(contentsOf: $0) }
    self.data = data
  }
}
