import AENetwork
import Foundation

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
    case .elu: "elu"
    case .selu: "selu"
    case .preLU: "prelu"
    case .gelu: "gelu"
    case .silu: "silu"
    case .hardSigmoid: "hard_sigmoid"
    case .layerNorm: "layer_norm"
    case .groupNorm: "group_norm"
    case .batchNorm1d: "batch_norm1d"
    case .upsampleBilinear: "upsample"
    case .pixelShuffle: "pixel_shuffle"
    case .pad2d(let spec): "\(spec.fill.rawValue)_pad2d"
    case .cropping2d: "cropping2d"
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
    case .upsampleBilinear(let spec): "Upsample \(spec.shortDescription)"
    case .pixelShuffle(let factor): "PixelShuffle ×\(factor)"
    case .pad2d(let spec): "\(spec.fill.title) \(spec.padding)"
    case .cropping2d(let cropping): "Cropping \(cropping)"
    case .leakyReLU(let slope): "LeakyReLU \(slope)"
    case .tanh: "Tanh"
    case .softplus: "Softplus"
    case .dropout(let probability): "Dropout \(probability)"
    case .batchNorm1d, .batchNorm2d: "BatchNorm"
    case .gaussianSampling: "Sampling"
    case .elu(let alpha): alpha == 1 ? "ELU" : "ELU \(alpha)"
    case .selu: "SELU"
    case .preLU(let channels): channels == 1 ? "PReLU" : "PReLU (\(channels) slopes)"
    case .gelu(let form): form == .exact ? "GELU" : "GELU (\(form.rawValue))"
    case .silu: "SiLU"
    case .hardSigmoid(let line):
      "HardSigmoid" + (line == HardSigmoidSpec() ? "" : " \(line.formula)")
    case .layerNorm(let spec): "LayerNorm \(spec.shortDescription)"
    case .groupNorm(let spec): "GroupNorm (\(spec.groups) group\(spec.groups == 1 ? "" : "s"))"
    }
  }
}

extension HardSigmoidSpec {
  /// `0.2·x + 0.5`, or `1.429·x − 0.125`: to four digits.
  fileprivate var formula: String {
    func digits(_ value: Double) -> String { String(format: "%.4g", value) }
    let product = digits(slope) + "·x"
    guard offset != 0 else { return product }
    return product + (offset < 0 ? " − " : " + ") + digits(abs(offset))
  }
}

extension BilinearSpec {
  /// `×2, bilinear`, or `to 28×28, bilinear, corners aligned`: for a title.
  fileprivate var shortDescription: String {
    let size =
      switch extent {
      case .size(let size): "to \(size.height)×\(size.width)"
      case .scale(let height, let width):
        "×" + (height == width ? Self.text(height) : "\(Self.text(height))×\(Self.text(width))")
      }
    return "\(size), bilinear" + (alignsCorners ? ", corners aligned" : "")
  }

  /// A whole number without its fraction.
  private static func text(_ scale: Double) -> String {
    scale == scale.rounded() ? "\(Int(clamping: scale))" : "\(scale)"
  }
}

extension PaddingSpec.Fill {
  /// For a title.
  fileprivate var title: String {
    switch self {
    case .zero: "ZeroPad"
    case .reflection: "ReflectionPad"
    case .replication: "ReplicationPad"
    }
  }
}

extension LayerNormSpec {
  /// `16×7×7`, or `(channels)`.
  fileprivate var shortDescription: String {
    switch extent {
    case .channels: "(channels)"
    case .lastAxes(let shape): shape.dimensions.map(String.init).joined(separator: "×")
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
    case .meansAndLogVariances: "[2·L] or [2·L, H, W], L means and L log-variances"
    case .lastAxes(let shape): "a shape that ends in \(shape.dimensions)"
    case .featuresOrMaps(let count): "[\(count)] or [\(count), H, W]"
    case .mapsInBlocks(let count): "[\(count)·C, H, W]"
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
    case .reflectionTooWide(let layer, let padding, let cells):
      "\(layer.type) mirrors \(padding) cells, but beside the outermost one the map has "
        + "\(cells - 1); use less padding, or replication_pad2d"
    case .nothingLeft(let layer, let cropping, let cells):
      "\(layer.type) leaves out \(cropping) of \(cells) cells; leave out fewer"
    }
  }
}
