import AECore
import Foundation

/// The files that a command reads: it writes over none of them, however the path is spelled.
struct InputFiles {
  /// Only asked for when there is something to be written over.
  private let files: () -> [URL]

  /// Files that are read.
  static func files(_ paths: [String]) -> InputFiles {
    InputFiles { paths.map { URL(fileURLWithPath: $0) } }
  }

  /// All files of the runs at these paths, which may name their folders.
  static func runs(_ paths: [String]) -> InputFiles {
    InputFiles { paths.flatMap { RunFiles.all(of: URL(fileURLWithPath: $0)) } }
  }

  /// The files of the data set that is called `name`, or lies in the folder of that name.
  static func dataset(_ name: String) -> InputFiles {
    InputFiles {
      let known = DatasetCatalog.available().first { $0.name == name }?.location
      let place = known ?? URL(fileURLWithPath: name)
      guard Folder.exists(place.path) else {
        // A file, or a data set's name behind its folder.
        return FileManager.default.fileExists(atPath: place.path)
          ? [place] : files(in: place.deletingLastPathComponent(), depth: 1)
      }
      return files(in: place, depth: 4)
    }
  }

  /// All files of a folder, and of those in it.
  private static func files(in folder: URL, depth: Int) -> [URL] {
    guard depth > 0 else { return [] }
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).flatMap {
      name in
      let url = folder.appendingPathComponent(name)
      return Folder.exists(url.path) ? files(in: url, depth: depth - 1) : [url]
    }
  }

  /// - Throws: ``Failure`` of kind `usage` when `output` is one of these files.
  func check(_ output: URL) throws {
    guard FileManager.default.fileExists(atPath: output.path),
      let input = files().first(where: { FileIdentity.isSame($0.path, output.path) })
    else { return }
    let (own, other) = (PathText.shown(output), PathText.shown(input))
    throw Failure(
      .usage, output.relativePath,
      "the command reads \(own == other ? "it" : "this file as \(other)"), and would write over it",
      advice: "give -o another name")
  }
}
