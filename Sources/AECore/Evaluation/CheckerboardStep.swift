import AEAnalysis
import AEData
import AENetwork

/// Looks for the decoder's pattern in its outputs.
public struct CheckerboardStep: SectionStep {
  /// A step.
  public init() {}

  /// `evaluation.checkerboard`.
  public static var section: WritableKeyPath<Evaluation, Checkerboard?> { \.checkerboard }

  /// At most so many test images are looked at.
  static let testLimit = 256

  /// As many images as take a few seconds: a spectrum costs `C·H·W·(H + W)`, and tables of `H²` and
  /// `W²`. None where one takes longer.
  static func limit(_ shape: ImageShape, most: Int) -> Int {
    let (h, w) = (Double(shape.height), Double(shape.width))
    let cost = Double(shape.channels) * h * w * (h + w) + h * h + w * w
    return max(h, w) > 8192 ? 0 : min(most, Int(clamping: 0x1p33 / cost))
  }

  /// Images as they are seen and as they come back, a second network, and the spectra.
  public func memory(_ sizes: EvaluationSizes) -> Double {
    let (h, w) = (Double(sizes.image.height), Double(sizes.image.width))
    let count = min(Double(Self.limit(sizes.image, most: Self.testLimit)), sizes.testCount)
    guard count > 0 else { return 0 }
    let waves = 24 * (h * h + w * w) + 40 * h * w
    return 3 * sizes.images(count) + sizes.output(count) + 8 * sizes.parameters
      + 8 * count * h * w + sizes.processors * waves
  }

  /// The same test images for all three kinds.
  public func measure(
    _ subject: EvaluationSubject
  ) throws -> (Checkerboard, tensors: [String: Tensor]) {
    try subject.requireTestImages()
    let (model, shape) = (subject.run.model, subject.dataset.imageShape)
    let steps = try model.steps(imageShape: shape)
    guard try DecoderOverlap(steps: steps) != nil else {
      throw Failure(.badData, nil, "the decoder has no convolution")
    }
    guard let period = Self.period(steps, shape.size) else {
      throw Failure(.badData, nil, "the images are too small for a pattern to repeat")
    }
    var random = subject.random(for: Checkerboard.key)
    let most = Self.limit(shape, most: Self.testLimit)
    guard most > 0 else {
      throw Failure(.badData, nil, "the images are too large for their spectra")
    }
    let chosen = subject.sample(most, of: subject.dataset.test.count, using: &random)
    let example = Int.random(in: 0..<chosen.count, using: &random)
    let seen = subject.seen(chosen)

    var section = Checkerboard(
      period: period, testCount: chosen.count, image: chosen[example], untrained: nil,
      trained: nil, real: nil)
    var tensors: [String: Tensor] = [:]
    func add(_ kind: Checkerboard.Kind, _ images: Tensor) throws -> Double? {
      guard images.isFinite else {
        throw Failure(.badData, nil, "some reconstructions are not finite")
      }
      let mean = MeanPeriodicity(of: images, period: period)
      tensors[kind.rawValue] = images[example]
      if let spectrum = mean.spectrum { tensors["spectrum_\(kind.rawValue)"] = spectrum }
      return mean.share
    }
    if let untrained = try subject.run.untrained() {
      section.untrained = try add(.untrained, untrained.reconstructions(of: seen))
    }
    section.trained = try add(.trained, subject.autoencoder.reconstructions(of: seen))
    section.real = try add(.real, subject.dataset.test.images(chosen))
    return (section, tensors)
  }

  /// The stride of the last of the decoder's layers that makes its map larger; 2 where none does:
  /// the finest pattern that there is. Along an axis with less than two tiles there is no pattern;
  /// nil when there is none along either.
  static func period(_ steps: [LayerStep], _ size: Size2D) -> Size2D? {
    var period = Size2D(1)
    for step in steps where step.half == .decoder {
      switch step.layer {
      case .convTranspose2d(let spec) where spec.geometry.stride != Size2D(1):
        period = spec.geometry.stride
      case .upsample(let scale) where scale != Size2D(1): period = scale
      case .pixelShuffle(let factor) where factor > 1: period = Size2D(factor)
      default: break
      }
    }
    if period == Size2D(1) { period = Size2D(2) }
    for axis in Size2D.Axis.allCases where 2 * period[axis] > size[axis] { period[axis] = 1 }
    return period.count > 1 ? period : nil
  }
}

/// Means over images; those that do not vary have no part in them.
struct MeanPeriodicity {
  /// Of `Periodicity.share(of:period:)`; nil when no image varies.
  let share: Double?
  /// Of `Periodicity.spectrum(of:)`, `(H, W)`; nil when no image varies.
  let spectrum: Tensor?

  /// Of `images`, `(n, C, H, W)`.
  init(of images: Tensor, period: Size2D) {
    let (h, w) = (images.shape[2], images.shape[3])
    let parts = Parallel.map(images.shape[0]) { index in
      let image = images[index]
      return (
        Periodicity.share(of: image, period: period), Periodicity.spectrum(of: image)
      )
    }
    let shares = parts.compactMap(\.0)
    share = shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
    let spectra = parts.compactMap(\.1)
    var sum = [Double](repeating: 0, count: h * w)
    for spectrum in spectra {
      for place in sum.indices { sum[place] += spectrum[place] }
    }
    spectrum =
      spectra.isEmpty ? nil : Tensor([h, w], sum.map { Float($0 / Double(spectra.count)) })
  }
}
