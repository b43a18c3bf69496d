import AECore

/// One of a run's samples: the image, what the encoder was given of it, and what came out.
struct SampleImage: Sendable {
  /// Which of the samples, from 0.
  let index: Int
  /// What is asked for, `(C, H, W)` in [0, 1].
  let target: Tensor
  /// What the encoder was given instead, when it was.
  let corrupted: Tensor?
  /// What came out.
  let output: Tensor
  /// The mean squared error between output and target, over all their values.
  let error: Double

  /// Sample `index` of `run`.
  /// - Throws: `Failure` when the run has no such sample, or no reconstruction of it.
  init(_ run: Run, _ index: Int) throws(Failure) {
    let targets = try run.images(TensorName.sampleInput)
    let outputs = try run.images(TensorName.sampleReconstruction)
    let count = min(targets.shape[0], outputs.shape[0])
    guard (0..<count).contains(index) else {
      throw Failure(
        .usage, nil, "there is no sample \(index)",
        advice: "the run holds \(count), counted from 0")
    }
    self.index = index
    target = targets[index]
    output = outputs[index]
    let corrupted = try? run.images(TensorName.sampleCorrupted)
    self.corrupted = corrupted.flatMap { $0.shape[0] > index ? $0[index] : nil }
    error = Measure.meanSquaredError(output, target)
  }

  /// Width over height.
  var aspect: Double { Double(target.shape[2]) / Double(target.shape[1]) }
}
