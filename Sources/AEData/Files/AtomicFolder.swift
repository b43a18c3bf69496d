import Foundation

/// Writes several files into a folder so that all are there or none.
public enum AtomicFolder {
  /// Writes `files` whole before the first of them is put in place: into a new folder beside `url`
  /// that is renamed, or, where `url` is there already, into a hidden folder within it, from which
  /// each is renamed over the old one. What is in the folder beside them stays.
  ///
  /// - Parameters:
  ///   - files: their names and what is in them.
  ///   - url: the folder.
  ///   - belongs: whether a file of that name in the folder would be taken for one of `files`.
  /// - Throws: ``Failure`` of kind `cannotCreate` or `inputOutput`, and then the folder is as it
  ///   was; also when files that would be taken for one of these are in it and would stay, of a
  ///   longer series say.
  public static func write(
    _ files: [(name: String, data: Data)], to url: URL, where belongs: (String) -> Bool
  ) throws {
    let (path, shown) = (FileIdentity.behindLinks(url.path), url.relativePath)
    let names = files.map(\.name)
    let present = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    if let stale = present.filter({ belongs($0) && !names.contains($0) }).min() {
      throw Failure(
        .cannotCreate, shown, "\(stale) is in it and would be taken for one of these",
        advice: "remove it, or choose another folder")
    }
    if let folder = names.first(where: { Folder.exists("\(path)/\($0)") }) {
      throw Failure(
        .cannotCreate, shown, "\(folder) is a folder", advice: "choose another folder to write to")
    }
    let isThere = Folder.exists(path)
    if isThere { AtomicFile.removeLeftovers(in: URL(fileURLWithPath: path, isDirectory: true)) }
    let process = ProcessInfo.processInfo.processIdentifier
    let stage = isThere ? "\(path)/\(stagePrefix)\(process).tmp" : "\(path).\(process).tmp"
    try AtomicFile.whileWriting {
      do {
        try Folder.make(URL(fileURLWithPath: stage, isDirectory: true))
        for (name, data) in files {
          try AtomicFile.writeNew(
            data, path: "\(stage)/\(name)", replacing: AtomicFile.status(of: "\(path)/\(name)"),
            shownAs: shown)
        }
        if isThere {
          try putInPlace(names, from: stage, in: path, shownAs: shown)
          AtomicFile.synchronise(folder: path)
        } else if rename(stage, path) != 0 {
          throw notInPlace(shown)
        }
      } catch {
        try? FileManager.default.removeItem(atPath: stage)
        throw error
      }
      if isThere { try? FileManager.default.removeItem(atPath: stage) }
    }
  }

  /// How the hidden folder's name begins.
  static let stagePrefix = ".aeviz."

  /// Renames the files from `stage` into `folder`; when one cannot be, all that were there before
  /// come back.
  private static func putInPlace(
    _ names: [String], from stage: String, in folder: String, shownAs shown: String
  ) throws {
    let kept = "\(stage)/old"
    try Folder.make(URL(fileURLWithPath: kept, isDirectory: true))
    for (index, name) in names.enumerated() {
      let target = "\(folder)/\(name)"
      // A second name for the old file; a file system without such names cannot give it back.
      _ = link(target, "\(kept)/\(name)")
      guard rename("\(stage)/\(name)", target) != 0 else { continue }
      let failure = notInPlace(shown)
      for name in names.prefix(index).reversed() {
        let target = "\(folder)/\(name)"
        if rename("\(kept)/\(name)", target) != 0, errno == ENOENT { unlink(target) }
      }
      throw failure
    }
  }

  private static func notInPlace(_ shown: String) -> Failure {
    Failure(
      .cannotCreate, shown, "cannot be put in place: \(String(cString: strerror(errno)))",
      advice: "choose a folder that can be written to")
  }
}
