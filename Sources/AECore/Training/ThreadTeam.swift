import Foundation
import Glibc
import Synchronization

/// The threads of one training.
///
/// A step of a small network takes a millisecond and has three pieces that wait for each other.
/// Dispatch lets a thread sleep behind each and wakes it for the next, which costs a twentieth of a
/// millisecond every time; a thread of a team looks out for the next piece for that long before it
/// sleeps. Who asks does pieces too, so nobody waits for a thread that the system has no time for.
package final class ThreadTeam: Sendable {
  private let board: Board

  /// A team of `threads`, with the one that asks. Where the system gives fewer, fewer do it all.
  package init(_ threads: Int) {
    board = Board()
    for _ in 1..<max(1, threads) {
      let unmanaged = Unmanaged.passRetained(board)
      var thread = pthread_t()
      let status = pthread_create(
        &thread, nil,
        { context in
          if let context { Unmanaged<Board>.fromOpaque(context).takeRetainedValue().work() }
          return nil
        }, unmanaged.toOpaque())
      guard status == 0 else {
        unmanaged.release()
        break
      }
      pthread_detach(thread)
    }
  }

  deinit { board.stop() }

  /// Calls `piece` with every number below `count`, less than 2²², and returns when all calls have.
  /// One caller at a time.
  package func perform(_ count: Int, _ piece: @Sendable (Int) -> Void) {
    withoutActuallyEscaping(piece) { board.perform(count, $0) }
  }
}

/// Where the pieces are announced and taken.
private final class Board: @unchecked Sendable {
  // Unchecked: `piece` is written before a round is announced, and read by who has taken a piece of
  // that round, which ends only when the piece has.

  /// The next piece: the round's number (20 bits), its pieces (22), those that are taken (22).
  private let next = Atomic<UInt64>(0)
  /// Pieces of the round that are not done.
  private let left = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)
  private var piece: (@Sendable (Int) -> Void)?
  private let bell = NSCondition()

  /// Announces a round, does pieces of it, and waits for the others.
  func perform(_ count: Int, _ piece: @escaping @Sendable (Int) -> Void) {
    precondition(count <= Self.mostPieces, "so many pieces can be counted")
    self.piece = piece
    left.store(count, ordering: .relaxed)
    let round = (next.load(ordering: .relaxed) >> 44 &+ 1) << 44
    next.store(round | UInt64(count) << 22, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 { ring() }
    while takePiece() {}
    var looks = 0
    while left.load(ordering: .acquiring) > 0 { Self.pause(&looks) }
    self.piece = nil
  }

  /// What each thread of the team does, until the team is dissolved.
  func work() {
    var looks = 0
    while !isStopped.load(ordering: .acquiring) {
      if takePiece() {
        looks = 0
      } else if looks < Self.mostLooks {
        Self.pause(&looks)
      } else {
        sleep()
        looks = 0
      }
    }
  }

  func stop() {
    isStopped.store(true, ordering: .sequentiallyConsistent)
    ring()
  }

  /// Does a piece of this round, if one is left.
  private func takePiece() -> Bool {
    var seen = next.load(ordering: .acquiring)
    while Self.hasPieces(seen) {
      let taken = next.compareExchange(
        expected: seen, desired: seen + 1, ordering: .acquiringAndReleasing)
      if taken.exchanged {
        piece?(Int(seen) & Self.mostPieces)
        left.subtract(1, ordering: .releasing)
        return true
      }
      seen = taken.original
    }
    return false
  }

  private static let mostPieces = 1 << 22 - 1

  private static func hasPieces(_ next: UInt64) -> Bool {
    next & UInt64(mostPieces) < next >> 22 & UInt64(mostPieces)
  }

  private func sleep() {
    bell.lock()
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while !Self.hasPieces(next.load(ordering: .sequentiallyConsistent)),
      !isStopped.load(ordering: .sequentiallyConsistent)
    {
      bell.wait()
    }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    bell.unlock()
  }

  private func ring() {
    bell.lock()
    bell.broadcast()
    bell.unlock()
  }

  /// Some 0.2 ms of looking, where nobody else wants the processor.
  private static let mostLooks = 20_000

  /// Between two looks: every now and then somebody else may have the processor.
  private static func pause(_ looks: inout Int) {
    looks += 1
    if looks % 64 == 0 { sched_yield() }
  }
}
