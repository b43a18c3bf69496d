import AEData
import AENetwork

/// Two values that both depend on the image: a code that is drawn, and the few products that are
/// activations.
enum SamplingOperators {
  /// `μ + noise · e^(½ ln σ²)` is a draw from the distribution that two heads describe.
  static func sum(_ node: NodeContext) throws -> Value {
    switch (node.inputs.first ?? nil, node.inputs.last ?? nil) {
    case (.signal(let mean)?, .spread(let half)?), (.spread(let half)?, .signal(let mean)?):
      let logVariance = try ArithmeticOperators.affine(half, [2], nil, of: [1], node)
      return .signal(try Heads.joined(mean: mean, logVariance: logVariance, node))
    default: throw branches(node)
    }
  }

  /// `noise · e^x`, or `x · sigmoid(x)`.
  static func product(_ node: NodeContext) throws -> Value {
    switch (node.inputs.first ?? nil, node.inputs.last ?? nil) {
    case (.exponential(let signal)?, .noise?), (.noise?, .exponential(let signal)?):
      return .spread(signal)
    case (.signal(let a)?, .signal(let b)?):
      let (x, gate) = a.layers.count < b.layers.count ? (a, b) : (b, a)
      guard gate.isBehind(x, by: 1), gate.layers.last?.spec == .sigmoid else {
        throw branches(node)
      }
      var signal = x
      try signal.append(.silu, [:], node)
      return .signal(signal)
    default: throw branches(node)
    }
  }

  /// `√(e^x)` is `e^(x/2)`.
  static func root(_ node: NodeContext) throws -> Value {
    guard case .exponential(let signal)? = node.inputs.first else {
      throw node.refusal("takes a root, which no layer does")
    }
    return .exponential(try ArithmeticOperators.affine(signal, [0.5], nil, of: [1], node))
  }

  static func branches(_ node: NodeContext) -> Failure {
    node.refusal(
      "joins two branches that both come from the image (a skip connection), and a chain of layers "
        + "has only one",
      advice: "export a network without it, or only the part before it")
  }
}

/// The two heads of a variational encoder: layers side by side that give mean and log-variance.
enum Heads {
  /// The code that is drawn: both heads in one layer, which gives all means and then all
  /// log-variances, and the draw behind it.
  static func joined(
    mean: Signal, logVariance: Signal, _ node: NodeContext
  ) throws -> Signal {
    guard let heads = pair(mean, logVariance) else {
      throw node.refusal(
        "draws from a mean and a log-variance that do not come from two layers side by side",
        advice: "let both come from the same values by one fully connected layer each")
    }
    var signal = mean
    signal.replaceLast(
      by: heads, giving: Shape([2 * mean.inner[0]] + mean.inner.dimensions.dropFirst()))
    try signal.append(.gaussianSampling, [:], node)
    return signal
  }

  /// The layer that gives what the last layers of both give; nil when these do not stand side by
  /// side.
  static func pair(_ mean: Signal, _ logVariance: Signal) -> ImportedLayer? {
    guard mean.layers.count == logVariance.layers.count, mean.inner == logVariance.inner,
      let a = mean.layers.last, let b = logVariance.layers.last,
      zip(mean.layers.dropLast(), logVariance.layers.dropLast()).allSatisfy({ $0.isSame(as: $1) })
    else { return nil }
    return a.followed(by: b)
  }
}
