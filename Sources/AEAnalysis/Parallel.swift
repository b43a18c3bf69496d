import Dispatch
import Foundation

/// Independent pieces of work on several threads.
package enum Parallel {
  /// How many threads there is work for when nobody says otherwise.
  package static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// `body` of every index below `count`, in the order of the indices, whichever thread was first.
  package static func map<Value: Sendable>(
    _ count: Int, threads: Int = processors, _ body: @Sendable (Int) -> Value
  ) -> [Value] {
    let belt = Belt<Value>(count: count, ahead: count)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in
      while let index = belt.take() { belt.put(.success(body(index)), at: index) }
    }
    return (0..<count).compactMap { try? belt.wait(for: $0).get() }
  }

  /// Makes a value for every index below `count` on other threads, and hands them to `use` on this
  /// one, in the order of the indices, while later ones are made.
  /// - Parameters:
  ///   - threads: how many make values; this thread, which uses them, comes on top.
  ///   - waiting: how many values may wait to be used, where they are large; else any number.
  ///   - make: called with the number of its thread, from 0, and the index.
  /// - Throws: the first error by index, of `make` or `use`; nothing is made after it.
  package static func inOrder<Value: Sendable>(
    _ count: Int, threads: Int = processors, waiting: Int = .max,
    make: @escaping @Sendable (_ thread: Int, _ index: Int) throws -> Value,
    use: (Value) throws -> Void
  ) throws {
    let threads = max(1, min(threads, count))
    let belt = Belt<Value>(count: count, ahead: threads + min(waiting, count))
    let group = DispatchGroup()
    defer {
      belt.stop()
      group.wait()
    }
    for thread in 0..<threads {
      DispatchQueue.global().async(group: group) {
        while let index = belt.take() {
          belt.put(Result { try make(thread, index) }, at: index)
        }
      }
    }
    for index in 0..<count { try use(belt.wait(for: index).get()) }
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

/// Values on their way from those who make them to the one who uses them in order.
///
/// `@unchecked Sendable`: every variable is only touched under the lock.
private final class Belt<Value: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private let ahead: Int
  private var end: Int
  private var next = 0
  private var used = 0
  private var values: [Int: Result<Value, any Error>] = [:]

  /// - Parameter ahead: how many may be begun beyond the one that is awaited.
  init(count: Int, ahead: Int) {
    end = count
    self.ahead = ahead
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    condition.lock()
    defer {
      condition.broadcast()
      condition.unlock()
    }
    return body()
  }

  /// The next index that nobody works on, as soon as it may be begun; nil when there is none.
  func take() -> Int? {
    locked {
      while next < end, next >= used + ahead { condition.wait() }
      guard next < end else { return nil }
      defer { next += 1 }
      return next
    }
  }

  func put(_ value: Result<Value, any Error>, at index: Int) { locked { values[index] = value } }

  /// The value at `index`, as soon as it is there.
  func wait(for index: Int) -> Result<Value, any Error> {
    locked {
      while true {
        if let value = values.removeValue(forKey: index) {
          used = index + 1
          return value
        }
        condition.wait()
      }
    }
  }

  /// Nothing more is begun.
  func stop() { locked { end = next } }
}
