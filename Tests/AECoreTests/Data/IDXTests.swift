import AECore
import Foundation
import Testing

@Suite struct IDXTests {
  @Test func readsImagesAndLabels() throws {
    let folder = try TemporaryFolder()
    let images = try folder.write(idxBytes([2, 2, 3], Array(1...12)), to: "images")
    let idx = try IDX(images, ranks: 3...4)
    #expect(idx.shape == [2, 2, 3])
    #expect(idx.values == Array(1...12))
    let labels = try folder.write(idxBytes([3], [7, 8, 9]), to: "labels")
    #expect(try IDX(labels, ranks: 1...1).values == [7, 8, 9])
  }

  @Test(arguments: [
    ([], "offset 0: only 0 bytes"),
    ([0, 0, 8], "offset 0: only 3 bytes"),
    ([0, 0, 8, 3, 0, 0], "offset 4: 2 bytes follow, but 3 extents take 12"),
    (idxBytes([4], [1, 2, 3, 4]), "the magic number is 0x00000801, expected 0x00000803"),
    ([0, 0, 13, 3] + Array(idxBytes([1, 1, 1], [0]).dropFirst(4)), "0x00000d03"),
    (Array("<html>".utf8), "the magic number is 0x3c68746d"),
    (
      idxBytes([2, 2, 2], [1, 2, 3]),
      "offset 16: 3 bytes follow the header, but 2 × 2 × 2 values take 8"
    ),
    (idxBytes([1, 1, 1], [1, 2]), "offset 16: 2 bytes follow the header"),
    (idxBytes([0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], [1]), "more than a file can hold"),
    (idxBytes([60000, 28, 28], []), "60000 × 28 × 28 values take 47040000"),
  ])
  func refuses(_ bytes: [UInt8], _ problem: String) throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(bytes, to: "train-images-idx3-ubyte")
    expectFailure(.badData, "train-images-idx3-ubyte", problem) {
      _ = try IDX(url, ranks: 3...4)
    }
  }

  @Test func missingFileOrFolderInItsPlace() throws {
    let folder = try TemporaryFolder()
    expectFailure(.noInput, "nothing", "No such file") {
      _ = try IDX(folder["nothing"], ranks: 1...1)
    }
    expectFailure(.badData, "is a folder") { _ = try IDX(folder.url, ranks: 1...1) }
  }
}
