import Foundation
import NetworkCheck
import Testing

/// AENetwork compiled as Embedded Swift for WebAssembly and run by node, as a page would run it.
struct WebAssemblyTests {
  private static let script = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Scripts/wasm.sh")

  /// Whether this machine has node, and a Swift toolchain with the library for WebAssembly.
  private static var isAvailable: Bool {
    get async {
      guard let sandbox = try? Sandbox() else { return false }
      return (try? await run("available", in: sandbox.folder))?.code == 0
    }
  }

  private static func run(_ arguments: String, in folder: URL) async throws -> Program.Result {
    // The toolchain is wherever the tests' own path has it.
    try await Program.shell(
      "'\(script.path)' \(arguments)", in: folder,
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"])
  }

  /// A check's numbers, as the script reads them.
  private struct Native: Encodable {
    var name: String
    var numbers: [Double]
  }

  @Test(.enabled { await isAvailable }, .early)
  func layersAndTrainingGiveTheNativeNumbersInWebAssembly() async throws {
    let sandbox = try Sandbox()
    let native = NetworkCheck.allCases.map { Native(name: "\($0)", numbers: $0.numbers) }
    #expect(native.allSatisfy { $0.numbers.allSatisfy(\.isFinite) && $0.numbers.count >= 20 })
    try sandbox.write(try JSONEncoder().encode(native), to: "native.json")
    let result = try await Self.run("check \"$PWD/native.json\"", in: sandbox.folder)
    #expect(result.code == 0, "\(result.text)\(result.errors)")
  }
}
