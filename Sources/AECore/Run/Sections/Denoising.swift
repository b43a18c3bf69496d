import AEData
import AENetwork

/// How well noise is taken out of test images: by the autoencoder, and by two plain filters whose
/// sizes were chosen on training images, so that they do as well as they can.
///
/// Tensors, `(n, C, H, W)`, in the order of ``images``: `clean`, `corrupted`, and one for each of
/// ``Method/Name`` but the first (`autoencoder`, `median`, `gaussian`).
public struct Denoising: EvaluationSection {
  /// One way to get an image.
  public struct Method: Hashable, Sendable, Codable {
    /// What is done with the corrupted image.
    public enum Name: String, Codable, CaseIterable, Sendable {
      /// Nothing.
      case corrupted
      /// It goes through the network.
      case autoencoder
      /// `ImageFilter.median(size:)`.
      case median
      /// `ImageFilter.gaussian(sigma:)`.
      case gaussian
    }

    /// What is done.
    public var name: Name
    /// The filter's size or standard deviation in pixels; nil for what is no filter.
    public var amount: Double?
    /// The mean squared error to the clean images, per value, over ``Denoising/testCount`` of them.
    public var mse: Double
    /// The peak signal-to-noise ratio of that error in decibels; nil when there is no error.
    public var psnrDB: Double?
    /// The mean structural similarity; nil when the images are smaller than its window.
    public var ssim: Double?
  }

  /// A filter that could have been chosen.
  public struct Candidate: Hashable, Sendable, Codable {
    /// `median` or `gaussian`.
    public var name: Method.Name
    /// Its size or standard deviation in pixels.
    public var amount: Double
    /// Its mean squared error over ``Denoising/tuningCount`` corrupted training images.
    public var mse: Double
  }

  /// The noise.
  public var corruption: CorruptionDescription
  /// Whether the network was trained to take it away.
  public var isTrainedFor: Bool
  /// Test images that were measured.
  public var testCount: Int
  /// Training images on which the filters were chosen.
  public var tuningCount: Int
  /// Every filter that was tried; the smallest error of each kind was chosen.
  public var candidates: [Candidate]
  /// Each of ``Method/Name``, in that order.
  public var methods: [Method]
  /// The places in the test set of the images that are kept as examples; drawn by lot.
  public var images: [Int]

  /// `denoising`.
  public static let key = "denoising"

  /// The method called `name`.
  public func method(_ name: Method.Name) -> Method? { methods.first { $0.name == name } }

  /// The method whose error is smallest.
  public var best: Method? { methods.min { $0.mse < $1.mse } }

  /// Names, counts and ranges.
  public func check(_ check: SectionCheck) throws {
    try check.count(testCount, "test_count", atLeast: 1)
    try check.count(tuningCount, "tuning_count", atLeast: 1)
    try check.error(corruption.amount, "corruption.amount")
    for (index, candidate) in candidates.enumerated() {
      try check.error(candidate.amount, "candidates[\(index)].amount")
      try check.error(candidate.mse, "candidates[\(index)].mse")
    }
    let expected = Method.Name.allCases
    try check.length(methods, "methods", expected.count)
    for (index, method) in methods.enumerated() {
      let place = "methods[\(index)]"
      guard method.name == expected[index] else {
        throw check.failure("\(place).name", "\(method.name), expected \(expected[index])")
      }
      try check.error(method.amount, "\(place).amount")
      try check.error(method.mse, "\(place).mse")
      try check.number(method.ssim, "\(place).ssim", in: -1...1)
    }
    for (index, image) in images.enumerated() {
      try check.whole(image, "images[\(index)]", in: 0...max(0, check.dataset.testCount - 1))
    }
  }

  /// An image each.
  public func tensorShapes(dataset: DatasetSummary, model: ModelDescription) -> [String: Shape] {
    let shape = Shape([images.count] + dataset.imageShape.shape.dimensions)
    let names = ["clean"] + Method.Name.allCases.map(\.rawValue)
    return Dictionary(uniqueKeysWithValues: names.map { ($0, shape) })
  }
}
