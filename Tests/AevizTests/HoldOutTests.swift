import AECore
import Foundation
import Testing

/// `train --hold-out-class`.
@Suite struct HoldOutTests {
  private static let small = [
    "train", "--data", "digits", "--preset", "dense", "--epochs", "1", "--latent", "3",
  ]

  @Test func theClassStaysOutWhateverComesLater() async throws {
    let sandbox = try Sandbox()
    let options = Self.small + ["--limit", "200"]
    let first = try await Program.run(
      options + ["--hold-out-class", "3", "-o", "run"], in: sandbox.folder)
    #expect(first.code == 0, "\(first.errors)")
    let folder = sandbox.folder.appendingPathComponent("run")
    let run = try RunDirectory.read(folder)
    #expect(run.dataset.heldOutClass == 3)
    #expect(run.dataset.trainCount == 200)
    let section = try #require(run.evaluation?.anomalies)
    #expect(section.detectors.compactMap(\.auc).count == 3)
    #expect(run.evaluation?.classification?.labels.contains(3) == false)

    let inspected = try await sandbox.aeviz("inspect", "run")
    #expect(inspected.text.contains("left out"))

    // Measured again, on the same images.
    let measured = try await sandbox.aeviz("evaluate", "run", "-o", "again")
    #expect(measured.code == 0, "\(measured.errors)")
    let again = try RunDirectory.read(sandbox.folder.appendingPathComponent("again"))
    #expect(again == run)

    // Gone on with: the same as trained at once.
    let resumed = try await sandbox.aeviz("train", "--resume", "run", "--epochs", "2")
    #expect(resumed.code == 0, "\(resumed.errors)")
    let whole = try await Program.run(
      options + ["--hold-out-class", "3", "--epochs", "2", "-o", "whole"], in: sandbox.folder)
    #expect(whole.code == 0, "\(whole.errors)")
    let two = try RunDirectory.read(sandbox.folder.appendingPathComponent("whole"))
    #expect(try RunDirectory.read(folder).tensors == two.tensors)
    #expect(two.tensors != run.tensors)
  }

  @Test func whatCannotBeLeftOutIsOneLine() async throws {
    let sandbox = try Sandbox()
    expectFailure(
      try await Program.run(Self.small + ["--hold-out-class", "ten"], in: sandbox.folder), 64,
      "digits", "'ten'", "choose from 0, 1, 2")
    expectFailure(
      try await sandbox.aeviz("train", "--resume", "x", "--hold-out-class", "3"), 64,
      "--hold-out-class")
    #expect(sandbox.files.isEmpty)
  }
}
