import Foundation

/// Writes a file so that it is there whole or not at all.
public enum AtomicFile {
  /// Writes `data` to a new file beside `url`, brings it to the disk and renames it into place: a
  /// reader, or a machine that stops in between, sees the old file or the new one.
  ///
  /// A file that is replaced keeps its mode and its owner; a link stays, and what it leads to is
  /// replaced. What is not a regular file (a pipe, a device) is written as it stands.
  /// - Throws: ``Failure`` of kind `cannotCreate` or `inputOutput`; the new file is then removed.
  public static func write(_ data: Data, to url: URL) throws {
    let shown = url.relativePath
    let old = status(of: url.path)
    if let old, old.st_mode & S_IFMT != S_IFREG {
      guard old.st_mode & S_IFMT != S_IFDIR else {
        throw Failure(.cannotCreate, shown, "is a folder", advice: "give the name of a file")
      }
      try writeAll(data, path: url.path, flags: O_WRONLY, shownAs: shown, keepOnFailure: true)
      return
    }
    let path = FileIdentity.behindLinks(url.path)
    // A rename would pass over it.
    if old != nil, access(path, W_OK) != 0 {
      throw Failure(
        .cannotCreate, shown, "is protected against writing: \(lastError())",
        advice: "choose another name, or change its mode")
    }
    try whileWriting {
      let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).tmp"
      try writeNew(data, path: temporary, replacing: old, shownAs: shown)
      guard rename(temporary, path) == 0 else {
        let reason = lastError()
        unlink(temporary)
        throw Failure(.cannotCreate, shown, "cannot be put in place: \(reason)")
      }
      synchronise(folder: URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }
  }

  /// Removes what processes that were killed have left in `folder`: files `NAME.PID.tmp` and the
  /// folders of ``AtomicFolder``, where there is no process of that number any more.
  package static func removeLeftovers(in folder: URL) {
    let manager = FileManager.default
    for name in (try? manager.contentsOfDirectory(atPath: folder.path)) ?? [] {
      let parts = name.split(separator: ".")
      guard parts.count > 2, parts.last == "tmp", let process = pid_t(parts[parts.count - 2]),
        process > 0, kill(process, 0) != 0, errno == ESRCH
      else { continue }
      let path = folder.appendingPathComponent(name).path
      if unlink(path) != 0, name.hasPrefix(AtomicFolder.stagePrefix) {
        try? manager.removeItem(atPath: path)
      }
    }
  }

  /// Writes a file that nobody sees yet; to be called within ``whileWriting(_:)``.
  /// - Parameter old: what stands where it is going to be; its mode and owner are taken over.
  static func writeNew(
    _ data: Data, path: String, replacing old: stat? = nil, shownAs shown: String
  ) throws {
    try writeAll(
      data, path: path, flags: O_WRONLY | O_CREAT | O_TRUNC, replacing: old, shownAs: shown,
      keepOnFailure: false)
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

  /// What is at `path`, behind all links; nil when there is nothing.
  static func status(of path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  /// Brings the renamed entries to the disk, too; some file systems do not offer it, and say so.
  static func synchronise(folder: String) {
    let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    _ = close(descriptor)
  }

  /// Held while there is a temporary file.
  private static let writing = NSLock()

  private static func writeAll(
    _ data: Data, path: String, flags: Int32, replacing old: stat? = nil, shownAs shown: String,
    keepOnFailure: Bool
  ) throws {
    let descriptor = open(path, flags | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw Failure(
        .cannotCreate, shown, "cannot be made: \(lastError())",
        advice: "choose a folder that exists and can be written to")
    }
    if let old {
      // The owner first, since changing it takes bits from the mode; only root may give a file
      // away.
      _ = fchown(descriptor, old.st_uid, old.st_gid)
      _ = fchmod(descriptor, old.st_mode & 0o7777)
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

  private static func lastError() -> String { String(cString: strerror(errno)) }
}
