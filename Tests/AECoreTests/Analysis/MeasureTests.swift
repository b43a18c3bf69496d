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

  @Test func aShareOfTheMagnitudesStaysBelow() {
    let values = (1...100).map { $0.isMultiple(of: 2) ? Float($0) : -Float($0) } + odd
    #expect(Measure.magnitude((0...100).map { -Float($0) }, share: 0.99) == (99, 100))
    #expect(Measure.magnitude(values, share: 1) == (100, 100))
    #expect(Measure.magnitude([.nan], share: 0.99) == (0, 0))
    #expect(Measure.magnitude([], share: 0.5) == (0, 0))
  }

  @Test func labelsAreWholeNumbersAndStandSomewhere() {
    #expect(Measure.labels([0, 9, 65_535]) == [0, 9, 65_535])
    for bad in [-1, 65_536, .nan, .infinity] as [Float] {
      #expect(Measure.labels([3, bad]) == nil)
      #expect(Measure.firstOutside([3, 4, bad], below: 65_536) == 2)
    }
    #expect(Measure.firstOutside([3, 1.5], below: 10) == 1)
    #expect(Measure.firstOutside([0, 9], below: 10) == nil)
    #expect(Measure.places(of: [7, 2, 7]) == [7: [0, 2], 2: [1]])
    #expect(Measure.firstPlaces(of: [4, 5], in: [5, 9, 5]) == [nil, 0])
    #expect(Measure.picked([2, 0], of: [1, 2, 3]) == [3, 1])
    #expect(Measure.picked([3], of: [1, 2, 3]) == nil)
    #expect(Tensor([3, 2], [1, 2, .nan, 1, 0, 0]).finiteRows == [0, 2])
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
