import AECore
import Foundation
import Testing

/// A run that nobody trained: real shapes, made-up numbers, the same ones every time.
struct SampleRun {
  var name = "sample"
  var preset: Preset? = .conv
  var imageShape = ImageShape(channels: 1, height: 28, width: 28)
  var latentSize = 16
  var classNames: [String]? = (0..<10).map { "class \($0)" }
  var testCount = 200
  var sampleCount = 10
  var epochs = 20
  /// Layers instead of a preset's.
  var layers: (encoder: [LayerSpec], decoder: [LayerSpec])?
  var isDenoising = false
  /// Every pixel and every activation is this value.
  var constant: Float?
  /// What is left out of the tensors, by prefix.
  var missing: [String] = []
  var history: [EpochRecord]?
  var definition = "mean of (x̂ − x)² over all pixels of all images; pixels in [0, 1]"
  var dataName = "fashion"
  /// The weights of the divergence and of the code's magnitudes; with one the loss has parts.
  var beta: Double?
  var betaWarmup: Int?
  var sparsity: Double?
  var optimizer = OptimizerDescription(
    name: "adam", learningRate: 0.001, betas: [0.9, 0.999], epsilon: 1e-8)
  var earlyStopping: EarlyStoppingDescription?

  var run: Run {
    get throws {
      var random = RandomSource(seed: 7)
      let model: ModelDescription
      if let layers {
        model = ModelDescription(
          name: name, latentSize: latentSize, encoder: layers.encoder, decoder: layers.decoder)
      } else {
        model = try (preset ?? .conv).model(imageShape: imageShape, latentSize: latentSize)
      }
      let classes = classNames?.count ?? 10
      var tensors: [String: Tensor] = [:]
      let shape = imageShape.shape.dimensions
      let input = pictures(&random)
      tensors[TensorName.sampleInput] = input
      tensors[TensorName.sampleReconstruction] = Tensor(
        input.shape,
        input.values.map { constant ?? min(1, max(0, $0 * 0.9 + 0.1 * random.uniform())) })
      if isDenoising {
        tensors[TensorName.sampleCorrupted] = Tensor(
          input.shape, input.values.map { min(1, max(0, $0 + 0.3 * random.normal())) })
      }
      if classNames != nil {
        tensors[TensorName.sampleLabel] = Tensor(
          [sampleCount], (0..<sampleCount).map { Float($0 % classes) })
        tensors[TensorName.testLatentLabels] = Tensor(
          [testCount], (0..<testCount).map { Float($0 % classes) })
      }
      tensors[TensorName.testLatents] = codes(classes, &random)
      var current = imageShape.shape
      for half in TensorName.Half.allCases {
        let layers = half == .encoder ? model.encoder : model.decoder
        for (index, layer) in layers.enumerated() {
          current = try layer.outputShape(for: current)
          tensors[TensorName.activation(half, index)] = activation(current, layer, &random)
          for (name, shape) in layer.storedShapes {
            tensors[TensorName.parameter(half, index, name)] = weights(shape)
          }
        }
      }
      for key in tensors.keys where missing.contains(where: { key.hasPrefix($0) }) {
        tensors[key] = nil
      }
      let run = Run(
        generator: .current, created: "2026-01-01T00:00:00Z",
        dataset: DatasetSummary(
          name: dataName,
          imageShape: ImageShape(channels: shape[0], height: shape[1], width: shape[2]),
          trainCount: 6000, testCount: 1000, classNames: classNames,
          source: "made up in a test, from no image that anybody ever took", license: "MIT",
          sha256: nil),
        model: model, training: missing.contains("training") ? nil : training,
        evaluation: missing.contains("evaluation")
          ? nil
          : Evaluation(
            mse: 0.0153, psnrDB: nil, ssim: nil, perClass: perClass,
            baselines: [Baseline(name: "pca", components: latentSize, mse: 0.0207)]),
        tensors: tensors)
      return withLatentSections(run)
    }
  }

  private var perClass: [ClassEvaluation]? {
    classNames.map { names in
      names.indices.map { label in
        let mse = 0.01 + 0.003 * Double(label * 7 % 11) + 0.0001 * Double(label)
        return ClassEvaluation(
          label: label, count: testCount / names.count, mse: mse,
          mseQuartiles: [0.7 * mse, 0.9 * mse, 1.2 * mse])
      }
    }
  }

