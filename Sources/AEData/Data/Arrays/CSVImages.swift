import AENetwork
import Foundation

/// Tables of pixels, an image a line, as Kaggle gives MNIST: the label, then the pixels row by row.
/// The label stands in the column called `label`, `class`, `target` or `y`; without a line of names
/// it is the first where one column more is there than a square has pixels.
struct CSVImages: ImageSource {
  private let train: URL
  private let test: URL?

  /// One file with all images.
  init(_ file: URL) { (train, test) = (file, nil) }

  /// - Parameter names: of the `.csv` files in `folder`.
  /// - Throws: ``Failure`` of kind `usage` when it cannot be told which is which.
  init(_ names: [String], in folder: URL) throws {
    func file(_ word: String) -> String? {
      names.first {
        $0.lowercased().split { !$0.isLetter && !$0.isNumber }.contains { $0 == word }
      }
    }
    let (first, second) = (file("train"), file("test"))
    guard let chosen = names.count == 1 ? names.first : first, first != second || second == nil
    else {
      throw Failure(
        .usage, folder.relativePath, "holds \(names.prefix(8).joined(separator: ", "))",
        advice: "give one of the files, or call them train.csv and test.csv")
    }
    train = folder.appendingPathComponent(chosen)
    test = names.count == 1 ? nil : second.map(folder.appendingPathComponent)
  }

  private static let largestFile = 1 << 34

  /// The images of one table, or of two.
  /// - Throws: ``Failure`` of kind `badData`, with the line, for what is no such table.
  func images(_ reading: ImageReading, onProgress: ReadingProgress) throws -> SourceImages {
    let files = [train, test].compactMap { $0 }
    let tables = try files.map { try PixelTable($0, limit: Self.largestFile) }
    let scale = try PixelScale(
      (tables.map(\.range.lowerBound).min() ?? 0)...(tables.map(\.range.upperBound).max() ?? 0),
      areWhole: tables.allSatisfy(\.areWhole), areIntegers: tables.allSatisfy(\.areWhole),
      name: train.relativePath)
    let sets = try zip(files, tables).map { file, table in
      ImageSet(
        shape: try Self.shape(table.columns, reading, file), pixels: table.pixels(scale),
        white: scale.white, labels: table.labels)
    }
    if sets.count > 1, sets[0].shape != sets[1].shape {
      throw Failure(
        .badData, files[1].relativePath,
        "the images are \(sets[1].shape), but the training images \(sets[0].shape)",
        advice: "give both parts the same columns")
    }
    if sets.count > 1, (sets[0].labels == nil) != (sets[1].labels == nil) {
      throw Failure(
        .badData, files[sets[0].labels == nil ? 0 : 1].relativePath,
        "has no labels, while the other part has some",
        advice: "give the file with labels alone: some of its images are then held out")
    }
    return SourceImages(
      train: sets[0], test: sets.count > 1 ? sets[1] : nil, classNames: nil,
      kind: (sets.count > 1 ? "two tables" : "a table") + " of pixels, \(scale.text)")
  }

  private static func shape(
    _ columns: Int, _ reading: ImageReading, _ file: URL
  ) throws -> ImageShape {
    if let size = reading.imageSize, !reading.transpose {
      for channels in [1, 3] where Int(product: [size.height, size.width, channels]) == columns {
        return ImageShape(channels: channels, height: size.height, width: size.width)
      }
    }
    if let shape = AxisOrder.square(columns) { return shape }
    throw Failure(
      .badData, file.relativePath,
      "\(columns) columns of pixels are no square of grey or RGB pixels",
      advice: "say how they lie by --image-size HxW; name the label's column label")
  }
}
