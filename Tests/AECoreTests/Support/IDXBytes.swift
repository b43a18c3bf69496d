/// The bytes of an IDX file with this shape and these values, which need not fit each other.
func idxBytes(_ shape: [Int], _ values: [UInt8]) -> [UInt8] {
  [0, 0, 8, UInt8(shape.count)]
    + shape.flatMap { extent in
      stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: extent >> $0) }
    } + values
}

/// A gzip file (RFC 1952) that holds `bytes` uncompressed, in one stored block.
func gzipStored(_ bytes: [UInt8]) -> [UInt8] {
  precondition(bytes.count < 1 << 16)
  func littleEndian(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
  let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
  let length = littleEndian(bytes.count, 2)
  return header + [1] + length + length.map { ~$0 } + bytes
    + littleEndian(Int(crc32(bytes)), 4) + littleEndian(bytes.count, 4)
}

private func crc32(_ bytes: [UInt8]) -> UInt32 {
  ~bytes.reduce(UInt32.max) { sum, byte in
    (0..<8).reduce(sum ^ UInt32(byte)) { bits, _ in
      bits & 1 == 1 ? bits >> 1 ^ 0xEDB8_8320 : bits >> 1
    }
  }
}
