import AECore
import Testing

@Suite struct EvaluatorTests {
  /// A network that nobody trained, on 60 digits.
  static func subject(
    labelled: Bool = true, latent: Int = 4, preset: Preset = .conv
  ) throws -> EvaluationSubject {
    var dataset = try DatasetCatalog.load("digits")
    dataset.train = dataset.train.prefix(200)
    dataset.test = dataset.test.prefix(60)
    if !labelled {
      dataset.train = ImageSet(
        shape: dataset.imageShape, pixels: dataset.train.pixels, white: 16, labels: nil)
      dataset.test = ImageSet(
        shape: dataset.imageShape, pixels: dataset.test.pixels, white: 16, labels: nil)
    }
    let model = try preset.model(imageShape: dataset.imageShape, latentSize: latent)
    let autoencoder = try Autoencoder(model, imageShape: dataset.imageShape, seed: 3)
    let run = Run(
      generator: .current, created: "2026-01-01T00:00:00Z", dataset: dataset.summary,
      model: model, training: nil, evaluation: nil, tensors: autoencoder.tensors)
    return EvaluationSubject(autoencoder: autoencoder, dataset: dataset, run: run, seed: 7)
  }

  @Test func givesTheSameWithAnyNumberOfThreadsAndWhenDoneAgain() throws {
    let subject = try Self.subject()
    let (one, omissions) = Evaluator().evaluate(subject, threads: 1)
    let (four, _) = Evaluator().evaluate(subject, threads: 4)
    #expect(one == four)
    #expect(!omissions.contains { $0.step == "errors" })
    let again = EvaluationSubject(
      autoencoder: subject.autoencoder, dataset: subject.dataset, run: one, seed: 7)
    #expect(Evaluator().evaluate(again).run == one)
    // What is written is read back, and every tensor has the shape that its section says.
    let folder = try TemporaryFolder()
    #expect(try RunDirectory.read(RunDirectory.write(one, to: folder.url)) == one)
  }

  @Test func whatTakesLongestBeginsFirst() throws {
    // One thread alone adds to it.
    nonisolated(unsafe) var order: [String] = []
    _ = Evaluator().evaluate(
      try Self.subject(), threads: 1, onStep: { name, _ in order.append(name) })
    #expect(order.starts(with: ["latent_space", "classification", "denoising", "generation"]))
    #expect(order.sorted() == Evaluator.steps.map(\.name).sorted())
  }

  @Test func everyStepHasANameOfItsOwnAndEverySectionItsStep() throws {
    let names = Evaluator.steps.map(\.name)
    #expect(Set(names).count == names.count)
    let (run, _) = Evaluator().evaluate(try Self.subject())
    let keys = (run.evaluation?.sections ?? []).map { type(of: $0).key }
    #expect(Set(keys).isSubset(of: names))
    for name in run.tensors.keys where name.hasPrefix("evaluation.") {
      #expect(keys.contains { name.hasPrefix("evaluation.\($0).") }, "\(name)")
    }
  }

  @Test func aStepThatLacksSomethingIsNamedAndItsOldSectionGone() throws {
    let subject = try Self.subject()
    let (run, _) = Evaluator().evaluate(subject)
    var none = subject.dataset
    none.test = none.test.prefix(0)
    let empty = EvaluationSubject(
      autoencoder: subject.autoencoder, dataset: none, run: run, seed: 7)
    let (result, omissions) = Evaluator().evaluate(empty)
    #expect(omissions.map(\.step) == Evaluator.steps.map(\.name))
    #expect(omissions.first?.reason == "there are no test images")
    #expect(result.evaluation == Evaluation())
    #expect(result.tensors == subject.run.tensors)
  }

  @Test func imagesWithoutLabelsAreMeasuredToo() throws {
    let subject = try Self.subject(labelled: false)
    let (run, omissions) = Evaluator().evaluate(subject)
    #expect(run.evaluation?.mse != nil)
    #expect(run.evaluation?.perClass == nil)
    #expect(omissions.allSatisfy { !$0.reason.isEmpty })
  }

  @Test func reconstructionsAreRankedByTheirErrors() throws {
    let subject = try Self.subject()
    let (section, tensors) = try ReconstructionExtremesStep(count: 4).measure(subject)
    #expect(
      section.images.map(\.rank.rawValue)
        == Array(repeating: "best", count: 4) + Array(repeating: "median", count: 4)
        + Array(repeating: "worst", count: 4))
    #expect(section.images.map(\.mse) == section.images.map(\.mse).sorted())
    let input = try #require(tensors["input"])
    let output = try #require(tensors["output"])
    for (row, image) in section.images.enumerated() {
      #expect(input[row] == subject.dataset.test.images([image.index])[0])
      let squared = zip(input[row].values, output[row].values).map { ($0 - $1) * ($0 - $1) }
      #expect(close(Double(squared.reduce(0, +)) / 64, image.mse, 1e-5))
    }
    let smaller = subject.testErrors.filter { $0 < section.images[5].mse }.count
    #expect(abs(smaller - 30) <= 4)
  }

  /// The encoder is given the same noise as when the run was trained, and an export without samples
  /// gets some.
  @Test func aRunFromElsewhereGivesWhatItsTrainingGave() throws {
    var dataset = try DatasetCatalog.load("digits")
    dataset.train = dataset.train.prefix(100)
    dataset.test = dataset.test.prefix(40)
    let model = try Preset.dense.model(imageShape: dataset.imageShape, latentSize: 4)
    var options = TrainingOptions(epochs: 1, batchSize: 50, seed: 5)
    options.corruption = .mask(0.4)
    let outcome = try Trainer(model: model, dataset: dataset, options: options).train()
    let subject = outcome.subject(created: "2026-01-01T00:00:00Z")
    let (run, _) = Evaluator().evaluate(subject)
    #expect(run.evaluation?.baselines?.contains { $0.name == "corrupted image" } == true)
    #expect(run.tensors["evaluation.reconstructions.seen"] != nil)
    #expect(close(run.evaluation?.mse ?? 0, run.training?.history.last?.testLoss ?? 1, 1e-6))
    var bare = run
    bare.evaluation = nil
    bare.tensors = run.tensors.filter {
      $0.key.hasPrefix("encoder.") || $0.key.hasPrefix("decoder.")
    }
    let autoencoder = try Autoencoder(
      bare.model, imageShape: dataset.imageShape, tensors: bare.tensors)
    let again = EvaluationSubject(
      autoencoder: autoencoder, dataset: dataset, run: bare, seed: options.seed)
    #expect(Evaluator().evaluate(again).run == run)
  }

  @Test func quartilesAreNumPys() {
    // numpy.quantile([3, 1, 2, 10], [.25, .5, .75])
    #expect(ReconstructionErrors.quartiles([3, 1, 2, 10]) == [1.75, 2.5, 4.75])
    #expect(ReconstructionErrors.quartiles([5]) == [5, 5, 5])
    #expect(ReconstructionErrors.quartiles([.nan, 1]) == nil)
  }
}
