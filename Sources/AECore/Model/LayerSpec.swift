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
  /// `(N, 2·L)`, means and log-variances, to a code `(N, L)` drawn from that distribution.
  case gaussianSampling
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

extension LayerSpec {
  /// The name in `run.json` and in PyTorch: `conv2d`, `dense`, `relu` …
  public var type: String {
    switch self {
    case .conv2d: "conv2d"
    case .convTranspose2d: "conv_transpose2d"
    case .dense: "dense"
    case .relu: "relu"
    case .sigmoid: "sigmoid"
    case .flatten: "flatten"
    case .reshape: "reshape"
    case .maxPool2d: "max_pool2d"
    case .averagePool2d: "avg_pool2d"
    case .upsample: "upsample"
    case .leakyReLU: "leaky_relu"
    case .tanh: "tanh"
    case .softplus: "softplus"
    case .dropout: "dropout"
    case .batchNorm2d: "batch_norm2d"
    case .gaussianSampling: "gaussian_sampling"
    }
  }

  /// The name on a figure: `Conv 3×3, stride 2, padding 1`.
  public var title: String {
    switch self {
    case .conv2d(let spec): "Conv \(spec.geometry.shortDescription)"
    case .convTranspose2d(let spec): "ConvTranspose \(spec.geometry.shortDescription)"
    case .dense: "Dense"
    case .relu: "ReLU"
    case .sigmoid: "Sigmoid"
    case .flatten: "Flatten"
    case .reshape: "Reshape"
    case .maxPool2d(let spec): "MaxPool \(spec.geometry.shortDescription)"
    case .averagePool2d(let spec): "AveragePool \(spec.geometry.shortDescription)"
    case .upsample(let scale):
      "Upsample ×"
        + (scale.height == scale.width ? "\(scale.height)" : "\(scale.height)×\(scale.width)")
    case .leakyReLU(let slope): "LeakyReLU \(slope)"
    case .tanh: "Tanh"
    case .softplus: "Softplus"
    case .dropout(let probability): "Dropout \(probability)"
    case .batchNorm2d: "BatchNorm"
    case .gaussianSampling: "Sampling"
    }
  }
}

extension ConvGeometry {
  /// `3×3, stride 2`: kernel and stride, for a title.
  public var shortDescription: String {
    let s =
      stride.height == stride.width ? "\(stride.height)" : "\(stride.height)×\(stride.width)"
    return "\(kernel.height)×\(kernel.width), stride \(s)"
  }
}
