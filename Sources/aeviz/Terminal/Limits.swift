import AECore
import Foundation

/// What the system has to leave a process, looked at before the work: later it would end in the
/// middle, without a word.
enum Limits {
  /// Files that are open at once at most: the streams, fonts, what is read and what is written.
  private static let files = 32
  /// Megabytes of addresses: libraries, stacks and a page, and 160 for each thread at work, most of
  /// which OpenBLAS asks for. It waits without end for what it is not given.
  private static let addresses = 640 + 160 * Parallel.processors
  /// Threads beside those of the processors: dispatch's own, and the one that waits for signals.
  private static let spareThreads = 6

  /// - Throws: ``Failure`` of kind `system` for a limit under which nothing works.
  static func check() throws {
    let open = limit(RLIMIT_NOFILE)
    guard open >= files else {
      throw Failure(
        .system, "ulimit -n", "is \(open), and up to \(files) files are open at once",
        advice: "set it to \(files) or more")
    }
    let megabytes = limit(RLIMIT_AS) >> 20
    guard megabytes >= addresses else {
      throw Failure(
        .system, "ulimit -v", "leaves \(megabytes) MB of addresses, and \(addresses) MB are needed",
        advice: "set it to \(addresses << 10) or more")
    }
    let wanted = Parallel.processors + spareThreads
    let started = Threads.start(wanted)
    guard started == wanted else {
      throw Failure(
        .system, "ulimit -u", "\(started) more threads can be started, and \(wanted) are needed",
        advice: "end other processes, or set it or ulimit -v higher")
    }
  }

  #if os(Linux)
    private typealias Resource = __rlimit_resource
  #else
    private typealias Resource = Int32
  #endif

  /// As much as an `Int` holds where there is no limit.
  private static func limit(_ resource: Resource) -> Int {
    var value = rlimit()
    #if os(Linux)
      let status = getrlimit(Int32(resource.rawValue), &value)
    #else
      let status = getrlimit(resource, &value)
    #endif
    guard status == 0 else { return .max }
    return Int(clamping: value.rlim_cur)
  }
}

/// Threads that do nothing, to see how many there can be.
private enum Threads {
  /// Starts up to `count` threads that are there at the same time, and ends them again.
  /// - Returns: how many there were.
  static func start(_ count: Int) -> Int {
    let gate = DispatchSemaphore(value: 0)
    var threads: [pthread_t] = []
    for _ in 0..<count {
      let context = Unmanaged.passRetained(gate)
      #if os(Linux)
        var thread = pthread_t()
        let status = pthread_create(
          &thread, nil, { Threads.wait($0) }, context.toOpaque())
        guard status == 0 else {
          context.release()
          break
        }
        threads.append(thread)
      #else
        var thread: pthread_t?
        let status = pthread_create(&thread, nil, { Threads.wait($0) }, context.toOpaque())
        guard status == 0, let thread else {
          context.release()
          break
        }
        threads.append(thread)
      #endif
    }
    for _ in threads { gate.signal() }
    for thread in threads { pthread_join(thread, nil) }
    return threads.count
  }

  private static func wait(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context {
      Unmanaged<DispatchSemaphore>.fromOpaque(context).takeRetainedValue().wait()
    }
    return nil
  }
}
