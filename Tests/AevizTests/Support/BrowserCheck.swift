import Foundation
import Testing

/// The checks of a page in Tests/BrowserCheck, which node runs, most of them in a browser.
enum BrowserCheck {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("BrowserCheck")

  /// Whether these programs are there.
  static func has(_ programs: String...) async -> Bool {
    guard let sandbox = try? Sandbox() else { return false }
    for program in programs {
      guard (try? await sandbox.shell("command -v \(program)"))?.code == 0 else { return false }
    }
    return true
  }

  /// Expects of a check that it finds nothing amiss.
  static func run(
    _ check: String, _ arguments: String = "", in sandbox: borrowing Sandbox,
    environment: [String: String] = [:]
  ) async throws {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    // Code 75: the browser has forgotten a command, which says nothing about the page. Once more.
    let line = "node '\(folder.appendingPathComponent(check).path)' \(arguments)"
    let result = try await Program.shell(
      "\(line) || { code=$?; [ $code = 75 ] || exit $code; \(line); }", in: sandbox.folder,
      environment: environment.merging(["PATH": path, "HOME": sandbox.folder.path]) { own, _ in own
      })
    #expect(result.code == 0, "\(result.text)\(result.errors)")
  }
}
