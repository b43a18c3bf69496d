import AECore
import Foundation
import Testing

@Suite struct RunDirectoryTests {
  @Test func whatIsWrittenIsRead() throws {
    let folder = try TemporaryFolder()
    let run = try exampleRun()
    let file = try RunDirectory.write(run, to: folder["new/run"])
    #expect(file.lastPathComponent == "run.json")
    #expect(try RunDirectory.read(file) == run)
    #expect(try RunDirectory.read(folder["new/run"]) == run)
  }

  @Test func writingTwiceGivesTheSameBytes() throws {
    let (a, b) = (try TemporaryFolder(), try TemporaryFolder())
    _ = try RunDirectory.write(exampleRun(), to: a.url)
    _ = try RunDirectory.write(exampleRun(), to: b.url)
    _ = try RunDirectory.write(exampleRun(), to: b.url)
    #expect(try a.names() == b.names())
    #expect(try a.names().count == 2)
    for name in try a.names() {
      #expect(try Data(contentsOf: a[name]) == Data(contentsOf: b[name]), "\(name)")
    }
  }

  @Test func documentIsTheDesigns() throws {
    let folder = try TemporaryFolder()
    let text = try String(
      contentsOf: RunDirectory.write(exampleRun(), to: folder.url), encoding: .utf8)
    let document = try StrictJSON.parse(Data(text.utf8))
    guard case .object(let members) = document else { throw CancellationError() }
    #expect(
      members.map(\.key) == [
        "format", "schema_version", "generator", "created", "dataset", "model", "training",
        "evaluation", "tensors",
      ])
    guard case .string(let sha256) = document["tensors"]?["sha256"] else {
      throw CancellationError()
    }
    let file = "tensors-\(sha256.prefix(16)).safetensors"
    #expect(document["tensors"]?["file"] == .string(file))
    #expect(SHA256.hex(try Data(contentsOf: folder[file])) == sha256)
    // Not finite, not known: null. A layer stands on a line of its own.
    #expect(text.contains(#"{"epoch": 2, "train_loss": null, "test_loss": null, "#))
    #expect(
      text.contains(
        """
              {"type": "conv_transpose2d", "in_channels": 2, "out_channels": 1, "kernel": [3, 3], \
        "stride": [2, 2], "padding": [1, 1], "dilation": [1, 1], "output_padding": [1, 1], \
        "groups": 1, "bias": true},

        """))
  }

  @Test func optionalPartsMayBeAbsent() throws {
    let folder = try TemporaryFolder()
    var run = try exampleRun()
    run.training = nil
    run.evaluation = nil
    run.dataset.classNames = nil
    run.dataset.source = nil
    run.tensors = ["encoder.0.bias": Tensor([2], [1, 2]), "unknown": Tensor([1], [0])]
    #expect(try RunDirectory.read(RunDirectory.write(run, to: folder.url)) == run)
    run.tensors = [:]
    #expect(try RunDirectory.read(RunDirectory.write(run, to: folder.url)) == run)
  }

  @Test func valuesNeedNotBeFinite() throws {
    let folder = try TemporaryFolder()
    var run = try exampleRun()
    run.tensors[TensorName.testLatents]?.values[0] = .infinity
    #expect(try RunDirectory.read(RunDirectory.write(run, to: folder.url)) == run)
  }

  // MARK: Replacing a run

  @Test func newRunReplacesTheOldOneAndItsTensors() throws {
    let folder = try TemporaryFolder()
    _ = try RunDirectory.write(exampleRun(seed: 1), to: folder.url)
    let first = try folder.names()
    try folder.write("mine".utf8, to: "tensors-mine.safetensors")
    _ = try RunDirectory.write(exampleRun(seed: 2), to: folder.url)
    let second = try folder.names()
    #expect(try RunDirectory.read(folder.url) == exampleRun(seed: 2))
    // run.json, the new tensors, and the file that is not ours to remove.
    #expect(second.count == 3)
    #expect(second.contains("tensors-mine.safetensors"))
    #expect(first.first { $0.hasPrefix("tensors-") }.map { !second.contains($0) } == true)
  }

  @Test func tensorsThatACopyOfRunJSONNamesAreKept() throws {
    let folder = try TemporaryFolder()
    let file = try RunDirectory.write(exampleRun(seed: 1), to: folder.url)
    try FileManager.default.copyItem(at: file, to: folder["before.json"])
    _ = try RunDirectory.write(exampleRun(seed: 2), to: folder.url)
    #expect(try RunDirectory.read(folder["before.json"]) == exampleRun(seed: 1))
    #expect(try RunDirectory.read(folder.url) == exampleRun(seed: 2))
  }

  @Test func failedWriteLeavesTheOldRun() throws {
    let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
    _ = try RunDirectory.write(exampleRun(seed: 1), to: folder.url)
    _ = try RunDirectory.write(exampleRun(seed: 2), to: other.url)
    let tensors = try #require(try other.names().first { $0.hasPrefix("tensors-") })
    // A folder where the new tensors file belongs.
    try FileManager.default.createDirectory(
      at: folder[tensors], withIntermediateDirectories: false)
    expectFailure(.cannotCreate, tensors) {
      _ = try RunDirectory.write(exampleRun(seed: 2), to: folder.url)
    }
    #expect(try RunDirectory.read(folder.url) == exampleRun(seed: 1))
    #expect(try folder.names().count == 3)
  }

  // MARK: Checking before the work

  @Test func checkWritableMakesTheFolderAndLeavesNothing() throws {
    let folder = try TemporaryFolder()
    try RunDirectory.checkWritable(folder["a/b/c"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder["a/b/c"].path) == [])
  }

  @Test func checkWritableSaysWhatIsInTheWay() throws {
    let folder = try TemporaryFolder()
    try folder.write("x".utf8, to: "file")
    expectFailure(.cannotCreate, "file", "a file of that name is there") {
      try RunDirectory.checkWritable(folder["file"])
    }
    expectFailure(.cannotCreate, "file/run", "Not a directory") {
      try RunDirectory.checkWritable(folder["file/run"])
    }
    try FileManager.default.createDirectory(
      at: folder["r/run.json"], withIntermediateDirectories: true)
    expectFailure(.cannotCreate, "run.json", "is a folder") {
      try RunDirectory.checkWritable(folder["r"])
    }
    #expect(try folder.names() == ["file", "r"])
  }

  #if os(Linux)
    /// /proc takes no files, whoever asks.
    @Test func checkWritableFindsAFolderThatTakesNoFiles() {
      expectFailure(.cannotCreate, "/proc") {
        try RunDirectory.checkWritable(URL(fileURLWithPath: "/proc"))
      }
      expectFailure(.cannotCreate, "/proc/aeviz") {
        _ = try RunDirectory.write(exampleRun(), to: URL(fileURLWithPath: "/proc/aeviz"))
      }
    }
  #endif
}
