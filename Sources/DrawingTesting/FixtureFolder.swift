import Foundation

/// Files that tests compare with; written instead while `AEVIZ_RECORD` is set, after a change that
/// is meant. A test that records has to fail, so that nobody takes it for one that compared.
package struct FixtureFolder: Sendable {
  /// In the test bundle.
  private let copies: URL
  /// In the sources.
  private let originals: URL

  /// The folder `Fixtures` of a test target.
  /// - Parameters:
  ///   - bundle: the target's `Bundle.module`.
  ///   - folder: where the target's sources are.
  package init(_ bundle: Bundle, sources folder: URL) {
    copies = bundle.bundleURL.appending(path: "Fixtures")
    originals = folder.appending(path: "Fixtures")
  }

  /// The file `path`.
  package func url(_ path: String) -> URL { copies.appending(path: path) }

  /// What the file `path` holds; nil when it has been recorded instead: `new` is then in the
  /// sources, to be looked at.
  package func data(_ path: String, recording new: @autoclosure () throws -> Data) throws -> Data? {
    guard ProcessInfo.processInfo.environment["AEVIZ_RECORD"] != nil else {
      return try Data(contentsOf: url(path))
    }
    let file = originals.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try new().write(to: file)
    return nil
  }
}