  /// Weights by a rule that is quick without optimisation: the report draws a million of them.
  private func weights(_ shape: Shape) -> Tensor {
    let pattern = (0..<257).map { (index: Int) -> Float in
      let step = Float((index * 97) % 257)
      return constant ?? (step / 128 - 1) * 0.3
    }
    var values: [Float] = []
    values.reserveCapacity(shape.count + pattern.count)
    while values.count < shape.count { values += pattern }
    return Tensor(shape, Array(values.prefix(shape.count)))
  }

  private var training: TrainingRecord {
    var loss = LossDescription(name: "mse", definition: definition)
    (loss.beta, loss.betaWarmup, loss.sparsity) = (beta, betaWarmup, sparsity)
    let schedule = LearningRateSchedule(optimizer.schedule ?? "constant") ?? .constant
    var record = TrainingRecord(
      loss: loss, optimizer: optimizer,
      batchSize: 128, epochs: epochs, seed: 1,
      corruption: isDenoising ? CorruptionDescription(name: "gaussian", amount: 0.3) : nil,
      history: history
        ?? (1...max(1, epochs)).map { epoch in
          EpochRecord(
            epoch: epoch, trainLoss: 0.014 + 0.1 / Double(epoch),
            testLoss: 0.0153 + 0.07 / Double(epoch) + 0.00001 * Double(epoch),
            learningRate: schedule.rate(optimizer.learningRate, epoch: epoch, of: epochs),
            seconds: 1)
        })
    record.earlyStopping = earlyStopping
    guard beta != nil || sparsity != nil else { return record }
    for index in record.history.indices {
      let epoch = Double(record.history[index].epoch)
      func parts(_ loss: Double?) -> LossParts? {
        loss.map {
          LossParts(
            reconstruction: $0, kl: beta == nil ? 0 : 12 - 8 / epoch,
            sparsity: sparsity == nil ? 0 : 30 / epoch)
        }
      }
      let (train, test) = (record.history[index].trainLoss, record.history[index].testLoss)
      record.history[index].trainParts = parts(train)
      record.history[index].testParts = parts(test)
      let weight = beta.map { $0 * min(1, epoch / Double(max(1, betaWarmup ?? 1))) }
      record.history[index].beta = weight
      func total(_ parts: LossParts?) -> Double? {
        parts.map {
          $0.reconstruction + (weight ?? 0) * $0.kl / Double(imageShape.count)
            + (sparsity ?? 0) * $0.sparsity
        }
      }
      record.history[index].trainLoss = total(record.history[index].trainParts)
      record.history[index].testLoss = total(record.history[index].testParts)
    }
    return record
  }

  /// Rings and bars: something to see.
  private func pictures(_ random: inout RandomSource) -> Tensor {
    let (c, h, w) = (imageShape.channels, imageShape.height, imageShape.width)
    var values: [Float] = []
    for n in 0..<sampleCount {
      for channel in 0..<c {
        for y in 0..<h {
          for x in 0..<w {
            let dx = Float(x) / Float(w) - 0.5
            let dy = Float(y) / Float(h) - 0.5
            let r = (dx * dx + dy * dy).squareRoot()
            let ring = abs(r - 0.1 - 0.03 * Float(n + channel)) < 0.07 ? Float(0.9) : 0
            values.append(constant ?? min(1, ring + 0.1 * random.uniform()))
          }
        }
      }
    }
    return Tensor([sampleCount, c, h, w], values)
  }

  private func codes(_ classes: Int, _ random: inout RandomSource) -> Tensor {
    var values: [Float] = []
    for n in 0..<testCount {
      for k in 0..<latentSize {
        let angle = Float(n % classes) / Float(classes) * 2 * .pi
        let center = k % 2 == 0 ? cos(angle) : sin(angle)
        values.append(constant ?? 4 * center / Float(k / 2 + 1) + 0.5 * random.normal())
      }
    }
    return Tensor([testCount, latentSize], values)
  }

