import AECore
import Foundation
import Visual

/// The path of a run that a command is to read.
enum RunPath {
  /// The run.json, or the folder, at `path`.
  /// - Throws: ``Failure`` of kind `usage` when the path is one that a drawing is written to.
  static func url(_ path: String) throws -> URL {
    let url = URL(fileURLWithPath: path)
    if let format = OutputFormat(fileExtension: url.pathExtension), format != .json,
      !Folder.exists(path)
    {
      throw Failure(
        .usage, path, "names a \(format.rawValue), and a run is to be read",
        advice: "give the run first and what is written after -o: run.json -o "
          + ShellWord.quoted(url.lastPathComponent))
    }
    return url
  }
}
