import Foundation
import NetworkCheck
import Testing

/// AENetwork and its kernels compiled for ARM of 64 bits and run under emulation, where the vectors
/// are NEON's. It takes a minute, so it is asked for: `make neon-check`.
struct NEONTests {
  private static var isAskedFor: Bool {
    ProcessInfo.processInfo.environment["AEVIZ_NEON"] != nil
  }

  @Test(.enabled(if: isAskedFor, "make neon-check runs it"))
  func layersAndTrainingGiveTheNativeNumbersOnARM() async throws {
    let script = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Scripts/neon.sh")
    let sandbox = try Sandbox()
    let result = try await Program.shell(
      "'\(script.path)'", in: sandbox.folder,
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"])
    try #require(result.code == 0, "\(result.errors)")
    let lines = result.text.split(separator: "\n")
    try #require(lines.count == NetworkCheck.allCases.count)
    for (check, line) in zip(NetworkCheck.allCases, lines) {
      let (found, native) = (line.split(separator: " ").compactMap { Double($0) }, check.numbers)
      try #require(found.count == native.count && found.count >= 20)
      let largest = native.map(abs).max() ?? 0
      for (value, expected) in zip(found, native) {
        // The losses are far from 0; single values of a map need not be.
        let scale = check == .convolution ? largest : abs(expected)
        #expect(abs(value - expected) <= 1e-5 * scale, "\(check): \(value), \(expected)")
      }
    }
  }
}
