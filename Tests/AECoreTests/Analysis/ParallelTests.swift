import AECore
import Foundation
import Testing

/// Values made on many threads and used in order on one.
@Suite struct ParallelTests {
  private struct Refused: Error, Equatable { let index: Int }

  @Test(arguments: [1, 2, 7], [0, 1, 64]) func usesInOrder(threads: Int, count: Int) throws {
    var used: [Int] = []
    try Parallel.inOrder(count, threads: threads, waiting: 2) { thread, index in
      #expect(thread >= 0 && thread < threads)
      // The later ones are ready first.
      if index % 5 == 0 { Thread.sleep(forTimeInterval: 0.001) }
      return index * index
    } use: {
      used.append($0)
    }
    #expect(used == (0..<count).map { $0 * $0 })
  }

  @Test func theFirstErrorEndsIt() {
    var used: [Int] = []
    #expect(throws: Refused(index: 10)) {
      try Parallel.inOrder(1000, threads: 2, waiting: 4) { _, index in
        if index >= 10 { throw Refused(index: index) }
        return index
      } use: {
        used.append($0)
      }
    }
    #expect(used == Array(0..<10))
    #expect(throws: Refused(index: 3)) {
      try Parallel.inOrder(1000, threads: 2) { _, index in
        index
      } use: {
        if $0 == 3 { throw Refused(index: $0) }
      }
    }
  }
}
