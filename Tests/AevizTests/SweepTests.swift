import AECore
import Foundation
import Testing

@Suite struct SweepTests {
  static let options = [
    "sweep", "--latent", "4,2", "--preset", "dense", "--data", "digits", "--limit", "200",
    "--batch-size", "50", "--epochs", "2", "-o", "sizes",
  ]

  @Test func trainsDrawsAndKeepsWhatIsThere() async throws {
    let sandbox = try Sandbox()
    let first = try await Program.run(Self.options, in: sandbox.folder)
    #expect(first.code == 0, "\(first.errors)")
    #expect(first.text == "sizes/sweep.json\nsizes/sweep.png\n")
    let numbers = try sandbox.read("sizes/sweep.json")
    let picture = try sandbox.read("sizes/sweep.png")
    let object = try JSONSerialization.jsonObject(with: numbers) as? [String: Any]
    let runs = try #require(object?["runs"] as? [[String: Any]])
    #expect(runs.compactMap { $0["latent_size"] as? Int } == [2, 4])
    for entry in runs {
      let path = try #require(entry["run"] as? String)
      let run = try RunDirectory.read(sandbox.folder.appendingPathComponent("sizes/" + path))
      #expect(isClose(run.evaluation?.mse, entry["mse"]))
      let pca = run.evaluation?.baselines?.first { $0.name == "pca" }
      #expect(isClose(pca?.mse, entry["pca_mse"]))
      let probe = run.evaluation?.classification?.results.first {
        $0.features == .code && $0.classifier == .logisticRegression
      }
      #expect(isClose(probe?.accuracy, entry["probe_accuracy"]))
    }

    // The same command again trains nothing; a size more trains that one.
    let before = try sandbox.read("sizes/latent-2/run.json")
    let again = try await Program.run(Self.options, in: sandbox.folder)
    #expect(again.errors == "sizes/latent-2: kept\nsizes/latent-4: kept\n")
    #expect(try sandbox.read("sizes/sweep.json") == numbers)
    #expect(try sandbox.read("sizes/sweep.png") == picture)
    let more = try await Program.run(
      Self.options + ["--latent", "2,3", "--threads", "1", "--quiet"], in: sandbox.folder)
    #expect(more.code == 0 && more.errors == "", "\(more.errors)")
    #expect(try sandbox.read("sizes/latent-2/run.json") == before)
    #expect(sandbox.files.contains("sizes/latent-3/run.json"))

    // Other options would be another sweep.
    for (option, value) in [("--epochs", "3"), ("--seed", "5"), ("--limit", "150")] {
      expectFailure(
        try await Program.run(Self.options + [option, value], in: sandbox.folder), 65,
        "sizes/latent-2", option)
    }
    expectFailure(
      try await Program.run(Self.options + ["--preset", "linear"], in: sandbox.folder), 65,
      "network")
  }

  /// A training of `train` that has come halfway is gone on with, to the same bytes.
  @Test func goesOnWithWhatWasInterrupted() async throws {
    let sandbox = try Sandbox()
    let whole = try await Program.run(Self.options + ["-o", "whole"], in: sandbox.folder)
    #expect(whole.code == 0, "\(whole.errors)")
    let run = try RunDirectory.read(sandbox.folder.appendingPathComponent("whole/latent-2"))
    // Without its evaluation the run is not complete, whatever the checkpoint says.
    var bare = run
    bare.evaluation = nil
    bare.tensors = run.tensors.filter { !$0.key.hasPrefix("evaluation.") }
    _ = try RunDirectory.write(bare, to: sandbox.folder.appendingPathComponent("whole/latent-2"))
    let again = try await Program.run(Self.options + ["-o", "whole"], in: sandbox.folder)
    #expect(again.code == 0, "\(again.errors)")
    #expect(again.errors.contains("whole/latent-4: kept"))
    #expect(!again.errors.contains("whole/latent-2: kept"))
    let after = try RunDirectory.read(sandbox.folder.appendingPathComponent("whole/latent-2"))
    #expect(after.tensors == run.tensors && after.evaluation == run.evaluation)
    // A run that nobody can tell the options of stays as it is.
    try FileManager.default.removeItem(
      at: sandbox.folder.appendingPathComponent("whole/latent-2/checkpoints"))
    expectFailure(
      try await Program.run(Self.options + ["-o", "whole"], in: sandbox.folder), 65,
      "whole/latent-2", "checkpoints")
  }

  @Test(arguments: ["", "2,", "0", "two", "-1,2", "2;4"])
  func wantsSizes(_ sizes: String) async throws {
    let sandbox = try Sandbox()
    expectFailure(try await sandbox.aeviz("sweep", "--latent", sizes), 64, "--latent")
    #expect(sandbox.files == [])
  }
}
