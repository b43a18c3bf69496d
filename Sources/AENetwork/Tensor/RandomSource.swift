import CKernels

/// The one source of randomness: seeded, the same on every machine, passed in by whoever owns it.
///
/// xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021),
/// its state filled from the seed by SplitMix64 as the authors advise.
public struct RandomSource: RandomNumberGenerator, Hashable, Sendable {
  private var state: [UInt64]

  /// A source that gives the same sequence for the same `seed`.
  public init(seed: UInt64) {
    var counter = seed
    state = (0..<4).map { _ in
      counter &+= 0x9E37_79B9_7F4A_7C15
      var z = counter
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// A source of its own for the `stream`-th user of `seed`, so that one user's draws never shift
  /// another's: weights, shuffling and noise each have their stream.
  public init(seed: UInt64, stream: UInt64) {
    var mixed = RandomSource(seed: seed ^ (stream &* 0xD134_2543_DE82_EF95))
    self.init(seed: mixed.next())
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = rotate(state[1] &* 5, 7) &* 9
    let shifted = state[1] << 17
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = rotate(state[3], 45)
    return result
  }

  /// A value in [0, 1), all 24 bits of a `Float`'s precision used.
  public mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// A standard normal value (Box and Muller 1958; one of the pair is used, so that a source's
  /// state is its bits alone).
  public mutating func normal() -> Float {
    let radius = (-2 * ck_log(1 - Double(next() >> 11) * 0x1p-53)).squareRoot()
    let angle = 2 * Double.pi * (Double(next() >> 11) * 0x1p-53)
    return Float(radius * ck_cos(angle))
  }

  private func rotate(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
}

extension [Int] {
  /// Shuffles as `shuffle(using:)` does where an `Int` has 64 bits, also where it has 32: the same
  /// seed gives an epoch the same order on every machine.
  package mutating func shuffleAlike(using random: inout RandomSource) {
    for place in indices.dropLast() {
      let left = UInt64(count - place)
      swapAt(place, place + Int(UInt64.random(in: 0..<left, using: &random)))
    }
  }
}
