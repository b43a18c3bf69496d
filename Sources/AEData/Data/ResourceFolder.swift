import Foundation

/// Where the embedded data lies: beside the program, so that it is found after the checkout and
/// the build folder are gone.
///
/// `Bundle.module` is not used: it holds the build folder's absolute path, and it traps when
/// nothing is found.
package enum ResourceFolder {
  /// The folders that may hold the embedded data sets, the first one that has a set wins:
  /// `AEVIZ_DATA`, the build's resource bundle beside the program, `../share/aeviz/datasets`.
  package static func candidates(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    executable: URL? = ResourceFolder.executable
  ) -> [URL] {
    var folders: [URL] = []
    if let path = environment["AEVIZ_DATA"], !path.isEmpty {
      folders.append(URL(fileURLWithPath: path, isDirectory: true))
    }
    if let folder = executable?.deletingLastPathComponent() {
      folders.append(folder.appendingPathComponent("\(bundleName)/datasets", isDirectory: true))
      folders.append(
        folder.deletingLastPathComponent()
          .appendingPathComponent("share/aeviz/datasets", isDirectory: true))
    }
    return folders
  }

  /// The folder of the embedded set `name`, or nil when no candidate has it.
  package static func find(_ name: String, in candidates: [URL] = candidates()) -> URL? {
    candidates.map { $0.appendingPathComponent(name, isDirectory: true) }.first {
      FileManager.default.fileExists(atPath: $0.appendingPathComponent("dataset.json").path)
    }
  }

  #if os(Linux)
    private static let bundleName = "aeviz_AEData.resources"
    /// The running program, links resolved.
    package static var executable: URL? {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        .map { URL(fileURLWithPath: $0) }
    }
  #else
    private static let bundleName = "aeviz_AEData.bundle"
    /// The running program, links resolved.
    package static var executable: URL? { Bundle.main.executableURL?.resolvingSymlinksInPath() }
  #endif
}
