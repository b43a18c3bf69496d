import AECore
import Testing

struct TrainerTests {
  /// `count` images of 8 × 8 with a bright square somewhere.
  private func squares(_ count: Int, seed: UInt64) -> ImageSet {
    var random = RandomSource(seed: seed)
    var pixels = [UInt8](repeating: 0, count: count * 64)
    for image in 0..<count {
      let (top, left) = (
        Int.random(in: 0..<5, using: &random), Int.random(in: 0..<5, using: &random)
      )
      for y in top..<top + 4 {
        for x in left..<left + 4 { pixels[image * 64 + y * 8 + x] = 220 }
      }
    }
    return ImageSet(
      shape: ImageShape(channels: 1, height: 8, width: 8), pixels: pixels,
      labels: (0..<count).map { UInt8($0 % 2) })
  }

  private var dataset: Dataset {
    Dataset(
      name: "squares", train: squares(150, seed: 1), test: squares(40, seed: 2),
      classNames: ["a", "b"], source: nil, license: nil, sha256: nil)
  }

  private func train(_ preset: Preset, _ options: TrainingOptions) throws -> Trainer.Outcome {
    let model = try preset.model(imageShape: dataset.imageShape, latentSize: 6)
    return try Trainer(model: model, dataset: dataset, options: options).train()
  }

  /// The same seed gives the same bits with 1, 2 and 5 threads.
  @Test(arguments: Preset.allCases)
  func theSameSeedGivesTheSameBitsWithAnyThreads(_ preset: Preset) throws {
    // A batch of 37 leaves a last one of 2: most of its shards are empty.
    let runs = try [1, 2, 5].map { threads in
      try train(preset, TrainingOptions(epochs: 2, batchSize: 37, seed: 3, threads: threads))
    }
    let bits = runs.map { $0.autoencoder.parameters.map(\.bitPattern) }
    #expect(bits[0] == bits[1] && bits[0] == bits[2])
    #expect(runs[0].record.history.map(\.testLoss) == runs[2].record.history.map(\.testLoss))
  }

