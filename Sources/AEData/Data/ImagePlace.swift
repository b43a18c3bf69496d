import AENetwork
import Foundation

/// What lies at a path that is given as data: which of the forms of images, by names and first
/// bytes.
struct ImagePlace {
  /// What reads it.
  let source: any ImageSource
  /// What the data set is called: the last part of the path.
  let name: String

  /// - Parameters:
  ///   - path: of a folder or a file; behind a folder that holds several data sets, the name of
  ///     one.
  ///   - names: of data sets that could have been meant.
  /// - Throws: ``Failure``, with what to do, when there is nothing or nothing that can be read.
  init(_ path: String, names: [String]) throws {
    let url = URL(fileURLWithPath: path)
    name = url.lastPathComponent
    if Folder.exists(path) {
      source = try Self.source(folder: URL(fileURLWithPath: path, isDirectory: true))
    } else if FileManager.default.fileExists(atPath: path) {
      source = try Self.source(file: url)
    } else if let folder = Self.dataSet(url) {
      source = folder
    } else {
      throw Failure(
        .noInput, path, "neither a data set nor a folder or a file",
        advice: "give \(names.joined(separator: ", ")), or where your images are")
    }
  }

  /// Whether there is anything at `path`.
  static func isThere(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path) || dataSet(URL(fileURLWithPath: path)) != nil
  }

  /// One of several data sets of IDX files in a folder: `FOLDER/emnist-letters`.
  private static func dataSet(_ url: URL) -> DatasetFolder? {
    let folder = url.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let set = url.lastPathComponent
    guard (try? PartFiles(names, .idx, set: set, in: folder.relativePath)) != nil else {
      return nil
    }
    return DatasetFolder(folder: folder, set: set)
  }

  // MARK: Folders

  private static func source(folder: URL) throws -> any ImageSource {
    let shown = folder.relativePath
    guard let all = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw Failure(
        .noInput, shown, "cannot be opened: \(String(cString: strerror(errno)))",
        advice: "give a folder that can be read")
    }
    let names = all.filter { !$0.hasPrefix(".") }.sortedBytewise
    if names.contains(where: { PartFileName($0)?.format == .idx }) {
      return DatasetFolder(folder: folder)
    }
    if let cifar = CIFARBinary(names, in: folder) { return cifar }
    let pictures = try PictureFolder(folder)
    let arrays = names.filter { ["npy", "npz"].contains(Self.ending($0)) }
    let tables = names.filter { Self.ending($0) == "csv" }
    if let pictures {
      if let array = arrays.first, pictures.hasLoosePictures {
        throw Failure(
          .usage, shown, "holds pictures and \(array)",
          advice: "give \(shown)/\(array), or a folder of the pictures alone")
      }
      return pictures
    }
    if !arrays.isEmpty { return try NumPyFolder(arrays, in: folder) }
    if !tables.isEmpty { return try CSVImages(tables, in: folder) }
    if let foreign = names.lazy.compactMap({
      ForeignFormat(folder.appendingPathComponent($0))
    }).first {
      throw foreign.failure
    }
    throw Failure(
      .noInput, shown, "holds no images that aeviz reads",
      advice:
        "give a folder of PNG, JPEG or WebP pictures, IDX files, .npy, .npz, .csv, or CIFAR's "
        + "binary files")
  }

  // MARK: Files

  private static func source(file: URL) throws -> any ImageSource {
    let name = file.lastPathComponent
    let start = [UInt8](try InputFile.start(of: file, count: 16))
    if start.starts(with: NumPyArray.magic) { return NumPyImages(file) }
    if let foreign = ForeignFormat(file, start: start) { throw foreign.failure }
    if start.starts(with: NumPyArchive.magic) || ["npz", "npy"].contains(Self.ending(name)) {
      return NumPyImages(file)
    }
    if ["csv", "tsv"].contains(Self.ending(name)) { return CSVImages(file) }
    if let cifar = CIFARBinary(file: file) { return cifar }
    let isPicture = PictureFormat(start) != nil || PictureFormat(fileName: name) != nil
    throw Failure(
      .badData, file.relativePath, isPicture ? "is one picture" : "is a file",
      advice: isPicture
        ? "give the folder that it is in"
        : "give the folder with the four IDX files, a folder of pictures, or a .npz, .npy or .csv")
  }

  /// In small letters: `csv`.
  static func ending(_ name: String) -> String {
    (name as NSString).pathExtension.lowercased()
  }
}

extension [String] {
  /// In the order of their bytes, which no language and no system changes.
  var sortedBytewise: [String] { sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
}
