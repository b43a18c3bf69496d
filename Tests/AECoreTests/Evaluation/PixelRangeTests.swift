import AECore
import Foundation
import Testing

/// Networks that have their pixels in another range than [0, 1].
@Suite struct PixelRangeTests {
  private let shape = ImageShape(channels: 3, height: 4, width: 4)

  private func images(_ count: Int, seed: UInt64) -> ImageSet {
    var random = RandomSource(seed: seed)
    return ImageSet(
      shape: shape, pixels: (0..<count * shape.count).map { _ in UInt8(random.next() & 255) },
      labels: nil)
  }

  private func trained() throws -> Run {
    let dataset = Dataset(
      name: "noise", train: images(12, seed: 1), test: images(9, seed: 2), classNames: nil,
      source: nil, license: nil, sha256: nil)
    let model = try Preset.dense.model(imageShape: shape, latentSize: 3)
    let outcome = try Trainer(
      model: model, dataset: dataset, options: TrainingOptions(epochs: 1, batchSize: 4, threads: 1)
    ).train()
    return outcome.subject(created: "2026-01-01T00:00:00Z").run
  }

  private func subject(_ run: Run) throws -> EvaluationSubject {
    EvaluationSubject(
      autoencoder: try Autoencoder(run.model, imageShape: shape, tensors: run.tensors),
      dataset: Dataset(
        name: "noise", train: images(12, seed: 1), test: images(9, seed: 2), classNames: nil,
        source: nil, license: nil, sha256: nil), run: run, seed: 1)
  }

  /// Whatever goes in and comes out is in [0, 1]; in between it is what the network has.
  @Test(arguments: [
    PixelRange(low: -1, high: 1),
    PixelRange(mean: [0.4, 0.5, 0.6], deviation: [0.2, 0.25, 0.3]),
  ])
  func theNetworkSeesItsOwnRange(_ range: PixelRange?) throws {
    let range = try #require(range)
    var run = try trained()
    let plain = try Autoencoder(run.model, imageShape: shape, tensors: run.tensors)
    run.dataset.pixelRange = range
    let subject = try subject(run)
    let test = subject.dataset.test.images(0..<9)
    func each(_ tensor: Tensor, _ change: (Float, Int) -> Float) -> Tensor {
      Tensor(
        tensor.shape,
        tensor.values.enumerated().map { change($0.element, $0.offset / 16 % 3) })
    }
    func mean(_ channel: Int) -> Float { Float(range.mean[range.mean.count == 1 ? 0 : channel]) }
    func deviation(_ channel: Int) -> Float {
      Float(range.deviation[range.mean.count == 1 ? 0 : channel])
    }
    let inside = each(test) { ($0 - mean($1)) / deviation($1) }
    let expected = each(plain.reconstructions(of: inside)) { $0 * deviation($1) + mean($1) }
    let found = subject.autoencoder.reconstructions(of: test)
    #expect(close(found, expected, 1e-5))
    #expect(
      subject.autoencoder.activations(of: test).last.map { close($0.2, expected, 1e-5) } == true)
    let squared = zip(test.values, expected.values).map { Double(($0 - $1) * ($0 - $1)) }
    let mse = squared.reduce(0, +) / Double(squared.count)
    #expect(close(subject.testErrors.reduce(0, +) / 9, mse, 1e-5))
    #expect(subject.run.tensors[TensorName.sampleInput] == test)
    #expect(subject.run.dataset.pixelRange == range)
  }

  @Test func filesSayItInTwoWays() throws {
    for (text, range) in [
      ("[-1,1]", PixelRange(low: -1, high: 1)),
      (
        #"{"mean":[0.5,0.4],"std":[0.25,0.5]}"#,
        PixelRange(mean: [0.5, 0.4], deviation: [0.25, 0.5])
      ),
    ] {
      let value = try JSONDecoder().decode(PixelRange.self, from: Data(text.utf8))
      #expect(value == range)
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      #expect(String(decoding: try encoder.encode(value), as: UTF8.self) == text)
    }
    for text in [
      "[1,1]", "[0]", #"{"mean":[1],"std":[0]}"#, #"{"mean":[1,2],"std":[1]}"#, "7",
      "[-1e30,1e30]", "[0,1e-30]", "[1e9,1000000001]", #"{"mean":[1e9],"std":[1]}"#,
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(PixelRange.self, from: Data(text.utf8))
      }
    }
  }

  @Test func aRunKeepsItAndIsCheckedAgainstItsChannels() throws {
    let folder = try TemporaryFolder()
    var run = try trained()
    run.dataset.pixelRange = PixelRange(low: -1, high: 1)
    run.dataset.reading = reading {
      $0.imageSize = Size2D(height: 4, width: 6)
      $0.background = RGBColor(red: 1, green: 2, blue: 255)
      $0.skipBroken = true
    }
    #expect(try RunDirectory.read(RunDirectory.write(run, to: folder.url)) == run)
    run.dataset.pixelRange = PixelRange(mean: [0, 0], deviation: [1, 1])
    expectFailure(.badData, "dataset.pixel_range: 2 means, but the images have 3 channels") {
      _ = try RunDirectory.write(run, to: folder.url)
    }
  }

  @Test func aDecoderThatEndsInTanhIsWarnedOf() throws {
    var run = try trained()
    #expect(run.rangeWarning == nil)
    let last = try #require(run.model.decoder.lastIndex { $0 == .sigmoid })
    run.model.decoder[last] = .tanh
    #expect(run.rangeWarning == nil, "aeviz trains on pixels in [0, 1]")
    run.generator.name = "a script"
    #expect(run.rangeWarning?.contains("\"pixel_range\": [-1, 1]") == true)
    run.dataset.pixelRange = PixelRange(low: -1, high: 1)
    #expect(run.rangeWarning == nil)
    // A loss in the network's range is four times the error in [0, 1].
    run.training?.history = [
      EpochRecord(epoch: 1, trainLoss: 0.4, testLoss: 0.4, learningRate: 0.1, seconds: 1)
    ]
    run.evaluation = Evaluation(mse: 0.1)
    #expect(run.rangeWarning == nil && !run.lossIsMeasuredError)
    run.evaluation?.mse = 0.01
    #expect(run.rangeWarning?.contains("another range than [-1, 1]?") == true)
  }
}
