import AECore
import Foundation
import Testing

/// Layers, losses and training steps against what PyTorch computes; the fixture is made by
/// Scripts/make_fixtures_pytorch.py, which its metadata names with the versions used.
struct PyTorchTests {
  private let fixture: [String: Tensor]

  init() throws {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/pytorch", withExtension: "safetensors"))
    fixture = try Safetensors.decode(Data(contentsOf: url), name: url.lastPathComponent)
  }

  @Test(arguments: ["conv2d", "conv_transpose2d"], 0..<7)
  func convolutionsInBothDirections(_ kind: String, _ number: Int) throws {
    let name = "\(kind).\(number)"
    let numbers = try #require(fixture["\(name).geometry"]).values.map(Int.init)
    func size(_ i: Int) -> Size2D { Size2D(height: numbers[2 * i], width: numbers[2 * i + 1]) }
    let isTransposed = kind == "conv_transpose2d"
    let geometry = try ConvGeometry(
      kernel: size(0), stride: size(1), padding: size(2), dilation: size(3),
      outputPadding: isTransposed ? size(4) : Size2D(0), groups: numbers[10])
    let (x, y) = (try #require(fixture["\(name).x"]), try #require(fixture["\(name).y"]))
    let spec = ConvolutionSpec(
      inChannels: x.shape[1], outChannels: y.shape[1], geometry: geometry)
    try compare(name, isTransposed ? .convTranspose2d(spec) : .conv2d(spec))
  }

  /// Dense, ReLU, sigmoid.
  @Test func denseAndActivations() throws {
    try compare("dense.0", .dense(DenseSpec(inFeatures: 7, outFeatures: 4)))
    try compare("relu.0", .relu)
    try compare("sigmoid.0", .sigmoid)
    try compare("leaky_relu.0", .leakyReLU(slope: 0.2))
    try compare("tanh.0", .tanh)
    try compare("softplus.0", .softplus)
    try compare("upsample.0", .upsample(Size2D(height: 2, width: 3)))
  }

  /// Pooling, also where several cells of a window are equally great.
  @Test(arguments: 0..<4)
  func poolingAlsoWhereCellsAreEquallyGreat(_ number: Int) throws {
    for kind in ["max_pool2d", "avg_pool2d"] {
      let name = "\(kind).\(number)"
      let numbers = try #require(fixture["\(name).geometry"]).values.map(Int.init)
      func size(_ i: Int) -> Size2D { Size2D(height: numbers[2 * i], width: numbers[2 * i + 1]) }
      let spec = try PoolingSpec(kernel: size(0), stride: size(1), padding: size(2))
      try compare(name, kind == "max_pool2d" ? .maxPool2d(spec) : .averagePool2d(spec))
    }
  }

  @Test func layersThatBehaveDifferentlyInTraining() throws {
    let norm = LayerSpec.batchNorm2d(BatchNormSpec(channels: 3))
    try compare("batch_norm2d.0", norm, training: TrainingPass(noise: Noise(seed: 0)))
    try compare("batch_norm2d.1", norm)
    let pass = TrainingPass(noise: Noise(seed: 5), klWeight: 0.25)
    try compare("dropout.0", .dropout(probability: 0.3), training: pass)
    try compare("gaussian_sampling.0", .gaussianSampling, training: pass)
  }

  private func compare(
    _ name: String, _ spec: LayerSpec, training pass: TrainingPass? = nil
  ) throws {
    let x = try #require(fixture["\(name).x"])
    let layer = try spec.layer(for: Shape(Array(x.shape.dimensions.dropFirst())))
    let parameters = try spec.storedShapes.map {
      let parameter = try #require(fixture["\(name).\($0.name)"])
      #expect(parameter.shape == $0.shape)
      return parameter
    }.flatMap(\.values)
    #expect(
      close(
        layer.forward(x, parameters: parameters, training: pass),
        try #require(fixture["\(name).y"]), 1e-5))
    let (dx, dParameters) = layer.backward(
      x, dy: try #require(fixture["\(name).dy"]), parameters: parameters, training: pass)
    #expect(close(dx, try #require(fixture["\(name).dx"]), 1e-5))
    let expected = try spec.parameterShapes.flatMap {
      try #require(fixture["\(name).d\($0.name)"]).values
    }
    let trained = Array(dParameters.prefix(expected.count))
    #expect(close(Tensor([expected.count], trained), Tensor([expected.count], expected), 1e-5))
  }

  @Test(arguments: Loss.allCases)
  func lossesAndTheirGradients(_ loss: Loss) throws {
    let output = try #require(fixture["\(loss.rawValue).output"])
    let target = try #require(fixture["\(loss.rawValue).target"])
    let (value, gradient) = loss.valueAndGradient(output: output, target: target)
    #expect(close(value, try #require(fixture["\(loss.rawValue).value"]).values[0], 1e-6))
    #expect(close(gradient, try #require(fixture["\(loss.rawValue).gradient"]), 1e-6))
  }

  /// A training of the fixture.
  struct Training: Sendable, CustomTestStringConvertible {
    var name: String
    /// Whose weights and images it starts with.
    var start: String
    /// Nil for the network with every other kind of layer.
    var preset: Preset?
    var options: TrainingOptions

    var testDescription: String { name }

    init(_ name: String, _ preset: Preset?, _ loss: Loss, _ set: (inout TrainingOptions) -> Void) {
      self.name = name
      self.preset = preset
      start = preset?.rawValue ?? name
      options = TrainingOptions(epochs: 100, batchSize: 24, learningRate: 0.001, loss: loss)
      set(&options)
    }

    func model(_ image: ImageShape) throws -> ModelDescription {
      if let preset { return try preset.model(imageShape: image, latentSize: 3) }
      let same = try ConvGeometry(kernel: Size2D(3), padding: Size2D(1))
      func conv(_ a: Int, _ b: Int) -> LayerSpec {
        .conv2d(ConvolutionSpec(inChannels: a, outChannels: b, geometry: same))
      }
      let half = try PoolingSpec(kernel: Size2D(2))
      return ModelDescription(
        name: name, latentSize: 3,
        encoder: [
          conv(1, 6), .batchNorm2d(BatchNormSpec(channels: 6)), .leakyReLU(slope: 0.1),
          .maxPool2d(half), conv(6, 8), .batchNorm2d(BatchNormSpec(channels: 8)), .tanh,
          .averagePool2d(half), .flatten, .dense(DenseSpec(inFeatures: 32, outFeatures: 3)),
        ],
        decoder: [
          .dense(DenseSpec(inFeatures: 3, outFeatures: 32)), .softplus,
          .reshape(ImageShape(channels: 8, height: 2, width: 2)), .upsample(Size2D(4)), conv(8, 1),
          .sigmoid,
        ])
    }

    static let all: [Training] = [
      Training("dense", .dense, .mse) { _ in },
      Training("conv", .conv, .bce) { _ in },
      Training("conv-upsample", .convUpsample, .mse) { _ in },
      Training("vae", .vae, .bce) { _ in },
      Training("normalised", nil, .mse) { _ in },
      Training("clipped", .dense, .mse) {
        $0.optimizer = .sgd(momentum: 0.9)
        $0.learningRate = 0.2
        $0.clipNorm = 0.01
      },
      Training("sparse", .dense, .mse) { $0.objective.sparsity = 0.01 },
      Training("denoising", .dense, .l1) { $0.corruption = .gaussian(0.3) },
    ]
  }

  /// A hundred steps from the same weights, with the same noise, follow the same losses.
  @Test(arguments: Training.all)
  func aHundredStepsFollowTheSameLosses(_ training: Training) throws {
    let prefix = "training.\(training.start)."
    let image = ImageShape(channels: 1, height: 8, width: 8)
    let pixels = try #require(fixture["\(prefix)pixels"]).values.map { UInt8($0) }
    let images = ImageSet(shape: image, pixels: pixels, labels: nil)
    let weights = Dictionary(
      uniqueKeysWithValues: fixture.filter { $0.key.hasPrefix(prefix) }
        .map { (String($0.key.dropFirst(prefix.count)), $0.value) })
    let start = try Autoencoder(training.model(image), imageShape: image, tensors: weights)
    let outcome = try Trainer(
      start,
      dataset: Dataset(
        name: "fixture", train: images, test: images, classNames: nil, source: nil, license: nil,
        sha256: nil),
      options: training.options
    ).train()
    let expected = try #require(fixture["training.\(training.name).losses"]).values
    #expect(expected.count == 100 && outcome.record.history.count == 100)
    for (record, theirs) in zip(outcome.record.history, expected) {
      let ours = try #require(record.trainLoss)
      #expect(abs(ours / Double(theirs) - 1) < 1e-4, "step \(record.epoch): \(ours), \(theirs)")
    }
    // A loss that hardly moves would be easy to follow.
    #expect(try #require(expected.last) < 0.98 * expected[0])
    // What batch normalisation has kept for the time after the training.
    let after = "training.\(training.name).after."
    let kept = fixture.filter { $0.key.hasPrefix(after) }
    #expect(kept.count == (training.preset == nil ? 4 : 0))
    for (key, value) in kept {
      let name = String(key.dropFirst(after.count))
      let ours = try #require(outcome.autoencoder.tensors[name])
      #expect(close(ours, value, 1e-3), "\(key)")
    }
  }

  @Test func tenStepsOfEachOptimiserLeadWherePyTorchsLead() throws {
    let start = try #require(fixture["optimizer.start"])
    let gradients = try #require(fixture["optimizer.gradients"])
    let kinds: [(String, OptimizerMethod)] = [
      ("sgd", .sgd()), ("momentum", .sgd(momentum: 0.9, weightDecay: 0.05)), ("adam", .adam()),
      ("adamw", .adamW()),
    ]
    for (name, method) in kinds {
      let path = try #require(fixture["optimizer.\(name)"])
      var optimizer = Optimizer(method, parameterCount: 24)
      // Four times the same six weights: whole vectors and a rest.
      func copies(_ values: [Float]) -> [Float] { (0..<4).flatMap { _ in values } }
      let (weights, gradient) = (FloatBuffer(count: 24), FloatBuffer(count: 24))
      weights.assign(copies(start.values))
      for step in 0..<10 {
        gradient.assign(copies(gradients[step].values))
        optimizer.beginStep(learningRate: 0.1)
        // In two parts: every weight is on its own.
        optimizer.update(weights.start, gradient: gradient.start + 5, 5..<24)
        optimizer.update(weights.start, gradient: gradient.start, 0..<5)
        let expected = Tensor([24], copies(path[step].values))
        #expect(close(Tensor([24], weights.values), expected, 1e-6), "\(name), step \(step)")
      }
      #expect(optimizer.time == 10)
    }
  }

  @Test func schedulesGivePyTorchsLearningRates() throws {
    for (name, schedule) in [
      ("cosine", LearningRateSchedule.cosine), ("step", .step(epochs: 3, factor: 0.5)),
    ] {
      let expected = try #require(fixture["schedule.\(name)"]).values
      for epoch in 1...10 {
        #expect(close(schedule.rate(0.1, epoch: epoch, of: 10), Double(expected[epoch - 1]), 1e-7))
      }
    }
  }
}
