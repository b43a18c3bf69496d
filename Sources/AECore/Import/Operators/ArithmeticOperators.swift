import AEData
import AENetwork

/// Numbers added to a value or multiplied with it: the weights next to them do the same. Of two
/// values that both depend on the image only what a layer does is known.
enum ArithmeticOperators {
  static func sum(_ node: NodeContext) throws -> Value {
    if let (signal, array) = try pair(node) {
      return .signal(try affine(signal, nil, array.floats, of: array.shape, node))
    }
    return try SamplingOperators.sum(node)
  }

  static func difference(_ node: NodeContext) throws -> Value {
    guard let (signal, array) = try pair(node) else { throw SamplingOperators.branches(node) }
    if case .constant? = node.inputs.first {
      let turned = try affine(signal, [-1], nil, of: [1], node)
      return .signal(try affine(turned, nil, array.floats, of: array.shape, node))
    }
    return .signal(try affine(signal, nil, array.floats.map { -$0 }, of: array.shape, node))
  }

  static func product(_ node: NodeContext) throws -> Value {
    if let (signal, array) = try pair(node) {
      return .signal(try affine(signal, array.floats, nil, of: array.shape, node))
    }
    return try SamplingOperators.product(node)
  }

  static func quotient(_ node: NodeContext) throws -> Value {
    guard let (signal, array) = try pair(node), case .signal? = node.inputs.first else {
      throw node.refusal("divides by what depends on the image, which no layer does")
    }
    return .signal(try affine(signal, array.floats.map { 1 / $0 }, nil, of: array.shape, node))
  }

  static func negative(_ node: NodeContext) throws -> Signal {
    try affine(try node.signal(), [-1], nil, of: [1], node)
  }

  /// What depends on the image and what does not; nil when both do.
  private static func pair(_ node: NodeContext) throws -> (Signal, ConstantArray)? {
    guard node.inputs.count == 2 else { throw node.refusal("has \(node.inputs.count) inputs") }
    switch (node.inputs[0], node.inputs[1]) {
    case (.signal(let signal)?, .constant(let array)?): return (signal, array)
    case (.constant(let array)?, .signal(let signal)?): return (signal, array)
    default: return nil
    }
  }

  /// `x · scale + shift`, numbers of `shape` that are the same for every image.
  static func affine(
    _ signal: Signal, _ scale: [Float]?, _ shift: [Float]?, of shape: [Int], _ node: NodeContext
  ) throws -> Signal {
    let target = [1] + signal.example
    guard Strides.common(shape, signal.dimensions) == signal.dimensions,
      let places = Strides.broadcast(shape, to: target)
    else {
      throw node.refusal(
        "joins \(node.text(signal.dimensions)) and constants of \(shape), which are not the same for "
          + "every image")
    }
    func placed(_ values: [Float]?, or value: Float) -> [Float] {
      guard let values else { return [Float](repeating: value, count: signal.count) }
      return signal.placed(places.map { values[$0] })
    }
    var signal = signal
    try signal.scale(by: placed(scale, or: 1), shiftBy: placed(shift, or: 0), node)
    return signal
  }
}
