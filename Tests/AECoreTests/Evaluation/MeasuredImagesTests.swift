import AECore
import Foundation
import Testing

/// A run never says what was not measured: counts, name and digest are those of the images that it
/// was measured on, and what it was trained on stays known.
@Suite struct MeasuredImagesTests {
  private func dataset(_ name: String, train: Int, test: Int, sha256: String?) -> Dataset {
    func images(_ count: Int) -> ImageSet {
      ImageSet(
        shape: ImageShape(channels: 1, height: 3, width: 3),
        pixels: (0..<count * 9).map { UInt8(($0 * 37 + $0 / 9) % 251) },
        labels: (0..<count).map { UInt8($0 % 2) })
    }
    return Dataset(
      name: name, train: images(train), test: images(test), classNames: ["a", "b"], source: nil,
      license: nil, sha256: sha256.map { String(repeating: $0, count: 64) })
  }

  private func trained(on dataset: Dataset) throws -> Run {
    let outcome = try Trainer(
      model: Preset.linear.model(imageShape: dataset.imageShape, latentSize: 2), dataset: dataset,
      options: TrainingOptions(epochs: 1, batchSize: 4, threads: 1)
    ).train()
    return Evaluator().evaluate(outcome.subject(created: "2026-01-01T00:00:00Z")).run
  }

  private func evaluated(_ run: Run, on images: Dataset) throws -> Run {
    let images = try run.asTrained(on: images)
    let autoencoder = try Autoencoder(
      run.model, imageShape: images.imageShape, tensors: run.tensors)
    return Evaluator().evaluate(
      EvaluationSubject(autoencoder: autoencoder, dataset: images, run: run, seed: 1)
    ).run
  }

  @Test func otherImagesAreNamedAndTheTrainingsStayKnown() throws {
    let own = dataset("own", train: 20, test: 8, sha256: "a")
    let other = dataset("other", train: 30, test: 25, sha256: "b")
    let run = try trained(on: own)
    let measured = try evaluated(run, on: other)
    #expect(measured.dataset == other.summary)
    #expect(measured.training?.dataset == TrainingImages(own.summary))
    #expect(measured.tensors[TensorName.testLatents]?.shape == [25, 2])
    #expect(measured.evaluation?.perClass?.map(\.count) == [13, 12])
    let folder = try TemporaryFolder()
    let again = try RunDirectory.read(RunDirectory.write(measured, to: folder.url))
    #expect(again == measured)
    // The command that trains it names the images that it was trained on.
    #expect(
      try TrainingCommandLine(measured).arguments.prefix(5)
        == ["train", "--data", "own", "--limit", "20"])
    // Back on its own images it is the run that it was.
    #expect(try evaluated(measured, on: own) == run)
  }

  /// A run from elsewhere claims 10,000 images; 8 were measured, and their digest is written, so
  /// that it can be compared with others.
  @Test func whatARunFromElsewhereClaimsIsReplaced() throws {
    let own = dataset("own", train: 20, test: 8, sha256: "a")
    var run = try trained(on: own)
    run.dataset.sha256 = nil
    run.dataset.name = "theirs"
    (run.dataset.trainCount, run.dataset.testCount) = (60_000, 10_000)
    let samples = run.tensors[TensorName.sampleInput]
    let measured = try evaluated(run, on: own)
    #expect(measured.dataset == own.summary)
    #expect(measured.training?.dataset?.trainCount == 60_000)
    #expect(measured.training?.dataset?.name == "theirs")
    #expect(measured.tensors[TensorName.testLatents]?.shape == [8, 2])
    #expect(measured.tensors[TensorName.sampleInput] == samples)
  }

  /// Only a loss of the unit of the error stands beside PCA's error.
  @Test func aLossOfAnotherUnitIsToldApart() throws {
    var run = try trained(on: dataset("own", train: 20, test: 8, sha256: "a"))
    #expect(run.lossIsMeasuredError && run.lossContradiction == nil)
    run.training?.history[0].testLoss? *= 9
    #expect(!run.lossIsMeasuredError)
    #expect(run.lossContradiction?.contains("is it summed over pixels") == true)
    run.training?.history[0].testLoss = 1 / 3.0
    #expect(run.lossContradiction?.contains("loss is 0.3333, but") == true)
    run.training?.loss.name = "bce"
    #expect(!run.lossIsMeasuredError && run.lossContradiction == nil)
  }

  /// The cross-entropy has no value outside of (0, 1): told before the training.
  @Test func aCrossEntropyWantsASigmoid() throws {
    let own = dataset("own", train: 20, test: 8, sha256: nil)
    for (preset, isRefused) in [(Preset.linear, true), (.dense, false)] {
      let model = try preset.model(imageShape: own.imageShape, latentSize: 2)
      let options = TrainingOptions(epochs: 1, batchSize: 4, loss: .bce)
      guard isRefused else {
        _ = try Trainer(model: model, dataset: own, options: options)
        continue
      }
      expectFailure(.usage, "--loss bce", "ends in dense", "end the decoder in a sigmoid") {
        _ = try Trainer(model: model, dataset: own, options: options)
      }
    }
  }

  /// An evaluation that is interrupted leaves out what it has not measured, and says so.
  @Test func anInterruptionLeavesOutWhatIsNotMeasured() throws {
    let own = dataset("own", train: 20, test: 8, sha256: "a")
    let outcome = try Trainer(
      model: Preset.linear.model(imageShape: own.imageShape, latentSize: 2), dataset: own,
      options: TrainingOptions(epochs: 1, batchSize: 4, threads: 1)
    ).train()
    let (run, omissions) = Evaluator().evaluate(
      outcome.subject(created: "2026-01-01T00:00:00Z"), isInterrupted: { true })
    #expect(omissions.map(\.step) == Evaluator.steps.map(\.name))
    #expect(omissions.allSatisfy { $0.reason == "interrupted" })
    let folder = try TemporaryFolder()
    _ = try RunDirectory.read(RunDirectory.write(run, to: folder.url))
  }
}
