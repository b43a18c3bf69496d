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
    let mean = PCA.fit(dataset.train, components: 0)
    let pca = PCA.fit(dataset.train, components: subject.run.model.latentSize)
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
      let output = subject.autoencoder.reconstructions(of: subject.seen(indices))
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

extension ImageSet {
  /// `−x·ln x − (1 − x)·ln(1 − x)`, the mean over all values, in nats: the binary cross-entropy of
  /// a reconstruction that is the image itself.
  package var meanEntropy: Double {
    var counts = [Int](repeating: 0, count: 256)
    for pixel in pixels { counts[Int(pixel)] += 1 }
    let sum = counts.enumerated().reduce(0.0) { sum, entry in
      let x = Double(entry.offset) / Double(white)
      guard entry.element > 0, x > 0, x < 1 else { return sum }
      return sum - Double(entry.element) * (x * log(x) + (1 - x) * log(1 - x))
    }
    return sum / Double(max(1, pixels.count))
  }

  /// The mean squared error per value between the images and what `restore`, `(n, D)` to `(n, D)`,
  /// makes of them, or of them corrupted.
  func meanSquaredError(
    corruption: Corruption?, noise: Noise, _ restore: (Tensor) -> Tensor
  ) -> Double {
    var sum = 0.0
    let part = max(1, min(512, (1 << 23) / shape.count))
    for first in stride(from: 0, to: count, by: part) {
      let indices = Array(first..<min(first + part, count))
      let clean = images(indices)
      let seen = corruption?.corrupted(clean, indices: indices, noise: noise) ?? clean
      let restored = restore(seen.reshaped([indices.count, shape.count]))
      for (a, b) in zip(clean.values, restored.values) { sum += Double((a - b) * (a - b)) }
    }
    return sum / Double(max(1, count * shape.count))
  }
}
