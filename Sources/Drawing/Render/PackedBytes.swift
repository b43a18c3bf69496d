import CZlib
import Foundation

extension Data {
  /// The bytes as a zlib stream (RFC 1950).
  /// - Parameter level: from 1, fast, to 9, as small as zlib can.
  package func packed(level: Int32 = 9) -> Data {
    var packed = Data(count: Int(clamping: compressBound(uLong(count))))
    var size = uLong(packed.count)
    let status = packed.withUnsafeMutableBytes { target in
      withUnsafeBytes { source in
        compress2(
          target.bindMemory(to: Bytef.self).baseAddress, &size,
          source.bindMemory(to: Bytef.self).baseAddress, uLong(source.count), level)
      }
    }
    precondition(status == Z_OK, "zlib has no memory for \(count) bytes")
    return packed.prefix(Int(clamping: size))
  }
}
