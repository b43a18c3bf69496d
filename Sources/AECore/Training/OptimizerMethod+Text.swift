import AEData
import AENetwork

extension OptimizerMethod {
  /// What a run says of it.
  func description(learningRate: Double) -> OptimizerDescription {
    switch self {
    case .sgd(let momentum, let weightDecay):
      OptimizerDescription(
        name: name, learningRate: learningRate, betas: nil, epsilon: nil, momentum: momentum,
        weightDecay: weightDecay)
    case .adam(let betas, let epsilon):
      OptimizerDescription(
        name: name, learningRate: learningRate, betas: [betas.first, betas.second],
        epsilon: epsilon)
    case .adamW(let betas, let epsilon, let weightDecay):
      OptimizerDescription(
        name: name, learningRate: learningRate, betas: [betas.first, betas.second],
        epsilon: epsilon, weightDecay: weightDecay)
    }
  }
}

extension Optimizer {
  /// Takes up what an optimiser of the same method remembered.
  mutating func restore(time: Int, _ remembered: [String: [Float]]) {
    self.time = time
    for (name, buffer) in state {
      if let values = remembered[name] { buffer.assign(values) }
    }
  }
}

extension OptimizerMethod: Codable, VerbatimKeys {
  private enum Saved: Codable {
    case sgd(momentum: Double, weightDecay: Double)
    case adam(betas: Betas, epsilon: Double)
    case adamW(betas: Betas, epsilon: Double, weightDecay: Double)
  }

  /// Reads what ``encode(to:)`` writes.
  public init(from decoder: any Decoder) throws {
    switch try Saved(from: decoder) {
    case .sgd(let momentum, let weightDecay):
      self = .sgd(momentum: momentum, weightDecay: weightDecay)
    case .adam(let betas, let epsilon): self = .adam(betas: betas, epsilon: epsilon)
    case .adamW(let betas, let epsilon, let weightDecay):
      self = .adamW(betas: betas, epsilon: epsilon, weightDecay: weightDecay)
    }
  }

  /// Writes the method with its numbers.
  public func encode(to encoder: any Encoder) throws {
    let saved: Saved =
      switch self {
      case .sgd(let momentum, let weightDecay): .sgd(momentum: momentum, weightDecay: weightDecay)
      case .adam(let betas, let epsilon): .adam(betas: betas, epsilon: epsilon)
      case .adamW(let betas, let epsilon, let weightDecay):
        .adamW(betas: betas, epsilon: epsilon, weightDecay: weightDecay)
      }
    try saved.encode(to: encoder)
  }
}

extension OptimizerMethod.Betas: Codable {
  private enum CodingKeys: String, CodingKey { case first, second }

  /// Reads `{"first": 0.9, "second": 0.999}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(Double.self, forKey: .first),
      try container.decode(Double.self, forKey: .second))
  }

  /// Writes both.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(first, forKey: .first)
    try container.encode(second, forKey: .second)
  }
}
