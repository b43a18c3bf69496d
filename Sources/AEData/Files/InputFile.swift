import Foundation

/// Reads a file whole, once it is known to be a regular file of a bearable size.
package enum InputFile {
  /// The bytes of the file at `url`.
  ///
  /// - Parameters:
  ///   - limit: the most bytes that are read; a larger file fails before memory is taken for it.
  ///   - missing: what to do when there is no such file.
  /// - Throws: ``Failure``: `noInput` when the file is missing or cannot be opened, `badData` when
  ///   it is a folder or too large, `inputOutput` when reading stops on the way.
  package static func read(_ url: URL, limit: Int, missing advice: String? = nil) throws -> Data {
    let name = url.relativePath
    let (descriptor, size) = try openRegular(url, missing: advice)
    defer { _ = close(descriptor) }
    guard size <= limit else {
      throw Failure(.badData, name, "has \(size) bytes; such a file has at most \(limit)")
    }
    guard size > 0 else { return Data() }
    func tooLarge(_ free: String) -> Failure {
      Failure(
        .inputOutput, name, "has \(size) bytes, and \(free)",
        advice: "end other programs, or give a smaller file")
    }
    try AvailableMemory.require(Double(size)) { _, free in
      tooLarge("only \(free) of memory are free")
    }
    guard let memory = malloc(size) else { throw tooLarge("there is no memory for them") }
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

  /// The first bytes of the file at `url`, at most `count`.
  /// - Throws: ``Failure`` as ``read(_:limit:missing:)``.
  package static func start(of url: URL, count: Int) throws -> Data {
    let (descriptor, size) = try openRegular(url, missing: nil)
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      return try file.read(upToCount: min(count, size)) ?? Data()
    } catch {
      throw Failure(.inputOutput, url.relativePath, "reading failed: \(error)")
    }
  }

  /// An open file, which the caller closes, and its size in bytes.
  private static func openRegular(
    _ url: URL, missing advice: String?
  ) throws -> (descriptor: Int32, size: Int) {
    let name = url.relativePath
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw Failure(.noInput, name, "cannot be opened: \(lastError())", advice: advice)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = lastError()
      _ = close(descriptor)
      throw Failure(.inputOutput, name, "cannot be examined: \(reason)")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      _ = close(descriptor)
      let what = status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "not a regular file"
      throw Failure(.badData, name, "is \(what)", advice: "give the name of a file")
    }
    return (descriptor, Int(status.st_size))
  }

  private static func lastError() -> String { String(cString: strerror(errno)) }
}
