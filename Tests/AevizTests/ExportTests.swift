import AECore
import Foundation
import Testing

@Suite struct ExportTests {
  @Test func codesAreThoseOfTheRun() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let run = try RunDirectory.read(sandbox.folder.appendingPathComponent("run"))
    let codes = try #require(run.tensors[TensorName.testLatents])
    let result = try await sandbox.aeviz("export", "run", "-o", "new/codes.csv")
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.text == "")
    let lines = String(decoding: try sandbox.read("new/codes.csv"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == codes.shape[0] + 1)
    #expect(lines[0] == "image,label,class,mse,z0,z1,z2,z3")
    let fields = lines.dropFirst().map { $0.split(separator: ",") }
    #expect(fields.flatMap { $0.suffix(4).compactMap { Float($0) } } == codes.values)
    let errors = fields.compactMap { Double($0[3]) }
    let mean = errors.reduce(0, +) / Double(errors.count)
    #expect(abs(mean - (run.evaluation?.mse ?? 0)) < 1e-9)
    // The pipe has the same; capital letters do not matter.
    let piped = try await sandbox.aeviz("export", "run", "--format", "CSV", "-o", "-")
    #expect(piped.output == (try sandbox.read("new/codes.csv")))
  }

  @Test func withoutImagesThereAreNoErrors() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    var run = try RunDirectory.read(sandbox.folder.appendingPathComponent("run"))
    run.dataset.name = "gone"
    _ = try RunDirectory.write(run, to: sandbox.folder.appendingPathComponent("run"))
    try sandbox.forgetTraining()
    let result = try await sandbox.aeviz("export", "run", "-o", "codes.tsv")
    #expect(result.code == 0)
    #expect(result.errors.hasPrefix("aeviz: without the errors: run: dataset.path: "))
    #expect(
      String(decoding: try sandbox.read("codes.tsv"), as: UTF8.self).hasPrefix(
        "image\tlabel\tclass\tz0"))
    expectFailure(
      try await sandbox.aeviz("export", "run", "--projector", "p"), 66, "gone", "--data")
    #expect(!sandbox.files.contains { $0.hasPrefix("p/") })
  }

  @Test func weightsComeWithTheirModule() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let result = try await sandbox.aeviz("export", "run/run.json", "-o", "w.safetensors")
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.text.contains("class Autoencoder(nn.Module):"))
    #expect(result.text.contains("\"w.safetensors\""))
    let weights = try Safetensors.decode(try sandbox.read("w.safetensors"), name: "w")
    let run = try RunDirectory.read(sandbox.folder.appendingPathComponent("run"))
    #expect(!weights.isEmpty)
    for (name, tensor) in weights { #expect(run.tensors[name] == tensor) }
  }

  @Test func theProjectorGetsAFolder() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    for _ in 1...2 {
      let result = try await sandbox.aeviz("export", "run", "--projector", "p")
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.text == "p\n")
    }
    #expect(
      sandbox.files.filter { $0.hasPrefix("p/") } == [
        "p/metadata.tsv", "p/projector_config.pbtxt", "p/sprite.png", "p/vectors.tsv",
      ])
    // Width and height of the sprite: 355 images of 8 × 8, 19 a row.
    let header = [UInt8](try sandbox.read("p/sprite.png").prefix(24).suffix(8))
    #expect(header == [0, 0, 0, 152, 0, 0, 0, 152])
  }

  @Test func saysWhatIsWrong() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let before = try sandbox.read("run/run.json")
    expectFailure(try await sandbox.aeviz("export", "run"), 64, "-o", ".csv", "--projector")
    expectFailure(try await sandbox.aeviz("export", "run", "-o", "x.foo"), 64, "x.foo", ".npz")
    expectFailure(try await sandbox.aeviz("export", "run", "-o", "run"), 64, "run/codes.csv")
    expectFailure(
      try await sandbox.aeviz("export", "run", "-o", "x.csv", "--format", "npz"), 64, "x.csv")
    expectFailure(
      try await sandbox.aeviz("export", "run", "--format", "csv", "-o", "run/run.json"), 64,
      "write over it")
    expectFailure(
      try await sandbox.aeviz("export", "run", "--format", "safetensors", "-o", "-"), 64,
      "weights.safetensors")
    expectFailure(
      try await sandbox.aeviz("export", "run", "-o", "x.csv", "--projector", "p"), 64, "not both")
    expectFailure(try await sandbox.aeviz("export", "nothing", "-o", "x.csv"), 66, "nothing")
    expectFailure(
      try await sandbox.aeviz("export", "run", "-o", "x.csv", "--data", "fashion"), 65,
      "1 × 28 × 28")
    #expect(try sandbox.read("run/run.json") == before)
    #expect(!sandbox.files.contains { $0.hasPrefix("x.") })
  }
}
