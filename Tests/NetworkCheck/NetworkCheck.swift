import AENetwork

/// Small pieces of work whose numbers are to be the same natively, in WebAssembly and on ARM: all
/// compile this file, and the tests `WebAssemblyTests` and `NEONTests` compare what they give.
package enum NetworkCheck: Int, CaseIterable, Sendable {
  /// A convolution with stride, padding, dilation and groups, and its transpose.
  case convolution
  /// The preset `conv`, by Adam, with noise on its input.
  case conv
  /// Batch normalisation, pooling and all the activations, by gradient descent with momentum.
  case batchNorm
  /// Layers that pad, resize, shuffle and normalise, and the activations with an exponential or an
  /// error function; the code is maps.
  case resizing
  /// The preset `vae` with cross-entropy, by AdamW, with a clipped gradient.
  case variational
  /// The preset `dense`, in shards of sixteen images and one of twenty-four.
  case dense

  /// Steps of a training.
  package static let steps = 20

  /// What comes out: the maps of the convolutions, or the loss before each step of a training.
  package var numbers: [Double] {
    switch self {
    case .convolution: return Self.convolutions()
    case .conv:
      return Self.losses(
        Self.model(.conv), ShardedStep.Settings(batchSize: 24, corruption: .gaussian(0.3)),
        .adam(), .constant)
    case .batchNorm:
      return Self.losses(
        Self.batchNormModel(),
        ShardedStep.Settings(batchSize: 24, objective: Objective(.l1, sparsity: 0.001)),
        .sgd(momentum: 0.9), .cosine)
    case .resizing:
      return Self.losses(
        Self.resizingModel(), ShardedStep.Settings(batchSize: 24), .adam(), .constant)
    case .variational:
      return Self.losses(
        Self.model(.vae),
        ShardedStep.Settings(
          batchSize: 24, objective: Objective(.bce, beta: 0.5, betaWarmup: 10), clipNorm: 1),
        .adamW(), .step(epochs: 15, factor: 0.5))
    case .dense:
      return Self.losses(
        Self.model(.dense), ShardedStep.Settings(batchSize: 136), .adam(), .constant)
    }
  }

  // MARK: Convolution

  private static func convolutions() -> [Double] {
    let pair: ConvolutionPair
    do {
      let geometry = try ConvGeometry(
        kernel: Size2D(3), stride: Size2D(height: 2, width: 1), padding: Size2D(1),
        dilation: Size2D(height: 1, width: 2), groups: 2)
      pair = try ConvolutionPair(
        geometry: geometry, largeShape: ImageShape(channels: 4, height: 9, width: 8),
        smallChannels: 6)
    } catch {
      preconditionFailure("the geometry is a legal one")
    }
    var random = RandomSource(seed: 3)
    let kernel = pair.geometry.kernel
    let weights = Tensor(
      normal: [6, 4 / pair.geometry.groups, kernel.height, kernel.width], using: &random)
    do {
      let example = try WorkedExample(
        pair, large: Tensor(normal: pair.largeShape.shape, using: &random),
        small: Tensor(normal: pair.smallShape.shape, using: &random), weights: weights)
      return (example.convolved.values + example.restored.values).map { Double($0) }
    } catch {
      preconditionFailure("the layers take the pair's shapes")
    }
  }

  // MARK: Training

  private static let image = ImageShape(channels: 1, height: 12, width: 12)

  /// Blobs of light at random places: something to learn.
  private static func images(_ count: Int) -> ImageSet {
    var random = RandomSource(seed: 1)
    var pixels: [UInt8] = []
    for _ in 0..<count {
      let (row, column) = (12 * random.uniform(), 12 * random.uniform())
      for y in 0..<image.height {
        for x in 0..<image.width {
          let (dy, dx) = (Float(y) - row, Float(x) - column)
          pixels.append(UInt8(max(0, 255 - 12 * (dy * dy + dx * dx))))
        }
      }
    }
    return ImageSet(shape: image, pixels: pixels, labels: nil)
  }

  private static func model(_ preset: Preset) -> ModelDescription {
    do {
      let (encoder, decoder) = try preset.layers(image, latentSize: 4)
      return ModelDescription(
        name: preset.rawValue, latentSize: 4, encoder: encoder, decoder: decoder)
    } catch {
      preconditionFailure("the images are large enough for every preset")
    }
  }

  private static func batchNormModel() -> ModelDescription {
    do {
      let same = try ConvGeometry(kernel: Size2D(3), padding: Size2D(1))
      let halves = try PoolingSpec(kernel: Size2D(2))
      let shape = ImageShape(channels: 8, height: 3, width: 3)
      func convolution(_ inputs: Int, _ outputs: Int) -> LayerSpec {
        .conv2d(ConvolutionSpec(inChannels: inputs, outChannels: outputs, geometry: same))
      }
      return ModelDescription(
        name: "batch-norm", latentSize: 5,
        encoder: [
          convolution(1, 8), .batchNorm2d(BatchNormSpec(channels: 8)), .relu, .maxPool2d(halves),
          convolution(8, 8), .leakyReLU(slope: 0.1), .averagePool2d(halves), .flatten,
          .dropout(probability: 0.2), .dense(DenseSpec(inFeatures: shape.count, outFeatures: 5)),
        ],
        decoder: [
          .dense(DenseSpec(inFeatures: 5, outFeatures: shape.count)), .softplus, .reshape(shape),
          .upsample(Size2D(2)), convolution(8, 8), .batchNorm2d(BatchNormSpec(channels: 8)),
          .tanh, .upsample(Size2D(2)), convolution(8, 1), .sigmoid,
        ])
    } catch {
      preconditionFailure("the geometries are legal ones")
    }
  }

  private static func resizingModel() -> ModelDescription {
    do {
      let same = try ConvGeometry(kernel: Size2D(3), padding: Size2D(1))
      let inner = try ConvGeometry(kernel: Size2D(3))
      let halves = try PoolingSpec(kernel: Size2D(2))
      func convolution(_ inputs: Int, _ outputs: Int, _ geometry: ConvGeometry) -> LayerSpec {
        .conv2d(ConvolutionSpec(inChannels: inputs, outChannels: outputs, geometry: geometry))
      }
      let sides = Padding(Size2D(1))
      return ModelDescription(
        name: "resizing", latentSize: 72,
        encoder: [
          .pad2d(PaddingSpec(.reflection, sides)), convolution(1, 8, inner),
          .groupNorm(GroupNormSpec(groups: 2, channels: 8)), .silu, .maxPool2d(halves),
          convolution(8, 8, same), .layerNorm(LayerNormSpec(.lastAxes([8, 6, 6]))), .gelu(.exact),
          convolution(8, 2, same),
        ],
        decoder: [
          .pad2d(PaddingSpec(.replication, sides)), .cropping2d(sides), .flatten,
          .batchNorm1d(BatchNormSpec(channels: 72)),
          .reshape(ImageShape(channels: 2, height: 6, width: 6)), .elu(alpha: 1),
          .upsampleBilinear(BilinearSpec(.scale(height: 2, width: 2))), convolution(2, 8, same),
          .gelu(.tanh), .maxPool2d(halves), convolution(8, 4, same),
          .layerNorm(LayerNormSpec(.channels(4))), .pixelShuffle(factor: 2),
          .hardSigmoid(HardSigmoidSpec()),
        ])
    } catch {
      preconditionFailure("the geometries are legal ones")
    }
  }

  /// The losses of the first steps, each an epoch of its own for the schedule.
  private static func losses(
    _ model: ModelDescription, _ settings: ShardedStep.Settings, _ method: OptimizerMethod,
    _ schedule: LearningRateSchedule
  ) -> [Double] {
    let network: Network
    do {
      network = try Autoencoder(checking: model, imageShape: image).network
    } catch {
      preconditionFailure("the layers fit each other")
    }
    let parameters = FloatBuffer(count: network.parameterCount)
    parameters.assign(model.initialParameters(seed: 2))
    let step = ShardedStep(network, codeLayer: model.encoder.count - 1, settings)
    var optimizer = Optimizer(method, parameterCount: parameters.count)
    let images = images(3 * settings.batchSize)
    let objective = settings.objective
    return (0..<steps).map { index in
      let first = index % 3 * settings.batchSize
      let batch = Array(first..<first + settings.batchSize)[...]
      let beta = objective.beta(epoch: index + 1)
      let context = StepContext(
        learningRate: schedule.rate(0.001, epoch: index + 1, of: steps), beta: beta, seed: 2,
        epoch: index + 1, step: index)
      return step.run(images, batch, parameters: parameters, context, optimizer: &optimizer)
        .total(objective, beta: beta, values: image.count)
    }
  }
}
