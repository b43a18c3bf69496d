import AEData
import AENetwork

extension Corruption {
  /// `gaussian`, `mask`, `salt-pepper`.
  public var name: String {
    switch self {
    case .gaussian: "gaussian"
    case .mask: "mask"
    case .saltPepper: "salt-pepper"
    }
  }

  /// The standard deviation, or the probability.
  public var amount: Double {
    switch self {
    case .gaussian(let amount), .mask(let amount), .saltPepper(let amount): amount
    }
  }

  /// What a run says of it.
  public var description: CorruptionDescription {
    CorruptionDescription(name: name, amount: amount)
  }

  /// Reads `gaussian:0.3`, `mask:0.5`, `salt-pepper:0.1`; nil for anything else, and for a
  /// probability above 1.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let amount = Double(parts[1]) else { return nil }
    self.init(name: String(parts[0]), amount: amount)
  }

  /// What a run says of it, as a value; nil for what this version cannot do.
  public init?(_ description: CorruptionDescription) {
    self.init(name: description.name, amount: description.amount)
  }

  private init?(name: String, amount: Double) {
    guard amount > 0, amount.isFinite else { return nil }
    switch (name, amount) {
    case ("gaussian", _): self = .gaussian(amount)
    case ("mask", ...1): self = .mask(amount)
    case ("salt-pepper", ...1): self = .saltPepper(amount)
    default: return nil
    }
  }
}

extension Corruption: Codable, VerbatimKeys {
  private enum Saved: Codable {
    case gaussian(Double)
    case mask(Double)
    case saltPepper(Double)
  }

  /// Reads what ``encode(to:)`` writes.
  /// - Throws: `DecodingError` for an amount that the command line would not take either.
  public init(from decoder: any Decoder) throws {
    let saved: Corruption =
      switch try Saved(from: decoder) {
      case .gaussian(let amount): .gaussian(amount)
      case .mask(let amount): .mask(amount)
      case .saltPepper(let amount): .saltPepper(amount)
      }
    guard let corruption = Corruption(saved.description) else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "\(saved.name):\(saved.amount) is no noise"))
    }
    self = corruption
  }

  /// Writes the kind with its amount.
  public func encode(to encoder: any Encoder) throws {
    let saved: Saved =
      switch self {
      case .gaussian(let amount): .gaussian(amount)
      case .mask(let amount): .mask(amount)
      case .saltPepper(let amount): .saltPepper(amount)
      }
    try saved.encode(to: encoder)
  }
}
