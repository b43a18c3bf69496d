import AEAnalysis
import AEData
import AENetwork

/// Corrupts test images and lets the autoencoder and plain filters restore them.
///
/// A network that was trained with noise is given the same noise; any other one is given Gaussian
/// noise of 0.3, which shows what a narrow code takes away that never learned to.
public struct DenoisingStep: SectionStep {
  /// A step.
  public init() {}

  /// `evaluation.denoising`.
  public static var section: WritableKeyPath<Evaluation, Denoising?> { \.denoising }

  /// What a network is given that was not trained with noise.
  static let untrainedNoise = Corruption.gaussian(0.3)
  /// At most so many test images are measured.
  static let testLimit = 1000
  /// At most so many training images decide the filters' sizes.
  static let tuningLimit = 300
  /// At most so many examples are kept.
  static let exampleLimit = 8

  /// What is tried.
  static let grid: [ImageFilter] =
    [3, 5, 7].map { .median(size: $0) }
    + [0.4, 0.5, 0.6, 0.75, 1, 1.25, 1.5, 2].map { .gaussian(sigma: $0) }

  /// Filters are chosen by their error on training images, and judged as the network is on test
  /// images.
  public func measure(
    _ subject: EvaluationSubject
  ) throws -> (Denoising, tensors: [String: Tensor]) {
    try subject.requireTestImages()
    let (train, test) = (subject.dataset.train, subject.dataset.test)
    guard train.count > 0 else {
      throw Failure(.badData, nil, "there are no training images to choose filters on")
    }
    var random = subject.random(for: Denoising.key)
    let noise = Noise(seed: random.next())
    let corruption = subject.corruption ?? Self.untrainedNoise

    let tuning = subject.sample(
      subject.limit(Self.tuningLimit), of: train.count, using: &random)
    let cleanTuning = train.images(tuning)
    let noisyTuning = corruption.corrupted(cleanTuning, indices: tuning, noise: noise)
    let candidates = try Self.grid.map { filter in
      try subject.checkInterruption()
      let restored = filter.filtered(noisyTuning)
      return (filter, mse: Restoration(restored, of: cleanTuning).mse)
    }
    func best(_ name: String) -> ImageFilter? {
      candidates.filter { $0.0.name == name }.min { $0.mse < $1.mse }?.0
    }

    let chosen = subject.sample(subject.limit(Self.testLimit), of: test.count, using: &random)
    let clean = test.images(chosen)
    let corrupted =
      subject.corruption != nil
      ? subject.seen(chosen) : corruption.corrupted(clean, indices: chosen, noise: noise)
    let examples = subject.sample(Self.exampleLimit, of: chosen.count, using: &random)
    var tensors = ["clean": clean.selecting(examples)]
    var methods: [Denoising.Method] = []
    for name in Denoising.Method.Name.allCases {
      try subject.checkInterruption()
      let filter = best(name.rawValue)
      let images =
        switch name {
        case .corrupted: corrupted
        case .autoencoder: subject.autoencoder.reconstructions(of: corrupted)
        case .median, .gaussian: filter?.filtered(corrupted) ?? corrupted
        }
      let restoration = Restoration(images, of: clean)
      guard restoration.mse.isFinite else {
        throw Failure(.badData, nil, "some reconstructions are not finite")
      }
      methods.append(
        Denoising.Method(
          name: name, amount: filter?.amount, mse: restoration.mse,
          psnrDB: ImageMetrics.psnr(meanSquaredError: restoration.mse), ssim: restoration.ssim))
      tensors[name.rawValue] = images.selecting(examples)
    }
    let section = Denoising(
      corruption: corruption.description, isTrainedFor: subject.corruption != nil,
      testCount: chosen.count, tuningCount: tuning.count,
      candidates: candidates.compactMap { filter, mse in
        Denoising.Method.Name(rawValue: filter.name).map {
          Denoising.Candidate(name: $0, amount: filter.amount, mse: mse)
        }
      },
      methods: methods, images: examples.map { chosen[$0] })
    return (section, tensors)
  }
}

/// How close images come to clean ones.
struct Restoration {
  /// The mean squared error per value.
  let mse: Double
  /// The mean structural similarity; nil when the images are smaller than its window.
  let ssim: Double?

  /// `images` against `clean`, both `(n, C, H, W)`.
  init(_ images: Tensor, of clean: Tensor) {
    var sum = 0.0
    for (x, y) in zip(images.values, clean.values) {
      let difference = Double(x) - Double(y)
      sum += difference * difference
    }
    mse = sum / Double(max(1, clean.count))
    let similarities = (0..<clean.shape[0]).map { ImageMetrics.ssim(images[$0], clean[$0]) }
    ssim =
      similarities.isEmpty || similarities.contains { $0 == nil }
      ? nil : similarities.reduce(0) { $0 + ($1 ?? 0) } / Double(similarities.count)
  }
}
