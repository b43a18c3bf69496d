import CCrypto
import Foundation

/// The SHA-256 digest (FIPS 180-4), computed by OpenSSL's libcrypto.
public enum SHA256 {
  /// The digest of `data`: 64 hexadecimal digits in lower case.
  public static func hex(_ data: Data) -> String {
    var digest = Digest()
    data.withUnsafeBytes { digest.update($0) }
    return digest.hex()
  }

  /// The digest of `pieces`, one after the other, without joining them first.
  public static func hex(_ pieces: [[UInt8]]) -> String {
    var digest = Digest()
    for piece in pieces { piece.withUnsafeBytes { digest.update($0) } }
    return digest.hex()
  }

  /// Owns a digest context. libcrypto answers 1 for success; with this algorithm and valid
  /// buffers only a lack of memory makes it fail.
  private struct Digest: ~Copyable {
    private let context: OpaquePointer

    init() {
      guard let context = EVP_MD_CTX_new() else {
        preconditionFailure("libcrypto has no memory for a digest")
      }
      self.context = context
      let status = EVP_DigestInit_ex(context, EVP_sha256(), nil)
      precondition(status == 1, "libcrypto offers no SHA-256")
    }

    deinit { EVP_MD_CTX_free(context) }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
      let status = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
      precondition(status == 1, "libcrypto could not digest \(bytes.count) bytes")
    }

    mutating func hex() -> String {
      var bytes = [UInt8](repeating: 0, count: 32)
      let status = EVP_DigestFinal_ex(context, &bytes, nil)
      precondition(status == 1, "libcrypto could not finish a digest")
      let digits = Array("0123456789abcdef".utf8)
      return String(
        decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
  }
}
