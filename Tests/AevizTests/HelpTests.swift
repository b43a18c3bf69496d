import Foundation
import Testing

@Suite struct HelpTests {
  static let commands = [
    "stride-demo", "train", "sweep", "evaluate", "report", "page", "figure", "compare", "inspect",
    "import", "export", "data", "demo", "lecture",
  ]

  @Test func namesEveryCommand() async throws {
    let sandbox = try Sandbox()
    for arguments in [[], ["--help"], ["help"]] {
      let result = try await Program.run(arguments, in: sandbox.folder)
      #expect(result.code == 0)
      #expect(result.errors == "")
      for command in Self.commands { #expect(result.text.contains("  \(command) ")) }
    }
  }

  @Test(arguments: commands) func showsExamples(_ command: String) async throws {
    let sandbox = try Sandbox()
    let result = try await sandbox.aeviz(command, "--help")
    #expect(result.code == 0)
    #expect(result.errors == "")
    #expect(result.text.contains("EXAMPLES:\n  aeviz \(command)"))
    #expect(try await sandbox.aeviz("help", command).output == result.output)
    #expect(sandbox.files == [])
  }

  /// What the help shows is what works. The commands that train are tested apart.
  @Test(
    arguments: commands.filter {
      !["train", "sweep", "evaluate", "import", "demo", "lecture"].contains($0)
    })
  func examplesWork(_ command: String) async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun("output/demo")
    for name in sandbox.files {
      try sandbox.write(sandbox.read(name), to: String(name.split(separator: "/").last ?? ""))
    }
    let help = try await sandbox.aeviz(command, "--help").text
    let examples = help.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { $0.hasPrefix("aeviz \(command)") }
    #expect(!examples.isEmpty)
    for example in examples {
      let result = try await sandbox.shell(example)
      #expect(result.code == 0, "\(example): \(result.errors)")
      #expect(result.errors == "", "\(example)")
    }
  }

  @Test func tellsItsVersion() async throws {
    let result = try await Sandbox().aeviz("--version")
    #expect(result.code == 0)
    #expect(result.text == "0.3.0\n")
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completes(_ shell: String) async throws {
    let result = try await Sandbox().aeviz("--generate-completion-script", shell)
    #expect(result.code == 0)
    for command in Self.commands { #expect(result.text.contains(command)) }
  }
}
