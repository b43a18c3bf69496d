import AENetwork
import Foundation

/// A folder with the four IDX files of MNIST, plain or packed with gzip, and perhaps a
/// `dataset.json`.
struct DatasetFolder {
  /// Where the files are.
  let folder: URL

  /// The two parts of a data set, by the prefix of their files' names.
  enum Part: String {
    case train
    case test = "t10k"
  }

  /// Extents of image files: `(N, H, W)` or `(N, C, H, W)`.
  private static let imageRanks = 3...4
  private static let advice =
    "a data folder holds train-images-idx3-ubyte, train-labels-idx1-ubyte, "
    + "t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, plain or as .gz"

  /// Reads all of it.
  ///
  /// - Parameters:
  ///   - name: what the data set is called when `dataset.json` does not say so.
  ///   - known: what is known of it when there is no `dataset.json`.
  /// - Throws: ``Failure``: `noInput` for a missing file, `badData` for one that is wrong.
  func load(name: String, known: DatasetDescription? = nil) throws -> Dataset {
    let description = try DatasetDescription.read(in: folder) ?? known
    let white = description?.white ?? 255
    let train = try set(.train, white: white)
    let test = try set(.test, white: white)
    let testFile = try file(.test, "images-idx3").relativePath
    guard train.shape == test.shape else {
      throw Failure(
        .badData, testFile, "the images are \(test.shape), but the training images \(train.shape)",
        advice: "give both parts the same shape")
    }
    if let shape = description?.imageShape, shape != train.shape {
      throw Failure(
        .badData, folder.appendingPathComponent("dataset.json").relativePath, at: "image_shape",
        "\(shape), but the images are \(train.shape)", advice: "correct it or leave it out")
    }
    guard (train.labels == nil) == (test.labels == nil) else {
      let missing = train.labels == nil ? Part.train : .test
      throw Failure(
        .noInput, path("\(missing.rawValue)-labels-idx1-ubyte"),
        "missing, while the other part has labels", advice: "give both parts labels, or neither")
    }
    let classNames = try names(description?.classNames, train: train, test: test)
    let sha256 = SHA256.hex([train.pixels, train.labels ?? [], test.pixels, test.labels ?? []])
    if let expected = description?.sha256, expected != sha256 {
      throw Failure(
        .badData, folder.relativePath,
        "the images are not those that dataset.json was written for (SHA-256 \(sha256), "
          + "expected \(expected))", advice: "get the folder again, or take sha256 out of it")
    }
    return Dataset(
      name: description?.name ?? name, train: train, test: test, classNames: classNames,
      source: description?.source, license: description?.license, sha256: sha256)
  }

  /// The numbers of images and their shape, from the first bytes of the files.
  func counts() throws -> (train: Int, test: Int, shape: ImageShape) {
    let train = try IDX.shape(of: try file(.train, "images-idx3"), ranks: Self.imageRanks)
    let test = try IDX.shape(of: try file(.test, "images-idx3"), ranks: Self.imageRanks)
    return (train[0], test[0], Self.imageShape(train))
  }

  // MARK: One part

  private func set(_ part: Part, white: UInt8) throws -> ImageSet {
    let imageFile = try file(part, "images-idx3")
    let images = try IDX(imageFile, ranks: Self.imageRanks)
    guard images.shape.count > 0 else {
      throw Failure(
        .badData, imageFile.relativePath, at: "offset 4", "there are no images: \(images.shape)",
        advice: "give at least one image of at least one pixel")
    }
    if white < 255, let brightest = images.values.max(), brightest > white {
      throw Failure(
        .badData, imageFile.relativePath,
        "there is a pixel of \(brightest), but dataset.json calls \(white) white",
        advice: "correct `white` in dataset.json")
    }
    let labelFile = try? file(part, "labels-idx1")
    let labels = try labelFile.map { try IDX($0, ranks: 1...1) }
    if let labels, let labelFile, labels.shape[0] != images.shape[0] {
      throw Failure(
        .badData, labelFile.relativePath, at: "offset 4",
        "\(labels.shape[0]) labels, but \(imageFile.lastPathComponent) has \(images.shape[0]) "
          + "images", advice: "give each image one label")
    }
    return ImageSet(
      shape: Self.imageShape(images.shape), pixels: images.values, white: white,
      labels: labels?.values)
  }

  /// `(N, H, W)` are images of one channel.
  private static func imageShape(_ shape: Shape) -> ImageShape {
    let size = shape.dimensions.suffix(2)
    return ImageShape(
      channels: shape.rank == 4 ? shape[1] : 1, height: size[size.startIndex],
      width: size[size.startIndex + 1])
  }

  /// The given names when every label has one; the labels' numbers when none are given.
  private func names(_ given: [String]?, train: ImageSet, test: ImageSet) throws -> [String]? {
    guard let a = train.labels?.max(), let b = test.labels?.max() else { return nil }
    let largest = Int(max(a, b))
    guard let given else { return (0...largest).map(String.init) }
    guard largest < given.count else {
      let part = Int(a) == largest ? Part.train : .test
      throw Failure(
        .badData, path("\(part.rawValue)-labels-idx1-ubyte"),
        "there is a label \(largest), but class_names has "
          + (given.isEmpty ? "no names" : "only 0 to \(given.count - 1)"),
        advice: "correct class_names in dataset.json")
    }
    return given
  }

  // MARK: Files

  /// The file of a part, `train-images-idx3-ubyte` or the same with `.gz`.
  private func file(_ part: Part, _ kind: String) throws -> URL {
    let name = "\(part.rawValue)-\(kind)-ubyte"
    for candidate in [name, "\(name).gz"] {
      let url = folder.appendingPathComponent(candidate)
      if FileManager.default.fileExists(atPath: url.path) { return url }
    }
    // In a folder that may not be looked into, every file seems to be missing.
    guard access(folder.path, R_OK | X_OK) == 0 else {
      throw Failure(
        .noInput, folder.relativePath, "cannot be opened: \(String(cString: strerror(errno)))",
        advice: "give a folder that can be read")
    }
    throw Failure(.noInput, path(name), "missing, plain and as .gz", advice: Self.advice)
  }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).relativePath }
}
