import AENetwork

extension LayerSpec: Codable {
  private enum Key: CodingKey {
    case type, kernel, stride, padding, outputPadding, dilation, groups, bias, shape, scale
    case inChannels, outChannels, inFeatures, outFeatures, channels
    case negativeSlope, probability, epsilon, momentum, countIncludePad
    case alpha, approximate, slope, offset, mode, size, alignCorners, factor, cropping
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
    case "upsample": self = try Self.upsampling(container)
    case "leaky_relu":
      self = .leakyReLU(
        slope: try Self.number(container, .negativeSlope, in: -1...1, otherwise: 0.01))
    case "tanh": self = .tanh
    case "softplus": self = .softplus
    case "dropout":
      self = .dropout(
        probability: try Self.number(container, .probability, in: 0...0.999, otherwise: 0.5))
    case "batch_norm2d":
      self = .batchNorm2d(try Self.batchNorm(container))
    case "gaussian_sampling": self = .gaussianSampling
    case "elu":
      self = .elu(alpha: try Self.number(container, .alpha, in: 0...1000, otherwise: 1))
    case "selu": self = .selu
    case "prelu":
      let isSaid = container.contains(.channels)
      self = .preLU(channels: isSaid ? try Self.positive(container, .channels) : 1)
    case "gelu": self = .gelu(try Self.word(container, .approximate, otherwise: .exact))
    case "silu": self = .silu
    case "hard_sigmoid": self = .hardSigmoid(try Self.hardSigmoid(container))
    case "layer_norm": self = .layerNorm(try Self.layerNorm(container))
    case "group_norm": self = .groupNorm(try Self.groupNorm(container))
    case "batch_norm1d":
      self = .batchNorm1d(try Self.batchNorm(container))
    case "pixel_shuffle":
      self = .pixelShuffle(factor: try Self.positive(container, .factor))
    case "zero_pad2d": self = .pad2d(try Self.padding(container, .zero))
    case "reflection_pad2d": self = .pad2d(try Self.padding(container, .reflection))
    case "replication_pad2d": self = .pad2d(try Self.padding(container, .replication))
    case "cropping2d": self = .cropping2d(try Self.sides(container, .cropping))
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
    case .batchNorm1d(let spec), .batchNorm2d(let spec):
      try container.encode(spec.channels, forKey: .channels)
      try container.encode(spec.epsilon, forKey: .epsilon)
      try container.encode(spec.momentum, forKey: .momentum)
    case .elu(let alpha): try container.encode(alpha, forKey: .alpha)
    case .preLU(let channels): try container.encode(channels, forKey: .channels)
    case .gelu(let form): try container.encode(form.rawValue, forKey: .approximate)
    case .hardSigmoid(let line):
      try container.encode(line.slope, forKey: .slope)
      try container.encode(line.offset, forKey: .offset)
    case .layerNorm(let spec):
      switch spec.extent {
      case .lastAxes(let shape): try container.encode(shape, forKey: .shape)
      case .channels(let count): try container.encode(count, forKey: .channels)
      }
      try container.encode(spec.epsilon, forKey: .epsilon)
    case .groupNorm(let spec):
      try container.encode(spec.groups, forKey: .groups)
      try container.encode(spec.channels, forKey: .channels)
      try container.encode(spec.epsilon, forKey: .epsilon)
    case .upsampleBilinear(let spec):
      try container.encode(UpsampleMode.bilinear.rawValue, forKey: .mode)
      switch spec.extent {
      case .scale(let height, let width): try container.encode([height, width], forKey: .scale)
      case .size(let size): try container.encode(size, forKey: .size)
      }
      try container.encode(spec.alignsCorners, forKey: .alignCorners)
    case .pixelShuffle(let factor): try container.encode(factor, forKey: .factor)
    case .pad2d(let spec): try container.encode(spec.padding, forKey: .padding)
    case .cropping2d(let cropping): try container.encode(cropping, forKey: .cropping)
    case .relu, .sigmoid, .flatten, .tanh, .softplus, .gaussianSampling, .selu, .silu: break
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

  private static func batchNorm(
    _ container: KeyedDecodingContainer<Key>
  ) throws -> BatchNormSpec {
    BatchNormSpec(
      channels: try positive(container, .channels), epsilon: try epsilon(container),
      momentum: try number(container, .momentum, in: 0...1, otherwise: 0.1))
  }

  private static func groupNorm(
    _ container: KeyedDecodingContainer<Key>
  ) throws -> GroupNormSpec {
    GroupNormSpec(
      groups: try positive(container, .groups), channels: try positive(container, .channels),
      epsilon: try epsilon(container))
  }

