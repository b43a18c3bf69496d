import AEData
import AENetwork

extension LearningRateSchedule: CustomStringConvertible {
  /// `constant`, `cosine`, `step:10:0.1`: as the command line takes it and a run says it.
  public var description: String {
    switch self {
    case .constant: "constant"
    case .cosine: "cosine"
    case .step(let epochs, let factor): "step:\(epochs):\(factor)"
    }
  }

  /// Reads what ``description`` writes; the factor may be left out. Nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    switch (parts.first, parts.count) {
    case ("constant", 1): self = .constant
    case ("cosine", 1): self = .cosine
    case ("step", 2...3):
      let factor = parts.count == 3 ? Double(parts[2]) : 0.1
      guard let epochs = Int(parts[1]), let factor else { return nil }
      self.init(stepEpochs: epochs, factor: factor)
    default: return nil
    }
  }

  /// Steps that are possible.
  private init?(stepEpochs epochs: Int, factor: Double) {
    guard epochs >= 1, factor > 0, factor <= 1 else { return nil }
    self = .step(epochs: epochs, factor: factor)
  }
}

extension LearningRateSchedule: Codable, VerbatimKeys {
  private enum Saved: Codable {
    case constant
    case cosine
    case step(epochs: Int, factor: Double)
  }

  /// Reads what ``encode(to:)`` writes.
  /// - Throws: `DecodingError` for steps that are not possible.
  public init(from decoder: any Decoder) throws {
    switch try Saved(from: decoder) {
    case .constant: self = .constant
    case .cosine: self = .cosine
    case .step(let epochs, let factor):
      guard let steps = Self(stepEpochs: epochs, factor: factor) else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath,
            debugDescription: "\(factor) after every \(epochs) epochs is no schedule"))
      }
      self = steps
    }
  }

  /// Writes the kind with its numbers.
  public func encode(to encoder: any Encoder) throws {
    let saved: Saved =
      switch self {
      case .constant: .constant
      case .cosine: .cosine
      case .step(let epochs, let factor): .step(epochs: epochs, factor: factor)
      }
    try saved.encode(to: encoder)
  }
}
