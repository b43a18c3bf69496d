import AECore
import ArgumentParser
import Foundation

extension CompletionKind {
  /// The sets that have names, and folders.
  static let dataset = CompletionKind.custom { _, _, begun in DatasetCompletion.words(begun) }
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
    let folders = inside.filter { name in
      name.hasPrefix(start) && (start.hasPrefix(".") || !name.hasPrefix("."))
        && Folder.exists("\(folder)/\(name)")
    }
    return names + folders.sorted().map { "\(parent)\($0)/" }
  }
}
