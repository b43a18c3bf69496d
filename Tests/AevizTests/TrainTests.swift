import AECore
import Foundation
import Testing

@Suite struct TrainTests {
  static let small = [
    "train", "--data", "digits", "--epochs", "1", "--limit", "100", "--batch-size", "25",
    "--latent", "3",
  ]

  @Test(arguments: Preset.allCases) func writesARun(_ preset: Preset) async throws {
    let sandbox = try Sandbox()
    let result = try await Program.run(
      Self.small + ["--preset", preset.rawValue], in: sandbox.folder)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.text == "output/digits-\(preset.rawValue)-3/run.json\n")
    // A line for the start and one for the epoch; nothing is redrawn where there is no terminal.
    #expect(result.errors.split(separator: "\n").count == 2)
    #expect(result.errors.contains("epoch 1/1, train mse "))
    #expect(!result.errors.contains("\r") && !result.errors.contains("\u{1B}"))
    let run = try RunDirectory.read(
      sandbox.folder.appendingPathComponent("output/digits-\(preset.rawValue)-3/run.json"))
    #expect(run.model.name == preset.rawValue)
    #expect(run.model.latentSize == 3)
    #expect(run.dataset.trainCount == 100)
    #expect(run.training?.batchSize == 25)
  }

  /// The default batch is no reason to refuse a small set.
  @Test func fewImagesAreOneBatch() async throws {
    let sandbox = try Sandbox()
    let result = try await sandbox.aeviz(
      "train", "--data", "digits", "--preset", "dense", "--epochs", "1", "--limit", "40", "-o",
      "run")
    #expect(result.code == 0, "\(result.errors)")
    let run = try RunDirectory.read(sandbox.folder.appendingPathComponent("run"))
    #expect(run.training?.batchSize == 40)
  }

  @Test func dependsOnTheSeedAndNotOnTheThreads() async throws {
    let sandbox = try Sandbox()
    for (name, options) in [
      ("one", ["--threads", "1"]), ("two", ["--threads", "2"]), ("other", ["--seed", "2"]),
    ] {
      let result = try await Program.run(Self.small + options + ["-o", name], in: sandbox.folder)
      #expect(result.code == 0, "\(result.errors)")
    }
    // The tensors file is named after its content.
    func tensors(_ folder: String) -> [String] {
      sandbox.files.filter { $0.hasPrefix(folder + "/tensors-") }.map {
        String($0.dropFirst(folder.count))
      }
    }
    #expect(tensors("one").count == 1)
    #expect(tensors("one") == tensors("two"))
    #expect(tensors("one") != tensors("other"))
  }

  @Test func explainsLayersThatDoNotFitAsATable() async throws {
    let sandbox = try Sandbox()
    let text = """
      {"encoder": [{"type": "max_pool2d", "kernel": [2, 2]}, {"type": "flatten"},
                   {"type": "dense", "in_features": 15, "out_features": 2}], "decoder": []}
      """
    try sandbox.write(Data(text.utf8), to: "mine.json")
    let result = try await sandbox.aeviz("train", "--data", "digits", "--architecture", "mine.json")
    #expect(result.code == 65)
    #expect(
      result.errors == """
          layer      what                   takes      gives
          encoder.0  MaxPool 2×2, stride 2  1 × 8 × 8  1 × 4 × 4
          encoder.1  Flatten                1 × 4 × 4  16
          encoder.2  Dense                  16         does not fit
        aeviz: mine.json: encoder[2]: dense wants [15], but gets [16]; \
        see the layers under model in any run.json, or Schemas/run-1.schema.json

        """)
    #expect(sandbox.files == ["mine.json"])
  }

  /// An encoder may end in feature maps; the run is read and drawn as any other.
  @Test func takesAnArchitectureWhoseCodeIsMaps() async throws {
    let sandbox = try Sandbox()
    let text = """
      {"encoder": [
         {"type": "reflection_pad2d", "padding": [[1, 1], [1, 1]]},
         {"type": "conv2d", "in_channels": 1, "out_channels": 2, "kernel": [3, 3]},
         {"type": "group_norm", "groups": 1, "channels": 2}, {"type": "silu"},
         {"type": "max_pool2d", "kernel": [2, 2]}],
       "decoder": [
         {"type": "upsample", "mode": "bilinear", "scale": [2, 2]},
         {"type": "conv2d", "in_channels": 2, "out_channels": 1, "kernel": [3, 3], "padding": [1, 1]},
         {"type": "hard_sigmoid"}]}
      """
    try sandbox.write(Data(text.utf8), to: "mine.json")
    let trained = try await sandbox.aeviz(
      "train", "--data", "digits", "--architecture", "mine.json", "--epochs", "1", "--limit", "60",
      "-o", "run")
    #expect(trained.code == 0, "\(trained.errors)")
    let run = try RunDirectory.read(sandbox.folder.appendingPathComponent("run"))
    #expect(run.model.latentSize == 32)
    #expect(run.tensors[TensorName.testLatents]?.shape.dimensions.last == 32)
    let inspected = try await sandbox.aeviz("inspect", "run/run.json")
    #expect(inspected.text.contains("Model mine: 64 values to 32 (2 : 1)"))
    #expect(inspected.text.contains("decoder.0  Upsample ×2, bilinear"))
    for figure in ["architecture", "feature-maps", "receptive-field", "footprint"] {
      let drawn = try await sandbox.aeviz("figure", figure, "run/run.json", "-o", "\(figure).svg")
      #expect(drawn.code == 0, "\(figure): \(drawn.errors)")
    }
  }

  @Test func takesItsDateFromSourceDateEpoch() async throws {
    let run = try RunDirectory.read(
      try await SharedRun.folder.value.appendingPathComponent("run.json"))
    #expect(run.created == "2023-11-14T22:13:20Z")
  }

  @Test func saysBeforeTheTrainingThatAFolderCannotBeWritten() async throws {
    let sandbox = try Sandbox()
    try sandbox.write(Data("a file".utf8), to: "file")
    for folder in ["file", "file/run", "/proc/run", "/dev/null/run"] {
      let result = try await Program.run(Self.small + ["-o", folder], in: sandbox.folder)
      expectFailure(result, 73, folder)
    }
    #expect(sandbox.files == ["file"])
  }

  @Test func namesTheDataThatIsNotThere() async throws {
    let sandbox = try Sandbox()
    expectFailure(
      try await sandbox.aeviz("train", "--data", "nothing"), 66, "nothing", "fashion")
    try sandbox.write(Data([0, 0, 8, 3, 0, 0]), to: "set/train-images-idx3-ubyte")
    try sandbox.write(Data([0, 0, 8, 3, 0, 0]), to: "set/t10k-images-idx3-ubyte")
    let before = sandbox.files
    let result = try await sandbox.aeviz("train", "--data", "set")
    expectFailure(result, 65, "set/")
    #expect(sandbox.files == before)
  }
}
