import AECore
import Testing

@Suite struct MeasureTests {
  private let odd: [Float] = [.nan, -3, .infinity, 2, -.infinity, 0, .nan]

  @Test func errorIsTheMeanOfTheSquares() {
    #expect(
      Measure.meanSquaredError(Tensor([4], [1, 2, 3, 4]), Tensor([4], [1, 0, 3, 1])) == 3.25)
    #expect(Measure.meanSquaredError(Tensor([0]), Tensor([0])) == 0)
  }

  @Test func differenceIsTheMeanOverTheChannels() {
    // Two images of two channels, 1 × 2.
    let a = Tensor([2, 2, 1, 2], [1, 2, 3, 4, 0, 0, 0, 8])
    let b = Tensor([2, 2, 1, 2], [0, 0, 1, 1, 0, 2, 0, 0])
    let difference = Measure.channelMeanDifference(a, b)
    #expect(difference == Tensor([2, 1, 2], [1.5, 2.5, 0, 3]))
  }

  @Test func limitsAreOfTheFiniteValues() {
    #expect(Measure.limits(odd) == -3...2)
    #expect(Measure.magnitudes(odd) == 0...3)
    #expect(Measure.limits([.nan]) == nil)
    #expect(Measure.magnitudes([]) == nil)
  }

  @Test func nonFiniteValuesAreCountedByKind() {
    let count = Measure.nonFinite(odd)
    #expect(count.missing == 2 && count.infinite == 2)
    #expect(Measure.nonFinite([1, 2]) == (0, 0))
  }

  @Test func aPartIsZeroWhenAllOfItIs() {
    #expect(Measure.zeroParts([0, 0, 0, 1, -0.0, 0], size: 2) == [true, false, true])
    #expect(Measure.zeroParts([], size: 2) == [])
    #expect(Measure.zeroParts([], size: 0) == [])
  }

  @Test func medianLiesInTheMiddle() {
    #expect(Measure.median([3, 1, 2]) == 2)
    #expect(Measure.median([4, 1, 3, 2]) == 2.5)
    #expect(Measure.median([]) == 0)
  }

  @Test func valuesOfATensor() {
    let tensor = Tensor([7], odd)
    #expect(!tensor.isFinite && Tensor([2], [1, -1]).isFinite && Tensor([0]).isFinite)
    #expect(!tensor.isZero && Tensor([2], [0, -0.0]).isZero)
    #expect(tensor.largestMagnitude == 3)
    #expect(Tensor([1], [.nan]).largestMagnitude == 0)
    #expect(Tensor([3], [-1, 0.5, 2]).clamped(to: 0...1) == Tensor([3], [0, 0.5, 1]))
  }
}
