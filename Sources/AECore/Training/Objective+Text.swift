import AEData
import AENetwork

extension Loss {
  /// The definition as a run carries it, with its unit.
  public var description: LossDescription {
    switch self {
    case .mse:
      LossDescription(
        name: rawValue,
        definition: "mean of (x̂ − x)² over all pixels of all images; pixels in [0, 1], so the "
          + "unit is squared grey level")
    case .bce:
      LossDescription(
        name: rawValue,
        definition: "mean of −x·ln x̂ − (1 − x)·ln(1 − x̂) over all pixels of all images, in nats "
          + "per pixel")
    case .l1:
      LossDescription(
        name: rawValue,
        definition: "mean of |x̂ − x| over all pixels of all images; pixels in [0, 1], so the unit "
          + "is grey level")
    }
  }
}

extension Loss: Codable {}

extension Objective {
  /// What a run says of it. `isVariational`: whether the model's code is drawn.
  func description(isVariational: Bool) -> LossDescription {
    var description = loss.description
    if isVariational {
      description.beta = beta
      if betaWarmup > 0 { description.betaWarmup = betaWarmup }
      description.definition +=
        "; plus β/(C·H·W) times the Kullback–Leibler divergence of the "
        + "code from a standard normal one, in nats per image"
    }
    if sparsity > 0 {
      description.sparsity = sparsity
      description.definition += "; plus λ times the sum of the code's magnitudes, mean over images"
    }
    return description
  }
}

extension Objective: Codable, VerbatimKeys {
  private enum CodingKeys: String, CodingKey { case loss, beta, betaWarmup, sparsity }

  /// Reads all parts.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(Loss.self, forKey: .loss),
      beta: try container.decode(Double.self, forKey: .beta),
      betaWarmup: try container.decode(Int.self, forKey: .betaWarmup),
      sparsity: try container.decode(Double.self, forKey: .sparsity))
  }

  /// Writes all parts.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(loss, forKey: .loss)
    try container.encode(beta, forKey: .beta)
    try container.encode(betaWarmup, forKey: .betaWarmup)
    try container.encode(sparsity, forKey: .sparsity)
  }
}

extension LossParts: Codable {
  private enum CodingKeys: String, CodingKey { case reconstruction, kl, sparsity }

  /// Reads the three parts; null is no number, in a file as in memory.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func part(_ key: CodingKeys) throws -> Double {
      try container.decode(Double?.self, forKey: key) ?? .nan
    }
    self.init(
      reconstruction: try part(.reconstruction), kl: try part(.kl), sparsity: try part(.sparsity))
  }

  /// Writes the three parts.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(reconstruction, forKey: .reconstruction)
    try container.encode(kl, forKey: .kl)
    try container.encode(sparsity, forKey: .sparsity)
  }

  /// Itself, unless one of the numbers is not finite: JSON has no way to write that.
  var ifFinite: LossParts? {
    [reconstruction, kl, sparsity].allSatisfy(\.isFinite) ? self : nil
  }
}
