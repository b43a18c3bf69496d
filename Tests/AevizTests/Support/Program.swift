import Foundation

/// The built `aeviz`, run as a process: what a user meets.
enum Program {
  /// What a process left behind.
  struct Result: Sendable {
    var code: Int32
    var output: Data
    var errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// The folder of the test program, where the build also puts `aeviz`.
  static let folder = URL(
    fileURLWithPath: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
  ).deletingLastPathComponent()

  static let aeviz = folder.appendingPathComponent("aeviz")

  /// Runs `aeviz` with `arguments` in `folder`.
  static func run(
    _ arguments: [String], in folder: URL, environment: [String: String] = [:]
  ) async throws -> Result {
    try await launch(aeviz, arguments, in: folder, environment: environment)
  }

  /// Runs a line of shell in `folder`, with `aeviz` on its path.
  static func shell(
    _ line: String, in folder: URL, environment: [String: String] = [:]
  ) async throws -> Result {
    try await launch(
      URL(fileURLWithPath: "/bin/sh"), ["-c", line], in: folder, environment: environment)
  }

  private static func launch(
    _ program: URL, _ arguments: [String], in folder: URL, environment: [String: String]
  ) async throws -> Result {
    // Files rather than pipes: no reader is needed while the process runs.
    let streams = folder.appendingPathComponent(".streams-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: streams) }
    let names = ["output", "errors"].map { streams.appendingPathComponent($0) }
    for name in names { try Data().write(to: name) }

    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var all = ["PATH": "\(Self.folder.path):/usr/bin:/bin", "HOME": folder.path, "TERM": "dumb"]
    all.merge(environment) { $1 }
    process.environment = all
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: names[0])
    process.standardError = try FileHandle(forWritingTo: names[1])
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in done.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        done.resume(throwing: error)
      }
    }
    return Result(
      code: process.terminationReason == .exit
        ? process.terminationStatus : 128 + process.terminationStatus,
      output: try Data(contentsOf: names[0]),
      errors: String(decoding: try Data(contentsOf: names[1]), as: UTF8.self))
  }
}
