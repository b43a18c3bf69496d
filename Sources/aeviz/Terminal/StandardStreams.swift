import AECore
import Foundation

/// The reader of our output has gone away; not an error.
struct ClosedPipe: Error {}

/// Where data goes. Written at once and checked, unlike `print`, so that a full disk is noticed.
enum StandardOutput {
  /// - Throws: ``ClosedPipe``, or ``Failure`` of kind `inputOutput`.
  static func write(_ text: String) throws { try write(Data(text.utf8)) }

  /// - Throws: ``ClosedPipe``, or ``Failure`` of kind `inputOutput`.
  static func write(_ data: Data) throws {
    guard let error = writeAll(data, to: STDOUT_FILENO) else { return }
    if error == EPIPE { throw ClosedPipe() }
    throw Failure(
      .inputOutput, "stdout", "writing failed: \(String(cString: strerror(error)))",
      advice: "make room or choose another place")
  }

  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}

/// Where progress and messages go. What cannot be written is lost: there is no one to tell.
enum StandardError {
  static func write(_ text: String) { _ = writeAll(Data(text.utf8), to: STDERR_FILENO) }

  /// Writes a line that may hold what stands in a file.
  static func line(_ text: String) { write(text.visible + "\n") }
}

/// Writes everything; the number of the error, or nil.
private func writeAll(_ data: Data, to descriptor: Int32) -> Int32? {
  data.withUnsafeBytes { bytes in
    var written = 0
    while written < bytes.count {
      let count = write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      if count < 0 && errno == EINTR { continue }
      if count < 0 { return errno }
      written += count
    }
    return nil
  }
}
