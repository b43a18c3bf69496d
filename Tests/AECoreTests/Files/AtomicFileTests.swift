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

  #if os(Linux)
    @Test func fullDisk() {
      expectFailure(.inputOutput, "/dev/full", "No space left") {
        try AtomicFile.write(Data("x".utf8), to: URL(fileURLWithPath: "/dev/full"))
      }
    }
  #endif
}
