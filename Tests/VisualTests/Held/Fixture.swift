import Foundation
import Testing

/// Files under Fixtures that tests compare with, or record.
enum Fixture {
  /// Whether the files are written instead of compared with: `AEVIZ_RECORD=1 swift test …`.
  static let isRecorded = ProcessInfo.processInfo.environment["AEVIZ_RECORD"] != nil

  /// The file `path` of the test bundle.
  static func url(_ path: String) throws -> URL {
    try #require(Bundle.module.resourceURL).appending(path: "Fixtures/\(path)")
  }

  /// What the file `path` holds, or nil, with the test failed and the file written into the
  /// sources, while files are recorded.
  static func data(_ path: String, recording new: @autoclosure () throws -> Data) throws -> Data? {
    guard isRecorded else { return try Data(contentsOf: url(path)) }
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/\(path)").standardizedFileURL
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try new().write(to: file)
    Issue.record("\(path) is recorded; look at it, then test without AEVIZ_RECORD")
    return nil
  }
}
