import AECore
import Foundation
import Testing

@Suite struct EvaluateTests {
  @Test func givesWhatTheTrainingGave() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let before = try RunDirectory.read(sandbox.folder.appendingPathComponent("run"))
    // What another program exports has no evaluation.
    var bare = before
    bare.evaluation = nil
    bare.tensors = before.tensors.filter { !$0.key.hasPrefix("evaluation.") }
    _ = try RunDirectory.write(bare, to: sandbox.folder.appendingPathComponent("bare"))
    for threads in ["1", "2"] {
      let result = try await sandbox.aeviz(
        "evaluate", "bare/run.json", "--threads", threads, "-o", "again", "--overwrite")
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.text == "again/run.json\n")
      let lines = result.errors.split(separator: "\n")
      #expect(lines.allSatisfy { $0.hasPrefix("aeviz: not measured: ") }, "\(result.errors)")
      let after = try RunDirectory.read(sandbox.folder.appendingPathComponent("again"))
      #expect(after == before)
    }
    // In place; and one step leaves the others as they are.
    let result = try await sandbox.aeviz("evaluate", "bare", "--only", "reconstructions")
    #expect(result.code == 0, "\(result.errors)")
    let part = try RunDirectory.read(sandbox.folder.appendingPathComponent("bare"))
    #expect(part.evaluation?.reconstructions == before.evaluation?.reconstructions)
    #expect(part.evaluation?.mse == nil)
  }

  @Test func saysWhatIsWrong() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    expectFailure(try await sandbox.aeviz("evaluate", "nothing.json"), 66, "nothing.json")
    expectFailure(
      try await sandbox.aeviz("evaluate", "run/run.json", "--only", "luck"), 64, "luck", "errors")
    expectFailure(
      try await sandbox.aeviz("evaluate", "run/run.json", "--data", "fashion"), 65,
      "1 × 28 × 28", "1 × 8 × 8", "--data")
    try sandbox.write(try sandbox.read("run/run.json"), to: "run/other.json")
    expectFailure(try await sandbox.aeviz("evaluate", "run/other.json"), 64, "other.json", "-o")
    var run = try RunDirectory.read(sandbox.folder.appendingPathComponent("run"))
    run.dataset.sha256 = String(repeating: "0", count: 64)
    run.tensors["encoder.0.weight"] = nil
    _ = try RunDirectory.write(run, to: sandbox.folder.appendingPathComponent("other"))
    expectFailure(
      try await sandbox.aeviz("evaluate", "other"), 65, "dataset.sha256", "--data")
    expectFailure(
      try await sandbox.aeviz("evaluate", "other", "--data", "digits"), 65, "encoder.0.weight")
    run.dataset.name = "gone"
    _ = try RunDirectory.write(run, to: sandbox.folder.appendingPathComponent("other"))
    expectFailure(try await sandbox.aeviz("evaluate", "other"), 66, "gone", "--data")
  }
}
