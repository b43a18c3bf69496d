/// Writes the fields of a protobuf message one after the other.
///
/// Source: https://protobuf.dev/programming-guides/encoding
struct ProtobufWriter {
  /// What was written.
  private(set) var bytes: [UInt8] = []

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// A whole number.
  mutating func integer(_ field: Int, _ value: Int) {
    varint(UInt64(field) << 3)
    varint(UInt64(bitPattern: Int64(value)))
  }

  /// A number of 32 bits.
  mutating func float(_ field: Int, _ value: Float) {
    varint(UInt64(field) << 3 | 5)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
  }

  /// Bytes as they are, or a message within this one.
  mutating func data(_ field: Int, _ value: some Collection<UInt8>) {
    varint(UInt64(field) << 3 | 2)
    varint(UInt64(value.count))
    bytes += value
  }

  /// A text.
  mutating func text(_ field: Int, _ value: String) { data(field, value.utf8) }

  /// Numbers of 32 bits next to each other.
  mutating func floats(_ field: Int, _ values: [Float]) {
    values.withUnsafeBytes { data(field, $0) }
  }

  /// A message within this one.
  mutating func message(_ field: Int, _ write: (inout ProtobufWriter) -> Void) {
    var inner = ProtobufWriter()
    write(&inner)
    data(field, inner.bytes)
  }
}
