import Foundation

/// How the learning rate changes from epoch to epoch.
public enum LearningRateSchedule: Hashable, Sendable, Codable, VerbatimKeys {
  /// It stays.
  case constant
  /// Along half a cosine from the full rate down to 0, which it would reach in the epoch after the
  /// last (Loshchilov and Hutter 2017; PyTorch's `CosineAnnealingLR` with `T_max` all epochs).
  case cosine
  /// Multiplied by `factor` after every `epochs` epochs (PyTorch's `StepLR`).
  case step(epochs: Int, factor: Double = 0.1)

  /// The rate in `epoch`, counted from 1, of `epochs`.
  public func rate(_ base: Double, epoch: Int, of epochs: Int) -> Double {
    switch self {
    case .constant: base
    case .cosine: base * (1 + cos(.pi * Double(epoch - 1) / Double(epochs))) / 2
    case .step(let length, let factor): base * pow(factor, Double((epoch - 1) / length))
    }
  }
}

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
      guard let epochs = Int(parts[1]), epochs >= 1, let factor, factor > 0, factor <= 1 else {
        return nil
      }
      self = .step(epochs: epochs, factor: factor)
    default: return nil
    }
  }
}
