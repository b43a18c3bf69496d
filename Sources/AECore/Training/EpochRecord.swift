import AENetwork

/// One pass over the training images. A number that was not finite is nil.
public struct EpochRecord: Hashable, Sendable, Codable {
  /// Counted from 1; 0 is the untrained network.
  public var epoch: Int
  /// The mean over the epoch's batches, while they changed the weights.
  public var trainLoss: Double?
  /// Over all test images, after the epoch.
  public var testLoss: Double?
  /// The step size used.
  public var learningRate: Double?
  /// Wall-clock time of the epoch's training, without the test.
  public var seconds: Double?
  /// What the training loss is made of; nil when it is the reconstruction alone.
  public var trainParts: LossParts?
  /// What the test loss is made of.
  public var testParts: LossParts?
  /// The weight of the divergence in this epoch; nil without one.
  public var beta: Double?

  /// A record of one epoch; what is not finite becomes nil.
  public init(
    epoch: Int, trainLoss: Double?, testLoss: Double?, learningRate: Double?, seconds: Double?
  ) {
    func finite(_ x: Double?) -> Double? { x.flatMap { $0.isFinite ? $0 : nil } }
    self.epoch = epoch
    self.trainLoss = finite(trainLoss)
    self.testLoss = finite(testLoss)
    self.learningRate = finite(learningRate)
    self.seconds = finite(seconds)
  }

  private enum CodingKeys: CodingKey {
    case epoch, trainLoss, testLoss, learningRate, seconds, trainParts, testParts, beta
  }

  /// Reads a record; a loss one of whose parts is null has no parts.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Double? {
      try container.decodeIfPresent(Double.self, forKey: key)
    }
    func parts(_ key: CodingKeys) throws -> LossParts? {
      try container.decodeIfPresent(LossParts.self, forKey: key)?.ifFinite
    }
    self.init(
      epoch: try container.decode(Int.self, forKey: .epoch), trainLoss: try number(.trainLoss),
      testLoss: try number(.testLoss), learningRate: try number(.learningRate),
      seconds: try number(.seconds))
    trainParts = try parts(.trainParts)
    testParts = try parts(.testParts)
    beta = try number(.beta)
  }

  /// Writes the record; unknown numbers are written as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(epoch, forKey: .epoch)
    try container.encode(trainLoss, forKey: .trainLoss)
    try container.encode(testLoss, forKey: .testLoss)
    try container.encode(learningRate, forKey: .learningRate)
    try container.encode(seconds, forKey: .seconds)
    try container.encodeIfPresent(trainParts?.ifFinite, forKey: .trainParts)
    try container.encodeIfPresent(testParts?.ifFinite, forKey: .testParts)
    try container.encodeIfPresent(beta, forKey: .beta)
  }
}
