import AECore
import Foundation
import Testing

/// Patterns whose share is known.
@Suite struct PeriodicityTests {
  private func image(_ height: Int, _ width: Int, _ value: (Int, Int) -> Double) -> Tensor {
    Tensor(
      [1, height, width],
      (0..<height * width).map { Float(value($0 / width, $0 % width)) })
  }

  private func random(_ c: Int, _ h: Int, _ w: Int, seed: UInt64 = 4) -> Tensor {
    var random = RandomSource(seed: seed)
    return Tensor([c, h, w], (0..<c * h * w).map { _ in random.uniform() })
  }

  @Test func aPureCheckerboardRepeatsWholly() throws {
    let board = image(8, 10) { ($0 + $1) % 2 == 0 ? 0.7 : 0.3 }
    let share = try #require(Periodicity.share(of: board, period: Size2D(2)))
    #expect(abs(share - 1) < 1e-6)
    // One pixel on, one off, along both directions: the corner of the shifted spectrum.
    let spectrum = try #require(Periodicity.spectrum(of: board))
    #expect(abs(spectrum[0] - 1) < 1e-6)
    // Stripes: the fastest frequency along the width, none along the height.
    let stripes = try #require(Periodicity.spectrum(of: image(8, 10) { Double($1 % 2) }))
    #expect(abs(stripes[4 * 10] - 1) < 1e-6)
  }

  @Test func aWaveBesideACheckerboardTakesItsShare() throws {
    // Energies 0.1² and 0.2²/2 per pixel, and no frequency in common.
    let mixed = image(16, 16) { y, x in
      0.5 + ((x + y) % 2 == 0 ? 0.1 : -0.1) + 0.2 * cos(2 * Double.pi * Double(x) / 16)
    }
    let share = try #require(Periodicity.share(of: mixed, period: Size2D(2)))
    #expect(abs(share - 0.01 / (0.01 + 0.02)) < 1e-5)
    let spectrum = try #require(Periodicity.spectrum(of: mixed))
    #expect(abs(spectrum[0] - share) < 1e-5)
    // The wave's energy is shared by its two frequencies beside the middle.
    #expect(abs(spectrum[8 * 16 + 9] - 1.0 / 3) < 1e-5)
    #expect(abs(spectrum[8 * 16 + 7] - 1.0 / 3) < 1e-5)
    let wave = image(16, 16) { _, x in cos(2 * Double.pi * Double(x) / 16) }
    #expect(try #require(Periodicity.share(of: wave, period: Size2D(2))) < 1e-10)
  }

  /// The two definitions, one by sums over tiles and one by a Fourier transform, are the same.
  @Test(arguments: [(2, 2), (3, 2), (4, 4), (1, 2), (6, 1)])
  func theShareIsTheEnergyAtTheTilesFrequencies(_ sh: Int, _ sw: Int) throws {
    let (h, w) = (12, 8)
    for seed in [1, 2, 3] as [UInt64] {
      let noise = random(2, h, w, seed: seed)
      let share = try #require(
        Periodicity.share(of: noise, period: Size2D(height: sh, width: sw)))
      let spectrum = try #require(Periodicity.spectrum(of: noise))
      #expect(abs(spectrum.reduce(0, +) - 1) < 1e-9)
      var sum = 0.0
      for u in stride(from: 0, to: h, by: h / sh) {
        for v in stride(from: 0, to: w, by: w / sw) {
          sum += spectrum[(u + h / 2) % h * w + (v + w / 2) % w]
        }
      }
      #expect(abs(share - sum) < 1e-6, "\(sh) × \(sw): \(share), \(sum)")
    }
  }

  @Test func noiseHasTheShareOfItsDegreesOfFreedom() throws {
    let shares = (0..<200).compactMap {
      Periodicity.share(of: random(1, 12, 12, seed: UInt64($0)), period: Size2D(2))
    }
    let mean = shares.reduce(0, +) / Double(shares.count)
    #expect(shares.count == 200 && abs(mean - 3.0 / 143) < 0.003, "\(mean)")
  }

  @Test func sizesThatThePeriodDoesNotDivideAreWholeTiles() throws {
    let tile: [Double] = [0.1, 0.9, 0.4, 0.3, 0.2, 0.8]
    let tiled = image(7, 5) { y, x in tile[(y % 3) * 2 + x % 2] }
    let share = try #require(
      Periodicity.share(of: tiled, period: Size2D(height: 3, width: 2)))
    #expect(abs(share - 1) < 1e-6)
  }

  @Test func whatDoesNotVaryHasNoShare() {
    let flat = Tensor([1, 6, 6], repeating: 0.3)
    #expect(Periodicity.share(of: flat, period: Size2D(2)) == nil)
    #expect(Periodicity.spectrum(of: flat) == nil)
    // Rounding is no variation.
    var nearly = flat
    nearly.values[3] += 1e-7
    #expect(Periodicity.share(of: nearly, period: Size2D(2)) == nil)
    var broken = flat
    broken.values[3] = .nan
    #expect(Periodicity.share(of: broken, period: Size2D(2)) == nil)
    #expect(Periodicity.spectrum(of: broken) == nil)
    #expect(Periodicity.spectrum(of: Tensor([1, 1, 1], [0.5])) == nil)
  }
}
