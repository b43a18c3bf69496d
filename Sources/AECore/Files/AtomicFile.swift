import Foundation

/// Writes a file so that it is there whole or not at all.
public enum AtomicFile {
  /// Writes `data` to a new file beside `url`, brings it to the disk and renames it into place: a
  /// reader, or a machine that stops in between, sees the old file or the new one.
  ///
  /// What is not a regular file (a pipe, `/dev/stdout`) is written as it stands.
  /// - Throws: ``Failure`` of kind `cannotCreate` or `inputOutput`; the new file is then removed.
  public static func write(_ data: Data, to url: URL) throws {
    let (path, shown) = (url.path, url.relativePath)
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      guard status.st_mode & S_IFMT != S_IFDIR else {
        throw Failure(.cannotCreate, shown, "is a folder", advice: "give the name of a file")
      }
      try writeAll(data, path: path, flags: O_WRONLY, shownAs: shown, keepOnFailure: true)
      return
    }
    writing.lock()
    defer { writing.unlock() }
    let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).tmp"
    try writeAll(
      data, path: temporary, flags: O_WRONLY | O_CREAT | O_TRUNC, shownAs: shown,
      keepOnFailure: false)
    guard rename(temporary, path) == 0 else {
      let reason = lastError()
      unlink(temporary)
      throw Failure(.cannotCreate, shown, "cannot be put in place: \(reason)")
    }
    synchronise(folder: url.deletingLastPathComponent().path)
  }

  /// Removes the new files that processes which were killed have left in `folder`: `NAME.PID.tmp`,
  /// where there is no process of that number any more.
  static func removeLeftovers(in folder: URL) {
    let manager = FileManager.default
    for name in (try? manager.contentsOfDirectory(atPath: folder.path)) ?? [] {
      let parts = name.split(separator: ".")
      guard parts.count > 2, parts.last == "tmp", let process = pid_t(parts[parts.count - 2]),
        process > 0, kill(process, 0) != 0, errno == ESRCH
      else { continue }
      unlink(folder.appendingPathComponent(name).path)
    }
  }

  /// Writes a file that nobody sees yet, in a folder that is not in place; to be called within
  /// ``whileWriting(_:)``.
  static func writeNew(_ data: Data, path: String, shownAs shown: String) throws {
    try writeAll(
      data, path: path, flags: O_WRONLY | O_CREAT | O_TRUNC, shownAs: shown, keepOnFailure: false)
  }

  /// Runs `body`, in which there are files that are not in place yet.
  static func whileWriting<T>(_ body: () throws -> T) rethrows -> T {
    writing.lock()
    defer { writing.unlock() }
    return try body()
  }

  /// Runs `body` at a moment when no file is half written: what ends the process calls this.
  public static func whenIdle(_ body: () -> Void) {
    writing.lock()
    defer { writing.unlock() }
    body()
  }

  /// Held while there is a temporary file.
  private static let writing = NSLock()

  private static func writeAll(
    _ data: Data, path: String, flags: Int32, shownAs shown: String, keepOnFailure: Bool
  ) throws {
    let descriptor = open(path, flags | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw Failure(
        .cannotCreate, shown, "cannot be made: \(lastError())",
        advice: "choose a folder that exists and can be written to")
    }
    var failure = data.withUnsafeBytes { bytes -> String? in
      var written = 0
      while written < bytes.count {
        let count = Foundation.write(
          descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return lastError() }
        written += count
      }
      return nil
    }
    // A pipe or a terminal has nothing to synchronise and says EINVAL.
    if failure == nil, fsync(descriptor) != 0, errno != EINVAL, errno != EROFS {
      failure = lastError()
    }
    if close(descriptor) != 0, failure == nil { failure = lastError() }
    if let failure {
      if !keepOnFailure { unlink(path) }
      throw Failure(
        .inputOutput, shown, "writing failed: \(failure)",
        advice: "nothing was changed; make room or choose another place")
    }
  }

  /// Brings the renamed entry to the disk, too; some file systems do not offer it, and say so.
  private static func synchronise(folder: String) {
    let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    _ = close(descriptor)
  }

  private static func lastError() -> String { String(cString: strerror(errno)) }
}
