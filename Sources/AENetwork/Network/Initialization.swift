/// How the numbers are drawn that a new network begins with.
public enum Initialization: String, CaseIterable, Sendable {
  /// Each layer for the activation that follows it, so that the values keep their spread from layer
  /// to layer, and errors on their way back; biases are 0.
  ///
  /// - Before a ReLU or one of its kin: uniform in ±√(6 / ((1 + slope²)·fan in)) (He et al. 2015,
  ///   "Delving Deep into Rectifiers"), since half of the values is cut off.
  /// - Before anything else: uniform in ±√(6 / (fan in + fan out)) (Glorot and Bengio 2010).
  case byActivation = "activation"
  /// As PyTorch's layers do by themselves: weights and biases uniform in ±1/√(fan in). Values
  /// shrink on their way, and of the units of a ReLU many are 0 for every image from the start.
  case pyTorch = "pytorch"
}

extension ModelDescription {
  /// The numbers that a new network begins with, in the order of ``Autoencoder/parameters``.
  public func initialParameters(
    seed: UInt64, _ initialization: Initialization = .byActivation
  ) -> [Float] {
    var random = RandomSource(seed: seed, stream: 0)
    let layers = encoder + decoder
    return layers.indices.flatMap { index in
      switch initialization {
      case .pyTorch: layers[index].valuesAsPyTorch(using: &random)
      case .byActivation:
        layers[index].values(before: Activation(behind: index, in: layers), using: &random)
      }
    }
  }
}

/// What becomes of a layer's output before the next weights see it.
private enum Activation {
  /// Below 0 only a share of it is left.
  case rectified(slope: Double)
  /// All of it, or what bends it the same in both directions.
  case even

  /// What follows layer `index`: layers that reshape, pool or normalise have no part in it.
  init(behind index: Int, in layers: [LayerSpec]) {
    self = .even
    for layer in layers[(index + 1)...] {
      switch layer {
      case .flatten, .reshape, .maxPool2d, .averagePool2d, .upsample, .upsampleBilinear,
        .pixelShuffle, .pad2d, .cropping2d, .batchNorm1d, .batchNorm2d, .layerNorm, .groupNorm,
        .dropout:
        continue
      case .relu, .softplus, .elu, .gelu, .silu: self = .rectified(slope: 0)
      case .leakyReLU(let slope): self = .rectified(slope: slope)
      case .preLU: self = .rectified(slope: LayerSpec.firstSlope)
      case .sigmoid, .hardSigmoid, .tanh, .selu, .gaussianSampling, .conv2d, .convTranspose2d,
        .dense:
        break
      }
      return
    }
  }
}

extension LayerSpec {
  /// The slope that a ``PReLU`` begins with.
  fileprivate static let firstSlope = 0.25

  /// Weights for the activation that follows, and biases of 0.
  fileprivate func values(before activation: Activation, using random: inout RandomSource)
    -> [Float]
  {
    guard let (fanIn, fanOut) = fans, let weight = parameterShapes.first?.shape else {
      return valuesAsPyTorch(using: &random)
    }
    let bound: Double =
      switch activation {
      case .rectified(let slope): (6 / ((1 + slope * slope) * fanIn)).squareRoot()
      case .even: (6 / (fanIn + fanOut)).squareRoot()
      }
    let weights = (0..<weight.count).map { _ in (2 * random.uniform() - 1) * Float(bound) }
    return weights + [Float](repeating: 0, count: parameterCount - weight.count)
  }

  /// Uniform in ±1/√(fan in), as PyTorch draws them; a normalisation begins with weights of 1,
  /// biases and means of 0 and variances of 1, so that it adds nothing of its own.
  fileprivate func valuesAsPyTorch(using random: inout RandomSource) -> [Float] {
    switch self {
    case .batchNorm1d, .batchNorm2d, .layerNorm, .groupNorm:
      return zip(storedShapes, [1, 0, 0, 1] as [Float]).flatMap { stored, value in
        [Float](repeating: value, count: stored.shape.count)
      }
    case .preLU(let channels): return [Float](repeating: Float(Self.firstSlope), count: channels)
    default: break
    }
    guard let weight = parameterShapes.first?.shape else { return [] }
    // PyTorch counts the fan from the weight's second axis on, in both directions.
    let bound = 1 / Float(weight.dimensions.dropFirst().reduce(1, *)).squareRoot()
    return (0..<parameterCount).map { _ in (2 * random.uniform() - 1) * bound }
  }

  /// How many values an output is summed from, and how many outputs a value goes into; of a
  /// convolution on average, where the stride leaves some out. Nil for a layer without weights.
  private var fans: (fanIn: Double, fanOut: Double)? {
    func spread(_ spec: ConvolutionSpec) -> (all: Double, strided: Double) {
      let taps = Double(spec.geometry.kernel.count) / Double(spec.geometry.groups)
      return (
        taps, max(1 / Double(spec.geometry.groups), taps / Double(spec.geometry.stride.count))
      )
    }
    switch self {
    case .dense(let spec): return (Double(spec.inFeatures), Double(spec.outFeatures))
    case .conv2d(let spec):
      let (all, strided) = spread(spec)
      return (Double(spec.inChannels) * all, Double(spec.outChannels) * strided)
    case .convTranspose2d(let spec):
      let (all, strided) = spread(spec)
      return (Double(spec.inChannels) * strided, Double(spec.outChannels) * all)
    default: return nil
    }
  }
}
