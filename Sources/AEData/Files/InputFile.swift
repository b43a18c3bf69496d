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
    try reading(url, limit: limit, missing: advice) { file in
      guard file.size > 0 else { return Data() }
      try file.requireMemory()
      guard let memory = malloc(file.size) else {
        throw file.tooLarge("there is no memory for them")
      }
      do {
        try file.fill(UnsafeMutableRawBufferPointer(start: memory, count: file.size))
      } catch {
        free(memory)
        throw error
      }
      // Only now: `Data` copies a few bytes at once and frees what it was given.
      return Data(bytesNoCopy: memory, count: file.size, deallocator: .free)
    }
  }

  /// Hands out the file at `url` to be read from its start, by whoever has the place for its bytes.
  /// - Parameters:
  ///   - limit: the most bytes that it may have.
  ///   - missing: what to do when there is no such file.
  /// - Throws: ``Failure`` as ``read(_:limit:missing:)``, and what `body` throws.
  static func reading<Result>(
    _ url: URL, limit: Int, missing advice: String? = nil, _ body: (OpenFile) throws -> Result
  ) throws -> Result {
    let name = url.relativePath
    let (descriptor, size) = try openRegular(url, missing: advice)
    defer { _ = close(descriptor) }
    guard size <= limit else {
      throw Failure(.badData, name, "has \(size) bytes; such a file has at most \(limit)")
    }
    return try body(OpenFile(name: name, size: size, descriptor: descriptor))
  }

  /// A file that is open as long as the call lasts that it is handed to.
  struct OpenFile {
    /// As users gave it.
    let name: String
    /// In bytes.
    let size: Int
    fileprivate let descriptor: Int32

    /// Puts the next bytes into the whole of `buffer`.
    /// - Throws: ``Failure`` of kind `inputOutput`, when there are not as many.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws {
      var filled = 0
      while filled < buffer.count {
        let count = Foundation.read(
          descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else {
          let reason = count == 0 ? "the file ends before its \(size) bytes" : lastError()
          throw Failure(.inputOutput, name, "reading failed: \(reason)")
        }
        filled += count
      }
    }

    /// - Throws: ``Failure`` of kind `inputOutput`, when the file's bytes do not fit into memory.
    func requireMemory() throws {
      // Asked for each of ten thousand pictures, the system would be busy with that alone.
      guard size > 1 << 22 else { return }
      try AvailableMemory.require(Double(size)) { _, free in
        tooLarge("only \(free) of memory are free")
      }
    }

    fileprivate func tooLarge(_ free: String) -> Failure {
      Failure(
        .inputOutput, name, "has \(size) bytes, and \(free)",
        advice: "end other programs, or give a smaller file")
    }
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

extension [UInt8] {
  /// `count` bytes that `fill` puts where they stay: no second copy is made.
  /// - Throws: what `fill` throws.
  init(count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows {
    self = try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      try fill(
        UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer).prefix(count))
      )
      filled = count
    }
  }
}
