import Foundation

/// Writes several files into a folder so that all are there or none.
public enum AtomicFolder {
  /// Writes `files` into a new folder beside `url`, and renames it into place. In a folder that is
  /// there already each file is replaced as a whole, one after the other.
  ///
  /// - Parameters:
  ///   - files: their names and what is in them.
  ///   - url: the folder.
  ///   - belongs: whether a file of that name in the folder would be taken for one of `files`.
  /// - Throws: ``Failure`` of kind `cannotCreate` or `inputOutput`; also when files that would be
  ///   taken for one of these are in the folder and would stay, of a longer series say.
  public static func write(
    _ files: [(name: String, data: Data)], to url: URL, where belongs: (String) -> Bool
  ) throws {
    let manager = FileManager.default
    let present = (try? manager.contentsOfDirectory(atPath: url.path)) ?? []
    let names = Set(files.map(\.name))
    if let stale = present.filter({ belongs($0) && !names.contains($0) }).min() {
      throw Failure(
        .cannotCreate, url.relativePath, "\(stale) is in it and would be taken for one of these",
        advice: "remove it, or choose another folder")
    }
    guard present.isEmpty else {
      for file in files {
        try AtomicFile.write(file.data, to: url.appendingPathComponent(file.name))
      }
      return
    }
    try AtomicFile.whileWriting {
      let path = url.path
      let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).tmp"
      do {
        try Folder.make(URL(fileURLWithPath: temporary, isDirectory: true))
        for file in files {
          try AtomicFile.writeNew(
            file.data, path: "\(temporary)/\(file.name)", shownAs: url.relativePath)
        }
        // Also over a folder that is empty.
        guard rename(temporary, path) == 0 else {
          throw Failure(
            .cannotCreate, url.relativePath,
            "cannot be put in place: \(String(cString: strerror(errno)))",
            advice: "choose a folder that can be written to")
        }
      } catch {
        try? manager.removeItem(atPath: temporary)
        throw error
      }
    }
  }
}
