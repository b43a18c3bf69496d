import AEAnalysis
import AENetwork
import Foundation

/// How well the test images come back: the numbers of `evaluation` that are not in a section.
public struct ReconstructionErrors: EvaluationStep {
  /// The step.
  public init() {}

  /// `errors`.
  public var name: String { "errors" }

  /// Takes the six numbers out.
  public func clear(_ evaluation: inout Evaluation) {
    (evaluation.mse, evaluation.psnrDB, evaluation.ssim) = (nil, nil, nil)
    (evaluation.perClass, evaluation.baselines, evaluation.pixelEntropy) = (nil, nil, nil)
  }

  /// PCA; then a few images as they are, as they are seen and as they come back.
  public func memory(_ sizes: EvaluationSizes) -> Double {
    let part = min(512, 0x1p23 / Double(sizes.image.count) + 1, sizes.testCount)
    let seen = sizes.limit(256, of: sizes.testCount)
    let directions = 8 * min(sizes.latent, Double(sizes.image.count)) * Double(sizes.image.count)
    return max(
      sizes.pca(sizes.trainCount, components: sizes.latent),
      directions + max(6 * sizes.images(part), 2 * sizes.images(seen) + sizes.output(seen)))
  }

  /// Errors over all test images and over each class's, beside the mean image and PCA with as many
  /// components as the code has values, both learned from the training images.
  public func evaluate(_ subject: EvaluationSubject) throws -> EvaluationPart {
    try subject.requireTestImages()
    let (dataset, errors) = (subject.dataset, subject.testErrors)
    let test = dataset.test
    let mse = errors.reduce(0, +) / Double(errors.count)
    let perClass = test.labels.map { labels in
      Dictionary(grouping: 0..<test.count) { labels[$0] }.sorted { $0.key < $1.key }.map {
        let errors = $0.value.map { errors[$0] }
        return ClassEvaluation(
          label: Int($0.key), count: errors.count,
          mse: errors.reduce(0, +) / Double(errors.count), mseQuartiles: Self.quartiles(errors))
      }
    }
    let pca = subject.trainingPCA
    let mean = pca.prefix(0)
    func error(_ restore: (Tensor) -> Tensor) -> Double {
      test.meanSquaredError(corruption: subject.corruption, noise: subject.noise, restore)
    }
    var baselines = [
      Baseline(
        name: "mean image", components: 0,
        mse: error { mean.inverseTransform(mean.transform($0)) }),
      Baseline(
        name: "pca", components: pca.components.shape[0],
        mse: error { pca.inverseTransform(pca.transform($0)) }),
    ]
    if subject.corruption != nil {
      // Doing nothing is what taking noise away has to be better than.
      baselines.append(
        Baseline(name: "corrupted image", components: nil, mse: error { $0 }))
    }
    let compared = baselines
    let ssim = try Self.meanSSIM(subject)
    return EvaluationPart(
      store: {
        $0.mse = mse
        $0.psnrDB = ImageMetrics.psnr(meanSquaredError: mse)
        $0.ssim = ssim
        $0.perClass = perClass
        $0.baselines = compared
        $0.pixelEntropy = test.meanEntropy
      }, tensors: [:])
  }

  /// The mean over the test images; nil when they are smaller than SSIM's window.
  private static func meanSSIM(_ subject: EvaluationSubject) throws -> Double? {
    let test = subject.dataset.test
    var sum = 0.0
    let part = subject.limit(256)
    for first in stride(from: 0, to: test.count, by: part) {
      try subject.checkInterruption()
      let indices = Array(first..<min(first + part, test.count))
      let images = test.images(indices)
      let output = subject.reconstructions(indices)
      for index in indices.indices {
        guard let ssim = ImageMetrics.ssim(output[index], images[index]) else { return nil }
        sum += ssim
      }
    }
    return sum / Double(test.count)
  }

  /// What a quarter, a half and three quarters of `values` stay below, linear between neighbours as
  /// NumPy does it; nil when one is not finite.
  public static func quartiles(_ values: [Double]) -> [Double]? {
    guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
    let sorted = values.sorted()
    return [0.25, 0.5, 0.75].map { share in
      let place = share * Double(sorted.count - 1)
      let below = Int(clamping: place)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }
  }
}