  /// Random values as the layer would give them; the second map of every ReLU is dead.
  private func activation(
    _ shape: Shape, _ layer: LayerSpec, _ random: inout RandomSource
  ) -> Tensor {
    let map = shape.rank == 3 ? shape[1] * shape[2] : shape.count
    let values = (0..<sampleCount * shape.count).map { index -> Float in
      let value = constant ?? random.normal()
      switch layer {
      case .relu:
        let isDead = shape.rank == 3 && shape[0] > 1 && (index / map) % shape[0] == 1
        return isDead ? 0 : max(0, value)
      case .sigmoid: return 1 / (1 + exp(-value))
      default: return value
      }
    }
    return Tensor(Shape([sampleCount] + shape.dimensions), values)
  }
}

extension SampleRun: CustomTestStringConvertible {
  var testDescription: String { name }

  /// The runs that every figure has to cope with.
  static let all: [SampleRun] = [
    SampleRun(name: "conv"),
    SampleRun(name: "dense", preset: .dense),
    SampleRun(
      name: "digits", imageShape: ImageShape(channels: 1, height: 8, width: 8),
      classNames: (0..<10).map(String.init), dataName: "digits"),
    SampleRun(
      name: "colour", imageShape: ImageShape(channels: 3, height: 32, width: 32), latentSize: 64),
    SampleRun(
      name: "rectangular", imageShape: ImageShape(channels: 1, height: 12, width: 40)),
    SampleRun(name: "2 latents, many points", preset: .dense, latentSize: 2, testCount: 2400),
    SampleRun(name: "1 latent", preset: .dense, latentSize: 1),
    SampleRun(name: "no labels", classNames: nil),
    SampleRun(
      name: "40 classes", classNames: (0..<40).map { "kind of thing \($0)" }, sampleCount: 40),
    SampleRun(
      name: "1 latent, 40 classes", preset: .dense, latentSize: 1,
      classNames: (0..<40).map { "kind of thing \($0)" }),
    SampleRun(
      name: "long names", classNames: (0..<3).map { String(repeating: "long\($0) ", count: 40) },
      definition: String(repeating: "a very long definition ", count: 20),
      dataName: String(repeating: "data", count: 50)),
    SampleRun(name: "scripts", classNames: ["قميص", "裤子", "حذاء رياضي", "连衣裙和外套"]),
    SampleRun(name: "denoising", isDenoising: true),
    SampleRun(name: "constant", constant: 0),
    SampleRun(name: "constant ones", constant: 1),
    SampleRun(name: "one epoch", epochs: 1),
    SampleRun(name: "1000 epochs", epochs: 1000),
    SampleRun(
      name: "history with gaps",
      history: gaps),
    SampleRun(
      name: "nothing but a model",
      missing: [
        "samples", "latents", "activations", "training", "evaluation", "encoder", "decoder",
      ]),
    SampleRun(name: "one sample", sampleCount: 1),
    long(halves: 10),
    deep,
    SampleRun(name: "conv-upsample", preset: .convUpsample),
    vae,
    SampleRun(name: "vae-dense", preset: .vaeDense, latentSize: 2, beta: 0.25),
    SampleRun(
      name: "every term of the loss", preset: .vae,
      imageShape: ImageShape(channels: 3, height: 17, width: 23), latentSize: 5, epochs: 3,
      isDenoising: true, definition: String(repeating: "a very long definition ", count: 20),
      beta: 4, betaWarmup: 2, sparsity: 0.00125,
      earlyStopping: EarlyStoppingDescription(patience: 1, minDelta: 0.001, bestEpoch: 2)),
    SampleRun(name: "divergence with gaps", preset: .vae, history: gaps, beta: 1),
    SampleRun(
      name: "smallest image", imageShape: ImageShape(channels: 1, height: 1, width: 1),
      latentSize: 1),
    everyLayer, mapsAsCode,
  ]

  /// Losses that were not finite in some epochs.
  private static let gaps = (1...12).map { epoch in
    EpochRecord(
      epoch: epoch, trainLoss: epoch % 4 == 0 ? .nan : 1 / Double(epoch),
      testLoss: epoch > 6 && epoch < 9 ? .infinity : 1.2 / Double(epoch), learningRate: nil,
      seconds: nil)
  }

