import Dispatch
import Foundation

/// Independent pieces of work on several threads.
enum Parallel {
  /// How many threads there is work for when nobody says otherwise.
  static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// `body` of every index below `count`, in the order of the indices, whichever thread was first.
  static func map<Value: Sendable>(
    _ count: Int, threads: Int = processors, _ body: @Sendable (Int) -> Value
  ) -> [Value] {
    let slots = Slots<Value>(count: count)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in
      while let index = slots.take() { slots.put(body(index), at: index) }
    }
    return slots.values.compactMap { $0 }
  }

  /// Calls `body` for parts of `0..<count`, each as long as `part`; the parts do not depend on the
  /// threads.
  static func forEachPart(
    of count: Int, part: Int, threads: Int = processors, _ body: @Sendable (Range<Int>) -> Void
  ) {
    let parts = (count + part - 1) / part
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, parts))) { thread in
      let threads = max(1, min(threads, parts))
      for index in parts * thread / threads..<parts * (thread + 1) / threads {
        body(index * part..<min(count, (index + 1) * part))
      }
    }
  }
}

/// Results on their way.
///
/// `@unchecked Sendable`: both variables are only touched under the lock.
private final class Slots<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var next = 0
  private var results: [Value?]

  init(count: Int) { results = Array(repeating: nil, count: count) }

  /// The next index that nobody works on; nil when there is none.
  func take() -> Int? {
    lock.withLock {
      guard next < results.count else { return nil }
      defer { next += 1 }
      return next
    }
  }

  func put(_ value: Value, at index: Int) { lock.withLock { results[index] = value } }

  var values: [Value?] { lock.withLock { results } }
}
