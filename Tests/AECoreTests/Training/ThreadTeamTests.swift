import AECore
import Foundation
import Synchronization
import Testing

/// The threads of a training.
struct ThreadTeamTests {
  /// Every piece of every round is done once, before the round ends, however many there are and
  /// whether the threads have gone to sleep in between.
  @Test(arguments: [1, 2, 3, 8])
  func everyPieceIsDoneOnce(_ threads: Int) {
    let team = ThreadTeam(threads)
    let done = Counts()
    for round in 0..<300 {
      if round % 100 == 99 { Thread.sleep(forTimeInterval: 0.02) }
      let count = [0, 1, 2, 3, 17, 200][round % 6]
      team.perform(count) { done.add($0) }
      let counts = done.taken()
      #expect(counts.prefix(count).allSatisfy { $0 == 1 }, "round \(round)")
      #expect(counts.dropFirst(count).allSatisfy { $0 == 0 }, "round \(round)")
    }
  }

  /// A team that is given up ends its threads, also those that sleep.
  @Test func aTeamEnds() throws {
    weak var seen: Witness?
    do {
      let witness = Witness()
      seen = witness
      let team = ThreadTeam(3)
      team.perform(6) { _ in witness.look() }
      Thread.sleep(forTimeInterval: 0.02)
    }
    #expect(seen == nil)
  }

  /// How often each piece was done.
  private final class Counts: Sendable {
    private let counts = Mutex([Int](repeating: 0, count: 256))

    func add(_ piece: Int) { counts.withLock { $0[piece] += 1 } }

    func taken() -> [Int] {
      counts.withLock { counts in
        defer { counts = [Int](repeating: 0, count: 256) }
        return counts
      }
    }
  }

  private final class Witness: Sendable {
    func look() {}
  }
}
