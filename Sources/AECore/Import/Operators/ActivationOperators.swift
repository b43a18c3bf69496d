import AEData
import AENetwork

/// Activations with numbers of their own.
enum ActivationOperators {
  static func leaky(_ node: NodeContext) throws -> LayerSpec? {
    try leaky(node, slope: node.float("alpha") ?? 0.01)
  }

  /// `PRelu`, whose slopes are learned.
  static func parametric(_ node: NodeContext) throws -> Signal {
    let signal = try node.signal()
    var slopes = try node.constant(1)
    // Before version 7 one for each map stood without the axes behind it.
    let ones = [Int](repeating: 1, count: max(0, signal.dimensions.count - 2))
    if Strides.broadcast(slopes.shape, to: [1] + signal.example) == nil,
      slopes.shape == [signal.example.first ?? 0]
    {
      slopes = slopes.reshaped(slopes.shape + ones)
    }
    guard let places = Strides.broadcast(slopes.shape, to: [1] + signal.example) else {
      throw node.refusal("has slopes of \(slopes.shape) for \(node.text(signal.dimensions))")
    }
    let values = slopes.floats
    return try rectified(signal, slopes: places.map { values[$0] }, node)
  }

  /// A slope for each number of the array below 0: the same one everywhere is a leaky ReLU's.
  static func rectified(
    _ signal: Signal, slopes: [Float], _ node: NodeContext
  ) throws -> Signal {
    var signal = signal
    if let slope = slopes.first, slopes.allSatisfy({ $0 == slope }), (-1...1).contains(slope) {
      try signal.append(leaky(node, slope: slope), [:], node)
      return signal
    }
    if signal.dimensions.count == 2 {
      _ = try signal.makeFeatures(node)
    } else if signal.order == nil {
      _ = try signal.makeMaps(node)
    }
    guard let each = signal.eachMap(signal.placed(slopes)) else {
      throw node.refusal(
        "has slopes that differ from cell to cell of a map, which no layer has",
        advice: "train with one slope a map: shared_axes=[1, 2] in Keras")
    }
    try signal.append(
      .preLU(channels: each.count), ["weight": Tensor([each.count], each)], node)
    return signal
  }

  private static func leaky(_ node: NodeContext, slope: Float) throws -> LayerSpec {
    guard (-1...1).contains(slope) else { throw node.refusal("has the slope \(slope)") }
    return slope == 0 ? .relu : .leakyReLU(slope: shortest(slope))
  }

  static func elu(_ node: NodeContext) throws -> LayerSpec? {
    .elu(alpha: shortest(node.float("alpha") ?? 1))
  }

  /// Its numbers are those of the paper, wherever it is used.
  static func selu(_ node: NodeContext) throws -> LayerSpec? {
    let (alpha, gamma) = (node.float("alpha") ?? 1.673263, node.float("gamma") ?? 1.050701)
    guard abs(Double(alpha) - SELU.alpha) < 1e-5, abs(Double(gamma) - SELU.scale) < 1e-5 else {
      throw node.refusal("has the numbers \(alpha) and \(gamma), which no layer has")
    }
    return .selu
  }

  static func gelu(_ node: NodeContext) throws -> LayerSpec? {
    .gelu(node.text("approximate") == "tanh" ? .tanh : .exact)
  }

  static func hardSigmoid(_ node: NodeContext) throws -> LayerSpec? {
    .hardSigmoid(
      HardSigmoidSpec(
        slope: shortest(node.float("alpha") ?? 0.2), offset: shortest(node.float("beta") ?? 0.5)))
  }

  /// `Celu` is an ELU with an α of 1 in another unit.
  static func celu(_ node: NodeContext) throws -> Signal {
    let alpha = node.float("alpha") ?? 1
    guard alpha > 0, alpha.isFinite, (1 / alpha).isFinite else {
      throw node.refusal("alpha is \(alpha), which no layer has")
    }
    var signal = try ArithmeticOperators.affine(try node.signal(), [1 / alpha], nil, of: [1], node)
    try signal.append(.elu(alpha: 1), [:], node)
    return try ArithmeticOperators.affine(signal, [alpha], nil, of: [1], node)
  }

  /// `Clip`, whose bounds are numbers.
  static func clip(_ node: NodeContext) throws -> Signal {
    try held(
      try node.signal(), from: try bound("min", 1, node) ?? -.infinity,
      to: try bound("max", 2, node) ?? .infinity, node)
  }

