import AEData
import AENetwork

/// How much of a checkerboard is in what the decoder gives, before and after training, beside the
/// real images (Odena, Dumoulin, Olah: Deconvolution and Checkerboard Artifacts, Distill 2016).
///
/// Tensors: `spectrum_untrained`, `spectrum_trained`, `spectrum_real`, `(H, W)`: the mean over the
/// images of `Periodicity.spectrum(of:)`; `untrained`, `trained`, `real`, `(C, H, W)`: one image
/// as the two networks give it, and as it is.
public struct Checkerboard: EvaluationSection {
  /// The stride of the decoder's last layer that enlarges: how far the pattern's tiles lie apart.
  public var period: Size2D
  /// Test images that were measured.
  public var testCount: Int
  /// The test image that is kept as an example; drawn by lot.
  public var image: Int
  /// The mean of `Periodicity.share(of:period:)` over what the network gave before its training;
  /// nil when its first weights are not known, or give no variation.
  public var untrained: Double?
  /// The same of what the trained network gives; nil when it does not vary.
  public var trained: Double?
  /// The same of the images themselves; nil when they do not vary.
  public var real: Double?

  /// `checkerboard`.
  public static let key = "checkerboard"

  /// The three kinds of images, as the tensors name them.
  public enum Kind: String, CaseIterable, Sendable {
    /// What the network gave before its training.
    case untrained
    /// What it gives.
    case trained
    /// The images themselves.
    case real
  }

  /// The share of `kind`.
  public func share(_ kind: Kind) -> Double? {
    switch kind {
    case .untrained: untrained
    case .trained: trained
    case .real: real
    }
  }

  /// The share that noise without any pattern has on average, in images of `size`.
  public func shareOfNoise(_ size: Size2D) -> Double {
    Double(period.count - 1) / Double(max(1, size.count - 1))
  }

  /// Counts and shares.
  public func check(_ check: SectionCheck) throws {
    let size = check.dataset.imageShape.size
    for axis in Size2D.Axis.allCases {
      try check.whole(period[axis], "period", in: 1...size[axis])
    }
    try check.count(testCount, "test_count", atLeast: 1)
    try check.whole(image, "image", in: 0...max(0, check.dataset.testCount - 1))
    for kind in Kind.allCases { try check.share(share(kind), kind.rawValue) }
  }

  /// A map and an image of each kind.
  public func tensorShapes(dataset: DatasetSummary, model: ModelDescription) -> [String: Shape] {
    let image = dataset.imageShape
    return Dictionary(
      uniqueKeysWithValues: Kind.allCases.flatMap {
        [
          ($0.rawValue, image.shape),
          ("spectrum_\($0.rawValue)", Shape([image.height, image.width])),
        ]
      })
  }
}
