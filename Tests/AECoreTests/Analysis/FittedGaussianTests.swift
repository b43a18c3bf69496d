import AECore
import Testing

@Suite struct FittedGaussianTests {
  @Test func meanAndCovarianceAreTheExamples() {
    let gaussian = FittedGaussian(Tensor([4, 2], [0, 0, 2, 0, 0, 4, 2, 4]))
    #expect(gaussian.mean == [1, 2])
    #expect(gaussian.covariance == [1, 0, 0, 4])
    // Each example is itself spread out: the mean variance is added.
    let mixture = FittedGaussian(
      Tensor([2, 2], [1, 2, 1, 2]), variances: Tensor([2, 2], [0.5, 1, 1.5, 3]))
    #expect(mixture.mean == [1, 2])
    #expect(mixture.covariance == [1, 0, 0, 2])
  }

  @Test func samplesHaveThatMeanAndCovariance() {
    var random = RandomSource(seed: 6)
    // Correlated in three dimensions, the third a sum of the others.
    var values: [Float] = []
    for _ in 0..<400 {
      let (a, b) = (random.normal(), random.normal())
      values += [1 + 2 * a, a + b, 3 * a + b - 1]
    }
    let gaussian = FittedGaussian(Tensor([400, 3], values))
    let again = FittedGaussian(gaussian.samples(40_000, using: &random))
    for (a, b) in zip(again.mean, gaussian.mean) { #expect(abs(a - b) < 0.06) }
    for (a, b) in zip(again.covariance, gaussian.covariance) { #expect(abs(a - b) < 0.25) }
    // What is a sum in every example is one in every sample.
    let drawn = gaussian.samples(20, using: &random)
    for row in 0..<20 {
      let x = drawn[row].values
      #expect(abs(x[0] - 1 + x[1] - x[2] - 1) < 1e-3)
    }
  }

  @Test func aCollapsedCodeGivesItselfBack() {
    var random = RandomSource(seed: 6)
    let gaussian = FittedGaussian(Tensor([5, 2], [3, -1, 3, -1, 3, -1, 3, -1, 3, -1]))
    #expect(gaussian.samples(2, using: &random).values == [3, -1, 3, -1])
    let one = FittedGaussian(Tensor([3, 2], [3, 0, 3, 1, 3, 2]))
    let drawn = one.samples(3, using: &random)
    #expect((0..<3).allSatisfy { drawn[$0].values[0] == 3 })
    #expect(drawn[0].values[1] != drawn[1].values[1])
  }
}
