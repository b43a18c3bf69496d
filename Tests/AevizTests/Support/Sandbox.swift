import Foundation
import Testing

/// A folder of its own for a test; gone when the test is over.
struct Sandbox: ~Copyable {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("aeviz-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Runs `aeviz` here.
  func aeviz(
    _ arguments: String..., environment: [String: String] = [:]
  ) async throws -> Program.Result {
    try await Program.run(arguments, in: folder, environment: environment)
  }

  /// Runs a line of shell here.
  func shell(_ line: String) async throws -> Program.Result {
    try await Program.shell(line, in: folder)
  }

  func read(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appendingPathComponent(name))
  }

  func write(_ data: Data, to name: String) throws {
    let url = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  /// Every file in the folder and below, by its path.
  var files: [String] {
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return (paths ?? []).filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(
        atPath: folder.appendingPathComponent(path).path, isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  /// Copies the run that all tests share to `name`, a folder here.
  func addRun(_ name: String = "run") async throws {
    let target = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: try await SharedRun.folder.value, to: target)
  }

  /// Removes the checkpoints of the run: nothing then says where its images came from but its name.
  func forgetTraining() throws {
    try FileManager.default.removeItem(at: folder.appendingPathComponent("run/checkpoints"))
  }
}

/// A small trained run, made once for all tests.
enum SharedRun {
  static let folder = Task {
    let runs = Program.folder.appendingPathComponent("aeviz-tests")
    removeLeftovers(in: runs)
    // Of this process alone: the tests may run twice at the same time.
    let parent = runs.appendingPathComponent("\(getpid())")
    let target = parent.appendingPathComponent("run")
    try? FileManager.default.removeItem(at: target)
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    let result = try await Program.run(
      [
        "train", "--data", "digits", "--latent", "4", "--epochs", "1", "--batch-size", "50",
        "--limit", "200", "-o", "run",
      ], in: parent, environment: ["SOURCE_DATE_EPOCH": "1700000000"])
    try #require(result.code == 0, "\(result.errors)")
    #expect(result.text == "run/run.json\n")
    return target
  }

  /// Removes what processes have left that are over.
  private static func removeLeftovers(in runs: URL) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: runs.path)) ?? [] {
      guard let process = pid_t(name), kill(process, 0) != 0 else { continue }
      try? FileManager.default.removeItem(at: runs.appendingPathComponent(name))
    }
  }
}

/// One line `aeviz: …` on stderr, this exit code, and nothing on stdout.
func expectFailure(
  _ result: Program.Result, _ code: Int32, _ words: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(result.code == code, "\(result.errors)", sourceLocation: sourceLocation)
  #expect(result.text == "", sourceLocation: sourceLocation)
  #expect(result.errors.hasPrefix("aeviz: "), sourceLocation: sourceLocation)
  #expect(result.errors.hasSuffix("\n"), sourceLocation: sourceLocation)
  #expect(
    result.errors.filter(\.isNewline).count == 1, "\(result.errors)",
    sourceLocation: sourceLocation)
  for word in words {
    #expect(
      result.errors.contains(word), "\(result.errors)", sourceLocation: sourceLocation)
  }
}

/// Whether a program's JSON says `value`: both parsers may round the last digit their own way.
func isClose(_ value: Double?, _ json: Any?) -> Bool {
  guard let value, let other = json as? Double else { return false }
  return abs(value - other) <= 1e-14 * abs(value)
}
