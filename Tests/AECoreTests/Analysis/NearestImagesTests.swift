import AECore
import Testing

@Suite struct NearestImagesTests {
  @Test func findsWhatASearchByHandFinds() throws {
    let digits = try DatasetCatalog.load("digits")
    let set = digits.train.prefix(700)  // more than one part
    let images = digits.test.images(0..<40)
    let matches = NearestImages.search(images, in: set)
    for (row, match) in matches.enumerated() {
      let distances = (0..<set.count).map { index in
        let other = set.images([index])
        var sum = 0.0
        for (x, y) in zip(images[row].values, other.values) {
          sum += Double(x - y) * Double(x - y)
        }
        return (sum / 64).squareRoot()
      }
      #expect(abs(match.distance - (distances.min() ?? 9)) < 1e-6)
      #expect(abs(distances[match.index] - match.distance) < 1e-9)
    }
    #expect(NearestImages.search(images, in: set.images(0..<700)) == matches)
  }

  @Test func aCopyIsAtNoDistance() throws {
    let set = try DatasetCatalog.load("digits").train.prefix(600)
    let matches = NearestImages.search(set.images([599, 3]), in: set)
    #expect(matches.map(\.index) == [599, 3])
    #expect(matches.map(\.distance) == [0, 0])
    #expect(NearestImages.search(set.images([]), in: set).isEmpty)
  }

  @Test func theFirstOfEqualsIsTaken() {
    let others = Tensor([3, 2], [1, 0, 0, 1, 0, 1])
    let match = NearestImages.search(Tensor([1, 2], [0, 0.5]), in: others).first
    #expect(match?.index == 1 && match?.distance == 0.125.squareRoot())
  }
}
