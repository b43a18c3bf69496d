import AECore
import Foundation
import Testing

@Suite struct DatasetFolderTests {
  private static let trainImages = "train-images-idx3-ubyte"
  private static let testImages = "t10k-images-idx3-ubyte"
  private static let trainLabels = "train-labels-idx1-ubyte"
  private static let testLabels = "t10k-labels-idx1-ubyte"

  /// Three and two images of 2 × 2, with labels.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(idxBytes([3, 2, 2], Array(0..<12)), to: Self.trainImages)
    try folder.write(idxBytes([3], [0, 1, 2]), to: Self.trainLabels)
    try folder.write(idxBytes([2, 2, 2], Array(20..<28)), to: Self.testImages)
    try folder.write(idxBytes([2], [1, 1]), to: Self.testLabels)
    return folder
  }

  private func load(_ folder: TemporaryFolder) throws -> Dataset {
    try DatasetCatalog.load(folder.url.path)
  }

  private func describe(_ folder: TemporaryFolder, _ text: String) throws {
    try folder.write(text.utf8, to: "dataset.json")
  }

  /// A pipe that nobody writes to is told of, not waited for.
  @Test func aPipeIsNoDataFile() throws {
    let folder = try folder()
    try FileManager.default.removeItem(at: folder[Self.trainImages])
    #expect(mkfifo(folder[Self.trainImages].path, 0o600) == 0)
    expectFailure(.badData, Self.trainImages, "is not a regular file") { _ = try load(folder) }
  }

  @Test func fourFilesAreEnough() throws {
    let folder = try folder()
    let dataset = try load(folder)
    #expect(dataset.name == folder.url.lastPathComponent)
    #expect(dataset.imageShape == ImageShape(channels: 1, height: 2, width: 2))
    #expect(dataset.train.pixels == Array(0..<12))
    #expect(dataset.train.labels == [0, 1, 2])
    #expect(dataset.test.pixels == Array(20..<28))
    #expect(dataset.test.labels == [1, 1])
    #expect(dataset.train.white == 255)
    // Without a dataset.json, a label's name is its number.
    #expect(dataset.classNames == ["0", "1", "2"])
    #expect(
      dataset.sha256
        == SHA256.hex(Data(Array(0..<12) + [0, 1, 2] + Array(20..<28) + [1, 1])))
  }

  @Test func packedFilesAndDescription() throws {
    let folder = try folder()
    for name in [Self.trainImages, Self.trainLabels, Self.testImages, Self.testLabels] {
      let bytes = [UInt8](try Data(contentsOf: folder[name]))
      try folder.write(gzipStored(bytes), to: "\(name).gz")
      try FileManager.default.removeItem(at: folder[name])
    }
    try describe(
      folder,
      #"{"name": "mine", "license": "L", "source": "S", "class_names": ["a", "b", "c"], "#
        + #""white": 28, "image_shape": [1, 2, 2]}"#)
    let dataset = try load(folder)
    #expect(dataset.name == "mine")
    #expect(dataset.license == "L")
    #expect(dataset.source == "S")
    #expect(dataset.classNames == ["a", "b", "c"])
    #expect(dataset.train.white == 28)
  }

  @Test func labelsMayBeMissingTogether() throws {
    let folder = try folder()
    try FileManager.default.removeItem(at: folder[Self.testLabels])
    expectFailure(.noInput, Self.testLabels, "missing") { _ = try load(folder) }
    try FileManager.default.removeItem(at: folder[Self.trainLabels])
    let dataset = try load(folder)
    #expect(dataset.train.labels == nil)
    #expect(dataset.test.labels == nil)
    #expect(dataset.classNames == nil)
  }

  @Test func imagesOfSeveralChannels() throws {
    let folder = try folder()
    try folder.write(idxBytes([3, 2, 1, 2], Array(0..<12)), to: Self.trainImages)
    try folder.write(idxBytes([2, 2, 1, 2], Array(0..<8)), to: Self.testImages)
    #expect(try load(folder).imageShape == ImageShape(channels: 2, height: 1, width: 2))
  }

  @Test(arguments: [trainImages, testImages])
  func missingImages(_ name: String) throws {
    let folder = try folder()
    try FileManager.default.removeItem(at: folder[name])
    expectFailure(.noInput, name, "missing, plain and as .gz") { _ = try load(folder) }
  }

  @Test func countsAndShapesHaveToAgree() throws {
    var folder = try folder()
    try folder.write(idxBytes([4], [0, 1, 2, 0]), to: Self.trainLabels)
    expectFailure(.badData, Self.trainLabels, "4 labels, but", "has 3 images") {
      _ = try load(folder)
    }
    folder = try self.folder()
    try folder.write(idxBytes([2, 4, 1], Array(0..<8)), to: Self.testImages)
    expectFailure(.badData, Self.testImages, "1 × 4 × 1, but the training images 1 × 2 × 2") {
      _ = try load(folder)
    }
    folder = try self.folder()
    try folder.write(idxBytes([0, 2, 2], []), to: Self.testImages)
    expectFailure(.badData, Self.testImages, "there are no images: 0 × 2 × 2") {
      _ = try load(folder)
    }
  }

  @Test(arguments: [
    (#"{"class_names": ["a", "b"]}"#, "there is a label 2, but class_names has only 0 to 1"),
    (#"{"class_names": []}"#, "class_names has no names"),
    (#"{"class_names": "abc"}"#, "class_names: expected a list, found the string \"abc\""),
    (#"{"white": 0}"#, "white: 0 cannot stand for a white pixel"),
    (#"{"white": 10}"#, "a pixel of 11, but dataset.json calls 10 white"),
    (#"{"white": 300}"#, "white: expected a whole number from 0 to 255, found 300"),
    (#"{"image_shape": [1, 2, 3]}"#, "1 × 2 × 3, but the images are 1 × 2 × 2"),
    (#"{"sha256": "00"}"#, "are not those that dataset.json was written for"),
    (#"{"name": "a", "name": "b"}"#, "the key \"name\" stands twice"),
    ("", "the file is empty"),
  ])
  func wrongDescription(_ text: String, _ problem: String) throws {
    let folder = try folder()
    try describe(folder, text)
    expectFailure(.badData, folder.url.lastPathComponent, problem) { _ = try load(folder) }
  }

  @Test func aFileIsNoFolder() throws {
    let folder = try folder()
    expectFailure(.badData, Self.trainImages, "is a file") {
      _ = try DatasetCatalog.load(folder[Self.trainImages].path)
    }
  }
}
