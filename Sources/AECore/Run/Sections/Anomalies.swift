import AEData
import AENetwork

/// The test images that come back worst, as what is strange to the network; and, when a class was
/// left out of the training, how well the error tells its images from the others.
///
/// Tensors: `input` and `output`, `(n, C, H, W)`, in the order of ``images``; `scores`,
/// `(detectors, N)`: of each test image; `is_held_out`, `(N)`: 1 for the class left out, else 0.
public struct Anomalies: EvaluationSection {
  /// A test image.
  public struct Image: Hashable, Sendable, Codable {
    /// Its place in the test images.
    public var index: Int
    /// Its class; nil when there are no labels.
    public var label: Int?
    /// Its mean squared error per value.
    public var mse: Double

    /// An image with its error.
    public init(index: Int, label: Int?, mse: Double) {
      self.index = index
      self.label = label
      self.mse = mse
    }
  }

  /// A score that is large for what is strange; all are mean squared errors per value.
  public enum Score: String, Codable, Sendable {
    /// Between an image and what the network makes of it.
    case autoencoder
    /// Between an image and what as many principal components of the training images make of it.
    case pca
    /// Between an image and the mean training image.
    case meanImage = "mean_image"
  }

  /// A score and how well it tells the class left out from the others.
  public struct Detector: Hashable, Sendable, Codable {
    /// What is measured.
    public var score: Score
    /// The area under its ROC curve; nil when no class was left out.
    public var auc: Double?

    /// A score with its area.
    public init(score: Score, auc: Double?) {
      self.score = score
      self.auc = auc
    }
  }

  /// The largest error first.
  public var images: [Image]
  /// The network first.
  public var detectors: [Detector]
  /// Test images.
  public var testCount: Int
  /// Test images of the class that was left out; nil when none was.
  public var heldOutCount: Int?

  /// `anomalies`.
  public static let key = "anomalies"

  /// A section.
  public init(images: [Image], detectors: [Detector], testCount: Int, heldOutCount: Int?) {
    self.images = images
    self.detectors = detectors
    self.testCount = testCount
    self.heldOutCount = heldOutCount
  }

  /// Indices, labels, errors and areas.
  public func check(_ check: SectionCheck) throws {
    try check.count(testCount, "test_count", atLeast: 1)
    try check.whole(heldOutCount ?? 0, "held_out_count", in: 0...max(0, testCount))
    for (index, image) in images.enumerated() {
      let place = "images[\(index)]"
      try check.whole(image.index, "\(place).index", in: 0...max(0, testCount - 1))
      try check.label(image.label, "\(place).label")
      try check.error(image.mse, "\(place).mse")
    }
    for (index, detector) in detectors.enumerated() {
      try check.share(detector.auc, "detectors[\(index)].auc")
    }
  }

  /// Images, and a score of each test image by each detector.
  public func tensorShapes(dataset: DatasetSummary, model: ModelDescription) -> [String: Shape] {
    let shape = Shape([images.count] + dataset.imageShape.shape.dimensions)
    return [
      "input": shape, "output": shape, "scores": [detectors.count, testCount],
      "is_held_out": [testCount],
    ]
  }
}
