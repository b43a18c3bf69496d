import AECore
import CZlib
import Foundation

/// Bytes as a page carries them: packed by zlib (RFC 1950), then in base64. A browser unpacks them
/// by its own `DecompressionStream("deflate")`.
struct PackedData: Hashable, Sendable {
  /// The text in the page.
  let base64: String

  init(_ bytes: Data) {
    var packed = Data(count: Int(clamping: compressBound(uLong(bytes.count))))
    var count = uLong(packed.count)
    let status = packed.withUnsafeMutableBytes { target in
      bytes.withUnsafeBytes { source in
        compress2(
          target.bindMemory(to: Bytef.self).baseAddress, &count,
          source.bindMemory(to: Bytef.self).baseAddress, uLong(source.count), 9)
      }
    }
    precondition(status == Z_OK, "zlib has no memory for \(bytes.count) bytes")
    base64 = packed.prefix(Int(clamping: count)).base64EncodedString()
  }

  /// Numbers in the order of bytes that every browser's machine has.
  init(_ values: [Float]) {
    self.init(
      values.reduce(into: Data(capacity: 4 * values.count)) { data, value in
        withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
      })
  }
}
