import AECore
import Testing

struct NoiseTests {
  /// Normal noise has mean 0, variance 1 and the right tails.
  @Test func normalNoiseHasTheRightMomentsAndTails() {
    let noise = Noise(seed: 4)
    let values = (0..<20_000).map { Double(noise.normal($0)) }
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    #expect(abs(mean) < 0.03)
    #expect(abs(variance - 1) < 0.04)
    #expect(abs(Double(values.count { abs($0) > 1.96 }) / 20_000 - 0.05) < 0.006)
  }

  /// Uniform noise fills [0, 1) evenly.
  @Test func uniformNoiseIsEven() {
    let noise = Noise(seed: 4)
    var counts = [Int](repeating: 0, count: 10)
    for i in 0..<20_000 { counts[Int(noise.uniform(i) * 10)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 2000) < 200 })
  }

  @Test func keysGiveNoiseOfTheirOwnTheSameEveryTime() {
    let noise = Noise(seed: 4)
    let bits = [noise, noise.keyed(0), noise.keyed(1), noise.keyed(0).keyed(1), Noise(seed: 5)]
      .map { $0.bits(0) }
    #expect(Set(bits).count == bits.count)
    #expect(Noise(seed: 4).keyed(1).bits(9) == noise.keyed(1).bits(9))
  }
}
