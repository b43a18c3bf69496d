import AECore
import Foundation
import Testing

/// Arrays of NumPy: every kind of number, every order, every set of names.
@Suite struct ArrayTests {
  private func load(
    _ name: String, _ change: (inout ImageReading) -> Void = { _ in }
  ) throws -> Dataset {
    try DatasetCatalog.load(ImageFixtures.path(name), reading(change))
  }

  /// Four images of 3 × 2 × 5 that count on; the lot is the same for all.
  @Test(arguments: [
    "u1", "fortran", "nhwc", "f4-255", "f4-1", "f8-big", "f8-big-fortran", "f2", "i8",
  ])
  func everyKindOfNumberGivesTheSameImages(_ name: String) throws {
    let dataset = try load("\(name).npy")
    #expect(dataset.imageShape == ImageShape(channels: 3, height: 2, width: 5))
    #expect(dataset.train.count == 3 && dataset.test.count == 1)
    #expect(dataset.train.white == 255 && dataset.classNames == nil)
    #expect((dataset.train.pixels + dataset.test.pixels).sorted() == Array(0..<120))
    for set in [dataset.train, dataset.test] {
      for start in stride(from: 0, to: set.pixels.count, by: 30) {
        let first = set.pixels[start]
        #expect(set.pixels[start..<start + 30].elementsEqual(first..<first + 30))
      }
    }
    #expect(dataset.sha256 == (try load("u1.npy").sha256))
  }

  @Test(arguments: ["u1.npy", "keras.npz", "keras-packed.npz"])
  func whatIsCutOffAnywhereIsRefused(_ name: String) throws {
    let folder = try TemporaryFolder()
    let whole = try Data(contentsOf: URL(fileURLWithPath: ImageFixtures.path(name)))
    for length in Array(0..<min(140, whole.count)) + [whole.count / 2, whole.count - 1] {
      let url = try folder.write(whole.prefix(length), to: name)
      #expect(throws: Failure.self, "\(length) bytes") {
        _ = try DatasetCatalog.load(url.path, reading { _ in })
      }
    }
  }

  @Test func rangesTellWhatWhiteIs() throws {
    #expect(try load("bool.npy").train.white == 1)
    #expect(try load("digits.npy").train.white == 16)
    #expect(try load("digits.npy").imageShape == ImageShape(channels: 1, height: 8, width: 8))
    #expect(try load("flat.npy").imageShape == ImageShape(channels: 1, height: 4, width: 4))
    let deep = try load("u2-big.npy")
    #expect((deep.train.pixels + deep.test.pixels).sorted() == Array(128..<248))
  }

  @Test func theLayoutIsAskedForWhereSizesDoNotTell() throws {
    expectFailure(.badData, "both.npy", "4 × 3 × 5 × 3", "--layout nchw or --layout nhwc") {
      _ = try load("both.npy")
    }
    #expect(
      try load("both.npy") { $0.layout = .nchw }.imageShape
        == ImageShape(channels: 3, height: 5, width: 3))
    #expect(
      try load("both.npy") { $0.layout = .nhwc }.imageShape
        == ImageShape(channels: 3, height: 3, width: 5))
  }

  @Test(arguments: [
    ("keras.npz", 3), ("keras-packed.npz", 3), ("labels.npz", nil), ("target.npz", nil),
    ("one-hot.npz", nil), ("medmnist.npz", 2), ("unnamed.npz", nil),
  ])
  func everySetOfNamesIsKnown(_ name: String, _ testCount: Int?) throws {
    let dataset = try load(name)
    #expect(dataset.imageShape == ImageShape(channels: 1, height: 4, width: 4))
    #expect(dataset.classNames == ["0", "1", "2"])
    #expect(dataset.test.count == testCount ?? 3)
    #expect(dataset.train.count == (testCount == nil ? 3 : 6))
    #expect((dataset.reading?.testShare == nil) == (testCount != nil))
    #expect(dataset.train.labels?.prefix(3).sorted() == [0, 1, 2])
  }

  @Test func filesOfOneArrayEach() throws {
    let folder = try TemporaryFolder()
    try folder.copy(["images.npy": "u1.npy"])
    #expect(try DatasetCatalog.load(folder.url.path).sha256 == (try load("u1.npy").sha256))
    try folder.copy(["test_images.npy": "f4-1.npy"])
    #expect(try DatasetCatalog.load(folder.url.path).test.count == 4)
    let other = try TemporaryFolder()
    try other.copy(["a.npy": "u1.npy", "b.npy": "u1.npy"])
    expectFailure(.usage, "holds a.npy, b.npy", "x_train.npy") {
      _ = try DatasetCatalog.load(other.url.path)
    }
  }

  @Test(arguments: [
    ("pickled.npy", "holds pickled Python objects"), ("pickled.npz", "x_train: holds pickled"),
    ("record.npy", "its entries are records"), ("text.npy", "its entries are of type '<U1'"),
    ("minus.npy", "the values from -1 to 0.98"), ("nan.npy", "a number that is not finite (nan)"),
    ("cut.npy", "offset 128: 117 bytes follow the header"),
    ("bomb.npy", "are more than a file can hold"),
    ("bomb.npz", "claims to unpack to 2147483647 bytes from"),
    ("encrypted.npz", "is encrypted"), ("overlapping.npz", "overlaps another entry"),
    ("checksum.npz", "the packed data is damaged"), ("twice.npz", "is there twice"),
    ("unknown.npz", "holds a, b, c"), ("few-labels.npz", "5 labels, but there are 6 images"),
    ("empty.npz", "holds no array"),
  ])
  func whatIsNoImageIsNamed(_ name: String, _ problem: String) throws {
    expectFailure(.badData, name, problem) { _ = try load(name) }
  }

  @Test func headersAreReadStrictly() throws {
    let folder = try TemporaryFolder()
    let whole = [UInt8](try Data(contentsOf: ImageFixtures.url("u1.npy")))
    for count in [0, 6, 9, 11, 40, 100] {
      let url = try folder.write(whole.prefix(count), to: "x.npy")
      let failure = #expect(throws: Failure.self) { try DatasetCatalog.load(url.path) }
      #expect(failure?.kind == .badData, "\(count)")
    }
    for (old, new) in [
      ("'descr'", "'descx'"), ("False", "Maybe"), ("(4, 3, 2, 5)", "(4, 3, x, 5)"),
      ("(4, 3, 2, 5)", "(4, 3, -2,5)"), ("'|u1'", "'|z1'"), ("(4, 3, 2, 5)", "(0, 3, 2, 5)"),
    ] {
      let text = String(decoding: whole.prefix(128).map { $0 < 128 ? $0 : 63 }, as: UTF8.self)
        .replacingOccurrences(of: old, with: new)
      let url = try folder.write(
        whole.prefix(10) + text.utf8.dropFirst(10) + whole[128...], to: "x.npy")
      expectFailure(.badData, "x.npy") { _ = try DatasetCatalog.load(url.path) }
    }
  }
}
