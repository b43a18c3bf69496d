import AECore
import Foundation

/// How far a piece of work is: a bar on a terminal's stderr, which goes when the work is done, and
/// nothing elsewhere.
///
/// `@unchecked Sendable`: every variable is only touched under the lock.
final class WorkProgress: @unchecked Sendable {
  private let lock = NSLock()
  private let verb: String
  private let terminal: Terminal
  private let clock = ContinuousClock()
  private var next: ContinuousClock.Instant
  private var isDrawn = false

  /// - Parameters:
  ///   - verb: what is done: `drawing`.
  ///   - isShown: false for nothing at all.
  ///   - delay: work that is shorter shows no bar.
  init(_ verb: String, isShown: Bool = true, delay: Duration = .milliseconds(500)) {
    self.verb = verb
    var terminal = Terminal.standardError
    terminal.isInteractive = terminal.isInteractive && isShown
    self.terminal = terminal
    next = clock.now + delay
  }

  /// Piece `number` of `count`, from 1, is at work; `what` it is, or the bar alone.
  func show(_ number: Int, of count: Int, _ what: String? = nil) {
    lock.withLock {
      guard terminal.isInteractive, clock.now >= next else { return }
      next = clock.now + .milliseconds(100)
      isDrawn = true
      let text = "\(verb) \(number) of \(count)" + (what.map { ": \($0)" } ?? "") + " "
      let room = min(40, terminal.width - 1 - text.count)
      let bar =
        room >= 5 ? terminal.bar(Double(number - 1) / Double(max(1, count)), width: room) : ""
      StandardError.write(
        Terminal.lineStart + (room >= 0 ? text : String(text.prefix(terminal.width - 1))) + bar)
    }
  }

  /// Gives the line back.
  func clear() {
    lock.withLock {
      if isDrawn { StandardError.write(Terminal.lineStart) }
      isDrawn = false
    }
  }
}

/// How far the measurements of a run are: `measuring 3 of 10: latent space`.
///
/// `@unchecked Sendable`: every variable is only touched under the lock.
final class MeasuringProgress: @unchecked Sendable {
  private let lock = NSLock()
  private var count = 0
  private var left: [String] = []
  private let progress: WorkProgress

  init(isShown: Bool = true) {
    progress = WorkProgress("measuring", isShown: isShown, delay: .zero)
  }

  /// The first step is at work; `steps` are in the order in which they are begun.
  func begin(_ steps: [String]) {
    lock.withLock {
      (count, left) = (steps.count, steps)
      show()
    }
  }

  /// The step called `name` is over. Several are taken at a time: the first one that is not over is
  /// surely at work.
  func ended(_ name: String) {
    lock.withLock {
      left.removeAll { $0 == name }
      show()
    }
  }

  /// Gives the line back.
  func clear() { progress.clear() }

  /// Under the lock, so that no line is followed by an older one.
  private func show() {
    guard let first = left.first else { return progress.clear() }
    progress.show(
      count - left.count + 1, of: count, first.replacingOccurrences(of: "_", with: " "))
  }
}
