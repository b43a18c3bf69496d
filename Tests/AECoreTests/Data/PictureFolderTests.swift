import AECore
import Foundation
import Testing

/// Folders are classes and parts.
@Suite struct PictureFolderTests {
  private func load(
    _ folder: TemporaryFolder, _ change: (inout ImageReading) -> Void = { _ in }
  ) throws -> Dataset { try DatasetCatalog.load(folder.url.path, reading(change)) }

  /// Twenty pictures of each of three classes; each is of one grey that tells which it is.
  private func classes(_ folder: TemporaryFolder, counts: [String: Int]) throws {
    for (name, count) in counts {
      try folder.copy(
        Dictionary(uniqueKeysWithValues: (0..<count).map { ("\(name)/\($0).png", "grey-8.png") }))
    }
  }

  @Test func subfoldersAreClassesAndEachGivesItsShare() throws {
    let folder = try TemporaryFolder()
    try classes(folder, counts: ["b": 20, "a/deep/down": 10, "B": 2, ".hidden": 3])
    let dataset = try load(folder)
    // By their bytes: capitals before small letters.
    #expect(dataset.classNames == ["B", "a", "b"])
    #expect(dataset.reading?.testShare == ImageReading.standardTestShare)
    let test = try #require(dataset.test.labels)
    #expect([0, 1, 2].map { label in test.count { $0 == label } } == [1, 2, 3])
    let train = try #require(dataset.train.labels)
    #expect([0, 1, 2].map { label in train.count { $0 == label } } == [1, 8, 17])
    // In turn, so that any number of the first ones has all of them.
    #expect(Set(train.prefix(4)) == [0, 1, 2])
    #expect(dataset.kind?.contains("its sub-folders are classes") == true)
    // Always the same lot.
    #expect(try load(folder).sha256 == dataset.sha256)
    #expect(try load(folder) { $0.testShare = 0.5 }.test.count == 16)
  }

  @Test(arguments: ["test", "val", "Validation"])
  func partsAreTakenWhereTheyAre(_ name: String) throws {
    let folder = try TemporaryFolder()
    try classes(
      folder, counts: ["train/cat": 3, "train/dog": 2, "\(name)/dog": 2, "\(name)/emu": 1])
    let dataset = try load(folder)
    #expect(dataset.classNames == ["cat", "dog", "emu"])
    #expect(dataset.train.labels == [0, 1, 0, 1, 0] && dataset.test.labels == [1, 2, 1])
    #expect(dataset.reading == nil)
    // Only training images: these are then all.
    try FileManager.default.removeItem(at: folder[name])
    #expect(try load(folder).classNames == ["cat", "dog"])
  }

  @Test func aFolderOfPicturesAloneHasNoClasses() throws {
    let folder = try TemporaryFolder()
    try folder.copy(["b.PNG": "grey-8.png", "a.jpeg": "grey.jpg", "c.webp": "lossless.webp"])
    try folder.write("text".utf8, to: "notes.txt")
    try folder.write("GIF89a".utf8, to: "d.gif")
    let dataset = try load(folder)
    #expect(dataset.classNames == nil && dataset.train.labels == nil)
    #expect(dataset.imageShape == ImageShape(channels: 3, height: 12, width: 16))
    #expect(dataset.kind?.hasPrefix("a folder of JPEG and PNG and WebP pictures") == true)
    #expect(dataset.warnings.first?.hasSuffix("d.gif") == true)
    try folder.copy(["e/f.png": "grey-8.png"])
    expectFailure(.badData, "holds pictures (a.jpeg) and folders of pictures (e)") {
      _ = try load(folder)
    }
  }

  @Test func severalSizesAreRefusedWithTheCommonest() throws {
    let folder = try TemporaryFolder()
    try folder.copy([
      "a.png": "grey-8.png", "b.png": "rgb-8.png", "c.jpg": "turned-1.jpg", "d.jpg": "turned-6.jpg",
    ])
    expectFailure(
      .badData, "the pictures have 2 sizes, 12 × 16 (3), 16 × 12 (1)", "--image-size"
    ) { _ = try load(folder) }
    let dataset = try load(folder) { $0.imageSize = Size2D(height: 6, width: 8) }
    #expect(dataset.imageShape == ImageShape(channels: 3, height: 6, width: 8))
    #expect(dataset.summary.reading?.arguments == ["--image-size", "6x8", "--test-share", "0.15"])
  }

  @Test func whatIsNoFolderOfImagesIsExplained() throws {
    let folder = try TemporaryFolder()
    expectFailure(.noInput, "holds no images that aeviz reads", ".npz") { _ = try load(folder) }
    try folder.copy(["only.png": "grey-8.png"])
    expectFailure(.badData, "there is one image, and one has to be held out") {
      _ = try load(folder)
    }
    expectFailure(.badData, "only.png", "is one picture", "give the folder") {
      _ = try DatasetCatalog.load(folder["only.png"].path)
    }
    try folder.copy(["a.npy": "u1.npy"])
    expectFailure(.usage, "holds pictures and a.npy") { _ = try load(folder) }
    let many = try TemporaryFolder()
    try classes(many, counts: Dictionary(uniqueKeysWithValues: (0..<257).map { ("\($0)", 1) }))
    expectFailure(.badData, "has 257 folders of classes, and 256 are the most") {
      _ = try load(many)
    }
  }

  @Test(arguments: [
    ("x.pt", "torch.load"), ("x.pkl", "pickle.load"), ("x.mat", "scipy.io.loadmat"),
    ("x.h5", "h5py.File"), ("x.parquet", "pandas.read_parquet"), ("x.tar.gz", "unpack it"),
  ])
  func otherFormatsAreToldHowToConvert(_ name: String, _ advice: String) throws {
    let folder = try TemporaryFolder()
    let url = try folder.write("anything".utf8, to: name)
    expectFailure(.badData, name, advice) { _ = try DatasetCatalog.load(url.path) }
    expectFailure(.badData, name, advice) { _ = try load(folder) }
  }

  /// A whole disk, or links that lead round and round, would be walked through without end.
  @Test func aFolderOfVeryManyFoldersIsNoDataSet() throws {
    let folder = try TemporaryFolder()
    try folder.copy(["a/0.png": "grey-8.png"])
    for place in 0..<20_000 {
      let inner = folder.url.path + "/a/\(place / 200)"
      if place % 200 == 0 { mkdir(inner, 0o777) }
      mkdir("\(inner)/\(place % 200)", 0o777)
    }
    expectFailure(.badData, "more than 20000 folders", "the folder that your pictures are in") {
      _ = try load(folder)
    }
  }

  @Test func pythonsCIFARIsAPickle() throws {
    let folder = try TemporaryFolder()
    try folder.write([0x80, 2, 0x7D], to: "data_batch_1")
    expectFailure(.badData, "data_batch_1", "pickle.load") { _ = try load(folder) }
  }
}
