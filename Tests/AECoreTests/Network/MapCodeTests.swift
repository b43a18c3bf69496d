import AECore
import Foundation
import Testing

/// Networks whose code is not a list of values but feature maps, C × H × W.
struct MapCodeTests {
  private let image = ImageShape(channels: 1, height: 8, width: 8)

  private var dataset: Dataset {
    func images(_ count: Int, _ step: Int) -> ImageSet {
      ImageSet(
        shape: image, pixels: (0..<count * image.count).map { UInt8($0 * step % 251) },
        labels: (0..<count).map { UInt8($0 % 2) })
    }
    return Dataset(
      name: "stripes", train: images(37, 37), test: images(11, 41), classNames: ["a", "b"],
      source: nil, license: nil, sha256: nil)
  }

  /// Down to two maps of 4 × 4 and back.
  private func model(isVariational: Bool) throws -> ModelDescription {
    let same = try ConvGeometry(kernel: Size2D(3), padding: Size2D(1))
    func conv(_ a: Int, _ b: Int) -> LayerSpec {
      .conv2d(ConvolutionSpec(inChannels: a, outChannels: b, geometry: same))
    }
    let sides = Padding(
      vertical: Padding.Ends(before: 0, after: 1), horizontal: Padding.Ends(before: 1, after: 0))
    return ModelDescription(
      name: "maps", latentSize: 32,
      encoder: [
        conv(1, 4), .groupNorm(GroupNormSpec(groups: 2, channels: 4)), .silu,
        .averagePool2d(try PoolingSpec(kernel: Size2D(2))), .gelu(.exact),
      ] + (isVariational ? [conv(4, 4), .gaussianSampling] : [conv(4, 2)]),
      decoder: [
        .pad2d(PaddingSpec(.reflection, sides)), .cropping2d(sides), .flatten,
        .layerNorm(LayerNormSpec(.lastAxes([32]))), .batchNorm1d(BatchNormSpec(channels: 32)),
        .reshape(ImageShape(channels: 2, height: 4, width: 4)), .elu(alpha: 1),
        .upsampleBilinear(BilinearSpec(.size(Size2D(8)))), conv(2, 4), .gelu(.tanh), conv(4, 4),
        .upsample(Size2D(1)), .layerNorm(LayerNormSpec(.channels(4))), conv(4, 1),
        .hardSigmoid(HardSigmoidSpec()),
      ])
  }

  private func train(_ model: ModelDescription, threads: Int) throws -> Trainer.Outcome {
    try Trainer(
      model: model, dataset: dataset,
      options: TrainingOptions(
        epochs: 2, batchSize: 21, sparsity: 0.01, optimizer: .adamW(), clipNorm: 1,
        threads: threads)
    ).train()
  }

  /// Every layer gives the same bits with any number of threads, and something is learned.
  @Test(arguments: [false, true])
  func trainsToTheSameBitsWithAnyThreads(isVariational: Bool) throws {
    let model = try model(isVariational: isVariational)
    let outcomes = try [1, 2, 5].map { try train(model, threads: $0) }
    let bits = outcomes.map { $0.autoencoder.parameters.map(\.bitPattern) }
    #expect(bits[0] == bits[1] && bits[0] == bits[2])
    let before = try Autoencoder(model, imageShape: image, seed: 1).tensors
    for (name, tensor) in outcomes[0].autoencoder.tensors {
      #expect(tensor.values.allSatisfy(\.isFinite) && tensor != before[name], "\(name)")
    }
  }

  /// A code is a row of its maps' values, channel by channel; the decoder takes it back.
  @Test(arguments: [false, true])
  func codesAreTheMapsInARow(isVariational: Bool) throws {
    let network = try Autoencoder(
      model(isVariational: isVariational), imageShape: image, seed: 4)
    let codes = network.codes(of: dataset.test)
    #expect(codes.shape == [11, 32])
    let images = dataset.test.images(0..<11)
    let maps = try #require(network.activations(of: images).last { $0.half == .encoder }).2
    #expect(maps.shape == [11, 2, 4, 4])
    #expect(codes.values == maps.values)
    #expect(network.decoded(codes) == network.reconstructions(of: images))
  }

  /// It is measured, written and read as any other.
  @Test(arguments: [false, true])
  func isMeasuredWrittenAndRead(isVariational: Bool) throws {
    let outcome = try train(model(isVariational: isVariational), threads: 2)
    let run = Evaluator().evaluate(outcome.subject(created: "2026-01-01T00:00:00Z")).run
    #expect(run.tensors[TensorName.testLatents]?.shape == [11, 32])
    #expect(run.tensors[TensorName.activation(.decoder, 0)]?.shape == [11, 2, 5, 5])
    #expect(run.evaluation?.latentSpace != nil && run.evaluation?.interpolation != nil)
    let folder = try TemporaryFolder()
    let again = try RunDirectory.read(RunDirectory.write(run, to: folder.url))
    #expect(again == run)
  }

  /// The number of values is still the latent size; another one is told.
  @Test func anotherNumberOfValuesIsTold() throws {
    var model = try model(isVariational: false)
    model.latentSize = 30
    expectFailure(.badData, "ends at [2, 4, 4], 32 values, but the code has 30") {
      _ = try Autoencoder(model, imageShape: image, seed: 1)
    }
    let outcome = try train(self.model(isVariational: false), threads: 2)
    let folder = try TemporaryFolder()
    let file = try RunDirectory.write(
      outcome.subject(created: "2026-01-01T00:00:00Z").run, to: folder.url)
    let document = try StrictJSON.parse(Data(contentsOf: file))
      .setting(["model", "latent_size"], to: .number("30"))
    try document.data.write(to: file)
    expectFailure(.badData, "the encoder ends in a code of [2, 4, 4], but latent_size is [30]") {
      _ = try RunDirectory.read(file)
    }
  }
}
