import Foundation

/// Reads a file whole, once it is known to be a regular file of a bearable size.
enum InputFile {
  /// The bytes of the file at `url`.
  ///
  /// - Parameters:
  ///   - limit: the most bytes that are read; a larger file fails before memory is taken for it.
  ///   - missing: what to do when there is no such file.
  /// - Throws: ``Failure``: `noInput` when the file is missing or cannot be opened, `badData` when
  ///   it is a folder or too large, `inputOutput` when reading stops on the way.
  static func read(_ url: URL, limit: Int, missing advice: String? = nil) throws -> Data {
    let name = url.relativePath
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw Failure(.noInput, name, "cannot be opened: \(lastError())", advice: advice)
    }
    defer { _ = close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw Failure(.inputOutput, name, "cannot be examined: \(lastError())")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let what = status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "not a regular file"
      throw Failure(.badData, name, "is \(what)", advice: "give the name of a file")
    }
    let size = Int(status.st_size)
    guard size <= limit else {
      throw Failure(.badData, name, "has \(size) bytes; such a file has at most \(limit)")
    }
    guard size > 0, let memory = malloc(size) else { return Data() }
    var filled = 0
    while filled < size {
      let count = Foundation.read(descriptor, memory + filled, size - filled)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        // Before anything else, since freeing may set errno.
        let reason = count == 0 ? "the file ends after \(filled) of \(size) bytes" : lastError()
        free(memory)
        throw Failure(.inputOutput, name, "reading failed: \(reason)")
      }
      filled += count
    }
    // Only now: `Data` copies a few bytes at once and frees what it was given.
    return Data(bytesNoCopy: memory, count: size, deallocator: .free)
  }

  private static func lastError() -> String { String(cString: strerror(errno)) }
}
