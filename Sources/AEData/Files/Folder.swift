import Foundation

/// Makes folders to write to, and finds out early whether that will work.
public enum Folder {
  /// Makes the folder at `url` and those above it, as far as they are missing.
  /// - Throws: ``Failure`` of kind `cannotCreate`.
  public static func make(_ url: URL) throws {
    guard let problem = make(url.path) else { return }
    throw Failure(
      .cannotCreate, url.relativePath, "the folder cannot be made: \(problem)", advice: advice)
  }

  /// Makes sure that files can be made in the folder at `url`: makes it, then makes and removes an
  /// empty file in it. To be called before work that would be lost otherwise.
  /// - Throws: ``Failure`` of kind `cannotCreate`.
  public static func checkWritable(_ url: URL) throws {
    try make(url)
    let probe = url.appendingPathComponent(
      ".aeviz-\(ProcessInfo.processInfo.processIdentifier).probe"
    ).path
    let descriptor = open(probe, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw Failure(
        .cannotCreate, url.relativePath, "no file can be made in it: \(lastError())",
        advice: advice)
    }
    _ = close(descriptor)
    unlink(probe)
  }

  /// That a folder is at `url` or has room there, as far as can be told without making anything.
  /// - Throws: ``Failure`` of kind `cannotCreate`.
  public static func checkRoom(_ url: URL) throws {
    var above = url
    while !FileManager.default.fileExists(atPath: above.path), above.path != "/" {
      above = URL(fileURLWithPath: above.path).deletingLastPathComponent()
    }
    guard exists(above.path) else {
      let file = above.path == url.path ? "a file of that name" : "\(above.path), a file,"
      throw Failure(
        .cannotCreate, url.relativePath, "the folder cannot be made: \(file) is there",
        advice: advice)
    }
    guard access(above.path, W_OK | X_OK) == 0 else {
      throw Failure(
        .cannotCreate, url.relativePath, "no file can be made in it: \(lastError())",
        advice: advice)
    }
  }

  private static let advice = "choose a folder that can be written to"

  /// Nil, or why the folder at `path` cannot be made.
  private static func make(_ path: String) -> String? {
    if mkdir(path, 0o777) == 0 { return nil }
    switch errno {
    case EEXIST:
      return exists(path) ? nil : "a file of that name is there"
    case ENOENT:
      let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
      guard parent != path else { return lastError() }
      if let problem = make(parent) { return problem }
      return mkdir(path, 0o777) == 0 || exists(path) ? nil : lastError()
    default: return exists(path) ? nil : lastError()
    }
  }

  /// Whether there is a folder at `path`, or a link to one; `errno` stays what it was.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    let saved = errno
    defer { errno = saved }
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func lastError() -> String { String(cString: strerror(errno)) }
}
