import CKernels

/// How the learning rate changes from epoch to epoch.
public enum LearningRateSchedule: Hashable, Sendable {
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
    case .cosine: base * (1 + ck_cos(.pi * Double(epoch - 1) / Double(epochs))) / 2
    case .step(let length, let factor): base * ck_pow(factor, Double((epoch - 1) / max(1, length)))
    }
  }
}