  /// A variational one whose weight grew, with everything that an optimiser can be given.
  static var vae: SampleRun {
    SampleRun(
      name: "vae", preset: .vae, beta: 1, betaWarmup: 5,
      optimizer: OptimizerDescription(
        name: "adamw", learningRate: 0.0005, betas: [0.9, 0.999], epsilon: 1e-8,
        weightDecay: 0.01, schedule: "step:10:0.5", clipNorm: 1),
      earlyStopping: EarlyStoppingDescription(patience: 3, minDelta: 0, bestEpoch: 17))
  }

  /// Layers of every kind, drawn in one row.
  static var everyLayer: SampleRun {
    guard let same = try? ConvGeometry(kernel: Size2D(3), padding: Size2D(1)),
      let wide = try? ConvGeometry(
        kernel: Size2D(height: 3, width: 5), stride: Size2D(height: 1, width: 2),
        padding: Size2D(height: 1, width: 2), outputPadding: Size2D(height: 0, width: 1)),
      let half = try? PoolingSpec(kernel: Size2D(2))
    else { return SampleRun(name: "every layer") }
    func conv(_ a: Int, _ b: Int) -> LayerSpec {
      .conv2d(ConvolutionSpec(inChannels: a, outChannels: b, geometry: same))
    }
    return SampleRun(
      name: "every layer", latentSize: 6,
      layers: (
        [
          conv(1, 8), .batchNorm2d(BatchNormSpec(channels: 8)), .leakyReLU(slope: 0.1),
          .maxPool2d(half), .dropout(probability: 0.25), conv(8, 16),
          .batchNorm2d(BatchNormSpec(channels: 16)), .tanh, .averagePool2d(half), .flatten,
          .dense(DenseSpec(inFeatures: 784, outFeatures: 12)), .gaussianSampling,
        ],
        [
          .dense(DenseSpec(inFeatures: 6, outFeatures: 4 * 14 * 7)), .softplus,
          .reshape(ImageShape(channels: 4, height: 14, width: 7)),
          .convTranspose2d(ConvolutionSpec(inChannels: 4, outChannels: 4, geometry: wide)),
          .relu, .upsample(Size2D(2)), conv(4, 1), .sigmoid,
        ]
      ), beta: 1)
  }

  /// 784, 1000, 500, 250, 30 and back.
  static var deep: SampleRun {
    let sizes = [784, 1000, 500, 250, 30]
    func dense(_ a: Int, _ b: Int) -> LayerSpec {
      .dense(DenseSpec(inFeatures: a, outFeatures: b))
    }
    var encoder: [LayerSpec] = [.flatten]
    for (a, b) in zip(sizes, sizes.dropFirst()) { encoder += [dense(a, b), .relu] }
    var decoder: [LayerSpec] = []
    for (a, b) in zip(sizes.reversed(), sizes.reversed().dropFirst()) {
      decoder += [dense(a, b), .relu]
    }
    decoder[decoder.count - 1] = .sigmoid
    return SampleRun(
      name: "deep", latentSize: 30,
      layers: (
        encoder.dropLast(), decoder + [.reshape(ImageShape(channels: 1, height: 28, width: 28))]
      ))
  }

  /// `halves` fully connected stages down and as many up.
  static func long(halves: Int) -> SampleRun {
    func dense(_ a: Int, _ b: Int) -> LayerSpec {
      .dense(DenseSpec(inFeatures: a, outFeatures: b))
    }
    let widths = (0..<halves).map { 200 - 15 * $0 }
    var encoder: [LayerSpec] = [.flatten]
    for (a, b) in zip([784] + widths, widths) { encoder += [dense(a, b), .relu] }
    var decoder: [LayerSpec] = []
    for (a, b) in zip(widths.reversed(), widths.reversed().dropFirst() + [784]) {
      decoder += [dense(a, b), .relu]
    }
    return SampleRun(
      name: "\(2 * halves) stages", latentSize: widths.last ?? 1,
      layers: (
        encoder.dropLast(), decoder + [.reshape(ImageShape(channels: 1, height: 28, width: 28))]
      ))
  }
}
