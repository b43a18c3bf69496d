import AENetwork

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

extension ShapeError.Expectation: CustomStringConvertible {
  /// `[C, H, W]`: the shape in letters or numbers.
  public var description: String {
    switch self {
    case .features(let count): "[\(count)]"
    case .maps(let channels): "[\(channels.map(String.init) ?? "C"), H, W]"
    case .values(let image): "\(image.count) values for \(image)"
    case .meansAndLogVariances: "[2·L], L means and L log-variances"
    }
  }
}

extension ShapeError: CustomStringConvertible {
  /// One line: which layer, what it wanted, what it got.
  public var description: String {
    switch self {
    case .mismatch(let layer, let expected, let found):
      "\(layer.type) wants \(expected), but gets \(found.dimensions)"
    case .tooLarge(let layer, let shape):
      "\(layer.type) with \(shape.dimensions) values is more than can be held"
    case .tooManyJoins(let layer, let axis, let count, let most):
      "\(layer.type) joins \(count) pairs of cells along its \(axis.rawValue), and at most \(most) "
        + "can be listed; use a smaller kernel or less padding"
    case .geometry(let layer, let error): "\(layer.type): \(error)"
    }
  }
}
