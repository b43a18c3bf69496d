import Foundation

/// How a path is told.
enum PathText {
  /// A path as one would type it from here.
  static func shown(_ url: URL) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    return url.path.hasPrefix(here) ? String(url.path.dropFirst(here.count)) : url.path
  }
}
