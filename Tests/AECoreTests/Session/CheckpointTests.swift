import AECore
import Foundation
import Testing

/// What is said of checkpoints that a training cannot go on from: none of them stops the program.
@Suite struct CheckpointTests {
  private let folder: TemporaryFolder
  private let file: URL
  private let tensors: [String: Tensor]
  private let document: JSONValue

  /// One epoch of two batches.
  init() throws {
    folder = try TemporaryFolder()
    let images = ImageSet(
      shape: ImageShape(channels: 1, height: 2, width: 2),
      pixels: (0..<12 * 4).map { UInt8($0) }, labels: nil)
    let dataset = Dataset(
      name: "ramps", train: images, test: images, classNames: nil, source: nil, license: nil,
      sha256: nil)
    _ = try TrainingSession(
      into: folder["run"], data: "ramps", limit: nil, dataset: dataset,
      model: Preset.linear.model(imageShape: images.shape, latentSize: 1),
      options: TrainingOptions(
        epochs: 1, batchSize: 6, schedule: .step(epochs: 3), earlyStopping: .init(patience: 2),
        corruption: .mask(0.5), threads: 1)
    ).run(created: "2026-01-01T00:00:00Z")
    file = folder["run/checkpoints/last.safetensors"]
    let data = try Data(contentsOf: file)
    tensors = try Safetensors.decode(data, name: "last")
    let text = try #require(try Safetensors.metadata(data, name: "last")["aeviz-checkpoint"])
    document = try StrictJSON.parse(Data(text.utf8))
  }

  private func write(_ document: JSONValue) throws {
    try Safetensors.encode(tensors, metadata: ["aeviz-checkpoint": document.line]).write(to: file)
  }

  @Test func whatWasWrittenIsRead() throws {
    try write(document)
    #expect(try Checkpoint(reading: file).state.optimizerTime == 2)
  }

  @Test(arguments: [
    ("limit", "-1", "limit: -1 images"),
    ("limit", "0", "limit: 0 images"),
    ("dataset.train_count", "0", "there are only 0"),
    ("dataset.train_count", "9223372036854775807", "train_count: 9223372036854775807 is not"),
    ("dataset.held_out_class", "-1", "held_out_class: -1 is not from 0"),
    ("model.latent_size", "9223372036854775807", "latent_size: 9223372036854775807 is not"),
    ("model.latent_size", "2", "the encoder ends in a code of [1], but"),
    ("model.encoder.1.in_features", "5", "dense wants [5]"),
    ("model.encoder.1.units", "5", "model.encoder[1].units: is no key of dense"),
    ("options.batchSize", "-9223372036854775808", "-9223372036854775808 images"),
    ("options.batchSize", "0", "0 images"),
    ("options.epochs", "9223372036854775807", "epochs never end"),
    ("options.threads", "0", "0 threads"),
    ("options.schedule.step.epochs", "0", "options.schedule: 0.1 after every 0 epochs"),
    ("options.corruption.mask", #"{"_0": 2}"#, "options.corruption: mask:2.0 is no noise"),
    ("options.optimizer.adam.betas.second", "1", "does not learn"),
    ("options.learningRate", "-1", "-1.0 is no step size"),
    ("epoch", "9223372036854775807", "epoch: 9223372036854775807, but 1 epochs have a record"),
    ("epoch", "0", "epoch: 0, but 1 epochs have a record"),
    ("history.0.epoch", "2", "history[0].epoch: 2, expected 1"),
    ("batch", "-1", "batch: -1, but an epoch has 2"),
    ("batch", "9223372036854775807", "but an epoch has 2"),
    ("seen", "-6", "seen: -6 images in 0 batches"),
    ("optimizerTime", "9223372036854775807", "optimizerTime: 9223372036854775807 steps"),
    ("optimizerTime", "-1", "optimizerTime: -1 steps"),
    ("seconds", "-1", "seconds: -1.0 is no time"),
    ("sums.kl", "null", "sums: the losses are not all finite"),
    ("stopping.patience", "0", "no patience"),
    ("stopping.waited", "9223372036854775807", "it has waited for other epochs"),
    ("stopping.bestEpoch", "7", "it has waited for other epochs"),
  ])
  func aNumberThatContradictsIsRefusedWithItsField(
    _ path: String, _ text: String, _ problem: String
  ) throws {
    let value = try StrictJSON.parse(Data(text.utf8))
    let changed = document.setting(path.split(separator: ".").map(String.init)[...], to: value)
    #expect(changed != document)
    try write(changed)
    expectFailure(.badData, "last.safetensors: header", problem, "train anew") {
      _ = try Checkpoint(reading: file)
    }
  }
}
