import Foundation

/// A picture's file and its class.
struct PictureFile: Hashable, Sendable {
  var path: String
  var label: UInt8
}

/// What a folder holds, in the order of the bytes of the names; what is hidden is passed over.
struct PictureListing {
  var pictures: [String] = []
  var folders: [String] = []
  /// Pictures in formats that are not read.
  var others: [String] = []

  /// - Throws: ``Failure`` of kind `noInput` when it cannot be opened.
  init(_ folder: URL) throws {
    guard let all = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw Failure(
        .noInput, folder.relativePath, "cannot be opened: \(String(cString: strerror(errno)))",
        advice: "give a folder that can be read")
    }
    for name in all.sortedBytewise where !name.hasPrefix(".") && name != "__MACOSX" {
      if PictureFormat(fileName: name) != nil {
        pictures.append(name)
      } else if PictureFormat.isForeign(name) {
        others.append(name)
      } else if Folder.exists(folder.appendingPathComponent(name).path) {
        folders.append(name)
      }
    }
  }
}

/// The pictures of a part of a data set, in the order in which they are kept.
struct PictureList {
  var files: [PictureFile]
  /// Paths of pictures in formats that are not read.
  var others: [String]
  /// The classes' names, as the labels number them.
  private var names: [String] = []

  /// So many folders within folders are looked into.
  private static let mostDepth = 16
  /// So many folders are looked into in all: a disk is no data set, and links that lead round and
  /// round are soon as many.
  private static let mostFolders = 20_000

  /// The pictures in `folder`, and the names of their classes; nil when there is none.
  /// - Throws: ``Failure`` when pictures lie beside folders of classes, or there are more classes
  ///   than labels.
  static func read(_ folder: URL) throws -> (list: PictureList, classNames: [String]?)? {
    let top = try PictureListing(folder)
    func path(_ name: String) -> String { folder.appendingPathComponent(name).relativePath }
    var others = top.others.map(path)
    var classes: [(name: String, paths: [String])] = []
    var left = mostFolders
    for name in top.folders {
      var paths: [String] = []
      let inner = folder.appendingPathComponent(name, isDirectory: true)
      guard try collect(inner, depth: 1, &paths, &others, left: &left) else {
        throw Failure(
          .badData, folder.relativePath, "has more than \(mostFolders) folders in it",
          advice: "give the folder that your pictures are in")
      }
      if !paths.isEmpty { classes.append((name, paths)) }
    }
    guard let first = classes.first else {
      let files = top.pictures.map { PictureFile(path: path($0), label: 0) }
      return files.isEmpty ? nil : (PictureList(files: files, others: others), nil)
    }
    guard top.pictures.isEmpty else {
      throw Failure(
        .badData, folder.relativePath,
        "holds pictures (\(top.pictures[0])) and folders of pictures (\(first.name))",
        advice: "sub-folders are classes: put every picture into one, or give one of them")
    }
    // An archive unpacked often has one folder around all others.
    if classes.count == 1 {
      let inner = folder.appendingPathComponent(first.name, isDirectory: true)
      if try PictureListing(inner).pictures.isEmpty { return try read(inner) }
    }
    try check(classes: classes.count, in: folder)
    let rounds = classes.map(\.paths.count).max() ?? 0
    let files = (0..<rounds).flatMap { round in
      classes.enumerated().compactMap { label, found in
        round < found.paths.count
          ? PictureFile(path: found.paths[round], label: UInt8(label)) : nil
      }
    }
    let names = classes.map(\.name)
    return (PictureList(files: files, others: others, names: names), names)
  }

  /// - Throws: ``Failure`` when there are more classes than labels.
  static func check(classes: Int, in folder: URL) throws {
    guard classes > 256 else { return }
    throw Failure(
      .badData, folder.relativePath, "has \(classes) folders of classes, and 256 are the most",
      advice: "give a folder with fewer, or one without sub-folders")
  }

  /// The same with labels that number `names`, which has all of the classes.
  func renumbered(_ names: [String]?) -> PictureList {
    guard let names else { return self }
    let labels = self.names.map { name in UInt8(clamping: names.firstIndex(of: name) ?? 0) }
    var list = self
    list.names = names
    for index in files.indices { list.files[index].label = labels[Int(files[index].label)] }
    return list
  }

  /// False when there are more folders than are `left` to look into.
  private static func collect(
    _ folder: URL, depth: Int, _ paths: inout [String], _ others: inout [String],
    left: inout Int
  ) throws -> Bool {
    left -= 1
    guard left >= 0 else { return false }
    let listing = try PictureListing(folder)
    paths += listing.pictures.map { folder.appendingPathComponent($0).relativePath }
    others += listing.others.map { folder.appendingPathComponent($0).relativePath }
    guard depth < mostDepth else { return true }
    for name in listing.folders {
      let inner = folder.appendingPathComponent(name, isDirectory: true)
      guard try collect(inner, depth: depth + 1, &paths, &others, left: &left) else {
        return false
      }
    }
    return true
  }
}
