import Foundation

/// Which file a path leads to, however the path is spelled.
package enum FileIdentity {
  /// Whether two paths lead to one file that is there: by another way, a link, a second name, or,
  /// where the file system does not tell them apart, in other letters.
  package static func isSame(_ first: String, _ second: String) -> Bool {
    guard let a = AtomicFile.status(of: first), let b = AtomicFile.status(of: second) else {
      return false
    }
    if (a.st_dev, a.st_ino) == (b.st_dev, b.st_ino) { return true }
    // Some network file systems number a file anew each time that they are asked.
    guard let first = canonical(first), let second = canonical(second) else { return false }
    return first == second
  }

  /// The path that the links at the end of `path` lead to, whether anything is there or not.
  static func behindLinks(_ path: String) -> String {
    var path = path
    // As many as Linux follows; in a circle the last one is as good as any.
    for _ in 0..<40 {
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
        break
      }
      path =
        target.hasPrefix("/")
        ? target : (path as NSString).deletingLastPathComponent + "/" + target
    }
    return path
  }

  /// The path without links and detours; nil when nothing is there.
  private static func canonical(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
