import AEData
import AENetwork

/// `BatchNormalization` as it is in use, and its relatives.
enum NormalizationOperators {
  /// The layer, or the weights before it that do the same.
  static func batch(_ node: NodeContext) throws -> Signal {
    guard node.integer("training_mode") ?? 0 == 0 else {
      throw node.refusal(
        "is in training, so that images depend on each other", advice: "export with model.eval()")
    }
    var signal = try node.signal()
    guard signal.dimensions.count >= 2 else { throw node.refusal("takes no maps") }
    let values = try (1...4).map { try node.constant($0).floats }
    let channels = signal.dimensions[1]
    guard values.allSatisfy({ $0.count == channels }) else {
      throw node.refusal(
        "has \(values.map(\.count)) numbers for the \(channels) maps that it is given")
    }
    if signal.dimensions.count == 2 {
      let order = try signal.makeFeatures(node)
      let placed = values.map { list in
        guard let order else { return list }
        var result = list
        for (index, place) in order.enumerated() { result[place] = list[index] }
        return result
      }
      try signal.normalise(spec(node, channels), tensors(placed), node)
    } else {
      let axes = signal.dimensions.count - 2
      _ = try signal.makeMaps(node)
      try signal.normalise(spec(node, channels), tensors(values), node)
      signal.finishMaps(axes: axes)
    }
    return signal
  }

  private static func spec(_ node: NodeContext, _ channels: Int) throws -> BatchNormSpec {
    // ONNX says how much of the old statistics is kept, the layer how much of the new is taken.
    let kept = ActivationOperators.shortest(node.float("momentum") ?? 0.9)
    return BatchNormSpec(
      channels: channels, epsilon: try epsilon(node),
      momentum: (0...1).contains(kept) ? ((1 - kept) * 1e6).rounded() / 1e6 : 0.1)
  }

  private static func tensors(_ values: [[Float]]) -> [String: Tensor] {
    let names = ["weight", "bias", "running_mean", "running_var"]
    return Dictionary(
      uniqueKeysWithValues: zip(names, values).map { ($0, Tensor([$1.count], $1)) })
  }

  // MARK: Within each image

  /// Each map by itself; or, of maps that were laid together, each group of them.
  static func instance(_ node: NodeContext) throws -> Signal {
    let signal = try node.signal()
    guard signal.dimensions.count >= 3 else { throw node.refusal("takes no maps") }
    return try grouped(signal, groups: signal.dimensions[1], node)
  }

  static func group(_ node: NodeContext) throws -> Signal {
    try grouped(try node.signal(), groups: node.integer("num_groups") ?? 1, node)
  }

  private static func grouped(
    _ signal: Signal, groups: Int, _ node: NodeContext
  ) throws -> Signal {
    var signal = signal
    let dimensions = signal.dimensions
    // A reshape may have laid the maps of a group into one row; the numbers are where they were.
    let isWhole = (3...4).contains(dimensions.count) && dimensions[1] == signal.inner[0]
    if isWhole { _ = try signal.makeMaps(node) } else { try signal.settle(node) }
    let channels = signal.inner[0]
    guard groups > 0, channels % groups == 0 else {
      throw node.refusal("splits \(channels) maps into \(groups) groups")
    }
    func each(_ index: Int) throws -> Tensor {
      let values = try node.constant(index).floats
      guard values.count == channels || values.count == groups else {
        throw node.refusal("has \(values.count) numbers for \(channels) maps")
      }
      return Tensor(
        [channels], (0..<channels).map { values[$0 * values.count / channels] })
    }
    let spec = GroupNormSpec(groups: groups, channels: channels, epsilon: try epsilon(node))
    try signal.append(.groupNorm(spec), ["weight": each(1), "bias": each(2)], node)
    return signal
  }

  static func layer(_ node: NodeContext) throws -> Signal {
    let signal = try node.signal()
    guard let axis = Strides.axis(node.integer("axis") ?? -1, rank: signal.dimensions.count),
      axis > 0
    else { throw node.refusal("normalises images together") }
    let weight = try node.constant(1).floats
    let bias = try node.optionalConstant(2)?.floats ?? [Float](repeating: 0, count: weight.count)
    let axes = Array(axis..<signal.dimensions.count)
    return try layer(signal, axes: axes, weight, bias, epsilon: try epsilon(node), node)
  }

  /// Over `axes`, either the last ones or that of the maps, with a weight and a bias for each
  /// number of theirs.
  static func layer(
    _ signal: Signal, axes: [Int], _ weight: [Float], _ bias: [Float], epsilon: Double,
    _ node: NodeContext
  ) throws -> Signal {
    var signal = signal
    let rank = signal.dimensions.count
    let extent = Shape(axes.map { signal.dimensions[$0] })
    guard weight.count == extent.count, bias.count == extent.count else {
      throw node.refusal("has \(weight.count) numbers for \(extent.dimensions)")
    }
    let isOfMaps = axes == [1] && rank > 2
    if isOfMaps || (axes == [3] && signal.channelsLast != nil) {
      if isOfMaps { _ = try signal.makeMaps(node) }
      let channels = extent.count
      let tensors = ["weight": Tensor([channels], weight), "bias": Tensor([channels], bias)]
      try signal.append(
        .layerNorm(LayerNormSpec(.channels(channels), epsilon: epsilon)), tensors, node)
      if isOfMaps { signal.finishMaps(axes: rank - 2) }
      return signal
    }
    guard axes == Array(rank - axes.count..<rank) else {
      throw node.refusal("normalises over the axes \(axes), which no layer does")
    }
    if rank == 2 {
      try signal.settle(node)
      _ = try signal.makeFeatures(node)
    } else {
      _ = try signal.makeMaps(node)
    }
    let shape = rank == 3 && axes.count == 2 ? Shape([extent[0], 1, extent[1]]) : extent
    try signal.append(
      .layerNorm(LayerNormSpec(.lastAxes(shape), epsilon: epsilon)),
      ["weight": Tensor(shape, weight), "bias": Tensor(shape, bias)], node)
    return signal
  }

  private static func epsilon(_ node: NodeContext) throws -> Double {
    let epsilon = ActivationOperators.shortest(node.float("epsilon") ?? 1e-5)
    guard (1e-12...1).contains(epsilon) else { throw node.refusal("epsilon is \(epsilon)") }
    return epsilon
  }
}

extension Signal {
  /// How many maps there are, when the array has them last; nil when it does not.
  fileprivate var channelsLast: Int? {
    guard dimensions.count == 4, inner.rank == 3,
      example == [inner[1], inner[2], inner[0]],
      order == Strides.transposed(inner.dimensions, by: [1, 2, 0])
    else { return nil }
    return inner[0]
  }
}
