import AENetwork
import Foundation

/// CIFAR-10 and CIFAR-100 in their binary version: records of a label, or of a coarse and a fine
/// one, and 32 × 32 pixels in three planes.
///
/// Source: A. Krizhevsky, "The CIFAR-10 dataset", https://www.cs.toronto.edu/~kriz/cifar.html.
struct CIFARBinary: ImageSource {
  private let trainFiles: [URL]
  private let testFiles: [URL]
  /// A name a line; nil for none.
  private let nameFile: URL?
  /// Bytes before the pixels; the last is the label.
  private let labelBytes: Int

  private static let image = ImageShape(channels: 3, height: 32, width: 32)
  private static let largestFile = 1 << 32

  /// Nil when `names`, of the files in `folder`, are not those of CIFAR.
  init?(_ names: [String], in folder: URL) {
    func urls(_ wanted: [String]) -> [URL] {
      wanted.filter(names.contains).map(folder.appendingPathComponent)
    }
    let batches = names.filter { $0.hasPrefix("data_batch_") && $0.hasSuffix(".bin") }
    if !batches.isEmpty {
      labelBytes = 1
      (trainFiles, testFiles) = (urls(batches), urls(["test_batch.bin"]))
      nameFile = urls(["batches.meta.txt"]).first
    } else if names.contains("train.bin") {
      labelBytes = 2
      (trainFiles, testFiles) = (urls(["train.bin"]), urls(["test.bin"]))
      nameFile = urls(["fine_label_names.txt"]).first
    } else {
      return nil
    }
  }

  /// Nil when the file's name is not that of a batch of CIFAR.
  init?(file: URL) {
    let name = file.lastPathComponent
    guard ImagePlace.ending(name) == "bin" else { return nil }
    labelBytes = ["train.bin", "test.bin"].contains(name) ? 2 : 1
    (trainFiles, testFiles, nameFile) = ([file], [], nil)
  }

  /// The images, with the fine labels of CIFAR-100.
  /// - Throws: ``Failure`` of kind `badData` for files that hold no whole records.
  func images(_ reading: ImageReading, onProgress: ReadingProgress) throws -> SourceImages {
    SourceImages(
      train: try set(trainFiles), test: testFiles.isEmpty ? nil : try set(testFiles),
      classNames: try names(), kind: "CIFAR-\(labelBytes == 1 ? 10 : 100)'s binary files")
  }

  private func set(_ files: [URL]) throws -> ImageSet {
    let values = Self.image.count
    let record = values + labelBytes
    var (pixels, labels): ([UInt8], [UInt8]) = ([], [])
    for file in files {
      let data = try InputFile.read(file, limit: Self.largestFile)
      guard !data.isEmpty, data.count % record == 0 else {
        throw Failure(
          .badData, file.relativePath,
          "has \(data.count) bytes, and images of \(record) bytes do not fill them",
          advice: "give CIFAR's binary version, whole")
      }
      pixels.reserveCapacity(pixels.count + data.count)
      for start in stride(from: 0, to: data.count, by: record) {
        labels.append(data[start + labelBytes - 1])
        pixels += data[start + labelBytes..<start + record]
      }
    }
    return ImageSet(shape: Self.image, pixels: pixels, labels: labels)
  }

  private func names() throws -> [String]? {
    guard let nameFile else { return nil }
    let text = String(decoding: try InputFile.read(nameFile, limit: 1 << 20), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
  }
}