  /// Over the last axes, whose extents `shape` gives, or over `channels` at each cell.
  private static func layerNorm(
    _ container: KeyedDecodingContainer<Key>
  ) throws -> LayerNormSpec {
    if container.contains(.channels) {
      return LayerNormSpec(
        .channels(try positive(container, .channels)), epsilon: try epsilon(container))
    }
    let shape = try container.decode(Shape.self, forKey: .shape)
    guard (1...3).contains(shape.rank), shape.count > 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .shape, in: container,
        debugDescription: "\(shape.dimensions) are not the one to three last axes of an example")
    }
    return LayerNormSpec(.lastAxes(shape), epsilon: try epsilon(container))
  }

  private static func epsilon(_ container: KeyedDecodingContainer<Key>) throws -> Double {
    try number(container, .epsilon, in: 1e-12...1, otherwise: 1e-5)
  }

  private static func hardSigmoid(
    _ container: KeyedDecodingContainer<Key>
  ) throws -> HardSigmoidSpec {
    let usual = HardSigmoidSpec()
    return HardSigmoidSpec(
      slope: try number(container, .slope, in: 0...1000, otherwise: usual.slope),
      offset: try number(container, .offset, in: -1000...1000, otherwise: usual.offset))
  }

  private static func padding(
    _ container: KeyedDecodingContainer<Key>, _ fill: PaddingSpec.Fill
  ) throws -> PaddingSpec {
    PaddingSpec(fill, try sides(container, .padding))
  }

  /// Rows and columns on the four sides of a map.
  private static func sides(
    _ container: KeyedDecodingContainer<Key>, _ key: Key
  ) throws -> Padding {
    let padding = try container.decode(Padding.self, forKey: key)
    for ends in [padding.vertical, padding.horizontal] {
      for value in [ends.before, ends.after] {
        try require(Double(value), in: 0...Double(ConvGeometry.largestNumber), container, key)
      }
    }
    return padding
  }

  /// How an upsampling finds its values; `nearest` when nothing is said.
  private enum UpsampleMode: String, CaseIterable {
    case nearest, bilinear
  }

  private static func upsampling(
    _ container: KeyedDecodingContainer<Key>
  ) throws -> LayerSpec {
    let most = Double(ConvGeometry.largestNumber)
    switch try word(container, .mode, otherwise: UpsampleMode.nearest) {
    case .nearest:
      let scale = try container.decode(Size2D.self, forKey: .scale)
      for extent in [scale.height, scale.width] {
        try require(Double(extent), in: 1...most, container, .scale)
      }
      return .upsample(scale)
    case .bilinear:
      let alignsCorners = try container.decodeIfPresent(Bool.self, forKey: .alignCorners) ?? false
      if container.contains(.size) {
        let size = try container.decode(Size2D.self, forKey: .size)
        for extent in [size.height, size.width] {
          try require(Double(extent), in: 1...most, container, .size)
        }
        return .upsampleBilinear(BilinearSpec(.size(size), alignsCorners: alignsCorners))
      }
      let scales = try container.decode([Double].self, forKey: .scale)
      guard scales.count == 2 else {
        throw DecodingError.dataCorruptedError(
          forKey: .scale, in: container, debugDescription: "\(scales) is not [height, width]")
      }
      for scale in scales { try require(scale, in: 1 / most...most, container, .scale) }
      return .upsampleBilinear(
        BilinearSpec(
          .scale(height: scales[0], width: scales[1]), alignsCorners: alignsCorners))
    }
  }

  /// One of the words that `Word` has.
  private static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ container: KeyedDecodingContainer<Key>, _ key: Key, otherwise fallback: Word
  ) throws -> Word {
    guard let text = try container.decodeIfPresent(String.self, forKey: key) else {
      return fallback
    }
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: " or ")
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container, debugDescription: "\"\(text)\" is not \(words)")
    }
    return word
  }

  private static func number(
    _ container: KeyedDecodingContainer<Key>, _ key: Key, in range: ClosedRange<Double>,
    otherwise fallback: Double
  ) throws -> Double {
    let value = try container.decodeIfPresent(Double.self, forKey: key) ?? fallback
    try require(value, in: range, container, key)
    return value
  }

  private static func require(
    _ value: Double, in range: ClosedRange<Double>, _ container: KeyedDecodingContainer<Key>,
    _ key: Key
  ) throws {
    guard range.contains(value) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container,
        debugDescription: "\(value) is not from \(range.lowerBound) to \(range.upperBound)")
    }
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
