import AEData
import AENetwork

/// The memory that a training will take, found before any of it is taken.
package struct MemoryEstimate {
  /// In bytes; a floating-point number, since no product of sizes is too large for one.
  package let bytes: Double

  /// Of a training with these options.
  /// - Throws: `Failure` when the layers do not fit each other.
  package init(_ model: ModelDescription, dataset: Dataset, options: TrainingOptions) throws {
    let network = try model.network(for: dataset.imageShape)
    let shardCount = ShardedStep.shardCount(options.batchSize)
    let shards = Double(shardCount)
    let capacity = Lanes.count((options.batchSize + shardCount - 1) / shardCount)
    let lanes = Double(capacity)
    let image = Double(dataset.imageShape.count)
    // The clean images too, where the input is corrupted.
    let values =
      image * (options.corruption == nil ? 1 : 2) + network.memory.values(network.layers)
    let scratch =
      network.layers.map { Double($0.scratchCount(capacity, training: true)) }.max() ?? 0
    // The gradient, the weights and what the optimiser remembers of them, at work and as they are
    // saved; the weights as a step packs them; and what each shard adds up of the gradient.
    let parameters =
      Double(network.parameterCount) * 13 + Double(network.packedCount)
      + Double(network.memory.shardGradientCount) * shards
    let codes = Double(dataset.test.count) * Double(model.latentSize)
    let pixels = Double(dataset.train.pixels.count) + Double(dataset.test.pixels.count)
    bytes = 4 * (shards * (lanes * values + scratch) + parameters + codes) + pixels
  }

  /// - Throws: `Failure` when it is more than the machine has to give.
  func check() throws {
    try AvailableMemory.require(bytes) { wanted, free in
      Failure(
        .usage, nil, "this training would take about \(wanted) of memory, and \(free) are free",
        advice: "give a smaller --batch-size, --latent or network")
    }
  }
}

extension ModelDescription {
  /// The layers for images of shape `image`, without weights.
  /// - Throws: `Failure` when they do not fit each other.
  func network(for image: ImageShape) throws -> Network {
    do {
      return try Network(encoder + decoder, input: image.shape, codeLayer: encoder.count - 1)
    } catch {
      throw Failure(.badData, "model", "\(error)")
    }
  }
}
