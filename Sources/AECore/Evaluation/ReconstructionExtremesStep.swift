import AEAnalysis
import AEData
import AENetwork

/// Ranks the test images by their errors.
public struct ReconstructionExtremesStep: SectionStep {
  /// Images of each rank.
  let count: Int

  /// A step that keeps `count` images of each rank.
  public init(count: Int = 6) { self.count = count }

  /// `evaluation.reconstructions`.
  public static var section: WritableKeyPath<Evaluation, ReconstructionExtremes?> {
    \.reconstructions
  }

  /// Equal errors rank by their place in the test images.
  public func measure(
    _ subject: EvaluationSubject
  ) throws -> (ReconstructionExtremes, tensors: [String: Tensor]) {
    try subject.requireTestImages()
    let errors = subject.testErrors
    guard errors.allSatisfy(\.isFinite) else {
      throw Failure(.badData, nil, "some reconstructions are not finite")
    }
    let order = errors.indices.sorted { (errors[$0], $0) < (errors[$1], $1) }
    // Fewer images than places: none is shown under two ranks.
    let each = min(count, order.count / 3)
    var picked: [(ReconstructionExtremes.Rank, Int)]
    if each == 0 {
      picked = order.map { (.median, $0) }
    } else {
      let middle = (order.count - each) / 2
      picked = order.prefix(each).map { (.best, $0) }
      picked += order[middle..<middle + each].map { (.median, $0) }
      picked += order.suffix(each).map { (.worst, $0) }
    }
    let test = subject.dataset.test
    let input = test.images(picked.map(\.1))
    let seen = subject.seen(picked.map(\.1))
    let output = subject.autoencoder.reconstructions(of: seen)
    let images = picked.enumerated().map { row, pick in
      ReconstructionExtremes.Image(
        rank: pick.0, index: pick.1, label: test.labels.map { Int($0[pick.1]) },
        mse: errors[pick.1], ssim: ImageMetrics.ssim(output[row], input[row]))
    }
    var tensors = ["input": input, "output": output]
    if subject.corruption != nil { tensors["seen"] = seen }
    return (ReconstructionExtremes(images: images), tensors)
  }
}
