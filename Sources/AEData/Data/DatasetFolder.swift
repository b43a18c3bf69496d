import AENetwork
import Foundation

/// A folder with the IDX files of MNIST, by any of their names (``PartFileName``), plain or packed
/// with gzip, and perhaps a `dataset.json`. Labels may be missing, and so may the test set.
struct DatasetFolder: ImageSource {
  /// Where the files are.
  let folder: URL
  /// What the names of the files begin with where the folder holds several data sets.
  var set: String?
  /// What is known of it where there is no `dataset.json`.
  var known: DatasetDescription?

  /// Extents of image files: `(N, H, W)`, `(N, C, H, W)` or `(N, H, W, C)`.
  private static let imageRanks = 3...4
  private static let advice =
    "a data folder holds train-images-idx3-ubyte, train-labels-idx1-ubyte, "
    + "t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, plain or as .gz"

  /// What is known of the images: `dataset.json`, or what the program knows.
  /// - Throws: ``Failure`` of kind `badData`.
  func description() throws -> DatasetDescription? {
    try DatasetDescription.read(in: folder) ?? known
  }

  /// Images and labels of both parts; all that `dataset.json` says is held against them.
  func images(_ reading: ImageReading, onProgress: ReadingProgress) throws -> SourceImages {
    let description = try description()
    let white = description?.white ?? 255
    let files = try files()
    let train = try images(.train, in: files, reading, white: white)
    var test: ImageSet?
    if files.name(.test, .images) != nil || files.name(.test, .labels) != nil {
      test = try images(.test, in: files, reading, white: white)
    }
    if let test, train.shape != test.shape {
      throw Failure(
        .badData, path(try name(.test, .images, in: files)),
        "the images are \(test.shape), but the training images \(train.shape)",
        advice: "give both parts the same shape")
    }
    if let shape = description?.imageShape, shape != train.shape {
      throw Failure(
        .badData, path("dataset.json"), at: "image_shape",
        "\(shape), but the images are \(train.shape)", advice: "correct it or leave it out")
    }
    if let test, (train.labels == nil) != (test.labels == nil) {
      throw Failure(
        .noInput, path(standardName(train.labels == nil ? .train : .test, .labels, in: files)),
        "missing, while the other part has labels", advice: "give both parts labels, or neither")
    }
    if let expected = description?.sha256 {
      try check(expected, train: train, test: test)
    }
    return SourceImages(
      train: train, test: test,
      classNames: try names(description?.classNames, train: train, test: test, files),
      kind: "IDX files")
  }

  /// The numbers of images and their shape, from the first bytes of the files.
  func counts() throws -> (train: Int, test: Int, shape: ImageShape) {
    let files = try files()
    func order(_ part: PartFileName.Part) throws -> AxisOrder {
      let url = url(try name(part, .images, in: files))
      return try AxisOrder(
        IDX.shape(of: url, ranks: Self.imageRanks), layout: nil, usual: .nchw,
        name: url.relativePath)
    }
    let (train, test) = (try order(.train), try order(.test))
    return (train.count, test.count, train.image)
  }

  private func check(_ expected: String, train: ImageSet, test: ImageSet?) throws {
    let sha256 = SHA256.hex([
      train.pixels, train.labels ?? [], test?.pixels ?? [], test?.labels ?? [],
    ])
    guard expected != sha256 else { return }
    throw Failure(
      .badData, folder.relativePath,
      "the images are not those that dataset.json was written for (SHA-256 \(sha256), "
        + "expected \(expected))", advice: "get the folder again, or take sha256 out of it")
  }

  // MARK: One part

  private func images(
    _ part: PartFileName.Part, in files: PartFiles, _ reading: ImageReading, white: UInt8
  ) throws -> ImageSet {
    let imageFile = url(try name(part, .images, in: files))
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
    let order = try AxisOrder(
      images.shape, layout: reading.layout, usual: .nchw, name: imageFile.relativePath)
    let labelFile = files.name(part, .labels).map(url)
    let labels = try labelFile.map(IDX.labels)
    if let labels, let labelFile, labels.count != order.count {
      throw Failure(
        .badData, labelFile.relativePath, at: "offset 4",
        "\(labels.count) labels, but \(imageFile.lastPathComponent) has \(order.count) "
          + "images", advice: "give each image one label")
    }
    return ImageSet(
      shape: order.image, pixels: order.channelFirst(images.values), white: white, labels: labels)
  }

  /// The given names when every label has one; nil when none are given.
  private func names(
    _ given: [String]?, train: ImageSet, test: ImageSet?, _ files: PartFiles
  ) throws -> [String]? {
    guard let given, let a = train.labels?.max() else { return nil }
    let largest = Int(max(a, test?.labels?.max() ?? a))
    guard largest < given.count else {
      let part = Int(a) == largest ? PartFileName.Part.train : .test
      throw Failure(
        .badData, path(try name(part, .labels, in: files)),
        "there is a label \(largest), but class_names has "
          + (given.isEmpty ? "no names" : "only 0 to \(given.count - 1)"),
        advice: "correct class_names in dataset.json")
    }
    return given
  }

  // MARK: Files

  /// - Throws: ``Failure`` when the folder cannot be looked into, or holds no such file.
  private func files() throws -> PartFiles {
    // In a folder that may not be looked into, every file seems to be missing.
    guard access(folder.path, R_OK | X_OK) == 0 else {
      throw Failure(
        .noInput, folder.relativePath, "cannot be opened: \(String(cString: strerror(errno)))",
        advice: "give a folder that can be read")
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    guard let files = try PartFiles(names, .idx, set: set, in: folder.relativePath) else {
      throw Failure(
        .noInput, path("train-images-idx3-ubyte"), "missing, plain and as .gz",
        advice: Self.advice)
    }
    return files
  }

  /// - Throws: ``Failure`` of kind `noInput` when it is missing.
  private func name(
    _ part: PartFileName.Part, _ content: PartFileName.Content, in files: PartFiles
  ) throws -> String {
    if let name = files.name(part, content) { return name }
    throw Failure(
      .noInput, path(standardName(part, content, in: files)), "missing, plain and as .gz",
      advice: Self.advice)
  }

  /// What MNIST calls it, behind the data set's own name.
  private func standardName(
    _ part: PartFileName.Part, _ content: PartFileName.Content, in files: PartFiles
  ) -> String {
    (files.set.isEmpty ? "" : "\(files.set)-") + (part == .train ? "train" : "t10k")
      + (content == .images ? "-images-idx3-ubyte" : "-labels-idx1-ubyte")
  }

  private func url(_ name: String) -> URL { folder.appendingPathComponent(name) }

  private func path(_ name: String) -> String { url(name).relativePath }
}

extension AxisOrder {
  /// The bytes of an array with these axes as `(N, C, H, W)`.
  func channelFirst(_ bytes: [UInt8]) -> [UInt8] {
    guard isChannelLast else { return bytes }
    let size = image.count
    return [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, initialized in
      bytes.withUnsafeBufferPointer { bytes in
        guard let source = bytes.baseAddress, let target = buffer.baseAddress else { return }
        for index in 0..<count {
          ImageFraming.separate(
            source + index * size, pixels: image.size.count, channels: image.channels,
            into: target + index * size)
        }
      }
      initialized = bytes.count
    }
  }
}
