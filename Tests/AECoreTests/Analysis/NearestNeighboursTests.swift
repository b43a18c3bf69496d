import AECore
import Foundation
import Testing

@Suite struct NearestNeighboursTests {
  @Test func areScikitLearns() throws {
    for fixture in try ClassifierFixtures.read().nearestNeighbours {
      let search = NearestNeighbours(ClassifierFixtures.tensor(fixture.train))
      let test = ClassifierFixtures.tensor(fixture.test)
      let found = search.neighbours(of: test, count: fixture.k)
      #expect(found.map { $0.map(\.index) } == fixture.indices, "\(fixture.name)")
      for (mine, theirs) in zip(found.joined(), fixture.distances.joined()) {
        #expect(abs(mine.squaredDistance.squareRoot() - theirs) < 1e-9 * max(1, theirs))
      }
      #expect(
        search.classify(test, labels: fixture.labels, count: fixture.k) == fixture.predicted,
        "\(fixture.name)")
    }
  }

  /// Points that rounded distances cannot tell apart: the plain definition gives the same.
  @Test(arguments: [1, 3, 8]) func areExactWhereRoundingMisleads(_ k: Int) {
    var random = RandomSource(seed: 4)
    let (n, d) = (300, 5)
    // Far from the origin and close together, many of them equal.
    let points = (0..<n * d).map { _ in 4096 + Float(Int(random.uniform() * 4)) / 256 }
    let queries = (0..<40 * d).map { _ in 4096 + Float(Int(random.uniform() * 8)) / 512 }
    let found = NearestNeighbours(Tensor([n, d], points))
      .neighbours(of: Tensor([40, d], queries), count: k)
    for row in 0..<40 {
      let all = (0..<n).map { index -> (Double, Int) in
        let sum = (0..<d).reduce(0.0) {
          let difference = Double(points[index * d + $1]) - Double(queries[row * d + $1])
          return $0 + difference * difference
        }
        return (sum, index)
      }
      #expect(found[row].map(\.index) == all.sorted { $0 < $1 }.prefix(k).map(\.1))
    }
  }

  @Test func equallyFrequentLabelsGiveTheSmallest() {
    let search = NearestNeighbours(Tensor([4, 1], [0, 1, 2, 3]))
    #expect(search.classify(Tensor([1, 1], [1.5]), labels: [9, 4, 2, 9], count: 2) == [2])
    #expect(search.classify(Tensor([1, 1], [1.5]), labels: [9, 4, 2, 9], count: 4) == [9])
  }

  @Test func fewerPointsThanAskedForAreAllGiven() {
    let search = NearestNeighbours(Tensor([2, 1], [5, 1]))
    #expect(search.neighbours(of: Tensor([1, 1], [0]), count: 7)[0].map(\.index) == [1, 0])
    #expect(
      NearestNeighbours(Tensor([0, 1], [])).neighbours(of: Tensor([1, 1], [0]), count: 1) == [[]])
  }
}
