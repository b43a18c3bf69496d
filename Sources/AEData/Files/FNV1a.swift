/// The hash of Fowler, Noll and Vo in its variant 1a, 64 bits: short, and the same on every machine
/// and in every process, which Swift's own is not. For names, not against anybody's malice.
package enum FNV1a {
  /// The hash of `bytes`.
  package static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
