import AECore
import Foundation

/// How far a piece of work is: a bar on a terminal's stderr, which goes when the work is done, and
/// nothing elsewhere.
///
/// `@unchecked Sendable`: every variable is only touched under the lock.
package final class WorkProgress: @unchecked Sendable {
  /// Where the bar is, and what tells how long the work has taken.
  package struct Surroundings: Sendable {
    package var terminal: Terminal
    package var now: @Sendable () -> ContinuousClock.Instant
    package var write: @Sendable (String) -> Void

    package init(
      terminal: Terminal, now: @escaping @Sendable () -> ContinuousClock.Instant,
      write: @escaping @Sendable (String) -> Void
    ) {
      (self.terminal, self.now, self.write) = (terminal, now, write)
    }

    /// The program's own.
    fileprivate static var real: Self {
      Self(
        terminal: .standardError, now: { ContinuousClock().now }, write: StandardError.write)
    }
  }

  private let lock = NSLock()
  private let verb: String
  private let surroundings: Surroundings
  private var next: ContinuousClock.Instant
  private var isDrawn = false

  /// - Parameters:
  ///   - verb: what is done: `drawing`.
  ///   - delay: work that is shorter shows no bar.
  convenience init(_ verb: String, delay: Duration = .milliseconds(500)) {
    self.init(verb, delay: delay, in: .real)
  }

  package init(_ verb: String, delay: Duration, in surroundings: Surroundings) {
    self.verb = verb
    self.surroundings = surroundings
    next = surroundings.now() + delay
  }

  /// Piece `number` of `count`, from 1, is at work; `what` it is, or the bar alone.
  package func show(_ number: Int, of count: Int, _ what: String? = nil) {
    lock.withLock {
      let terminal = surroundings.terminal
      guard terminal.isInteractive else { return }
      let now = surroundings.now()
      guard now >= next else { return }
      next = now + .milliseconds(100)
      isDrawn = true
      let text = "\(verb) \(number) of \(count)" + (what.map { ": \($0)" } ?? "") + " "
      let room = min(40, terminal.width - 1 - text.count)
      let bar =
        room >= 5 ? terminal.bar(Double(number - 1) / Double(max(1, count)), width: room) : ""
      surroundings.write(
        Terminal.lineStart + (room >= 0 ? text : String(text.prefix(terminal.width - 1))) + bar)
    }
  }

  /// Gives the line back.
  package func clear() {
    lock.withLock {
      if isDrawn { surroundings.write(Terminal.lineStart) }
      isDrawn = false
    }
  }
}

/// How far the measurements of a run are: `measuring 3 of 10: latent space`; for programs an object
/// a line on stdout.
///
/// `@unchecked Sendable`: every variable is only touched under the lock.
final class MeasuringProgress: @unchecked Sendable {
  private struct Measuring: Encodable {
    var event = "measuring"
    var step: Int
    var of: Int
    var name: String
  }

  private let lock = NSLock()
  private let output: TrainingProgress.Output
  private var count = 0
  private var left: [String] = []
  private let bar = WorkProgress("measuring", delay: .zero)
  private var problem: (any Error)?

  init(_ output: TrainingProgress.Output = .text) { self.output = output }

  /// What stdout says that takes no more objects.
  var error: (any Error)? { lock.withLock { problem } }

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
  func clear() { bar.clear() }

  /// Under the lock, so that no line is followed by an older one.
  private func show() {
    guard let first = left.first else { return bar.clear() }
    let number = count - left.count + 1
    switch output {
    case .quiet: break
    case .text: bar.show(number, of: count, first.replacingOccurrences(of: "_", with: " "))
    case .json:
      guard problem == nil else { return }
      do {
        let object = Measuring(step: number, of: count, name: first)
        try StandardOutput.write(JSONValue(encoding: object).line + "\n")
      } catch { problem = error }
    }
  }
}
