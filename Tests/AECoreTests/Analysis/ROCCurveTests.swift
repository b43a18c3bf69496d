import AECore
import Testing

@Suite struct ROCCurveTests {
  @Test func isScikitLearns() throws {
    let fixtures = try ClassifierFixtures.read().roc
    #expect(fixtures.count == 5)
    for fixture in fixtures {
      let curve = try #require(
        ROCCurve(scores: fixture.scores, isPositive: fixture.isPositive), "\(fixture.name)")
      #expect(abs(curve.area - fixture.area) < 1e-12, "\(fixture.name)")
      #expect(curve.points.count == fixture.falsePositiveRates.count)
      for (point, wanted) in zip(
        curve.points, zip(fixture.falsePositiveRates, fixture.truePositiveRates))
      {
        #expect(abs(point.falsePositiveRate - wanted.0) < 1e-12, "\(fixture.name)")
        #expect(abs(point.truePositiveRate - wanted.1) < 1e-12, "\(fixture.name)")
      }
    }
  }

  @Test func theAreaIsTheShareOfPairsInOrder() throws {
    let scores = [3.0, 1, 2, 2, 5, 0, 2]
    let positive = [true, false, true, false, true, false, false]
    var won = 0.0
    for (a, isPositive) in zip(scores, positive) where isPositive {
      for (b, isPositive) in zip(scores, positive) where !isPositive {
        won += a > b ? 1 : a == b ? 0.5 : 0
      }
    }
    let curve = try #require(ROCCurve(scores: scores, isPositive: positive))
    #expect(abs(curve.area - won / 12) < 1e-12)
  }

  @Test func cornersAreTheSameCurve() throws {
    let fixture = try ClassifierFixtures.read().roc[0]
    let curve = try #require(ROCCurve(scores: fixture.scores, isPositive: fixture.isPositive))
    #expect(curve.corners.count < curve.points.count)
    #expect(curve.corners.first == curve.points.first && curve.corners.last == curve.points.last)
    let area = zip(curve.corners, curve.corners.dropFirst()).reduce(0.0) {
      $0 + ($1.1.falsePositiveRate - $1.0.falsePositiveRate)
        * ($1.1.truePositiveRate + $1.0.truePositiveRate) / 2
    }
    #expect(abs(area - curve.area) < 1e-12)
  }

  @Test func oneClassAloneOrNoNumbersHaveNone() {
    #expect(ROCCurve(scores: [1, 2], isPositive: [true, true]) == nil)
    #expect(ROCCurve(scores: [1, 2], isPositive: [false, false]) == nil)
    #expect(ROCCurve(scores: [1, .nan], isPositive: [false, true]) == nil)
    #expect(ROCCurve(scores: [], isPositive: []) == nil)
  }
}
