import AENetwork

/// The memory that measuring a network takes, found before any of it is taken: before a training,
/// too, whose result nobody could measure.
package struct EvaluationMemory {
  /// In bytes: what there is from the beginning, and the largest of what the steps take that are at
  /// work at the same time.
  package let bytes: Double
  private let isSeveral: Bool

  /// Of these steps with `threads` of them side by side.
  /// - Throws: `Failure` when the layers do not fit each other.
  package init(
    _ model: ModelDescription, dataset: Dataset, steps: [any EvaluationStep] = Evaluator.steps,
    threads: Int
  ) throws {
    let sizes = try EvaluationSizes(model, dataset: dataset)
    let pixels = Double(dataset.train.pixels.count) + Double(dataset.test.pixels.count)
    // The weights at work, as they were read, as the run has them and as a training leaves them
    // with what its optimiser remembers; and what every figure wants of the test images.
    let weights = 4 * sizes.parameters
    let samples = min(16, sizes.testCount)
    let run = weights + 2 * sizes.codes(sizes.testCount) + sizes.activations(samples)
    let kept = pixels + 6 * weights + run
    // Before the steps, everything is looked at once; after them, the run is written.
    let alone = max(
      sizes.pass(sizes.testCount) + sizes.images(min(256, sizes.testCount))
        + 2 * sizes.activations(samples), 2 * run)
    let besides = steps.map { $0.memory(sizes) }.sorted(by: >).prefix(max(1, threads))
    bytes = kept + max(alone, besides.reduce(0, +))
    isSeveral = min(threads, steps.count) > 1
  }

  /// - Throws: `Failure` when it is more than the machine has to give.
  package func check() throws {
    try AvailableMemory.require(bytes) { wanted, free in
      Failure(
        .usage, nil,
        "measuring this network would take about \(wanted) of memory, and \(free) are free",
        advice: isSeveral
          ? "give --threads 1, fewer or smaller images, or a smaller network"
          : "give fewer or smaller images, or a smaller network")
    }
  }
}
