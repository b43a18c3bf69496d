import AENetwork

/// A layer as numbers, which go to a program that knows no Swift: its kind, how many numbers
/// follow, and these.
///
///     conv2d 3×3, stride 2, 1 to 16 maps      [0, 17, 3, 3, 2, 2, 1, 1, 1, 1, …]
///
/// The order is part of what `PageModule` promises; a new layer gets the next kind.
package enum LayerNumbers {
  /// The numbers of `layers`, one layer after the other.
  package static func of(_ layers: [LayerSpec]) -> [Double] {
    layers.flatMap { layer in
      let (kind, numbers) = parts(layer)
      return [Double(kind), Double(numbers.count)] + numbers
    }
  }

  /// The layers that `numbers` describe; nil when they describe none.
  package static func layers(_ numbers: [Double]) -> [LayerSpec]? {
    var layers: [LayerSpec] = []
    var rest = numbers[...]
    while let kind = rest.popFirst() {
      guard let stated = rest.popFirst() else { return nil }
      let count = Int(clamping: stated)
      guard count >= 0, count <= rest.count else { return nil }
      var reader = NumberReader(rest.prefix(count))
      rest = rest.dropFirst(count)
      guard let layer = layer(Int(clamping: kind), &reader), reader.isAtEnd else { return nil }
      layers.append(layer)
    }
    return layers
  }

  private static func parts(_ layer: LayerSpec) -> (kind: Int, numbers: [Double]) {
    switch layer {
    case .conv2d(let spec): (0, numbers(spec))
    case .convTranspose2d(let spec): (1, numbers(spec))
    case .dense(let spec):
      (2, [Double(spec.inFeatures), Double(spec.outFeatures), spec.bias ? 1 : 0])
    case .relu: (3, [])
    case .sigmoid: (4, [])
    case .flatten: (5, [])
    case .reshape(let image):
      (6, [Double(image.channels), Double(image.height), Double(image.width)])
    case .maxPool2d(let spec): (7, numbers(spec))
    case .averagePool2d(let spec): (8, numbers(spec))
    case .upsample(let scale): (9, [Double(scale.height), Double(scale.width)])
    case .leakyReLU(let slope): (10, [slope])
    case .tanh: (11, [])
    case .softplus: (12, [])
    case .dropout(let probability): (13, [probability])
    case .batchNorm2d(let spec): (14, [Double(spec.channels), spec.epsilon, spec.momentum])
    case .gaussianSampling: (15, [])
    case .elu(let alpha): (16, [alpha])
    case .gelu(let form): (17, [form == .exact ? 0 : 1])
    case .silu: (18, [])
    case .hardSigmoid(let spec): (19, [spec.slope, spec.offset])
    case .layerNorm(let spec): (20, numbers(spec))
    case .groupNorm(let spec):
      (21, [Double(spec.groups), Double(spec.channels), spec.epsilon])
    case .batchNorm1d(let spec): (22, [Double(spec.channels), spec.epsilon, spec.momentum])
    case .upsampleBilinear(let spec): (23, numbers(spec))
    case .pixelShuffle(let factor): (24, [Double(factor)])
    case .pad2d(let spec): (25, [fillNumber(spec.fill)] + numbers(spec.padding))
    case .cropping2d(let padding): (26, numbers(padding))
    case .selu: (27, [])
    case .preLU(let channels): (28, [Double(channels)])
    }
  }

  private static func layer(_ kind: Int, _ read: inout NumberReader) -> LayerSpec? {
    switch kind {
    case 0: read.convolution().map { .conv2d($0) }
    case 1: read.convolution().map { .convTranspose2d($0) }
    case 2: dense(&read)
    case 3: .relu
    case 4: .sigmoid
    case 5: .flatten
    case 6: read.image().map { .reshape($0) }
    case 7: read.pooling().map { .maxPool2d($0) }
    case 8: read.pooling().map { .averagePool2d($0) }
    case 9: .upsample(read.size())
    case 10: .leakyReLU(slope: read.number())
    case 11: .tanh
    case 12: .softplus
    case 13: read.share().map { .dropout(probability: $0) }
    case 14: batchNorm(&read).map { .batchNorm2d($0) }
    case 15: .gaussianSampling
    case 16: .elu(alpha: read.number())
    case 17: .gelu(read.whole() == 0 ? .exact : .tanh)
    case 18: .silu
    case 19: .hardSigmoid(HardSigmoidSpec(slope: read.number(), offset: read.number()))
    case 20: read.layerNorm().map { .layerNorm($0) }
    case 21: groupNorm(&read)
    case 22: batchNorm(&read).map { .batchNorm1d($0) }
    case 23: read.bilinear().map { .upsampleBilinear($0) }
    case 24: .pixelShuffle(factor: read.whole())
    case 25: read.padding2d().map { .pad2d($0) }
    case 26: read.padding().map { .cropping2d($0) }
    case 27: .selu
    case 28: read.count().map { .preLU(channels: $0) }
    default: nil
    }
  }

  private static func dense(_ read: inout NumberReader) -> LayerSpec? {
    guard let inputs = read.count(), let outputs = read.count() else { return nil }
    return .dense(DenseSpec(inFeatures: inputs, outFeatures: outputs, bias: read.whole() != 0))
  }

  private static func batchNorm(_ read: inout NumberReader) -> BatchNormSpec? {
    read.count().map {
      BatchNormSpec(channels: $0, epsilon: read.number(), momentum: read.number())
    }
  }

  private static func groupNorm(_ read: inout NumberReader) -> LayerSpec? {
    guard let groups = read.count(), let channels = read.count() else { return nil }
    return .groupNorm(GroupNormSpec(groups: groups, channels: channels, epsilon: read.number()))
  }

  private static func numbers(_ size: Size2D) -> [Double] {
    [Double(size.height), Double(size.width)]
  }

  private static func numbers(_ padding: Padding) -> [Double] {
    [padding.vertical, padding.horizontal].flatMap { [Double($0.before), Double($0.after)] }
  }

  /// Kernel, stride, padding, dilation, output padding, groups; channels in and out; bias.
  private static func numbers(_ spec: ConvolutionSpec) -> [Double] {
    let g = spec.geometry
    return numbers(g.kernel) + numbers(g.stride) + numbers(g.padding) + numbers(g.dilation)
      + numbers(g.outputPadding) + [
        Double(g.groups), Double(spec.inChannels), Double(spec.outChannels), spec.bias ? 1 : 0,
      ]
  }

  private static func numbers(_ spec: PoolingSpec) -> [Double] {
    let g = spec.geometry
    return numbers(g.kernel) + numbers(g.stride) + numbers(g.padding)
      + [spec.countsPadding ? 1 : 0]
  }

  private static func numbers(_ spec: LayerNormSpec) -> [Double] {
    switch spec.extent {
    case .lastAxes(let shape): [spec.epsilon, 0] + shape.dimensions.map { Double($0) }
    case .channels(let channels): [spec.epsilon, 1, Double(channels)]
    }
  }

  private static func numbers(_ spec: BilinearSpec) -> [Double] {
    let corners = spec.alignsCorners ? 1.0 : 0
    return switch spec.extent {
    case .scale(let height, let width): [corners, 0, height, width]
    case .size(let size): [corners, 1] + numbers(size)
    }
  }

  private static func fillNumber(_ fill: PaddingSpec.Fill) -> Double {
    switch fill {
    case .zero: 0
    case .reflection: 1
    case .replication: 2
    }
  }
}
