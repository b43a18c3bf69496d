import AECore
import Foundation
import Testing

/// Filters and metrics against SciPy's and scikit-image's (`Scripts/make_fixtures_skimage.py`).
@Suite struct ImageFilterTests {
  private struct Fixture: Decodable {
    struct Case: Decodable {
      var shape: [Int]
      var clean: [Float]
      var noisy: [Float]
      var median: [String: [Float]]
      var gaussian: [String: [Float]]
      var psnr: Double
      var ssim: Double?

      func images(_ values: [Float]) -> Tensor { Tensor(Shape([1] + shape), values) }
    }
    var cases: [Case]
  }

  private let cases: [Fixture.Case]

  init() throws {
    let url = try #require(
      Bundle.module.url(forResource: "skimage", withExtension: "json", subdirectory: "Fixtures"))
    cases = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url)).cases
    #expect(cases.count == 6)
  }

  @Test func mediansAreSciPys() throws {
    for example in cases {
      #expect(example.median.count == 4)
      for (size, expected) in example.median {
        let filter = ImageFilter.median(size: try #require(Int(size)))
        #expect(
          filter.filtered(example.images(example.noisy)).values == expected,
          "\(example.shape), \(size)")
      }
    }
  }

  @Test func gaussiansAreSciPys() throws {
    for example in cases {
      #expect(example.gaussian.count == 5)
      for (sigma, expected) in example.gaussian {
        let filter = ImageFilter.gaussian(sigma: try #require(Double(sigma)))
        let result = filter.filtered(example.images(example.noisy)).values
        let worst = zip(result, expected).map { abs($0 - $1) }.max() ?? 1
        #expect(worst < 1e-6, "\(example.shape), \(sigma): \(worst)")
      }
    }
  }

  @Test func similarityAndSignalToNoiseAreScikitImages() throws {
    var compared = 0
    for example in cases {
      let (clean, noisy) = (example.images(example.clean), example.images(example.noisy))
      let squared = zip(clean.values, noisy.values).map { Double($0 - $1) * Double($0 - $1) }
      let mse = squared.reduce(0, +) / Double(squared.count)
      let psnr = try #require(ImageMetrics.psnr(meanSquaredError: mse))
      #expect(abs(psnr - example.psnr) < 1e-4)
      let ssim = ImageMetrics.ssim(clean[0], noisy[0])
      #expect((ssim == nil) == (example.ssim == nil))
      if let ssim, let expected = example.ssim {
        #expect(abs(ssim - expected) < 1e-6, "\(example.shape): \(ssim), \(expected)")
        compared += 1
      }
    }
    #expect(compared == 3)
  }

  @Test func mediansOfEightPixelsAtOnceAreThoseOfOneAfterTheOther() {
    var random = RandomSource(seed: 5)
    for (channels, height, width) in [(1, 1, 1), (2, 3, 9), (1, 8, 8), (3, 17, 5), (1, 28, 31)] {
      let count = 2 * channels * height * width
      // Few different values, so that many are equal.
      let images = Tensor(
        [2, channels, height, width], (0..<count).map { _ in (8 * random.uniform()).rounded() })
      for size in [1, 3, 5, 7, 9] {
        let filter = ImageFilter.median(size: size)
        #expect(
          filter.filtered(images) == filter.plainlyFiltered(images), "\(images.shape), \(size)")
      }
    }
  }

  /// The similarity by its definition, window by window.
  private func plainSSIM(_ x: Tensor, _ y: Tensor) -> Double {
    let (c, h, w) = (x.shape[0], x.shape[1], x.shape[2])
    var all: [Double] = []
    for channel in 0..<c {
      for top in 0...h - 7 {
        for left in 0...w - 7 {
          let places = (0..<49).map { (channel * h + top + $0 / 7) * w + left + $0 % 7 }
          let (a, b) = (places.map { Double(x.values[$0]) }, places.map { Double(y.values[$0]) })
          let (ma, mb) = (a.reduce(0, +) / 49, b.reduce(0, +) / 49)
          let va = a.reduce(0) { $0 + ($1 - ma) * ($1 - ma) } / 48
          let vb = b.reduce(0) { $0 + ($1 - mb) * ($1 - mb) } / 48
          let vab = zip(a, b).reduce(0) { $0 + ($1.0 - ma) * ($1.1 - mb) } / 48
          all.append(
            (2 * ma * mb + 1e-4) * (2 * vab + 9e-4)
              / ((ma * ma + mb * mb + 1e-4) * (va + vb + 9e-4)))
        }
      }
    }
    return all.reduce(0, +) / Double(all.count)
  }

  /// Sums that move on lose nothing that counts, also along a tall image.
  @Test func similarityIsItsDefinition() throws {
    var random = RandomSource(seed: 6)
    for shape in [[1, 7, 7], [2, 9, 13], [1, 200, 8], [3, 28, 28]] {
      let count = shape.reduce(1, *)
      let flat = Tensor(Shape(shape), repeating: 0.1)
      let x = Tensor(Shape(shape), (0..<count).map { _ in random.uniform() })
      let y = Tensor(Shape(shape), x.values.map { $0 + 0.2 * random.normal() })
      for (a, b) in [(x, y), (flat, y), (flat, flat), (x, x)] {
        let ours = try #require(ImageMetrics.ssim(a, b))
        #expect(abs(ours - plainSSIM(a, b)) < 1e-9, "\(shape)")
      }
    }
  }

  @Test func everyImageOfABatchIsFilteredByItself() {
    var random = RandomSource(seed: 2)
    let images = Tensor([3, 2, 6, 5], (0..<180).map { _ in random.uniform() })
    for filter in [ImageFilter.median(size: 3), .gaussian(sigma: 1.25)] {
      let together = filter.filtered(images)
      for index in 0..<3 {
        let alone = filter.filtered(Tensor([1, 2, 6, 5], images[index].values))
        #expect(alone[0] == together[index])
      }
    }
  }

  @Test func aConstantImageStaysAndASingleSpeckGoes() {
    let flat = Tensor([1, 1, 9, 9], repeating: 0.25)
    #expect(ImageFilter.median(size: 5).filtered(flat) == flat)
    let blurred = ImageFilter.gaussian(sigma: 2).filtered(flat)
    #expect(blurred.values.allSatisfy { abs($0 - 0.25) < 1e-6 })
    var speck = flat
    speck.values[40] = 1
    #expect(ImageFilter.median(size: 3).filtered(speck) == flat)
    // A Gaussian only spreads it: the sum stays.
    let spread = ImageFilter.gaussian(sigma: 0.75).filtered(speck)
    let sums = [speck, spread].map { $0.values.reduce(0) { $0 + Double($1) } }
    #expect(abs(sums[0] - sums[1]) < 1e-4 && spread.values[40] < 0.5)
  }
}