  /// `Max` and `Min`, where the other value is a number.
  static func limited(_ node: NodeContext, isFromBelow: Bool) throws -> Signal {
    guard node.inputs.count == 2 else { throw node.refusal("compares more than two values") }
    switch (node.inputs[0], node.inputs[1]) {
    case (.signal(let signal)?, .constant(let bound)?) where bound.count == 1,
      (.constant(let bound)?, .signal(let signal)?) where bound.count == 1:
      let value = bound.floats[0]
      return try held(
        signal, from: isFromBelow ? value : -.infinity, to: isFromBelow ? .infinity : value, node)
    default: throw node.refusal("compares values with others than one number, which no layer does")
    }
  }

  /// What has a least or a greatest value only is a ReLU, moved and perhaps turned round. What has
  /// both is a hard sigmoid in another unit: ReLU6, say, and Keras's hard sigmoid, which is a sixth
  /// of that.
  private static func held(
    _ signal: Signal, from least: Float, to most: Float, _ node: NodeContext
  ) throws -> Signal {
    let (hasLeast, hasMost) = (
      least > -.greatestFiniteMagnitude, most < .greatestFiniteMagnitude
    )
    let isNear = [hasLeast ? least : 0, hasMost ? most : 0].allSatisfy { abs($0) <= farthestBound }
    guard least < most, isNear else {
      throw node.refusal(
        "holds its values between \(least) and \(most), which no layer does",
        advice: "use a ReLU, a sigmoid or a hard sigmoid")
    }
    func moved(_ signal: Signal, by scale: Float, _ shift: Float) throws -> Signal {
      try ArithmeticOperators.affine(signal, [scale], [shift], of: [1], node)
    }
    var signal = signal
    switch (hasLeast, hasMost) {
    case (false, false): return signal
    case (true, false):
      signal = try moved(signal, by: 1, -least)
      try signal.append(.relu, [:], node)
      return try moved(signal, by: 1, least)
    case (false, true):
      signal = try moved(signal, by: -1, most)
      try signal.append(.relu, [:], node)
      return try moved(signal, by: -1, most)
    case (true, true):
      let unit = Double(most) - Double(least)
      let spec = HardSigmoidSpec(
        slope: shortest(Float(1 / unit)), offset: shortest(Float(0 - Double(least) / unit)))
      try signal.append(.hardSigmoid(spec), [:], node)
      return try moved(signal, by: Float(unit), least)
    }
  }

  /// Moved farther, numbers near 0 would lose digits that count.
  private static let farthestBound: Float = 128

  private static func bound(_ name: String, _ index: Int, _ node: NodeContext) throws -> Float? {
    if let value = node.float(name) { return value }
    guard let array = try node.optionalConstant(index) else { return nil }
    guard array.count == 1 else { throw node.refusal("has a bound of \(array.shape)") }
    return array.floats.first
  }

  // MARK: A softplus in three nodes

  /// `Greater`: a part of PyTorch's softplus.
  static func comparison(_ node: NodeContext) throws -> Value {
    let signal = try node.signal()
    let threshold = try node.constant(1)
    guard threshold.count == 1, let value = threshold.floats.first else {
      throw node.refusal("compares with \(threshold.shape) numbers")
    }
    return .isGreater(signal, than: value)
  }

  /// `Where(x > 20, x, softplus(x))` is `softplus(x)`, rounded less.
  static func choice(_ node: NodeContext) throws -> Signal {
    guard node.inputs.count == 3, case .isGreater(let x, let threshold)? = node.inputs[0],
      case .signal(let large)? = node.inputs[1], case .signal(let small)? = node.inputs[2],
      threshold >= 15, small.layers.last?.spec == .softplus,
      small.isBehind(x, by: 1), large.isBehind(x, by: 0)
    else {
      throw node.refusal("chooses between values, which no layer does")
    }
    return small
  }

  /// A `Float` that was written as a short number, as that number: 0.2, not 0.20000000298023224.
  static func shortest(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }
}

extension Signal {
  /// Whether it has the layers of `other`, and `count` more, and its numbers stand as there.
  func isBehind(_ other: Signal, by count: Int) -> Bool {
    layers.count == other.layers.count + count && order == other.order
      && dimensions == other.dimensions
      && zip(layers, other.layers).allSatisfy { $0.isSame(as: $1) }
  }
}
