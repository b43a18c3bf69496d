import Foundation

/// Paths as a file has them that moves together with what it names.
package enum RelativePath {
  /// The way from `folder` to the absolute path `target`, up and down; `target` itself when both
  /// have nothing but the root in common.
  package static func path(to target: String, from folder: URL) -> String {
    let (to, from) = (parts(target), parts(folder.path))
    let shared = zip(to, from).prefix { $0 == $1 }.count
    guard shared > 0 else { return target }
    let way = from[shared...].map { _ in ".." } + to[shared...]
    return way.isEmpty ? "." : way.joined(separator: "/")
  }

  /// The absolute path that `path` means, seen from `folder`.
  package static func absolute(_ path: String, from folder: URL) -> String {
    guard !path.hasPrefix("/") else { return path }
    return "/" + parts(folder.path + "/" + path).joined(separator: "/")
  }

  /// The names on the way from the root, without `.` and `..`.
  private static func parts(_ path: String) -> [Substring] {
    let absolute =
      path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    var parts: [Substring] = []
    for part in absolute.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts
  }
}
