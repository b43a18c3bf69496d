import AECore
import Foundation
import Testing

struct AtomicFolderTests {
  private static let files = [(name: "a-1", data: Data([1])), (name: "a-2", data: Data([2, 2]))]

  private func names(_ url: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
  }

  private func write(_ url: URL) throws {
    try AtomicFolder.write(Self.files, to: url) { $0.hasPrefix("a-") }
  }

  @Test func makesTheFolderWithItsFiles() throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("new")
    try write(url)
    #expect(names(folder.url) == ["new"])
    #expect(names(url) == ["a-1", "a-2"])
    #expect(try Data(contentsOf: url.appendingPathComponent("a-2")) == Data([2, 2]))
    // Over an empty one, and over its own files.
    let empty = folder.url.appendingPathComponent("empty")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
    try write(empty)
    try write(empty)
    #expect(names(empty) == ["a-1", "a-2"])
    #expect(names(folder.url) == ["empty", "new"])
  }

  @Test func whatWouldBeMixedInIsRefused() throws {
    let folder = try TemporaryFolder()
    try Data().write(to: folder.url.appendingPathComponent("a-3"))
    let failure = #expect(throws: Failure.self) { try write(folder.url) }
    #expect(failure?.kind == .cannotCreate && failure?.problem.hasPrefix("a-3") == true)
    #expect(names(folder.url) == ["a-3"])
  }

  /// What else is in the folder stays, and so do the modes of what is replaced.
  @Test func replacesAllOfASeriesBesideOtherFiles() throws {
    let folder = try TemporaryFolder()
    for name in ["a-1", "a-2", "notes"] { try Data("old".utf8).write(to: folder[name]) }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: folder["a-1"].path)
    try write(folder.url)
    #expect(names(folder.url) == ["a-1", "a-2", "notes"])
    #expect(try Data(contentsOf: folder["a-1"]) == Data([1]))
    #expect(try Data(contentsOf: folder["notes"]) == Data("old".utf8))
    let mode = try FileManager.default.attributesOfItem(atPath: folder["a-1"].path)
    #expect(mode[.posixPermissions] as? Int == 0o600)
  }

  /// Whether it fails before the first is in place or behind it, the old series stays whole.
  @Test func aSeriesThatFailsHalfWayLeavesTheOldOne() throws {
    let folder = try TemporaryFolder()
    for name in ["a-1", "a-2"] { try Data("old".utf8).write(to: folder[name]) }
    let longName = String(repeating: "a", count: 300)
    #expect(throws: Failure.self) {
      try AtomicFolder.write(
        Self.files + [(name: longName, data: Data())], to: folder.url
      ) { _ in false }
    }
    try FileManager.default.createDirectory(
      at: folder["a-3"], withIntermediateDirectories: true)
    #expect(throws: Failure.self) {
      try AtomicFolder.write(Self.files + [(name: "a-3", data: Data())], to: folder.url) { _ in
        false
      }
    }
    #expect(names(folder.url) == ["a-1", "a-2", "a-3"])
    for name in ["a-1", "a-2"] { #expect(try Data(contentsOf: folder[name]) == Data("old".utf8)) }
  }

  @Test func aFailureLeavesNothing() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("file")
    try Data().write(to: file)
    #expect(throws: Failure.self) { try write(file.appendingPathComponent("frames")) }
    #expect(throws: Failure.self) { try write(file) }
    // A file in it that cannot be made: a name with a folder that is not there.
    #expect(throws: Failure.self) {
      try AtomicFolder.write(
        [(name: "1", data: Data()), (name: "none/2", data: Data())],
        to: folder.url.appendingPathComponent("new")
      ) { _ in true }
    }
    #expect(names(folder.url) == ["file"])
  }
}
