import Foundation
import Testing

@Suite struct BadRunTests {
  /// What a run.json can be instead of one, and what is said of it.
  struct Damage: Sendable, CustomTestStringConvertible {
    var name: String
    var code: Int32
    var word: String
    /// From the good run.json to the bad one; nil removes it.
    var change: @Sendable (String) -> String?

    var testDescription: String { name }

    init(
      _ name: String, _ code: Int32, _ word: String,
      _ change: @escaping @Sendable (String) -> String?
    ) {
      self.name = name
      self.code = code
      self.word = word
      self.change = change
    }
  }

  static let damages = [
    Damage("missing", 66, "run/run.json") { _ in nil },
    Damage("empty", 65, "run/run.json") { _ in "" },
    Damage("truncated", 65, "run/run.json") { String($0.prefix($0.count / 2)) },
    Damage("no JSON", 65, "run/run.json") { _ in "\u{89}PNG" },
    Damage("an array", 65, "run/run.json") { _ in "[1, 2]" },
    Damage("wrong type", 65, "latent_size") {
      $0.replacingOccurrences(of: "\"latent_size\" : 4", with: "\"latent_size\" : \"four\"")
        .replacingOccurrences(of: "\"latent_size\": 4", with: "\"latent_size\": \"four\"")
    },
    Damage("newer", 65, "schema_version") {
      $0.replacingOccurrences(of: "\"schema_version\" : 1", with: "\"schema_version\" : 2")
        .replacingOccurrences(of: "\"schema_version\": 1", with: "\"schema_version\": 2")
    },
    Damage("twice the same key", 65, "created") {
      $0.replacingOccurrences(of: "\"created\"", with: "\"created\": \"\", \"created\"")
    },
    Damage("unknown key of a layer", 65, "is no key of conv2d; the nearest that there is: stride") {
      $0.replacingOccurrences(of: "\"stride\": [2, 2]", with: "\"strides\": [2, 2]")
    },
    Damage("images that nothing holds", 65, "has more values than can be held") {
      $0.replacingOccurrences(of: "[1, 8, 8]", with: "[1, 4294967296, 4294967296]")
    },
    Damage("tensors elsewhere", 65, "tensors") {
      $0.replacingOccurrences(of: "\"tensors-", with: "\"../tensors-")
    },
    Damage("tensors missing", 66, "tensors-") {
      $0.replacingOccurrences(of: "\"tensors-", with: "\"tensors-0")
    },
  ]

  @Test(arguments: damages) func isToldByEveryCommandThatReads(_ damage: Damage) async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let good = String(decoding: try sandbox.read("run/run.json"), as: UTF8.self)
    if let bad = damage.change(good) {
      #expect(bad != good)
      try sandbox.write(Data(bad.utf8), to: "run/run.json")
    } else {
      try FileManager.default.removeItem(at: sandbox.folder.appendingPathComponent("run/run.json"))
    }
    try await expectNobodyReads(sandbox, damage.code, damage.word)
  }

  @Test func tellsOfTensorsThatWereAltered() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let name = try #require(sandbox.files.first { $0.contains("tensors-") })
    let good = try sandbox.read(name)
    var altered = good
    altered[altered.count - 1] ^= 1
    for bad in [altered, Data(good.prefix(good.count / 2)), Data(good.prefix(4)), Data()] {
      try sandbox.write(bad, to: name)
      try await expectNobodyReads(sandbox, 65, "tensors-")
    }
  }

  @Test func tellsOfAFolderWithoutARun() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun("here/run")
    expectFailure(try await sandbox.aeviz("inspect", "here"), 66, "here")
  }

  private func expectNobodyReads(
    _ sandbox: borrowing Sandbox, _ code: Int32, _ word: String
  ) async throws {
    let before = sandbox.files
    for arguments in [
      ["inspect", "run/run.json"], ["report", "run/run.json"],
      ["report", "run/run.json", "--format", "png"], ["figure", "loss", "run/run.json"],
      ["stride-demo", "--run", "run/run.json", "--layer", "encoder.0"],
    ] {
      let result = try await Program.run(arguments, in: sandbox.folder)
      expectFailure(result, code, word)
    }
    #expect(sandbox.files == before)
  }
}
