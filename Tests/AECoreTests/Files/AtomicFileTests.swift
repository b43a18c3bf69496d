import AECore
import Foundation
import Testing

@Suite struct AtomicFileTests {
  @Test func replacesTheFileAndLeavesNothingBeside() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write(Data("one".utf8), to: folder["f"])
    try AtomicFile.write(Data("two".utf8), to: folder["f"])
    #expect(try String(contentsOf: folder["f"], encoding: .utf8) == "two")
    #expect(try folder.names() == ["f"])
  }

  @Test func saysWhereAFileCannotBe() throws {
    let folder = try TemporaryFolder()
    expectFailure(.cannotCreate, folder.url.path, "is a folder") {
      try AtomicFile.write(Data(), to: folder.url)
    }
    expectFailure(.cannotCreate, "no/f", "No such file") {
      try AtomicFile.write(Data(), to: folder["no/f"])
    }
    #expect(try folder.names() == [])
  }

  @Test func keepsTheModeOfWhatItReplaces() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write(Data("one".utf8), to: folder["f"])
    let manager = FileManager.default
    try manager.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder["f"].path)
    try AtomicFile.write(Data("two".utf8), to: folder["f"])
    let mode = try manager.attributesOfItem(atPath: folder["f"].path)[.posixPermissions] as? Int
    #expect(mode == 0o640)
  }

  /// A link stays, whether what it leads to is there or not.
  @Test(arguments: ["elsewhere/f", "second", "elsewhere/none"])
  func writesWhatALinkLeadsTo(_ target: String) throws {
    let folder = try TemporaryFolder()
    let manager = FileManager.default
    try manager.createDirectory(at: folder["elsewhere"], withIntermediateDirectories: true)
    try Data("old".utf8).write(to: folder["elsewhere/f"])
    try manager.createSymbolicLink(
      atPath: folder["second"].path, withDestinationPath: folder["elsewhere/f"].path)
    try manager.createSymbolicLink(atPath: folder["link"].path, withDestinationPath: target)
    try AtomicFile.write(Data("new".utf8), to: folder["link"])
    #expect(try manager.destinationOfSymbolicLink(atPath: folder["link"].path) == target)
    #expect(try String(contentsOf: folder[target], encoding: .utf8) == "new")
    #expect(try folder.names() == ["elsewhere", "link", "second"])
  }

  #if os(Linux)
    @Test func fullDisk() {
      expectFailure(.inputOutput, "/dev/full", "No space left") {
        try AtomicFile.write(Data("x".utf8), to: URL(fileURLWithPath: "/dev/full"))
      }
    }
  #endif
}
