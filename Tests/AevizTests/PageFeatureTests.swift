import AECore
import Foundation
import Testing

/// What the parts of a page offer, held to the program: the geometry lab's commands and sums, what
/// is said of a layer's cells, trainings with every setting, and all of it used in a browser.
struct PageFeatureTests {
  @Test(.enabled { await BrowserCheck.has("node") })
  func everyKindOfLayerTellsHowItsCellsComeAbout() async throws {
    try await BrowserCheck.run("layer-check.mjs", in: Sandbox())
  }

  @Test(.enabled { await BrowserCheck.has("node") })
  func whatAPageSaysInNumbersIsTrue() async throws {
    try await BrowserCheck.run("words-check.mjs", in: Sandbox())
  }

  @Test(.enabled { await BrowserCheck.has("node") })
  func theAnswersOfAPageAreItsNetworksOwn() async throws {
    try await BrowserCheck.run("answers-check.mjs", in: Sandbox())
  }

  // MARK: Geometry

  private struct Command: Decodable {
    var command: String
    var small: [Int]
    var restored: [Int]
  }

  private struct Side: Decodable {
    var outputShape: [Int]
  }

  private struct Connectivity: Decodable {
    struct Overlap: Decodable {
      var size: [Int]
    }
    var convolution: Side?
    var transposedConvolution: Side?
    var overlap: [Overlap]?
  }

  @Test(.enabled { await BrowserCheck.has("node") })
  func theGeometryLabAddsUpAndItsCommandsDrawTheSame() async throws {
    let sandbox = try Sandbox()
    try await BrowserCheck.run("geometry-check.mjs", "commands.json", in: sandbox)
    let commands = try JSONDecoder().decode(
      [Command].self, from: try sandbox.read("commands.json"))
    #expect(commands.count >= 10)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    for command in commands {
      let result = try await sandbox.shell("\(command.command) --format json -o -")
      #expect(result.code == 0, "\(command.command): \(result.errors)")
      let found = try decoder.decode(Connectivity.self, from: result.output)
      if let overlap = found.overlap {
        #expect(overlap.map { $0.size } == [command.restored], "\(command.command)")
      } else {
        #expect(found.convolution?.outputShape.suffix(2) == command.small[...])
        #expect(found.transposedConvolution?.outputShape.suffix(2) == command.restored[...])
      }
    }
  }

  // MARK: Training

  /// What `training-check.mjs` compares with.
  private struct Native: Encodable {
    struct Settings: Encodable {
      var batchSize = 16
      var loss = Loss.mse
      var beta = 1.0
      var sparsity = 0.0
      var noise = 0.0
      var noiseKind = "gaussian"
      var learningRate = 0.002
      var optimizer = "adam"
      var seed: UInt64 = 1

      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(batchSize, forKey: .batchSize)
        try container.encode(loss.rawValue, forKey: .loss)
        try container.encode(beta, forKey: .beta)
        try container.encode(sparsity, forKey: .sparsity)
        try container.encode(noise, forKey: .noise)
        try container.encode(noiseKind, forKey: .noiseKind)
        try container.encode(learningRate, forKey: .learningRate)
        try container.encode(optimizer, forKey: .optimizer)
        try container.encode(seed, forKey: .seed)
      }

      private enum CodingKeys: CodingKey {
        case batchSize, loss, beta, sparsity, noise, noiseKind, learningRate, optimizer, seed
      }
    }

    struct Training: Encodable {
      var name: String
      var preset: String
      var latentSize: Int
      var settings: Settings
      var losses: [Double]
    }

    var pixels: [UInt8]
    var shape: [Int]
    var white: Int
    var trainings: [Training] = []
  }

  @Test(.enabled { await BrowserCheck.has("node") })
  func trainingsInAPageLoseWhatTheProgramLoses() async throws {
    var digits = try DatasetCatalog.load("digits")
    digits.train = digits.train.prefix(96)
    digits.test = digits.test.prefix(4)
    var native = Native(
      pixels: Array(digits.train.pixels), shape: digits.imageShape.shape.dimensions,
      white: Int(digits.train.white))
    let runs: [(preset: Preset, settings: Native.Settings)] = [
      (.dense, .init(loss: .bce, optimizer: "adamw")),
      (.conv, .init(noise: 0.3, seed: 5)),
      (.convUpsample, .init(loss: .l1, sparsity: 0.01)),
      (.dense, .init(noise: 0.4, noiseKind: "mask")),
      (.conv, .init(noise: 0.2, noiseKind: "salt-pepper", seed: 3)),
      (.vae, .init(beta: 0.3)),
      (.dense, .init(learningRate: 0.02, optimizer: "sgd")),
      (.linear, .init()),
    ]
    for (preset, settings) in runs {
      let losses = try Self.losses(preset, settings, digits)
      native.trainings.append(
        Native.Training(
          name: "\(preset.rawValue) by \(settings.optimizer), \(settings.loss.rawValue)",
          preset: preset.rawValue, latentSize: 3, settings: settings, losses: losses))
    }
    let sandbox = try Sandbox()
    try sandbox.write(JSONEncoder().encode(native), to: "native.json")
    try await BrowserCheck.run("training-check.mjs", "native.json", in: sandbox)
  }

  /// The losses that `aeviz train` shows, the means of an epoch's batches so far.
  private static func losses(
    _ preset: Preset, _ settings: Native.Settings, _ dataset: Dataset
  ) throws -> [Double] {
    let method: OptimizerMethod =
      switch settings.optimizer {
      case "sgd": .sgd(momentum: 0.9)
      case "adamw": .adamW(weightDecay: 0.01)
      default: .adam()
      }
    var losses: [Double] = []
    _ = try Trainer(
      model: preset.model(imageShape: dataset.imageShape, latentSize: 3), dataset: dataset,
      options: TrainingOptions(
        epochs: 9, batchSize: settings.batchSize, learningRate: settings.learningRate,
        loss: settings.loss, beta: settings.beta, sparsity: settings.sparsity, optimizer: method,
        corruption: settings.noise > 0
          ? Corruption("\(settings.noiseKind):\(settings.noise)") : nil, seed: settings.seed)
    ).train { event in
      if case .step(let step) = event { losses.append(step.loss) }
    }
    return losses
  }

  // MARK: In a browser

  @Test(.enabled { await BrowserCheck.has("node", "chromium", "chromedriver") })
  func aPersonCanUseEveryFeature() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    #expect(try await sandbox.aeviz("page", "run", "-o", "page.html").code == 0)
    try await BrowserCheck.run("feature-check.mjs", "page.html", in: sandbox)
  }
}
