import AECore
// A dispatch source may be used from any thread, but is not yet marked so.
@preconcurrency import Dispatch
import Foundation

/// What happens at Ctrl-C, at SIGTERM and SIGHUP, when a pipe is closed and when a file may grow no
/// further.
enum Interruption {
  /// A signal ends the process with code 128 and its number, but not in the middle of a file;
  /// writing to a closed pipe, or beyond `ulimit -f`, becomes an error code instead of the end.
  static func install() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    for (number, source) in sources { watch(number, source) }
  }

  /// From now on the first signal only asks to end (``requested``) and says `notice`; a second one
  /// ends at once, with `farewell`.
  static func waitForTheFirst(notice: String, farewell: String) {
    request.change(notice: notice, farewell: farewell)
  }

  /// From now on a signal ends at once, with `farewell`.
  static func endAtOnce(farewell: String?) { request.change(notice: nil, farewell: farewell) }

  /// The signal that asked to end; nil for none yet.
  static var requested: Int32? { request.signal }

  private static func watch(_ number: Int32, _ source: any DispatchSourceSignal) {
    // What a shell has started in the background ignores Ctrl-C, and goes on doing so.
    var current = sigaction()
    sigaction(number, nil, &current)
    guard current.__sigaction_handler.sa_handler == nil else { return }
    signal(number, SIG_IGN)
    source.setEventHandler {
      if let notice = request.take(number) { return say(notice) }
      AtomicFile.whenIdle {
        say(request.farewell)
        _exit(128 + number)
      }
    }
    source.resume()
  }

  /// Leaves a progress bar's line as it is.
  private static func say(_ text: String?) {
    if Terminal.standardError.isInteractive { StandardError.write("\n") }
    if let text { StandardError.line(text) }
  }

  private static let sources = [SIGINT, SIGTERM, SIGHUP].map {
    ($0, DispatchSource.makeSignalSource(signal: $0, queue: .global(qos: .userInteractive)))
  }
  private static let request = Request()

  /// `@unchecked Sendable`: every access holds the lock.
  private final class Request: @unchecked Sendable {
    private let lock = NSLock()
    private var notice: String?
    private var lastWords: String?
    private var number: Int32?

    var signal: Int32? { lock.withLock { number } }
    var farewell: String? { lock.withLock { lastWords } }

    func change(notice: String?, farewell: String?) {
      lock.withLock { (self.notice, lastWords) = (notice, farewell) }
    }

    /// What to say when the signal is the first one and somebody will see to it; nil else.
    func take(_ signal: Int32) -> String? {
      lock.withLock {
        guard let notice, number == nil else { return nil }
        number = signal
        return notice
      }
    }
  }
}
