/// What a layer is, without its weights: the one description that is saved in a run, built into a
/// ``Layer`` and drawn in a figure.
public enum LayerSpec: Hashable, Sendable {
  /// Convolution, many to one: `(N, C, H, W)` to `(N, O, h, w)`.
  case conv2d(ConvolutionSpec)
  /// Transposed convolution, one to many: `(N, C, h, w)` to `(N, O, H, W)`.
  case convTranspose2d(ConvolutionSpec)
  /// Fully connected: `(N, inFeatures)` to `(N, outFeatures)`.
  case dense(DenseSpec)
  /// `max(x, 0)`.
  case relu
  /// `1 / (1 + e^−x)`.
  case sigmoid
  /// `(N, C, H, W)` to `(N, C·H·W)`, row-major.
  case flatten
  /// `(N, C·H·W)` to `(N, C, H, W)`, row-major.
  case reshape(ImageShape)
  /// The greatest value of each window: `(N, C, H, W)` to `(N, C, h, w)`.
  case maxPool2d(PoolingSpec)
  /// The mean of each window: `(N, C, H, W)` to `(N, C, h, w)`.
  case averagePool2d(PoolingSpec)
  /// Nearest neighbour, every cell becomes a block: `(N, C, H, W)` to `(N, C, SH·H, SW·W)`.
  case upsample(Size2D)
  /// `x` where positive, else `slope · x`.
  case leakyReLU(slope: Double)
  /// Hyperbolic tangent.
  case tanh
  /// `ln(1 + e^x)`.
  case softplus
  /// In training every value is left out with this probability.
  case dropout(probability: Double)
  /// Maps of mean 0 and variance 1 over the batch, then scaled and shifted as learned.
  case batchNorm2d(BatchNormSpec)
  /// `(N, 2·L)`, means and log-variances, to a code `(N, L)` drawn from that distribution; also
  /// `(N, 2·C, H, W)` to `(N, C, H, W)`.
  case gaussianSampling
  /// `x` where positive, else `alpha · (e^x − 1)`.
  case elu(alpha: Double)
  /// `λ · x` where positive, else `λ · α · (e^x − 1)`, with the numbers of ``SELU``.
  case selu
  /// `x` where positive, else `x` times a slope that is learned: of each map, or, when `channels`
  /// is 1, one for all.
  case preLU(channels: Int)
  /// `x` times the probability that a standard normal value lies below it.
  case gelu(GELUForm)
  /// `x / (1 + e^−x)`.
  case silu
  /// `slope · x + offset`, held to [0, 1].
  case hardSigmoid(HardSigmoidSpec)
  /// Mean 0 and variance 1 within each example, then scaled and shifted as learned.
  case layerNorm(LayerNormSpec)
  /// Groups of maps of mean 0 and variance 1 within each example, then scaled and shifted as
  /// learned.
  case groupNorm(GroupNormSpec)
  /// ``batchNorm2d(_:)`` of a list of features, `(N, F)`.
  case batchNorm1d(BatchNormSpec)
  /// Resized, every cell between four: `(N, C, H, W)` to `(N, C, h, w)`.
  case upsampleBilinear(BilinearSpec)
  /// Maps to blocks of cells: `(N, R²·C, H, W)` to `(N, C, R·H, R·W)`, `R` being the factor.
  case pixelShuffle(factor: Int)
  /// Rows and columns put around: `(N, C, H, W)` to `(N, C, H + …, W + …)`.
  case pad2d(PaddingSpec)
  /// Rows and columns left out at the edges: `(N, C, H, W)` to `(N, C, H − …, W − …)`.
  case cropping2d(Padding)

  /// Whether it only says the same numbers in another shape.
  package var isReshaping: Bool {
    switch self {
    case .flatten, .reshape: true
    default: false
    }
  }
}

/// A convolution's or a transposed convolution's channels and geometry.
public struct ConvolutionSpec: Hashable, Sendable {
  /// Channels of the layer's input.
  public var inChannels: Int
  /// Channels of the layer's output.
  public var outChannels: Int
  /// Kernel, stride, padding, dilation, output padding, groups.
  public var geometry: ConvGeometry
  /// Whether one number per output channel is added.
  public var bias: Bool

  /// A convolution from `inChannels` to `outChannels`.
  public init(inChannels: Int, outChannels: Int, geometry: ConvGeometry, bias: Bool = true) {
    self.inChannels = inChannels
    self.outChannels = outChannels
    self.geometry = geometry
    self.bias = bias
  }
}

/// A fully connected layer's sizes.
public struct DenseSpec: Hashable, Sendable {
  /// Values in.
  public var inFeatures: Int
  /// Values out.
  public var outFeatures: Int
  /// Whether one number per output is added.
  public var bias: Bool

  /// A fully connected layer from `inFeatures` to `outFeatures`.
  public init(inFeatures: Int, outFeatures: Int, bias: Bool = true) {
    self.inFeatures = inFeatures
    self.outFeatures = outFeatures
    self.bias = bias
  }
}
