import AEData
import AENetwork

/// How much of the classes is in the code: plain classifiers on it, beside the same on PCA's code
/// of the same size and on the pixels.
///
/// Tensor: `confusion`, `(K, K)`: test images of class ``labels``[row] that the logistic regression
/// on the code takes for class ``labels``[column].
public struct Classification: EvaluationSection {
  /// What a classifier is given of an image.
  public enum Features: String, Codable, Sendable {
    /// The code.
    case code
    /// As many principal components.
    case pca
    /// All values of the image.
    case pixels
  }

  /// How classes are told from features.
  public enum Classifier: String, Codable, Sendable {
    /// `LogisticRegression`.
    case logisticRegression = "logistic_regression"
    /// `NearestNeighbours`, by the majority.
    case nearestNeighbours = "nearest_neighbours"
  }

  /// A classifier on some features.
  public struct Result: Hashable, Sendable, Codable {
    /// What it was given.
    public var features: Features
    /// Numbers an image.
    public var dimensions: Int
    /// How it classifies.
    public var classifier: Classifier
    /// The share of the test images that it gets right.
    public var accuracy: Double
    /// The penalty of a logistic regression, chosen on a fifth of the training images.
    public var l2: Double?
    /// Neighbours that vote.
    public var neighbours: Int?

    /// A result.
    public init(
      features: Features, dimensions: Int, classifier: Classifier, accuracy: Double,
      l2: Double? = nil, neighbours: Int? = nil
    ) {
      self.features = features
      self.dimensions = dimensions
      self.classifier = classifier
      self.accuracy = accuracy
      self.l2 = l2
      self.neighbours = neighbours
    }
  }

  /// Every classifier on all features.
  public var results: [Result]
  /// What it reaches who always names the class that most training images have.
  public var chance: Double
  /// The classes.
  public var labels: [Int]
  /// Training images that were learned from.
  public var trainCount: Int
  /// Test images; those of a class that no training image has are not among them.
  public var testCount: Int
  /// By which the training images were drawn, where they are not all.
  public var seed: UInt64
  /// ``seed``.
  public var randomSeed: UInt64? { seed }

  /// `classification`.
  public static let key = "classification"

  /// A section.
  public init(
    results: [Result], chance: Double, labels: [Int], trainCount: Int, testCount: Int, seed: UInt64
  ) {
    self.results = results
    self.chance = chance
    self.labels = labels
    self.trainCount = trainCount
    self.testCount = testCount
    self.seed = seed
  }

  /// Shares, labels and counts.
  public func check(_ check: SectionCheck) throws {
    try check.share(chance, "chance")
    try check.count(trainCount, "train_count")
    try check.count(testCount, "test_count", atLeast: 1)
    for (index, label) in labels.enumerated() {
      try check.label(label, "labels[\(index)]")
      if index > 0, label <= labels[index - 1] {
        throw check.failure("labels[\(index)]", "\(label) does not rise")
      }
    }
    for (index, result) in results.enumerated() {
      let place = "results[\(index)]"
      try check.count(result.dimensions, "\(place).dimensions")
      try check.share(result.accuracy, "\(place).accuracy")
      try check.error(result.l2, "\(place).l2")
      try check.count(result.neighbours ?? 1, "\(place).neighbours", atLeast: 1)
    }
  }

  /// The confusion matrix.
  public func tensorShapes(dataset: DatasetSummary, model: ModelDescription) -> [String: Shape] {
    ["confusion": [labels.count, labels.count]]
  }
}
