import AENetwork
import Foundation

/// A file of NumPy: one array of images, or an archive of arrays under the names that Keras,
/// scikit-learn and MedMNIST give them.
struct NumPyImages: ImageSource {
  private let url: URL

  init(_ url: URL) { self.url = url }

  /// What the file holds.
  /// - Throws: ``Failure`` of kind `badData` for what is no such file, or holds no images that can
  ///   be told from the rest.
  func images(_ reading: ImageReading, onProgress: ReadingProgress) throws -> SourceImages {
    let name = url.relativePath
    guard try !NumPyArray.isArray(url) else {
      return try ArrayImages(train: .init(images: NumPyArray(url), labels: nil))
        .images(reading, kind: "a NumPy array")
    }
    let archive = try NumPyArchive(url)
    let chosen = try Self.choice(archive.names, name)
    func part(_ names: ArrayNames?) throws -> ArrayImages.Part? {
      guard let names else { return nil }
      return .init(
        images: try archive.array(names.images), labels: try names.labels.map(archive.array))
    }
    let arrays = ArrayImages(
      train: try .init(
        images: archive.array(chosen.train.images), labels: chosen.train.labels.map(archive.array)),
      test: try part(chosen.test))
    let used = [chosen.train, chosen.test].compactMap { $0 }
      .flatMap { [$0.images, $0.labels].compactMap { $0 } }
    return try arrays.images(reading, kind: "a NumPy archive, " + used.joined(separator: ", "))
  }

  /// The one array or archive among files, or the ones of each part.
  private struct ArrayNames {
    var images: String
    var labels: String?
  }

  /// Which arrays are what, by their names.
  private static func choice(
    _ names: [String], _ file: String
  ) throws -> (train: ArrayNames, test: ArrayNames?) {
    let files = try PartFiles(names.map { "\($0).npy" }, .numPy, set: "", in: file)
    func name(_ part: PartFileName.Part, _ content: PartFileName.Content) -> String? {
      (files?.name(part, content)).map { String($0.dropLast(4)) }
    }
    if let images = name(.train, .images) {
      let test = name(.test, .images).map {
        ArrayNames(images: $0, labels: name(.test, .labels))
      }
      return (ArrayNames(images: images, labels: name(.train, .labels)), test)
    }
    // What `numpy.savez` calls arrays that nobody has named.
    if names.contains("arr_0"), names.count <= 2 {
      return (
        ArrayNames(images: "arr_0", labels: names.contains("arr_1") ? "arr_1" : nil), nil
      )
    }
    if names.count == 1 { return (ArrayNames(images: names[0], labels: nil), nil) }
    throw Failure(
      .badData, file,
      names.isEmpty
        ? "holds no array"
        : "holds \(names.prefix(8).joined(separator: ", ")), and no name says that it is the images",
      advice: "call them x_train, y_train, x_test, y_test, or images, labels: "
        + "numpy.savez('new.npz', images=…, labels=…)")
  }
}

/// Files of NumPy in a folder: one, or one for images and labels of each part.
struct NumPyFolder: ImageSource {
  private let folder: URL
  private let files: PartFiles?
  private let single: String?

  /// - Parameter names: of the `.npy` and `.npz` files in it.
  /// - Throws: ``Failure`` of kind `usage` when it cannot be told which is meant.
  init(_ names: [String], in folder: URL) throws {
    self.folder = folder
    let files = try PartFiles(names, .numPy, in: folder.relativePath)
    let isSet = files?.name(.train, .images) != nil
    self.files = isSet ? files : nil
    single = isSet ? nil : names.first
    guard isSet || names.count == 1 else {
      throw Failure(
        .usage, folder.relativePath, "holds \(names.prefix(8).joined(separator: ", "))",
        advice:
          "give one of the files, or call them x_train.npy, y_train.npy, x_test.npy, y_test.npy")
    }
  }

  /// What the files hold.
  /// - Throws: as ``NumPyImages``.
  func images(_ reading: ImageReading, onProgress: ReadingProgress) throws -> SourceImages {
    guard let files, let images = files.name(.train, .images) else {
      return try NumPyImages(folder.appendingPathComponent(single ?? ""))
        .images(reading, onProgress: onProgress)
    }
    let arrays = ArrayImages(
      train: try .init(
        images: array(images), labels: files.name(.train, .labels).map(array)),
      test: try files.name(.test, .images).map {
        try .init(images: array($0), labels: files.name(.test, .labels).map(array))
      })
    return try arrays.images(reading, kind: "NumPy arrays, a file each")
  }

  /// The array in a `.npy` file, or the only one of an archive.
  private func array(_ name: String) throws -> NumPyArray {
    let url = folder.appendingPathComponent(name)
    guard try !NumPyArray.isArray(url) else { return try NumPyArray(url) }
    let archive = try NumPyArchive(url)
    guard let first = archive.names.first, archive.names.count == 1 else {
      throw Failure(
        .badData, url.relativePath, "holds \(archive.names.count) arrays, and one is wanted",
        advice: "give the file by itself")
    }
    return try archive.array(first)
  }
}
