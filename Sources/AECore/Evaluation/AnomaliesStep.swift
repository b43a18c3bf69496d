import AEAnalysis
import AEData
import AENetwork

/// Scores every test image by its reconstruction error. Images are given as they are, also to a
/// network that learned to denoise: who looks for what is strange has no clean copy of it.
public struct AnomaliesStep: SectionStep {
  /// Images that are kept.
  let count: Int

  /// A step that keeps the `count` images of largest error.
  public init(count: Int = 12) { self.count = count }

  /// `evaluation.anomalies`.
  public static var section: WritableKeyPath<Evaluation, Anomalies?> { \.anomalies }

  /// All test images once more where the network takes noise away; PCA where a class was left out.
  public func memory(_ sizes: EvaluationSizes) -> Double {
    let shown = 2 * sizes.images(Double(count)) + sizes.output(Double(count))
    let again =
      sizes.pass(sizes.testCount) + sizes.images(min(256, sizes.testCount))
      + 2 * sizes.codes(sizes.testCount)
    let pca = sizes.pca(sizes.trainCount, components: sizes.latent) + 4 * sizes.images(512)
    return shown + max(again, sizes.holdsClassOut ? pca : 0) + 40 * sizes.testCount
  }

  /// Equal errors rank by their place in the test images.
  public func measure(_ subject: EvaluationSubject) throws -> (Anomalies, tensors: [String: Tensor])
  {
    try subject.requireTestImages()
    let dataset = subject.dataset
    let test = dataset.test
    let errors =
      subject.corruption == nil
      ? subject.testErrors
      : subject.autoencoder.codesAndErrors(of: test, corruption: nil, noise: subject.noise)
        .squaredErrors.map { $0 / Double(dataset.imageShape.count) }
    guard errors.allSatisfy(\.isFinite) else {
      throw Failure(.badData, nil, "some reconstructions are not finite")
    }
    let order = errors.indices.sorted { (errors[$1], $0) < (errors[$0], $1) }.prefix(count)
    let input = test.images(order)
    var tensors = ["input": input, "output": subject.autoencoder.reconstructions(of: input)]
    let images = order.map { index in
      Anomalies.Image(
        index: index, label: test.labels.map { Int($0[index]) }, mse: errors[index])
    }

    var scores: [(Anomalies.Score, [Double])] = [(.autoencoder, errors)]
    var isHeldOut: [Bool]?
    if let heldOut = subject.run.dataset.heldOutClass, let labels = test.labels {
      isHeldOut = labels.map { Int($0) == heldOut }
      let pca = subject.trainingPCA
      scores.append((.pca, test.squaredErrors(of: pca)))
      scores.append((.meanImage, test.squaredErrors(of: pca.prefix(0))))
    }
    // Areas are those of the scores as they are kept.
    let kept = scores.map { ($0, $1.map(Float.init)) }
    let detectors = kept.map { score, values in
      Anomalies.Detector(
        score: score,
        auc: isHeldOut.flatMap { ROCCurve(scores: values.map(Double.init), isPositive: $0)?.area })
    }
    tensors["scores"] = Tensor([kept.count, test.count], kept.flatMap { $0.1 })
    if let isHeldOut { tensors["is_held_out"] = Tensor([test.count], isHeldOut.map { $0 ? 1 : 0 }) }
    let section = Anomalies(
      images: images, detectors: detectors, testCount: test.count,
      heldOutCount: isHeldOut.map { $0.count { $0 } })
    return (section, tensors)
  }
}

extension ImageSet {
  /// The mean squared error per value with which each image comes back from the code of `pca`.
  fileprivate func squaredErrors(of pca: PCA) -> [Double] {
    var errors: [Double] = []
    let d = shape.count
    forEachChunk { data in
      let restored = pca.inverseTransform(pca.transform(data))
      for row in 0..<data.shape[0] {
        var sum = 0.0
        for j in row * d..<(row + 1) * d {
          let difference = Double(restored.values[j] - data.values[j])
          sum += difference * difference
        }
        errors.append(sum / Double(d))
      }
    }
    return errors
  }
}
