import AEData
import AENetwork

/// The test images that come back best, those in the middle, and those that come back worst: an
/// average hides what a network cannot do.
///
/// Tensors: `input` and `output`, `(n, C, H, W)`, in the order of ``images``; `seen`, what the
/// encoder was given, when the run denoises.
public struct ReconstructionExtremes: EvaluationSection {
  /// Where an image stands among all.
  public enum Rank: String, Codable, Sendable {
    /// Smallest error.
    case best
    /// As many images with a smaller error as with a larger one.
    case median
    /// Largest error.
    case worst
  }

  /// One test image.
  public struct Image: Hashable, Sendable, Codable {
    /// Among the smallest, middle or largest errors.
    public var rank: Rank
    /// Its place in the test images.
    public var index: Int
    /// Its class; nil when there are no labels.
    public var label: Int?
    /// Its mean squared error per value.
    public var mse: Double
    /// Its structural similarity; nil when it is smaller than the window.
    public var ssim: Double?
  }

  /// From the smallest error to the largest; as many of each rank.
  public var images: [Image]

  /// `reconstructions`.
  public static let key = "reconstructions"

  /// Indices, labels and errors.
  public func check(_ check: SectionCheck) throws {
    for (index, image) in images.enumerated() {
      let place = "images[\(index)]"
      try check.whole(image.index, "\(place).index", in: 0...max(0, check.dataset.testCount - 1))
      try check.label(image.label, "\(place).label")
      try check.error(image.mse, "\(place).mse")
      try check.number(image.ssim, "\(place).ssim", in: -1...1)
    }
  }

  /// An image each.
  public func tensorShapes(dataset: DatasetSummary, model: ModelDescription) -> [String: Shape] {
    let shape = Shape([images.count] + dataset.imageShape.shape.dimensions)
    return ["input": shape, "output": shape, "seen": shape]
  }
}
