import AEData
import AENetwork

/// New images made from codes that nobody encoded, beside a plainer way to make them and beside
/// real images, each with the training image that is nearest to it.
///
/// A distance is the root of the mean squared difference per value (`NearestImages`).
///
/// Tensors for each method, `(n, C, H, W)`, in the order of its ``Method/examples``: `<name>`, the
/// images, and `<name>_nearest`, the training images nearest to them.
public struct Generation: EvaluationSection {
  /// A way to come by images.
  public struct Method: Hashable, Sendable, Codable {
    /// Where the images come from.
    public enum Name: String, Codable, CaseIterable, Sendable {
      /// The decoder, given codes drawn from the standard normal distribution, the prior that a
      /// variational code is held to; only for a variational run.
      case prior
      /// The decoder, given codes drawn from a normal distribution with the mean and covariance of
      /// the training images' codes (for a variational code, of their posteriors' mixture).
      case codes
      /// PCA with as many components, given values drawn from a normal distribution with the
      /// training images' variances.
      case pca
      /// Test images, for comparison.
      case real
    }

    /// Where they come from.
    public var name: Name
    /// The mean distance from one of them to the nearest training image: how much they look like
    /// the data; far below the real images', they are copies or blurs.
    public var toTraining: Double
    /// The mean distance from other test images to the nearest of them: how much of the data they
    /// cover.
    public var toTest: Double
    /// The first few.
    public var examples: [Example]
  }

  /// An image that a method made, by the training image nearest to it.
  public struct Example: Hashable, Sendable, Codable {
    /// The nearest one's place in the training images.
    public var index: Int
    /// How far away it is.
    public var distance: Double

    /// An example by its nearest image.
    public init(index: Int, distance: Double) {
      self.index = index
      self.distance = distance
    }
  }

  /// Images made by each method; as many real ones.
  public var sampleCount: Int
  /// Training images among which the nearest was looked for.
  public var trainCount: Int
  /// Test images that were to be covered; none of them is one of the real ones.
  public var testCount: Int
  /// Training images whose codes the normal distribution was fitted to.
  public var fittedCount: Int
  /// Each of ``Method/Name`` that there is, in that order.
  public var methods: [Method]

  /// `generation`.
  public static let key = "generation"

  /// The method called `name`.
  public func method(_ name: Method.Name) -> Method? { methods.first { $0.name == name } }

  /// Counts, names and distances.
  public func check(_ check: SectionCheck) throws {
    try check.count(sampleCount, "sample_count", atLeast: 1)
    try check.count(trainCount, "train_count", atLeast: 1)
    try check.count(testCount, "test_count", atLeast: 1)
    try check.count(fittedCount, "fitted_count")
    var names: Set<Method.Name> = []
    for (index, method) in methods.enumerated() {
      let place = "methods[\(index)]"
      guard names.insert(method.name).inserted else {
        throw check.failure("\(place).name", "\(method.name.rawValue) stands twice")
      }
      try check.error(method.toTraining, "\(place).to_training")
      try check.error(method.toTest, "\(place).to_test")
      for (row, example) in method.examples.enumerated() {
        try check.whole(
          example.index, "\(place).examples[\(row)].index",
          in: 0...max(0, check.dataset.trainCount - 1))
        try check.error(example.distance, "\(place).examples[\(row)].distance")
      }
    }
    guard names.contains(.real), names.contains(.codes) else {
      throw check.failure("methods", "neither codes nor real may be missing")
    }
  }

  /// An image each.
  public func tensorShapes(dataset: DatasetSummary, model: ModelDescription) -> [String: Shape] {
    var shapes: [String: Shape] = [:]
    for method in methods {
      let shape = Shape([method.examples.count] + dataset.imageShape.shape.dimensions)
      shapes[method.name.rawValue] = shape
      shapes["\(method.name.rawValue)_nearest"] = shape
    }
    return shapes
  }
}
