import AECore
import ArgumentParser
import Foundation

extension CompletionKind {
  /// The sets that have names, and folders.
  static let dataset = CompletionKind.custom { _, _, begun in DatasetCompletion.words(begun) }
}

/// What the images of a path are called.
enum DatasetName {
  /// The last part of a path, for folders that are made of it: without the ending of a file.
  static func short(_ path: String) -> String {
    let name = URL(fileURLWithPath: path).lastPathComponent
    return isData(name) ? (name as NSString).deletingPathExtension : name
  }

  /// Whether a file of that name may hold images by itself.
  static func isData(_ name: String) -> Bool {
    ["npz", "npy", "csv", "tsv", "bin"].contains((name as NSString).pathExtension.lowercased())
  }
}

/// What may follow on `--data`.
enum DatasetCompletion {
  /// The names and the folders that begin with `begun`.
  static func words(_ begun: String) -> [String] {
    let names = DatasetCatalog.available().map(\.name).filter { $0.hasPrefix(begun) }
    let parent = begun.lastIndex(of: "/").map { String(begun[...$0]) } ?? ""
    let start = begun.dropFirst(parent.count)
    let folder = parent.isEmpty ? "." : (parent as NSString).expandingTildeInPath
    let inside = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let begun = inside.sorted().filter { name in
      name.hasPrefix(start) && (start.hasPrefix(".") || !name.hasPrefix("."))
    }
    let places = begun.compactMap { name -> String? in
      if Folder.exists("\(folder)/\(name)") { return "\(parent)\(name)/" }
      return DatasetName.isData(name) ? parent + name : nil
    }
    return names + places
  }
}
