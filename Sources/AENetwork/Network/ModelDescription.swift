/// The two halves of an autoencoder, as lists of layers.
public struct ModelDescription: Hashable, Sendable {
  /// The preset's name, or the user's.
  public var name: String
  /// Values in the code; of feature maps, `C·H·W`.
  public var latentSize: Int
  /// From the image to the code.
  public var encoder: [LayerSpec]
  /// From the code to the image.
  public var decoder: [LayerSpec]

  /// A model of these layers.
  public init(name: String, latentSize: Int, encoder: [LayerSpec], decoder: [LayerSpec]) {
    self.name = name
    self.latentSize = latentSize
    self.encoder = encoder
    self.decoder = decoder
  }

  /// How many numbers are trained.
  public var parameterCount: Int { (encoder + decoder).reduce(0) { $0 + $1.parameterCount } }

  /// Whether the code is drawn from a distribution.
  public var isVariational: Bool { encoder.contains(.gaussianSampling) }

  /// Whether every output lies from 0 to 1: a sigmoid, and behind it only what keeps that range.
  package var endsInProbabilities: Bool {
    for layer in decoder.reversed() {
      switch layer {
      case .sigmoid, .hardSigmoid: return true
      case .flatten, .reshape, .upsample, .upsampleBilinear, .pixelShuffle, .pad2d, .cropping2d,
        .maxPool2d, .averagePool2d, .relu, .leakyReLU, .preLU, .elu, .gelu, .silu, .tanh:
        continue
      case .conv2d, .convTranspose2d, .dense, .selu, .softplus, .dropout, .batchNorm1d,
        .batchNorm2d,
        .layerNorm, .groupNorm, .gaussianSampling:
        return false
      }
    }
    return false
  }

  /// The halves by name, in the order in which an image goes through them.
  package var halves: [(half: Half, layers: [LayerSpec])] {
    [(.encoder, encoder), (.decoder, decoder)]
  }

  /// The two halves of an autoencoder.
  public enum Half: String, CaseIterable, Sendable {
    /// From the image to the code.
    case encoder
    /// From the code to the image.
    case decoder
  }
}
