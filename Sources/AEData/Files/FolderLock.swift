import Foundation

/// The right to write into a folder, held by one process at a time.
///
/// The system gives it back when the process ends, however it ends; the file that stays behind
/// means nothing without its lock.
public final class FolderLock {
  /// The name of the file that is locked.
  public static let fileName = ".aeviz.lock"

  private let descriptor: Int32

  /// Takes the lock of `folder`, which has to be there.
  /// - Throws: ``Failure`` of kind `cannotCreate` when another process has it.
  public init(_ folder: URL) throws {
    let file = folder.appendingPathComponent(Self.fileName)
    descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw Failure(
        .cannotCreate, folder.relativePath,
        "no file can be made in it: \(String(cString: strerror(errno)))",
        advice: "choose a folder that can be written to")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      // Some network file systems have no locks, and say so.
      if errno != EWOULDBLOCK { return }
      let owner = Self.owner(descriptor)
      close(descriptor)
      throw Failure(
        .cannotCreate, folder.relativePath,
        "another aeviz\(owner.map { " (process \($0))" } ?? "") is writing into it",
        advice: "wait until it is done, or choose another folder with -o")
    }
    let text = "\(ProcessInfo.processInfo.processIdentifier)\n"
    ftruncate(descriptor, 0)
    _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
  }

  deinit { close(descriptor) }

  /// Whether a process has the lock of `folder` now.
  public static func isHeld(_ folder: URL) -> Bool {
    let descriptor = open(folder.appendingPathComponent(fileName).path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  private static func owner(_ descriptor: Int32) -> Int? {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return Int(
      String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
