import AECore
import Foundation
import Testing

@Suite struct DatasetCatalogTests {
  @Test(arguments: [
    ("digits", 8, 1442, 355, 16),
    ("fashion", 28, 6000, 1000, 255),
  ])
  func embeddedSetHasItsImages(
    _ name: String, _ extent: Int, _ train: Int, _ test: Int, _ white: Int
  ) throws {
    let dataset = try DatasetCatalog.load(name)
    #expect(dataset.name == name)
    #expect(dataset.imageShape == ImageShape(channels: 1, height: extent, width: extent))
    #expect(dataset.train.count == train)
    #expect(dataset.test.count == test)
    #expect(dataset.train.white == UInt8(white))
    #expect(dataset.train.pixels.max() == UInt8(white))
    #expect(dataset.classNames?.count == 10)
    #expect(dataset.sha256?.count == 64)
    #expect(dataset.license?.isEmpty == false)
    #expect(dataset.source?.isEmpty == false)
  }

  @Test func fashionHasAsManyImagesOfEachClass() throws {
    let dataset = try DatasetCatalog.load("fashion")
    #expect(histogram(dataset.train.labels) == [Int](repeating: 600, count: 10))
    #expect(histogram(dataset.test.labels) == [Int](repeating: 100, count: 10))
  }

  @Test func digitsHoldOutAFifthOfEachClass() throws {
    let dataset = try DatasetCatalog.load("digits")
    let train = histogram(dataset.train.labels)
    let test = histogram(dataset.test.labels)
    // The counts of each class in the source, as UCI's description states them.
    #expect(zip(train, test).map { $0 + $1 } == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    #expect(zip(train, test).allSatisfy { $1 == ($0 + $1) / 5 })
  }

  /// Sums by numpy, from the files that `make_datasets.py` was given.
  @Test func pixelsAreThoseOfTheSource() throws {
    let digits = try DatasetCatalog.load("digits")
    let fashion = try DatasetCatalog.load("fashion")
    #expect(sum(digits.train.pixels) + sum(digits.test.pixels) == 561_718)
    #expect(sum(digits.train.pixels.prefix(64)) == 294)
    #expect(digits.train.labels?.prefix(5) == [0, 1, 2, 3, 4])
    #expect(fashion.train.labels?.prefix(5) == [5, 7, 6, 3, 3])
    #expect(sum(fashion.train.pixels) == 342_964_357)
    #expect(sum(fashion.test.pixels) == 57_921_053)
  }

  @Test func availableNamesWhatIsThere() throws {
    let entries = DatasetCatalog.available()
    #expect(entries.map(\.name) == ["digits", "fashion", "fashion-mnist"])
    let digits = try #require(entries.first)
    #expect(digits.problem == nil)
    #expect(digits.trainCount == 1442)
    #expect(digits.testCount == 355)
    #expect(digits.imageShape == ImageShape(channels: 1, height: 8, width: 8))
    #expect(digits.license == "CC BY 4.0")
    #expect(digits.location.map { FileManager.default.fileExists(atPath: $0.path) } == true)
  }

  @Test func fullFashionMNISTIsReadOrExplained() throws {
    do {
      let dataset = try DatasetCatalog.load("fashion-mnist")
      #expect(dataset.train.count == 60_000)
      #expect(dataset.test.count == 10_000)
      #expect(histogram(dataset.train.labels) == [Int](repeating: 6000, count: 10))
      #expect(dataset.classNames?.first == "T-shirt/top")
    } catch let failure as Failure {
      #expect(failure.kind == .noInput)
      #expect(failure.description.contains("apt-get install dataset-fashion-mnist"))
    }
  }

  @Test func unknownNameSaysWhatThereIs() {
    let failure = #expect(throws: Failure.self) { try DatasetCatalog.load("nonesuch") }
    #expect(failure?.kind == .noInput)
    #expect(failure?.description.contains("digits, fashion, fashion-mnist") == true)
  }

  private func histogram(_ labels: [UInt8]?) -> [Int] {
    (labels ?? []).reduce(into: [Int](repeating: 0, count: 10)) { $0[Int($1)] += 1 }
  }

  private func sum(_ pixels: some Sequence<UInt8>) -> Int { pixels.reduce(0) { $0 + Int($1) } }
}
