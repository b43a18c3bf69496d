import AEData
import AENetwork

/// What each of ONNX's operators becomes here, one line each.
enum Operators {
  private typealias Read = @Sendable (NodeContext) throws -> [Value]

  /// By the names of the operators. (https://onnx.ai/onnx/operators)
  private static let all: [String: Read] = [
    "Conv": one(ConvolutionOperators.convolution),
    "ConvTranspose": one(ConvolutionOperators.transposed),
    "Gemm": one(DenseOperators.gemm),
    "MatMul": one(DenseOperators.product),
    "BatchNormalization": one(NormalizationOperators.batch),
    "InstanceNormalization": one(NormalizationOperators.instance),
    "GroupNormalization": one(NormalizationOperators.group),
    "LayerNormalization": one(NormalizationOperators.layer),

    "Relu": layer { _ in .relu },
    "Sigmoid": layer { _ in .sigmoid },
    "Tanh": layer { _ in .tanh },
    "Softplus": layer { _ in .softplus },
    "LeakyRelu": layer(ActivationOperators.leaky),
    "PRelu": one(ActivationOperators.parametric),
    "Clip": one(ActivationOperators.clip),
    "Max": one { try ActivationOperators.limited($0, isFromBelow: true) },
    "Min": one { try ActivationOperators.limited($0, isFromBelow: false) },
    "Elu": layer(ActivationOperators.elu),
    "Celu": one(ActivationOperators.celu),
    "Selu": layer(ActivationOperators.selu),
    "Gelu": layer(ActivationOperators.gelu),
    "HardSigmoid": layer(ActivationOperators.hardSigmoid),

    "MaxPool": one(PoolingOperators.maximum),
    "AveragePool": one(PoolingOperators.average),
    "GlobalMaxPool": one { try PoolingOperators.global($0, isAverage: false) },
    "GlobalAveragePool": one { try PoolingOperators.global($0, isAverage: true) },
    "ReduceMean": one(PoolingOperators.mean),
    "Resize": one(ResizeOperators.resize),
    "Upsample": one(ResizeOperators.upsample),
    "DepthToSpace": one(ResizeOperators.shuffle),
    "Pad": one(PadOperators.pad),

    "Identity": { [try $0.anything()] },
    "Dropout": one(ShapeOperators.dropout),
    "Cast": one(ShapeOperators.cast),
    "Flatten": one(ShapeOperators.flatten),
    "Reshape": one(ShapeOperators.reshape),
    "Squeeze": one(ShapeOperators.squeeze),
    "Unsqueeze": one(ShapeOperators.unsqueeze),
    "Transpose": one(ShapeOperators.transpose),
    "Tile": one(RepeatOperators.tile),
    "Expand": one(RepeatOperators.expand),
    "Shape": { [.constant(ShapeOperators.shape(of: try $0.extents(), $0))] },
    "Size": { [.constant(ConstantArray([], [try $0.extents().reduce(1, *)]))] },
    "Slice": one(SliceOperators.slice),
    "Split": SliceOperators.split,

    "Add": { [try ArithmeticOperators.sum($0)] },
    "Sub": { [try ArithmeticOperators.difference($0)] },
    "Mul": { [try ArithmeticOperators.product($0)] },
    "Div": { [try ArithmeticOperators.quotient($0)] },
    "Neg": one(ArithmeticOperators.negative),

    "Exp": { [.exponential(try $0.signal())] },
    "Sqrt": { [try SamplingOperators.root($0)] },
    "RandomNormal": { _ in [.noise] },
    "RandomNormalLike": { _ in [.noise] },
    "Greater": { [try ActivationOperators.comparison($0)] },
    "Where": one(ActivationOperators.choice),
  ]

  /// What `node` gives.
  /// - Throws: `Failure` when no layer does what it does.
  static func evaluate(_ node: NodeContext) throws -> [Value] {
    let type = node.node.type
    guard node.node.domain.isEmpty || isRelative(node.node.domain) else {
      throw node.refusal(
        "is an operator of \(node.node.domain), which is not ONNX's own",
        advice: "export without optimising for one program")
    }
    let constants = node.inputs.compactMap { input in
      if case .constant(let array)? = input { array } else { nil }
    }
    if type == "Split", node.node.inputs.count == constants.count {
      return try ConstantFolding.split(node, constants).map { .constant($0) }
    }
    if constants.count == node.inputs.count(where: { $0 != nil }),
      let folded = try ConstantFolding.fold(node, constants)
    {
      return [.constant(folded)]
    }
    if let noise = node.noise { return [noise] }
    guard let read = all[type] else {
      let isBranch = node.node.attributes.values.contains { $0.isGraph }
      throw node.refusal(
        isBranch
          ? "runs a graph of its own, a loop or a choice" : "is an operator that no layer does",
        advice: isBranch
          ? "export a network without loops and choices" : "replace it by one of \(layers)")
    }
    return try read(node)
  }

  /// Domains whose operators mean what ONNX's do.
  private static func isRelative(_ domain: String) -> Bool { domain == "com.microsoft" }

  /// What one would replace an unknown operator by.
  private static let layers =
    "Conv, ConvTranspose, Gemm, BatchNormalization, MaxPool, AveragePool, Resize and the usual "
    + "activations"

  private static func one(
    _ read: @escaping @Sendable (NodeContext) throws -> Signal
  ) -> Read {
    { [.signal(try read($0))] }
  }

  /// A layer that takes numbers in any order and gives as many.
  private static func layer(
    _ spec: @escaping @Sendable (NodeContext) throws -> LayerSpec?
  ) -> Read {
    { node in
      var signal = try node.signal()
      if let spec = try spec(node) { try signal.append(spec, [:], node) }
      return [.signal(signal)]
    }
  }
}

extension NodeContext {
  /// The first input, whatever it is.
  fileprivate func anything() throws -> Value {
    guard has(0), let value = inputs[0] else { throw refusal("has no input") }
    return value
  }

  /// The extents of the first input.
  fileprivate func extents() throws -> [Int] {
    switch inputs.first {
    case .exponential(let signal)??, .spread(let signal)??: return signal.dimensions
    default: return try signal().dimensions
    }
  }

  /// Noise that is only brought into another shape.
  fileprivate var noise: Value? {
    guard case .noise? = inputs.first, ["Reshape", "Identity", "Cast"].contains(node.type) else {
      return nil
    }
    return .noise
  }
}
