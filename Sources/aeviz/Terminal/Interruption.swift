import AECore
// A dispatch source may be used from any thread, but is not yet marked so.
@preconcurrency import Dispatch
import Foundation

/// What happens at Ctrl-C, at SIGTERM, and when a pipe is closed.
enum Interruption {
  /// Ctrl-C ends the process with code 130 and SIGTERM with 143, but not in the middle of a file;
  /// writing to a closed pipe becomes an error code instead of the end.
  static func install() {
    signal(SIGPIPE, SIG_IGN)
    watch(SIGINT, interrupts)
    watch(SIGTERM, terminations)
  }

  /// From now on the first signal only asks to end (``requested``); a second one still ends at
  /// once.
  static func waitForTheFirst() { request.wait() }

  /// The signal that asked to end; nil for none yet.
  static var requested: Int32? { request.signal }

  private static func watch(_ number: Int32, _ source: any DispatchSourceSignal) {
    // What a shell has started in the background ignores Ctrl-C, and goes on doing so.
    var current = sigaction()
    sigaction(number, nil, &current)
    guard current.__sigaction_handler.sa_handler == nil else { return }
    signal(number, SIG_IGN)
    source.setEventHandler {
      if request.take(number) { return }
      AtomicFile.whenIdle {
        // Leaves the progress bar's line as it is.
        if Terminal.standardError.isInteractive { StandardError.write("\n") }
        _exit(128 + number)
      }
    }
    source.resume()
  }

  private static let interrupts = DispatchSource.makeSignalSource(
    signal: SIGINT, queue: .global(qos: .userInteractive))
  private static let terminations = DispatchSource.makeSignalSource(
    signal: SIGTERM, queue: .global(qos: .userInteractive))
  private static let request = Request()

  /// `@unchecked Sendable`: every access holds the lock.
  private final class Request: @unchecked Sendable {
    private let lock = NSLock()
    private var isWaiting = false
    private var number: Int32?

    var signal: Int32? { lock.withLock { number } }

    func wait() { lock.withLock { isWaiting = true } }

    /// Whether the signal is the first one, and somebody will see to it.
    func take(_ signal: Int32) -> Bool {
      lock.withLock {
        guard isWaiting, number == nil else { return false }
        number = signal
        return true
      }
    }
  }
}
