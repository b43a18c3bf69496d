import AECore
import Drawing
import Foundation

/// Bytes as a page carries them: packed by zlib (RFC 1950), then in base64. A browser unpacks them
/// by its own `DecompressionStream("deflate")`.
struct PackedData: Hashable, Sendable {
  /// The text in the page.
  let base64: String

  init(_ bytes: Data) {
    base64 = bytes.packed().base64EncodedString()
  }

  /// Numbers in the order of bytes that every browser's machine has.
  init(_ values: [Float]) {
    self.init(
      values.reduce(into: Data(capacity: 4 * values.count)) { data, value in
        withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
      })
  }
}
