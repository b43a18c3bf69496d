/// What was measured on the test images.
///
/// The first six are about the reconstructions as they are. Each of the others is the section of
/// one ``EvaluationStep``, and absent when that step was not taken or had nothing to measure. The
/// order of the properties is the order in the file.
public struct Evaluation: Hashable, Sendable, Codable {
  /// Mean squared error per pixel, pixels in [0, 1].
  public var mse: Double?
  /// Peak signal-to-noise ratio of that error, in decibels.
  public var psnrDB: Double?
  /// Mean structural similarity.
  public var ssim: Double?
  /// The error of each class's images.
  public var perClass: [ClassEvaluation]?
  /// What plain methods reach with as many numbers.
  public var baselines: [Baseline]?
  /// The entropy of the test images' pixels, in nats a pixel: below it no binary cross-entropy
  /// falls.
  public var pixelEntropy: Double?
  /// The best, the median and the worst reconstructions.
  public var reconstructions: ReconstructionExtremes?
  /// How the codes lie.
  public var latentSpace: LatentSpace?
  /// Codes that no image has, decoded.
  public var manifold: Manifold?
  /// The way between test images.
  public var interpolation: Interpolation?
  /// How uneven the decoder's output is.
  public var checkerboard: Checkerboard?
  /// Noise taken away, beside plain filters.
  public var denoising: Denoising?
  /// How much of the classes is in the code.
  public var classification: Classification?
  /// New images, beside plainer ways to make them.
  public var generation: Generation?
  /// What is strange to the network, and how well it tells.
  public var anomalies: Anomalies?

  /// Every section that is there, for whoever checks or lists them.
  public var sections: [any EvaluationSection] {
    let all: [(any EvaluationSection)?] = [
      reconstructions, latentSpace, manifold, interpolation, checkerboard, denoising,
      classification, generation, anomalies,
    ]
    return all.compactMap { $0 }
  }

  /// An evaluation of these parts; sections are set by their steps.
  public init(
    mse: Double? = nil, psnrDB: Double? = nil, ssim: Double? = nil,
    perClass: [ClassEvaluation]? = nil, baselines: [Baseline]? = nil
  ) {
    self.mse = mse
    self.psnrDB = psnrDB
    self.ssim = ssim
    self.perClass = perClass
    self.baselines = baselines
  }
}

/// One class's share of an evaluation.
public struct ClassEvaluation: Hashable, Sendable, Codable {
  /// The label.
  public var label: Int
  /// Test images with it.
  public var count: Int
  /// Their mean squared error per pixel.
  public var mse: Double?
  /// The errors of single images that a quarter, a half and three quarters of them stay below.
  public var mseQuartiles: [Double]?

  /// A class's error.
  public init(label: Int, count: Int, mse: Double?, mseQuartiles: [Double]? = nil) {
    self.label = label
    self.count = count
    self.mse = mse
    self.mseQuartiles = mseQuartiles
  }
}

/// A plain method's result on the same test images.
public struct Baseline: Hashable, Sendable, Codable {
  /// `pca`, `mean image` …
  public var name: String
  /// Numbers it keeps per image, when that is what limits it.
  public var components: Int?
  /// Its mean squared error per pixel.
  public var mse: Double?

  /// A baseline by name.
  public init(name: String, components: Int?, mse: Double?) {
    self.name = name
    self.components = components
    self.mse = mse
  }
}
