import CKernels

/// Random numbers by their address: the same key and the same index give the same number, in
/// whatever order and on whatever thread they are asked for.
///
/// A sequence would tie noise to the order in which shards are worked on. Here every image of every
/// step has addresses of its own, and the backward pass asks again for what the forward pass drew
/// instead of keeping it. The bits are SplitMix64's (Steele, Lea and Flood 2014): the `i`-th output
/// of a generator seeded with the key.
public struct Noise: Hashable, Sendable {
  private let key: UInt64

  /// The noise of `seed`.
  public init(seed: UInt64) { key = Self.mix(seed &+ Self.gamma) }

  private init(key: UInt64) { self.key = key }

  /// Noise of its own for `value`: a step, a layer, an image.
  public func keyed(_ value: Int) -> Noise {
    Noise(key: Self.mix(key ^ Self.mix(UInt64(bitPattern: Int64(value)) &+ Self.gamma)))
  }

  /// 64 random bits.
  @inline(__always)
  public func bits(_ index: Int) -> UInt64 {
    Self.mix(key &+ UInt64(truncatingIfNeeded: index &+ 1) &* Self.gamma)
  }

  /// A value in [0, 1), all 24 bits of a `Float`'s precision used.
  @inline(__always)
  public func uniform(_ index: Int) -> Float { Float(bits(index) >> 40) * 0x1p-24 }

  /// A standard normal value (Box and Muller 1958), between ±5.8.
  public func normal(_ index: Int) -> Float {
    let bits = bits(index)
    // Two numbers of 24 bits: one in (0, 1], whose logarithm exists, and one in [0, 1).
    let first = Float((bits >> 40) + 1) * 0x1p-24
    let second = Float((bits >> 16) & 0xFF_FFFF) * 0x1p-24
    return (-2 * ck_logf(first)).squareRoot() * ck_cosf(2 * .pi * second)
  }

  private static let gamma: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
