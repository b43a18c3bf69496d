/// What a trainer tells while it trains; nothing is printed inside.
public enum TrainingEvent: Hashable, Sendable {
  /// A batch is done.
  case step(TrainingStep)
  /// An epoch is done, and the test images were looked at.
  case epoch(EpochRecord)
}

/// Where a training stands after a batch.
public struct TrainingStep: Hashable, Sendable {
  /// Counted from 1.
  public var epoch: Int
  /// Epochs in all.
  public var epochs: Int
  /// Counted from 1, in this epoch.
  public var batch: Int
  /// Batches in an epoch.
  public var batches: Int
  /// The mean over the epoch's batches so far.
  public var loss: Double
  /// Over this epoch so far.
  public var imagesPerSecond: Double
}
