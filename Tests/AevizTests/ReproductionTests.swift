import AECore
import Foundation
import Testing

/// The command that the appendix prints is the one that makes the run.
@Suite struct ReproductionTests {
  @Test func theParserReadsTheOptionsBack() throws {
    var random = RandomSource(seed: 11)
    for _ in 0..<400 {
      let (run, options) = try Self.randomRun(&random)
      let command = try TrainingCommandLine(run)
      let request = try TrainingRequest(parsing: Array(command.arguments.dropFirst()))
      var expected = options
      // Without a drawn code its weight means nothing, and the run does not keep it.
      if !run.model.isVariational {
        (expected.objective.beta, expected.objective.betaWarmup) = (1, 0)
      }
      expected.threads = request.options.threads
      #expect(request.options == expected, "\(command.text)")
      #expect(request.data == run.dataset.name)
      #expect(request.reading == run.dataset.reading ?? ImageReading(), "\(command.text)")
      #expect(request.preset?.rawValue == run.model.name)
      #expect(request.latentSize == run.model.latentSize)
      let full = DatasetCatalog.trainCount(run.dataset.name)
      let isCut = run.dataset.trainCount != full || run.dataset.heldOutClass != nil
      #expect(request.limit == (isCut ? run.dataset.trainCount : nil))
      #expect(
        request.heldOutClass == run.dataset.heldOutClass.map { run.dataset.classNames?[$0] ?? "" })
    }
  }

  /// A run's record of random options, which ended early in a third of the cases.
  private static func randomRun(_ random: inout RandomSource) throws -> (Run, TrainingOptions) {
    func chance() -> Bool { Bool.random(using: &random) }
    func number() -> Double { Double.random(in: 0.0001...1, using: &random) }
    let epochs = Int.random(in: 1...12, using: &random)
    var options = TrainingOptions(
      epochs: epochs, batchSize: Int.random(in: 1...500, using: &random),
      learningRate: number(), loss: Loss.allCases.randomElement(using: &random) ?? .mse,
      seed: UInt64.random(in: 0...(.max), using: &random))
    if chance() { options.objective.sparsity = number() }
    if chance() { options.objective.beta = number() * 4 }
    if chance() { options.objective.betaWarmup = Int.random(in: 1...9, using: &random) }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: options.optimizer = .sgd(momentum: chance() ? number() : 0, weightDecay: number())
    case 1: options.optimizer = .adamW(weightDecay: number())
    case 2: options.optimizer = .sgd()
    default: break
    }
    switch Int.random(in: 0..<3, using: &random) {
    case 0: options.schedule = .cosine
    case 1:
      options.schedule = .step(epochs: Int.random(in: 1...9, using: &random), factor: number())
    default: break
    }
    if chance() { options.clipNorm = number() * 10 }
    if chance() { options.initialization = .pyTorch }
    let noises: [Corruption] = [.gaussian(number()), .mask(number()), .saltPepper(number())]
    if chance() { options.corruption = noises.randomElement(using: &random) }
    var stopping: EarlyStopping?
    var done = epochs
    if options.schedule == .cosine && epochs > 3 && chance() {
      // Only a cosine tells how many epochs were planned; other schedules do not depend on it.
      done = epochs - 1
    }
    if chance() || done < epochs {
      let rule = EarlyStopping(
        patience: Int.random(in: 1...5, using: &random), minDelta: chance() ? number() : 0)
      options.earlyStopping = rule
      stopping = rule
      _ = stopping?.watch(epoch: 1, loss: 1)
    }
    let history = (1...done).map {
      EpochRecord(
        epoch: $0, trainLoss: 1, testLoss: 1,
        learningRate: options.schedule.rate(options.learningRate, epoch: $0, of: epochs), seconds: 1
      )
    }
    let sets = ["digits", "fashion", "fashion-mnist", "my own"]
    let data = sets.randomElement(using: &random) ?? "digits"
    let preset = Preset.allCases.randomElement(using: &random) ?? .conv
    let image = ImageShape(channels: 1, height: 8, width: 8)
    let model = try preset.model(
      imageShape: image, latentSize: Int.random(in: 1...40, using: &random))
    let full = DatasetCatalog.trainCount(data)
    var dataset = DatasetSummary(
      name: data, imageShape: image,
      trainCount: chance() ? full ?? 500 : Int.random(in: 1...9000, using: &random), testCount: 5,
      classNames: ["a shirt", "a bag", "x"], source: nil, license: nil, sha256: nil,
      heldOutClass: chance() ? Int.random(in: 0..<3, using: &random) : nil)
    if chance() { dataset.reading = randomReading(&random) }
    let run = Run(
      generator: .current, created: "2026-01-01T00:00:00Z", dataset: dataset, model: model,
      training: options.record(history, stopping: stopping, isVariational: model.isVariational),
      evaluation: nil, tensors: [:])
    return (run, options)
  }

  private static func randomReading(_ random: inout RandomSource) -> ImageReading {
    func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    func channel() -> UInt8 { UInt8.random(in: 0...255, using: &random) }
    var reading = ImageReading()
    reading.imageSize = Size2D(height: number(1...99), width: number(1...99))
    reading.fit = ImageReading.Fit.allCases.randomElement(using: &random) ?? .crop
    reading.gray = Bool.random(using: &random)
    reading.background = RGBColor(red: channel(), green: channel(), blue: channel())
    reading.testShare = Double.random(in: 0.01...0.9, using: &random)
    reading.layout = ImageReading.Layout.allCases.randomElement(using: &random)
    reading.transpose = Bool.random(using: &random)
    reading.skipBroken = Bool.random(using: &random)
    return reading
  }

  @Test func saysWhyThereIsNoCommand() throws {
    var random = RandomSource(seed: 2)
    let (run, _) = try Self.randomRun(&random)
    func reason(_ change: (inout Run) -> Void) -> String? {
      var other = run
      change(&other)
      do {
        _ = try TrainingCommandLine(other)
        return nil
      } catch {
        return error.problem
      }
    }
    #expect(reason { _ in } == nil)
    #expect(reason { $0.generator.name = "pytorch" }?.contains("pytorch") == true)
    #expect(reason { $0.training = nil } != nil)
    #expect(reason { $0.training?.loss.name = "hinge" }?.contains("hinge") == true)
    #expect(reason { $0.training?.optimizer.name = "lion" }?.contains("lion") == true)
    #expect(reason { $0.training?.optimizer.epsilon = 1e-3 } != nil)
    #expect(
      reason {
        $0.training?.optimizer.schedule = "cosine"
        $0.training?.history = [1, 2, 3].map {
          EpochRecord(epoch: $0, trainLoss: 1, testLoss: 1, learningRate: 0.1, seconds: 1)
        }
        $0.training?.optimizer.learningRate = 0.2
      } != nil)
  }

  @Test func aCosineThatEndedEarlyNeedsThePlannedEpochs() throws {
    var random = RandomSource(seed: 5)
    var (run, _) = try Self.randomRun(&random)
    var options = TrainingOptions(epochs: 9, schedule: .cosine)
    func command(after done: Int) throws -> [String] {
      let history = (1...done).map {
        EpochRecord(
          epoch: $0, trainLoss: 1, testLoss: 1,
          learningRate: options.schedule.rate(options.learningRate, epoch: $0, of: 9), seconds: 1)
      }
      run.training = options.record(history, stopping: nil, isVariational: false)
      return try TrainingCommandLine(run).arguments
    }
    #expect(try command(after: 4).contains(["--epochs", "9"]))
    #expect(run.training?.plannedEpochs == 9)
    // As aeviz 0.1 wrote it.
    run.training?.plannedEpochs = nil
    let failure = #expect(throws: Failure.self) { try TrainingCommandLine(run) }
    #expect(failure?.problem.contains("how many epochs were planned") == true)
    #expect(try command(after: 9).contains(["--epochs", "9"]))
    #expect(run.training?.plannedEpochs == nil)
    // The rates of any other schedule do not depend on it.
    options.schedule = .constant
    #expect(try command(after: 4).contains(["--epochs", "4"]))
    #expect(run.training?.plannedEpochs == 9)
  }

  @Test func aNetworkOfItsOwnIsAFile() throws {
    var random = RandomSource(seed: 2)
    var (run, _) = try Self.randomRun(&random)
    run.model.name = "mine"
    let command = try TrainingCommandLine(run)
    #expect(command.text.contains("--architecture model.json"))
    #expect(command.notes.contains { $0.contains("model.json") })
  }

  @Test func theNumbersOfImagesAreThoseOfTheSets() throws {
    for name in DatasetCatalog.embedded {
      #expect(try DatasetCatalog.load(name).train.count == DatasetCatalog.trainCount(name))
    }
  }

  @Test(arguments: [
    "--preset dense --latent 3 --epochs 3 --batch-size 40 --limit 240 --noise gaussian:0.25",
    "--preset vae --loss bce --beta 0.5 --beta-warmup 2 --epochs 3 --limit 200 --patience 1 "
      + "--optimizer adamw --schedule cosine --clip-norm 0.7 --seed 9 --batch-size 64 --latent 2",
    "--preset conv --latent 4 --epochs 2 --hold-out-class 3 --optimizer sgd --momentum 0.9 "
      + "--learning-rate 0.05 --sparsity 0.001",
  ])
  func theCommandMakesTheSameTensors(_ options: String) async throws {
    let sandbox = try Sandbox()
    let first = try await sandbox.shell("aeviz train --data digits --quiet \(options) -o first")
    #expect(first.code == 0, "\(first.errors)")
    let json = try await sandbox.aeviz(
      "figure", "appendix", "first/run.json", "--format", "json", "-o", "-")
    let object = try JSONSerialization.jsonObject(with: json.output) as? [String: Any]
    let command = try #require(object?["command"] as? String)
    let again = try await sandbox.shell("\(command) --quiet --threads 1 -o again")
    #expect(again.code == 0, "\(command): \(again.errors)")
    func tensors(_ folder: String) -> [String] {
      sandbox.files.filter { $0.hasPrefix(folder + "/tensors-") }
        .map { String($0.dropFirst(folder.count)) }
    }
    #expect(tensors("first").count == 1)
    #expect(tensors("first") == tensors("again"), "\(command)")
  }
}
