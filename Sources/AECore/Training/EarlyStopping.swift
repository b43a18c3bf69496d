import AEData

/// Ends a training that no longer gets better, as Keras's `EarlyStopping` with
/// `restore_best_weights`: after `patience` epochs in a row whose test loss was not at least
/// `minDelta` below the best one.
public struct EarlyStopping: Hashable, Sendable, Codable, VerbatimKeys {
  /// Epochs without progress that are waited for.
  public var patience: Int
  /// What counts as progress.
  public var minDelta: Double
  /// The best epoch so far, and its loss; nil before the first.
  public private(set) var bestEpoch: Int?
  /// Its loss.
  public private(set) var bestLoss: Double?
  /// Epochs without progress so far.
  public private(set) var waited = 0

  /// Waits for `patience` epochs.
  public init(patience: Int, minDelta: Double = 0) {
    self.patience = patience
    self.minDelta = minDelta
  }

  /// Takes notice of an epoch's loss.
  /// - Returns: whether it is the best so far, and whether it is time to stop.
  public mutating func watch(epoch: Int, loss: Double) -> (isBest: Bool, shouldStop: Bool) {
    if bestLoss.map({ loss < $0 - minDelta }) ?? true {
      (bestEpoch, bestLoss, waited) = (epoch, loss, 0)
      return (true, false)
    }
    waited += 1
    return (false, isOver)
  }

  /// Whether nothing more is to be hoped for.
  public var isOver: Bool { waited >= patience }
}
