import Foundation

/// The memory that is left to this process, for those who know how much they are about to take: a
/// failed allocation ends the program without a word.
package enum AvailableMemory {
  /// In bytes: what the machine, the control group and the limit of the address space that the
  /// process lives in have left; nil when none of them says.
  package static var bytes: Double? {
    let group = number("/sys/fs/cgroup/memory.max").map { limit in
      limit - (number("/sys/fs/cgroup/memory.current") ?? 0)
    }
    let machine = text("/proc/meminfo").flatMap { text -> Double? in
      let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
      return line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }.map { $0 * 1024 }
    }
    #if os(macOS)
      let all = Double(ProcessInfo.processInfo.physicalMemory)
    #else
      let all: Double? = nil
    #endif
    return [all, group, machine, addressSpace].compactMap { $0 }.min()
  }

  /// - Parameters:
  ///   - wanted: in bytes; a floating-point number, since no product of sizes is too large for one.
  ///   - failure: what is refused, from the two amounts as texts.
  /// - Throws: `failure` when there is not as much.
  package static func require(
    _ wanted: Double, orThrow failure: (_ wanted: String, _ free: String) -> Failure
  ) throws {
    guard let free = bytes, wanted > free else { return }
    throw failure(text(wanted), text(max(0, free)))
  }

  /// What `ulimit -v` leaves; nil without a limit.
  private static var addressSpace: Double? {
    #if os(Linux)
      var limit = rlimit()
      guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
        limit.rlim_cur != rlim_t.max,
        let pages = text("/proc/self/statm")?.split(separator: " ").first.flatMap({ Double($0) })
      else { return nil }
      return Double(limit.rlim_cur) - pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    #else
      return nil
    #endif
  }

  /// `1.5 GB`.
  private static func text(_ bytes: Double) -> String {
    bytes >= 1e9
      ? String(format: "%.1f GB", bytes / 1e9) : String(format: "%.0f MB", bytes / 1e6)
  }

  private static func number(_ path: String) -> Double? {
    text(path).flatMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  private static func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }
}
