import Foundation
import Testing

@Suite struct StreamTests {
  /// A full disk: `/dev/full` takes nothing.
  @Test(arguments: [
    "aeviz stride-demo -o /dev/full", "aeviz stride-demo -o /dev/full --format pdf",
    "aeviz stride-demo --format svg -o - > /dev/full", "aeviz inspect run/run.json > /dev/full",
    "aeviz report run/run.json -o - > /dev/full", "aeviz --help > /dev/full",
  ])
  func tellsOfAFullDisk(_ line: String) async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let before = sandbox.files
    expectFailure(try await sandbox.shell(line), 74, "No space left")
    #expect(sandbox.files == before)
  }

  @Test(arguments: [
    ("/proc/x.png", "/proc/x.png"), ("/proc/none/x.png", "/proc/none"), ("file/x.png", "file"),
  ])
  func tellsOfAPlaceThatCannotBeWritten(_ path: String, _ place: String) async throws {
    let sandbox = try Sandbox()
    try sandbox.write(Data(), to: "file")
    expectFailure(try await sandbox.aeviz("stride-demo", "-o", path), 73, "aeviz: \(place): ")
    #expect(sandbox.files == ["file"])
  }

  /// `output/` cannot be made where a file of that name is.
  @Test func tellsOfADefaultFolderThatCannotBeMade() async throws {
    let sandbox = try Sandbox()
    try sandbox.write(Data(), to: "output")
    expectFailure(try await sandbox.aeviz("stride-demo"), 73, "output")
  }

  @Test(arguments: [
    "aeviz inspect run/run.json", "aeviz stride-demo --input 60 --format json -o -",
    "aeviz --help", "aeviz data", "aeviz figure --list",
  ])
  func endsQuietlyWhenNobodyReadsOn(_ line: String) async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    // `true` reads nothing; the sleep lets it go before anything is written.
    let result = try await sandbox.shell("( sleep 0.2; \(line); echo $? >&2 ) | true")
    #expect(result.errors == "0\n")
  }

  @Test func keepsTheOldFileWhenTheNewOneFails() async throws {
    let sandbox = try Sandbox()
    try sandbox.write(Data("old".utf8), to: "x.png")
    expectFailure(try await sandbox.aeviz("stride-demo", "--stride", "0", "-o", "x.png"), 64)
    #expect(try sandbox.read("x.png") == Data("old".utf8))
    #expect(sandbox.files == ["x.png"])
  }
}