  /// Sixteen shards, of sixteen images or of more: the same bits with any number of threads.
  @Test(arguments: [Preset.dense, .conv], [256, 300])
  func manyShardsGiveTheSameBitsWithAnyThreads(_ preset: Preset, _ batchSize: Int) throws {
    let dataset = Dataset(
      name: "squares", train: squares(300, seed: 1), test: squares(40, seed: 2), classNames: nil,
      source: nil, license: nil, sha256: nil)
    let model = try preset.model(imageShape: dataset.imageShape, latentSize: 6)
    let bits = try [1, 2, 3, 7, 16].map { threads in
      try Trainer(
        model: model, dataset: dataset,
        options: TrainingOptions(epochs: 1, batchSize: batchSize, seed: 3, threads: threads)
      ).train().autoencoder.parameters.map(\.bitPattern)
    }
    #expect(bits.allSatisfy { $0 == bits[0] })
    #expect(
      bits[0]
        != (try Autoencoder(model, imageShape: dataset.imageShape, seed: 3)).parameters
        .map(\.bitPattern))
  }

  /// Layers with many weights, which meet all shards of a thread one after the other, before and
  /// behind one that waits for the whole batch: sixteen threads have a shard each, so it is as if
  /// each had gone through all layers alone.
  @Test func shardsSideBySideGiveTheSameBits() throws {
    let dataset = Dataset(
      name: "squares", train: squares(70, seed: 1), test: squares(10, seed: 2), classNames: nil,
      source: nil, license: nil, sha256: nil)
    let model = ModelDescription(
      name: "wide", latentSize: 3,
      encoder: [
        .flatten, .dense(DenseSpec(inFeatures: dataset.imageShape.count, outFeatures: 2200)),
        .reshape(ImageShape(channels: 22, height: 10, width: 10)),
        .batchNorm2d(BatchNormSpec(channels: 22)), .leakyReLU(slope: 0.2), .flatten,
        .dense(DenseSpec(inFeatures: 2200, outFeatures: 70)), .relu,
        .dense(DenseSpec(inFeatures: 70, outFeatures: 3)),
      ],
      decoder: [
        .dense(DenseSpec(inFeatures: 3, outFeatures: 2200)), .relu,
        .dense(DenseSpec(inFeatures: 2200, outFeatures: dataset.imageShape.count)), .sigmoid,
        .reshape(dataset.imageShape),
      ])
    let bits = try [1, 2, 3, 7, 16].map { threads in
      try Trainer(
        model: model, dataset: dataset,
        options: TrainingOptions(epochs: 1, batchSize: 37, seed: 3, threads: threads)
      ).train().autoencoder.parameters.map(\.bitPattern)
    }
    #expect(bits.allSatisfy { $0 == bits[0] })
  }

  /// A rectifier that the layers around it do, as they write, trains as one that stands alone: the
  /// parametric one with the same slope, which nobody does for it. By windows and by tiles, in
  /// layers of lists and in those whose weights two shards meet at once.
  @Test(arguments: [37, 128])
  func aRectifierThatIsDoneOnTheWayTrainsAsOneAlone(_ batch: Int) throws {
    let dataset = Dataset(
      name: "squares", train: squares(batch, seed: 1), test: squares(10, seed: 2), classNames: nil,
      source: nil, license: nil, sha256: nil)
    let geometry = try ConvGeometry(kernel: Size2D(4), stride: Size2D(2), padding: Size2D(1))
    func spec(_ from: Int, _ to: Int) -> ConvolutionSpec {
      ConvolutionSpec(inChannels: from, outChannels: to, geometry: geometry)
    }
    func model(_ rectifier: LayerSpec) -> ModelDescription {
      ModelDescription(
        name: "rectified", latentSize: 3,
        encoder: [
          .conv2d(spec(1, 32)), rectifier, .conv2d(spec(32, 32)), rectifier, .flatten,
          .dense(DenseSpec(inFeatures: 128, outFeatures: 600)), rectifier,
          .dense(DenseSpec(inFeatures: 600, outFeatures: 3)),
        ],
        decoder: [
          .dense(DenseSpec(inFeatures: 3, outFeatures: 600)), rectifier,
          .dense(DenseSpec(inFeatures: 600, outFeatures: 128)), rectifier,
          .reshape(ImageShape(channels: 32, height: 2, width: 2)),
          .convTranspose2d(spec(32, 32)), rectifier, .convTranspose2d(spec(32, 1)), .sigmoid,
        ])
    }
    /// The parameters after a step, but for the slopes.
    func trained(_ rectifier: LayerSpec) throws -> [Float] {
      let model = model(rectifier)
      var options = TrainingOptions(epochs: 1, batchSize: batch, seed: 3, threads: 2)
      options.optimizer = .sgd(momentum: 0, weightDecay: 0)
      options.learningRate = 0.5
      let outcome = try Trainer(model: model, dataset: dataset, options: options).train()
      var left = outcome.autoencoder.parameters[...]
      return (model.encoder + model.decoder).flatMap { spec in
        let own = left.prefix(spec.storedCount)
        left = left.dropFirst(spec.storedCount)
        return spec == rectifier ? [] : Array(own)
      }
    }
    let together = try trained(.leakyReLU(slope: 0.25))
    let alone = try trained(.preLU(channels: 1))
    #expect(together.count == alone.count)
    let far = zip(together, alone).map { abs($0 - $1) }.max() ?? 1
    #expect(far < 1e-6)
  }

  /// The batch alone says how many shards there are; of the default one, as many as ever.
  @Test func aLargeBatchHasMoreShards() {
    #expect([1, 32, 64, 128].allSatisfy { ShardedStep.shardCount($0) == 8 })
    #expect(ShardedStep.shardCount(192) == 12)
    #expect([256, 257, 512, 60_000].allSatisfy { ShardedStep.shardCount($0) == 16 })
  }

  /// Colour, odd and smallest images train, to the same bits with any number of threads.
  @Test(arguments: Preset.allCases, [[3, 17, 23], [2, 1, 9], [1, 1, 1]])
  func imagesOfAnyShapeTrainTheSameWithAnyThreads(_ preset: Preset, _ shape: [Int]) throws {
    // The million weights of a deep network are slow without optimisation.
    guard isOptimised || preset != .deep || shape != [3, 17, 23] else { return }
    let image = ImageShape(channels: shape[0], height: shape[1], width: shape[2])
    let images = ImageSet(
      shape: image, pixels: (0..<20 * image.count).map { UInt8($0 * 37 % 251) }, labels: nil)
    let dataset = Dataset(
      name: "stripes", train: images, test: images, classNames: nil, source: nil, license: nil,
      sha256: nil)
    let model = try preset.model(imageShape: image, latentSize: 2)
    let outcomes = try [1, 3].map { threads in
      try Trainer(
        model: model, dataset: dataset,
        options: TrainingOptions(
          epochs: 1, batchSize: 11, beta: 0.5, sparsity: 0.01, optimizer: .adamW(), clipNorm: 0.5,
          corruption: .saltPepper(0.2), threads: threads)
      ).train()
    }
    let bits = outcomes.map { $0.autoencoder.parameters.map(\.bitPattern) }
    #expect(bits[0] == bits[1])
    let before = try Autoencoder(model, imageShape: image, seed: 1).parameters
    #expect(outcomes[0].autoencoder.parameters != before)
    #expect(outcomes[0].autoencoder.parameters.allSatisfy { $0.isFinite })
    let run = Evaluator().evaluate(outcomes[1].subject(created: "2026-01-01T00:00:00Z")).run
    #expect(
      run.tensors[TensorName.sampleReconstruction]?.shape.dimensions == [16] + shape)
  }

  /// Noise and batch statistics do not depend on the threads, and the statistics are the batch's.
  @Test func noiseAndBatchStatisticsDoNotDependOnTheThreads() throws {
    let down = try ConvGeometry(kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1))
    let model = ModelDescription(
      name: "own", latentSize: 3,
      encoder: [
        .batchNorm2d(BatchNormSpec(channels: 1, momentum: 1)),
        .conv2d(ConvolutionSpec(inChannels: 1, outChannels: 4, geometry: down)),
        .batchNorm2d(BatchNormSpec(channels: 4)), .leakyReLU(slope: 0.1),
        .maxPool2d(try PoolingSpec(kernel: Size2D(2))), .dropout(probability: 0.2), .flatten,
        .dense(DenseSpec(inFeatures: 16, outFeatures: 6)), .gaussianSampling,
      ],
      decoder: [
        .dense(DenseSpec(inFeatures: 3, outFeatures: 16)), .softplus,
        .reshape(ImageShape(channels: 4, height: 2, width: 2)), .upsample(Size2D(4)),
        .batchNorm2d(BatchNormSpec(channels: 4)), .tanh,
        .conv2d(
          ConvolutionSpec(
            inChannels: 4, outChannels: 1,
            geometry: try ConvGeometry(kernel: Size2D(3), padding: Size2D(1)))), .sigmoid,
      ])
    let outcomes = try [1, 2, 5].map { threads in
      try Trainer(
        model: model, dataset: dataset,
        options: TrainingOptions(epochs: 3, batchSize: 150, seed: 3, threads: threads)
      ).train()
    }
    let bits = outcomes.map { $0.autoencoder.parameters.map(\.bitPattern) }
    #expect(bits[0] == bits[1] && bits[0] == bits[2])
    #expect(
      outcomes[0].record.history.map(\.testLoss) == outcomes[2].record.history.map(\.testLoss))
    // With momentum 1 the first layer keeps exactly the last batch's mean and variance, and the
    // batch is the whole set.
    let pixels = dataset.train.pixels.map { Double($0) / 255 }
    let mean = pixels.reduce(0, +) / Double(pixels.count)
    let variance =
      pixels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(pixels.count - 1)
    let tensors = outcomes[0].autoencoder.tensors
    #expect(close(try #require(tensors["encoder.0.running_mean"]).values[0], mean, 1e-6))
    #expect(close(try #require(tensors["encoder.0.running_var"]).values[0], variance, 1e-6))
  }

  @Test func anotherSeedGivesAnotherNetwork() throws {
    let runs = try [1, 2].map { try train(.dense, TrainingOptions(epochs: 1, seed: $0)) }
    #expect(runs[0].autoencoder.parameters != runs[1].autoencoder.parameters)
  }

  /// Every preset, and every loss. Without a sigmoid at its end, cross-entropy would mean nothing
  /// to the linear network; absolute errors can leave a deep one at black, the median of most
  /// pixels.
  static let learning: [(Preset, Loss)] =
    Preset.allCases.map { ($0, .mse) } + [
      (.dense, .bce), (.conv, .bce), (.dense, .l1), (.vae, .l1),
    ]

  @Test(arguments: learning)
  func trainingLowersTheLossOnImagesNeverSeen(_ preset: Preset, _ loss: Loss) throws {
    let outcome = try train(
      preset,
      TrainingOptions(
        epochs: 12, batchSize: 10, learningRate: preset == .deep ? 0.001 : 0.005, loss: loss))
    let losses = outcome.record.history.compactMap(\.testLoss)
    #expect(losses.count == 12)
    #expect(losses[11] < losses[0])
    #expect(losses[11] < outcome.record.history[0].trainLoss ?? 0)
  }

  @Test func eventsTellEveryBatchAndEveryEpochInOrder() throws {
    let model = try Preset.linear.model(imageShape: dataset.imageShape, latentSize: 2)
    var steps: [TrainingStep] = []
    var epochs: [EpochRecord] = []
    let outcome = try Trainer(
      model: model, dataset: dataset, options: TrainingOptions(epochs: 2, batchSize: 64)
    ).train { event in
      switch event {
      case .step(let step): steps.append(step)
      case .epoch(let record): epochs.append(record)
      }
    }
    #expect(steps.map(\.batch) == [1, 2, 3, 1, 2, 3])
    #expect(steps.map(\.epoch) == [1, 1, 1, 2, 2, 2])
    #expect(epochs == outcome.record.history)
    #expect(epochs.map(\.trainLoss) == [steps[2].loss, steps[5].loss])
  }

  /// What cannot be trained with is refused in one line that names the option.
  @Test func whatCannotBeTrainedWithIsRefusedByItsOption() throws {
    func problem(_ options: TrainingOptions) -> String? {
      do {
        _ = try train(.dense, options)
        return nil
      } catch { return "\(error)" }
    }
    #expect(
      problem(TrainingOptions(batchSize: 151))
        == "--batch-size: 151 images in a step, but there are only 150 to train on; "
        + "give at most 150")
    #expect(problem(TrainingOptions(epochs: 0))?.hasPrefix("--epochs: ") == true)
    #expect(problem(TrainingOptions(batchSize: 0))?.hasPrefix("--batch-size: ") == true)
    #expect(problem(TrainingOptions(learningRate: .nan))?.hasPrefix("--learning-rate: ") == true)
    #expect(problem(TrainingOptions(threads: 0))?.hasPrefix("--threads: ") == true)
  }

  @Test func aLossThatIsNoNumberStopsTheTrainingAndSaysWhere() throws {
    #expect {
      try train(.linear, TrainingOptions(epochs: 50, batchSize: 10, learningRate: 1e30))
    } throws: { "\($0)".contains("the loss is no longer a number; try a smaller --learning-rate") }
  }
}
