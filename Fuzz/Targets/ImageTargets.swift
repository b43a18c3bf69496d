import AECore
import Foundation

/// Everything that images are read from: a picture, an array, an archive, a table.
enum ImageTargets {
  /// A folder of its own for each target: what lies in one has to be read as one thing.
  private static func folder(_ name: String) throws -> URL {
    let folder = ReaderTargets.folder.appendingPathComponent(name, isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// How it is read, by the last byte: small sizes, so that no input takes long.
  private static func reading(_ data: Data) -> ImageReading {
    var reading = ImageReading()
    let choice = data.last ?? 0
    reading.imageSize = Size2D(height: 1 + Int(choice & 7), width: 1 + Int(choice >> 3 & 7))
    reading.fit = ImageReading.Fit.allCases[Int(choice) % 3]
    reading.gray = choice & 64 != 0
    reading.transpose = choice & 128 != 0
    return reading
  }

  /// A picture in whatever format its bytes say, twice in a folder: one of them is held out.
  static func picture(_ data: Data) throws {
    let folder = try folder("pictures")
    for name in ["a", "b"] { _ = ReaderTargets.file("pictures/\(name).png", data) }
    check(try DatasetCatalog.load(folder.path, reading(data)))
  }

  /// An array of NumPy by itself.
  static func array(_ data: Data) throws {
    check(try DatasetCatalog.load(ReaderTargets.file("array.npy", data).path, reading(data)))
  }

  /// An archive of arrays.
  static func archive(_ data: Data) throws {
    check(try DatasetCatalog.load(ReaderTargets.file("archive.npz", data).path, reading(data)))
  }

  /// A table of pixels.
  static func table(_ data: Data) throws {
    check(try DatasetCatalog.load(ReaderTargets.file("table.csv", data).path, reading(data)))
  }

  private static func check(_ dataset: Dataset) {
    for set in [dataset.train, dataset.test] {
      guard set.count > 0, set.pixels.count == set.count * set.shape.count,
        set.labels.map({ $0.count == set.count }) ?? true
      else { fatalError("a set that was read has other sizes than it says") }
    }
  }
}
