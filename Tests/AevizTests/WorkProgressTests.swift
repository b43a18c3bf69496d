import Foundation
import Testing
import aeviz

/// The bar of a long piece of work, by a clock that only the test moves.
@Suite struct WorkProgressTests {
  /// `@unchecked Sendable`: every variable is only touched under the lock.
  private final class Screen: @unchecked Sendable {
    private let lock = NSLock()
    private var time = ContinuousClock().now
    private var written: [String] = []

    /// What was written since the last question.
    var lines: [String] {
      lock.withLock {
        defer { written = [] }
        return written
      }
    }

    func wait(_ duration: Duration) { lock.withLock { time += duration } }

    func progress(isInteractive: Bool = true, width: Int = 40) -> WorkProgress {
      WorkProgress(
        "drawing", delay: .milliseconds(500),
        in: WorkProgress.Surroundings(
          terminal: Terminal(isInteractive: isInteractive, hasColor: false, width: width),
          now: { self.lock.withLock { self.time } },
          write: { text in self.lock.withLock { self.written.append(text) } }))
    }
  }

  private static let start = "\r\u{1B}[K"

  @Test func shortWorkHasNoBar() {
    let screen = Screen()
    let progress = screen.progress()
    for frame in 1...9 {
      progress.show(frame, of: 9)
      screen.wait(.milliseconds(50))
    }
    progress.clear()
    #expect(screen.lines == [])
  }

  @Test func aLongFilmHasABarThatGoes() {
    let screen = Screen()
    let progress = screen.progress()
    progress.show(1, of: 4)
    screen.wait(.seconds(1))
    progress.show(2, of: 4)
    #expect(screen.lines == [Self.start + "drawing 2 of 4 ━━━━━━──────────────────"])
    // Ten times a second at most.
    screen.wait(.milliseconds(99))
    progress.show(3, of: 4)
    #expect(screen.lines == [])
    screen.wait(.milliseconds(1))
    progress.show(3, of: 4, "the third")
    #expect(screen.lines == [Self.start + "drawing 3 of 4: the third ━━━━━━───────"])
    progress.clear()
    progress.clear()
    #expect(screen.lines == [Self.start])
  }

  @Test func aNarrowTerminalHasTheWordsAlone() {
    let screen = Screen()
    let progress = screen.progress(width: 12)
    screen.wait(.seconds(1))
    progress.show(2, of: 4)
    #expect(screen.lines == [Self.start + "drawing 2 o"])
  }

  @Test func elsewhereThereIsNothing() {
    let screen = Screen()
    let progress = screen.progress(isInteractive: false)
    screen.wait(.seconds(1))
    progress.show(2, of: 4)
    progress.clear()
    #expect(screen.lines == [])
  }
}
