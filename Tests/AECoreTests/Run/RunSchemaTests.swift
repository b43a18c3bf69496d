import AECore
import Foundation
import Testing

/// `Schemas/run-1.schema.json`, held against runs that were really written.
@Suite struct RunSchemaTests {
  private let schema: JSONSchema

  init() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let url = root.appendingPathComponent("Schemas/run-1.schema.json")
    schema = try JSONSchema(StrictJSON.parse(Data(contentsOf: url)))
  }

  private func written(_ run: Run) throws -> JSONValue {
    let folder = try TemporaryFolder()
    return try StrictJSON.parse(Data(contentsOf: RunDirectory.write(run, to: folder.url)))
  }

  @Test func writtenRunIsValid() throws {
    #expect(try schema.problems(written(exampleRun())) == [])
  }

  @Test(arguments: LayerTests.layers)
  func everyKindOfLayerIsWrittenAsTheSchemaSays(_ layer: (spec: LayerSpec, input: Shape)) throws {
    let value = try JSONValue(encoding: layer.spec)
    // In the place of a layer: the run would contradict itself, and is not written so.
    let document = try written(exampleRun()).setting(["model", "encoder", "0"], to: value)
    #expect(try schema.problems(document) == [])
    #expect(try value.decoded(as: LayerSpec.self) == layer.spec)
  }

  /// Every option of a training is written as the schema says, and read back.
  @Test func everyOptionIsWrittenAsTheSchemaSaysAndReadBack() throws {
    let methods: [OptimizerMethod] = [
      .sgd(momentum: 0.9, weightDecay: 0.1), .adam(), .adamW(weightDecay: 0.2),
    ]
    for (method, loss) in zip(methods, Loss.allCases) {
      let images = ImageSet(
        shape: ImageShape(channels: 1, height: 4, width: 4),
        pixels: (0..<8 * 16).map { UInt8($0 % 200) }, labels: nil)
      let outcome = try Trainer(
        model: Preset.vaeDense.model(imageShape: images.shape, latentSize: 2),
        dataset: Dataset(
          name: "stripes", train: images, test: images, classNames: nil, source: nil, license: nil,
          sha256: nil),
        options: TrainingOptions(
          epochs: 3, batchSize: 4, loss: loss, beta: 2, betaWarmup: 2, sparsity: 0.1,
          optimizer: method, schedule: .step(epochs: 1), clipNorm: 1,
          earlyStopping: EarlyStopping(patience: 5), corruption: .mask(0.25))
      ).train()
      let (run, _) = Evaluator().evaluate(outcome.subject(created: "2026-01-01T00:00:00Z"))
      #expect(try schema.problems(written(run)) == [])
      let folder = try TemporaryFolder()
      let again = try RunDirectory.read(RunDirectory.write(run, to: folder.url))
      #expect(again == run)
      let last = try #require(again.training?.history.last)
      #expect(last.beta == 2 && last.testParts?.kl ?? 0 > 0)
      let total = try #require(last.testParts).total(
        Objective(loss, beta: 2, sparsity: 0.1), beta: 2, values: 16)
      #expect(abs(total - (last.testLoss ?? .nan)) < 1e-12)
    }
  }

  /// Parts of a loss that are not finite are left out, so that the run can be read.
  @Test func partsOfALossThatAreNotFiniteAreLeftOut() throws {
    var run = try exampleRun()
    run.training?.history[0].trainParts = LossParts(reconstruction: 0.5, kl: 3)
    run.training?.history[0].testParts = LossParts(reconstruction: 0.5, kl: .infinity)
    #expect(try schema.problems(written(run)) == [])
    let folder = try TemporaryFolder()
    let again = try RunDirectory.read(RunDirectory.write(run, to: folder.url))
    #expect(again.training?.history[0].trainParts?.kl == 3)
    #expect(again.training?.history[0].testParts == nil)
  }

  /// A part that is null is allowed by the schema, and read: the loss then has no parts.
  @Test func aPartThatIsNullIsRead() throws {
    var run = try exampleRun()
    run.training?.history[0].trainParts = LossParts(reconstruction: 0.5, kl: 3)
    let document = try written(run).setting(
      ["training", "history", "0", "train_parts", "kl"], to: .null)
    #expect(try schema.problems(document) == [])
    let folder = try TemporaryFolder()
    let file = try RunDirectory.write(run, to: folder.url)
    try document.data.write(to: file)
    #expect(try RunDirectory.read(file).training?.history[0].trainParts == nil)
  }

  /// The images of a training stand in the run where it was measured on others.
  @Test func theImagesOfATrainingAreWrittenAsTheSchemaSays() throws {
    var run = try exampleRun()
    run.training?.dataset = TrainingImages(run.dataset)
    #expect(try schema.problems(written(run)) == [])
  }

  @Test func runWithoutOptionalPartsIsValid() throws {
    var run = try exampleRun()
    run.training?.corruption = nil
    run.training?.optimizer.betas = nil
    run.dataset.classNames = nil
    run.evaluation?.mse = .nan
    #expect(try schema.problems(written(run)) == [])
    run.training = nil
    run.evaluation = nil
    run.dataset.source = nil
    run.dataset.license = nil
    run.dataset.sha256 = nil
    run.tensors = [:]
    #expect(try schema.problems(written(run)) == [])
  }

  @Test(
    arguments: [
      (["format"], "\"other\"", "$.format"), (["schema_version"], "2", "$.schema_version"),
      (["format"], nil, "\"format\" is missing"), (["tensors"], nil, "\"tensors\" is missing"),
      (["extra"], "1", "$.extra must not be there"),
      (["created"], "\"yesterday\"", "$.created"),
      (["generator", "version"], "1", "$.generator.version"),
      (["dataset", "image_shape"], "[28, 28]", "2 entries, not 3"),
      (["dataset", "image_shape"], "[1, 28, 0]", "$.dataset.image_shape[2]"),
      (["dataset", "class_names"], "[1]", "$.dataset.class_names"),
      (["dataset", "held_out_class"], "\"Bag\"", "$.dataset.held_out_class"),
      (["dataset", "train_count"], "1.5", "$.dataset.train_count"),
      (["dataset", "sha256"], "\"XYZ\"", "$.dataset.sha256"),
      (["model", "latent_size"], "0", "$.model.latent_size"),
      (["model", "encoder"], "[{\"type\": \"unheard\"}]", "$.model.encoder[0]"),
      (["model", "encoder"], "[{\"type\": \"relu\", \"bias\": true}]", "$.model.encoder[0]"),
      (["model", "decoder"], "[{\"type\": \"dense\", \"in_features\": 3}]", "$.model.decoder[0]"),
      (["training", "loss"], "\"mse\"", "$.training.loss"),
      (["training", "seed"], "-1", "$.training.seed"),
      (["training", "history"], "[{\"epoch\": 1}]", "is missing"),
      (["evaluation", "mse"], "\"small\"", "$.evaluation.mse"),
      (["evaluation", "per_class"], "[{\"label\": 1}]", "\"count\" is missing"),
      (["tensors", "file"], "\"../x.safetensors\"", "$.tensors.file"),
      (["tensors", "sha256"], nil, "\"sha256\" is missing"),
    ] as [([String], String?, String)])
  func alteredRunIsNot(_ path: [String], _ text: String?, _ problem: String) throws {
    let value = try text.map { try StrictJSON.parse(Data($0.utf8)) }
    let altered = try written(exampleRun()).setting(path[...], to: value)
    let problems = try schema.problems(altered)
    #expect(problems.contains { $0.contains(problem) }, "\(problems)")
  }

  @Test func validatorRefusesWhatItDoesNotKnow() throws {
    for text in [
      #"{"properties": {"a": {"minLength": 1}}}"#, #"{"items": {"oneOf": []}}"#,
      ##"{"anyOf": [{"$ref": "#/$defs/none"}]}"##, "7",
    ] {
      #expect(throws: JSONSchema.Unsupported.self) {
        try JSONSchema(StrictJSON.parse(Data(text.utf8)))
      }
    }
    let unknownType = try JSONSchema(StrictJSON.parse(Data(#"{"type": "float"}"#.utf8)))
    #expect(throws: JSONSchema.Unsupported.self) { try unknownType.problems(.null) }
  }

  @Test func validatorFollowsPrefixItems() throws {
    let schema = try JSONSchema(
      StrictJSON.parse(
        Data(#"{"prefixItems": [{"type": "string"}], "items": {"type": "integer"}}"#.utf8)))
    #expect(try schema.problems(.array([.string("a"), .number("1")])).isEmpty)
    #expect(try schema.problems(.array([.number("1"), .string("a")])).count == 2)
  }
}
