import AECore
import Foundation
import Testing
import aeviz

/// What people type is understood.
@Suite struct TypedWordsTests {
  /// What may be typed, and what is meant by it.
  static let understood: [(typed: [String], meant: [String])] = [
    (["--stride", "2,1"], ["--stride", "2x1"]),
    (["--kernel", "3,3"], ["--kernel", "3"]),
    (["--channels", "2,2"], ["--channels", "2:2"]),
    (["--dark"], ["--theme", "dark"]),
    (["--theme", "Dark"], ["--theme", "dark"]),
    (["--size", "1920x1080"], ["--size", "slide"]),
    (["--size", "1440×1080px"], ["--size", "slide-4x3"]),
    (["--size", "16:9"], ["--size", "slide"]),
    (["--page", "4:3"], ["--page", "slide-4x3"]),
    (["--size", "A4"], ["--size", "a4"]),
    (["--view", "Matrix"], ["--view", "matrix"]),
    (
      ["--view", "values", "--kernel-values", "-1,0,1,2,0,-2,1,0,-1"],
      ["--view", "values", "--kernel-values=-1,0,1,2,0,-2,1,0,-1"]
    ),
  ]

  @Test(arguments: understood)
  func isUnderstood(_ typed: [String], _ meant: [String]) async throws {
    let sandbox = try Sandbox()
    let drawings = try await [typed, meant].asyncMap {
      try await Program.run(
        ["stride-demo", "--format", "SVG", "-o", "-"] + $0, in: sandbox.folder)
    }
    #expect(drawings.allSatisfy { $0.code == 0 }, "\(drawings.map(\.errors))")
    #expect(drawings[0].output == drawings[1].output)
  }

  @Test func otherNamesOfOptionsAreOurs() {
    for (typed, meant) in [
      (["train", "--lr", "0.1"], ["train", "--learning-rate", "0.1"]),
      (
        ["train", "--lr=0.1", "--batch", "8"],
        ["train", "--learning-rate=0.1", "--batch-size", "8"]
      ),
      (["demo", "--dark"], ["demo", "--theme", "dark"]),
      (["train", "--epochs", "-5"], ["train", "--epochs=-5"]),
      (["train", "--beta", "-.5"], ["train", "--beta=-.5"]),
      (["train", "-o", "-"], ["train", "-o", "-"]),
      (["-v"], ["--version"]), (["version"], ["--version"]), (["data", "-v"], ["data", "-v"]),
      (["inspect", "--", "--lr", "-5"], ["inspect", "--", "--lr", "-5"]),
    ] {
      #expect(TypedWords.understood(typed) == meant)
    }
  }

  @Test func trainsByOtherNames() async throws {
    let sandbox = try Sandbox()
    let train = [
      "train", "--data", "digits", "--preset", "linear", "--limit", "60", "--epochs", "1",
      "--quiet", "-o", "run",
    ]
    let result = try await Program.run(
      train + ["--lr", "0.02", "--batch", "30"], in: sandbox.folder)
    #expect(result.code == 0, "\(result.errors)")
    let run = try RunDirectory.read(sandbox.folder.appendingPathComponent("run"))
    #expect(run.training?.optimizer.learningRate == 0.02)
    #expect(run.training?.batchSize == 30)
  }

  /// The part of `--experimental-dump-help` that is looked at.
  private struct Help: Decodable {
    struct Command: Decodable {
      var commandName: String
      var subcommands: [Command]?
      var arguments: [Argument]?
    }
    struct Argument: Decodable {
      struct Name: Decodable {
        var kind: String
        var name: String
      }
      var kind: String
      var names: [Name]?
    }
    var command: Command
  }

  /// A message about an option can show one right example only where there is one.
  @Test func everyOptionHasAnExample() async throws {
    let result = try await Sandbox().aeviz("--experimental-dump-help")
    let help = try JSONDecoder().decode(Help.self, from: result.output)
    var count = 0
    for command in help.command.subcommands ?? [] where command.commandName != "help" {
      for argument in command.arguments ?? [] where argument.kind == "option" {
        for name in argument.names ?? [] where name.kind == "long" {
          count += 1
          #expect(
            TypedWords.examples["--\(name.name)"] != nil, "\(command.commandName) --\(name.name)")
        }
      }
    }
    #expect(count > 50)
  }

  @Test func completesDataSetsAndFolders() async throws {
    let sandbox = try Sandbox()
    try sandbox.write(Data(), to: "mine/inner/x")
    try sandbox.write(Data(), to: "mail")
    for (begun, words) in [
      ("", "digits\nfashion\nfashion-mnist\nmine/\n"), ("fashion", "fashion\nfashion-mnist\n"),
      ("mi", "mine/\n"), ("mine/", "mine/inner/\n"),
    ] {
      let result = try await sandbox.aeviz(
        "---completion", "train", "--", "--data", "3", "\(begun.count)", "aeviz", "train", "--data",
        begun)
      #expect(result.text == words, "\(begun): \(result.errors)")
    }
  }
}
