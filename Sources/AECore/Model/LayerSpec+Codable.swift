import AENetwork

extension LayerSpec: Codable {
  private enum Key: CodingKey {
    case type, kernel, stride, padding, outputPadding, dilation, groups, bias, shape, scale
    case inChannels, outChannels, inFeatures, outFeatures, channels
    case negativeSlope, probability, epsilon, momentum, countIncludePad
  }

  /// Reads `{"type": "conv2d", "in_channels": …}`. Stride, padding, dilation, groups and bias may
  /// be left out, and are then PyTorch's defaults; a key that the layer does not have is refused.
  /// - Throws: `DecodingError` whose path names the field.
  public init(from decoder: any Decoder) throws {
    self = try LayerEntry(from: decoder).numbered(decoder)
  }

  /// Reads the layer; where its padding is a word, it has none yet.
  init(unpadded decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let type = try container.decode(String.self, forKey: .type)
    switch type {
    case "conv2d": self = .conv2d(try Self.convolution(container, transposed: false))
    case "conv_transpose2d":
      self = .convTranspose2d(try Self.convolution(container, transposed: true))
    case "dense":
      self = .dense(
        DenseSpec(
          inFeatures: try Self.positive(container, .inFeatures),
          outFeatures: try Self.positive(container, .outFeatures),
          bias: try container.decodeIfPresent(Bool.self, forKey: .bias) ?? true))
    case "relu": self = .relu
    case "sigmoid": self = .sigmoid
    case "flatten": self = .flatten
    case "reshape":
      self = .reshape(try container.decode(ImageShape.self, forKey: .shape))
    case "max_pool2d": self = .maxPool2d(try Self.pooling(container))
    case "avg_pool2d":
      self = .averagePool2d(
        try Self.pooling(
          container,
          countsPadding: try container.decodeIfPresent(Bool.self, forKey: .countIncludePad)))
    case "upsample": self = .upsample(try Self.scale(container))
    case "leaky_relu":
      self = .leakyReLU(
        slope: try Self.number(container, .negativeSlope, in: -1...1, otherwise: 0.01))
    case "tanh": self = .tanh
    case "softplus": self = .softplus
    case "dropout":
      self = .dropout(
        probability: try Self.number(container, .probability, in: 0...0.999, otherwise: 0.5))
    case "batch_norm2d":
      self = .batchNorm2d(
        BatchNormSpec(
          channels: try Self.positive(container, .channels),
          epsilon: try Self.number(container, .epsilon, in: 1e-12...1, otherwise: 1e-5),
          momentum: try Self.number(container, .momentum, in: 0...1, otherwise: 0.1)))
    case "gaussian_sampling": self = .gaussianSampling
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: container,
        debugDescription: "\"\(type)\" is no layer that this version knows")
    }
    try LayerKeys.check(decoder, of: self)
  }

  /// Writes the layer with every number, defaults included.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(type, forKey: .type)
    switch self {
    case .conv2d(let spec), .convTranspose2d(let spec):
      let geometry = spec.geometry
      try container.encode(spec.inChannels, forKey: .inChannels)
      try container.encode(spec.outChannels, forKey: .outChannels)
      try container.encode(geometry.kernel, forKey: .kernel)
      try container.encode(geometry.stride, forKey: .stride)
      try container.encode(geometry.padding, forKey: .padding)
      try container.encode(geometry.dilation, forKey: .dilation)
      if case .convTranspose2d = self {
        try container.encode(geometry.outputPadding, forKey: .outputPadding)
      }
      try container.encode(geometry.groups, forKey: .groups)
      try container.encode(spec.bias, forKey: .bias)
    case .dense(let spec):
      try container.encode(spec.inFeatures, forKey: .inFeatures)
      try container.encode(spec.outFeatures, forKey: .outFeatures)
      try container.encode(spec.bias, forKey: .bias)
    case .reshape(let shape): try container.encode(shape, forKey: .shape)
    case .maxPool2d(let spec), .averagePool2d(let spec):
      try container.encode(spec.geometry.kernel, forKey: .kernel)
      try container.encode(spec.geometry.stride, forKey: .stride)
      try container.encode(spec.geometry.padding, forKey: .padding)
      if case .averagePool2d = self, !spec.countsPadding {
        try container.encode(false, forKey: .countIncludePad)
      }
    case .upsample(let scale): try container.encode(scale, forKey: .scale)
    case .leakyReLU(let slope): try container.encode(slope, forKey: .negativeSlope)
    case .dropout(let probability): try container.encode(probability, forKey: .probability)
    case .batchNorm2d(let spec):
      try container.encode(spec.channels, forKey: .channels)
      try container.encode(spec.epsilon, forKey: .epsilon)
      try container.encode(spec.momentum, forKey: .momentum)
    case .relu, .sigmoid, .flatten, .tanh, .softplus, .gaussianSampling: break
    }
  }

  private static func convolution(
    _ container: KeyedDecodingContainer<Key>, transposed: Bool
  ) throws -> ConvolutionSpec {
    let inChannels = try positive(container, .inChannels)
    let outChannels = try positive(container, .outChannels)
    do {
      let geometry = try ConvGeometry(
        kernel: try container.decode(Size2D.self, forKey: .kernel),
        stride: try container.decodeIfPresent(Size2D.self, forKey: .stride) ?? Size2D(1),
        padding: try padding(container),
        dilation: try container.decodeIfPresent(Size2D.self, forKey: .dilation) ?? Size2D(1),
        outputPadding: transposed
          ? try container.decodeIfPresent(Size2D.self, forKey: .outputPadding) ?? Size2D(0)
          : Size2D(0),
        groups: try container.decodeIfPresent(Int.self, forKey: .groups) ?? 1)
      try geometry.check(
        largeChannels: transposed ? outChannels : inChannels,
        smallChannels: transposed ? inChannels : outChannels)
      return ConvolutionSpec(
        inChannels: inChannels, outChannels: outChannels, geometry: geometry,
        bias: try container.decodeIfPresent(Bool.self, forKey: .bias) ?? true)
    } catch let error as GeometryError {
      // The error names its number; the path is the layer's.
      throw DecodingError.dataCorrupted(
        .init(codingPath: container.codingPath, debugDescription: "\(error)"))
    }
  }

  private static func pooling(
    _ container: KeyedDecodingContainer<Key>, countsPadding: Bool? = nil
  ) throws -> PoolingSpec {
    do {
      return try PoolingSpec(
        kernel: container.decode(Size2D.self, forKey: .kernel),
        stride: container.decodeIfPresent(Size2D.self, forKey: .stride),
        padding: padding(container), countsPadding: countsPadding ?? true)
    } catch let error as GeometryError {
      throw DecodingError.dataCorrupted(
        .init(codingPath: container.codingPath, debugDescription: "\(error)"))
    }
  }

  /// None where it is a word, which a ``LayerEntry`` keeps.
  private static func padding(_ container: KeyedDecodingContainer<Key>) throws -> Padding {
    guard let word = try? container.decode(String.self, forKey: .padding) else {
      return try container.decodeIfPresent(Padding.self, forKey: .padding) ?? .zero
    }
    guard PaddingRule(rawValue: word) != nil else {
      let words = PaddingRule.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
      throw DecodingError.dataCorruptedError(
        forKey: .padding, in: container,
        debugDescription: "is \"\(word)\"; give [height, width], [[top, bottom], [left, right]], "
          + words)
    }
    return .zero
  }

  private static func scale(_ container: KeyedDecodingContainer<Key>) throws -> Size2D {
    let scale = try container.decode(Size2D.self, forKey: .scale)
    for axis in Size2D.Axis.allCases
    where scale[axis] < 1 || scale[axis] > ConvGeometry.largestNumber {
      throw DecodingError.dataCorruptedError(
        forKey: .scale, in: container,
        debugDescription: "\(scale[axis]) is not from 1 to \(ConvGeometry.largestNumber)")
    }
    return scale
  }

  private static func number(
    _ container: KeyedDecodingContainer<Key>, _ key: Key, in range: ClosedRange<Double>,
    otherwise fallback: Double
  ) throws -> Double {
    let value = try container.decodeIfPresent(Double.self, forKey: key) ?? fallback
    guard range.contains(value) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container,
        debugDescription: "\(value) is not from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  private static func positive(
    _ container: KeyedDecodingContainer<Key>, _ key: Key
  ) throws -> Int {
    let value = try container.decode(Int.self, forKey: key)
    guard value >= 1, value <= ConvGeometry.largestNumber else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container,
        debugDescription: "\(value) is not from 1 to \(ConvGeometry.largestNumber)")
    }
    return value
  }
}
