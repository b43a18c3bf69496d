/// One training step on one batch, split into shards that threads work on.
///
/// The batch alone says how many shards there are, whatever the number of threads. Each shard has
/// its own gradients, and they are added in the order of the shards; so the same batch gives the
/// same bits with one thread and with many. The gradient of a ``BatchGradientLayer`` is taken from
/// all shards at once. All memory is planned here, once.
package struct ShardedStep: Sendable {
  /// So many parts is a batch of at most `batchSize` images split into: eight, and sixteen for many
  /// threads where each part has sixteen images then. Smaller parts are slower: a weight that was
  /// read would meet eight images only.
  package static func shardCount(_ batchSize: Int) -> Int {
    min(max(Lanes.count(batchSize) / 16, 8), 16)
  }

  /// Calls `work` with every number below `count`, on as many threads as there are, and returns
  /// when all calls have. The calls do not depend on each other.
  package typealias Workers = @Sendable (_ count: Int, _ work: @Sendable (Int) -> Void) -> Void

  /// What all steps of a training have in common.
  package struct Settings: Sendable {
    /// Images in a step, at most.
    package var batchSize: Int
    /// What is minimised.
    package var objective: Objective
    /// What is done to the encoder's input; nil for nothing.
    package var corruption: Corruption?
    /// The greatest length that the whole gradient may have; nil to leave it as it is.
    package var clipNorm: Double?
    /// Pieces that the work is cut into; changes the speed, never the result.
    package var threads: Int
    /// Who does the pieces.
    package var workers: Workers

    /// Settings; without workers the pieces are done one after the other.
    package init(
      batchSize: Int, objective: Objective = Objective(), corruption: Corruption? = nil,
      clipNorm: Double? = nil, threads: Int = 1,
      workers: @escaping Workers = { count, work in for i in 0..<count { work(i) } }
    ) {
      self.batchSize = batchSize
      self.objective = objective
      self.corruption = corruption
      self.clipNorm = clipNorm
      self.threads = threads
      self.workers = workers
    }
  }

  private let network: Network
  private let shardCount: Int
  private let objective: Objective
  private let corruption: Corruption?
  private let codeLayer: Int
  private let threads: Int
  private let workers: Workers
  private let workspaces: [Network.Workspace]
  /// The clean images of each shard, where the input is corrupted; else the input is the target.
  private let cleanImages: [FloatBuffer]
  private let gradient: BatchGradient
  /// The weights of each ``PackingLayer`` as this step reads them.
  private let packed: FloatBuffer
  /// What all shards' sums add up to, where a layer wants to know.
  private let sums: [PhaseSums]
  /// What each shard's loss summed to: reconstruction, divergence, magnitudes.
  private let losses: Buffer<Double>
  /// A step of `network`, whose layer `codeLayer` gives the code.
  package init(_ network: Network, codeLayer: Int, _ settings: Settings) {
    self.network = network
    self.codeLayer = codeLayer
    objective = settings.objective
    corruption = settings.corruption
    let shardCount = Self.shardCount(settings.batchSize)
    self.shardCount = shardCount
    threads = min(settings.threads, shardCount)
    workers = settings.workers
    losses = Buffer(count: 3 * shardCount)
    let capacity =
      (0..<shardCount).map { Self.range($0, of: settings.batchSize, in: shardCount).count }.max()
      ?? settings.batchSize
    workspaces = (0..<shardCount).map { _ in
      Network.Workspace(network, capacity: capacity, training: true)
    }
    cleanImages =
      settings.corruption == nil
      ? [] : workspaces.map { FloatBuffer(count: $0.input.count) }
    gradient = BatchGradient(network, settings, threads: threads)
    packed = FloatBuffer(count: network.packedCount)
    sums = network.heads.map { PhaseSums($0) }
  }

  /// The images of shard `shard` of `count`: as even as whole vectors allow.
  private static func range(_ shard: Int, of count: Int, in shardCount: Int) -> Range<Int> {
    let vectors = Lanes.count(count) / Lanes.width
    let start = { (shard: Int) in min(vectors * shard / shardCount * Lanes.width, count) }
    return start(shard)..<start(shard + 1)
  }

  /// The loss of the batch; the parameters are moved by `optimizer`.
  package func run(
    _ images: ImageSet, _ batch: ArraySlice<Int>, parameters: FloatBuffer, _ context: StepContext,
    optimizer: inout Optimizer
  ) -> LossParts {
    let scale = 1 / Float(batch.count * images.shape.count)
    let step = Network.Step(
      noise: context.layerNoise, images: batch.count, klWeight: Float(context.beta) * scale,
      codeLayer: codeLayer, sparsityWeight: Float(objective.sparsity) / Float(batch.count),
      sums: sums, packed: packed)
    pack(parameters)
    let last = network.phases.count - 1
    for phase in 0...last {
      forEachThread { shards in
        if phase == 0 {
          forEach(shards, of: batch) { load(images, $1, $0, context.imageNoise) }
        }
        forward(phase, shards, batch, parameters, step)
        if phase < last {
          forEach(shards, of: batch) { shard, images in
            network.addSums(phase + 1, workspaces[shard], images: images.count)
          }
          return
        }
        forEach(shards, of: batch) { beginBackward($0, images: $1.count, scale: scale) }
        backward(phase, shards, batch, parameters, step)
      }
      if phase < last {
        network.combine(phase: phase + 1, workspaces, parameters: parameters.start, step: step)
      }
    }
    for phase in (0..<last).reversed() {
      network.combineBackward(phase: phase + 1, workspaces, step: step)
      forEachThread { backward(phase, $0, batch, parameters, step) }
    }
    optimizer.beginStep(learningRate: context.learningRate)
    gradient.update(
      parameters, workspaces, images: batch.count,
      lanes: { Lanes.count(Self.range($0, of: batch.count, in: shardCount).count) }, &optimizer)
    return meanLosses(images: batch.count)
  }

  /// The loss of `images[batch]` as the network is used, the parameters left as they are.
  package func evaluate(
    _ images: ImageSet, _ batch: ArraySlice<Int>, parameters: FloatBuffer, imageNoise: Noise
  ) -> LossParts {
    forEachThread { shards in
      forEach(shards, of: batch) { shard, part in
        load(images, part, shard, imageNoise)
        network.forward(
          workspaces[shard], parameters: parameters.start, n: Lanes.count(part.count))
        addLosses(shard, part.count)
      }
    }
    return meanLosses(images: batch.count)
  }

  /// Packs the weights of this step.
  private func pack(_ parameters: FloatBuffer) {
    let parts = network.packedParts
    guard !parts.isEmpty else { return }
    workers(parts.count) {
      network.pack(parts[$0], parameters: parameters.start, into: packed)
    }
  }

  /// Puts a shard's images where the network and the loss look for them.
  private func load(
    _ images: ImageSet, _ indices: ArraySlice<Int>, _ shard: Int, _ noise: Noise
  ) {
    let input = workspaces[shard].input.start
    Lanes.pack(images, indices, input)
    guard let corruption else { return }
    target(shard).update(from: input, count: Lanes.count(indices.count) * images.shape.count)
    corruption.apply(input, of: images.shape, indices, noise: noise)
  }

  /// What the shard's reconstructions should be.
  private func target(_ shard: Int) -> Floats {
    (corruption == nil ? workspaces[shard].input : cleanImages[shard]).start
  }

  /// What the `n` images of a shard contribute to the loss.
  private func addLosses(_ shard: Int, _ n: Int) {
    let workspace = workspaces[shard]
    let parts = losses.start + 3 * shard
    let target = target(shard)
    let values = network.outputShape(network.layers.count - 1).count
    parts[0] = Lanes.sum(images: n, values: values) { first, count in
      objective.loss.sum(output: workspace.output + first, target: target + first, count: count)
    }
    parts[1] = network.divergence(workspace, n: n)
    parts[2] = objective.sparsity > 0 ? network.magnitudes(codeLayer, workspace, n: n) : 0
  }

  private func meanLosses(images: Int) -> LossParts {
    var parts = LossParts()
    for shard in 0..<shardCount {
      parts.reconstruction += losses.start[3 * shard]
      parts.kl += losses.start[3 * shard + 1]
      parts.sparsity += losses.start[3 * shard + 2]
    }
    parts.reconstruction /=
      Double(images * network.outputShape(network.layers.count - 1).count)
    parts.kl /= Double(images)
    parts.sparsity /= Double(images)
    return parts
  }

  /// The shard's loss, and its gradient by what the network has made of the `count` images.
  private func beginBackward(_ shard: Int, images count: Int, scale: Float) {
    let workspace = workspaces[shard]
    let values = network.outputShape(network.layers.count - 1).count
    addLosses(shard, count)
    objective.loss.gradient(
      output: workspace.output, target: target(shard), into: network.outputGradient(workspace),
      count: Lanes.count(count) * values, scale: scale)
    Lanes.clear(network.outputGradient(workspace), from: count, values: values)
    workspace.dParameters.fill(0)
  }

  /// The layers of a phase, stretch by stretch, for the shards of a thread.
  private func forward(
    _ phase: Int, _ shards: Range<Int>, _ batch: ArraySlice<Int>, _ parameters: FloatBuffer,
    _ step: Network.Step
  ) {
    for stretch in network.stretches {
      let layers = stretch.clamped(to: network.phases[phase])
      guard !layers.isEmpty else { continue }
      forEachPair(shards, of: batch) {
        network.forward(layers, $0, $1, parameters: parameters.start, step: step)
      }
    }
  }

  /// The same on the way back.
  private func backward(
    _ phase: Int, _ shards: Range<Int>, _ batch: ArraySlice<Int>, _ parameters: FloatBuffer,
    _ step: Network.Step
  ) {
    for stretch in network.stretches.reversed() {
      let layers = stretch.clamped(to: network.layersBackward(phase))
      guard !layers.isEmpty else { continue }
      forEachPair(shards, of: batch) {
        network.backward(layers, $0, $1, parameters: parameters.start, step: step)
      }
    }
    guard phase > 0 else { return }
    for index in shards {
      network.addBackwardSums(phase, shard(index, of: batch), step: step)
    }
  }

  /// Calls `body` on all threads, each with its shards.
  private func forEachThread(_ body: @Sendable (Range<Int>) -> Void) {
    workers(threads) { thread in
      body(shardCount * thread / threads..<shardCount * (thread + 1) / threads)
    }
  }

  /// Calls `body` for some shards with the images of each. A shard of a small batch may be empty;
  /// every layer takes 0 examples.
  private func forEach(
    _ shards: Range<Int>, of batch: ArraySlice<Int>, _ body: (Int, ArraySlice<Int>) -> Void
  ) {
    for shard in shards { body(shard, self.shard(shard, of: batch).images) }
  }

  /// The memory of shard `index` and its images.
  private func shard(_ index: Int, of batch: ArraySlice<Int>) -> Network.Shard {
    let range = Self.range(index, of: batch.count, in: shardCount)
    return (
      workspaces[index],
      batch[batch.startIndex + range.lowerBound..<batch.startIndex + range.upperBound]
    )
  }

  /// Calls `body` for two shards at a time.
  private func forEachPair(
    _ shards: Range<Int>, of batch: ArraySlice<Int>,
    _ body: (Network.Shard, Network.Shard?) -> Void
  ) {
    for first in stride(from: shards.lowerBound, to: shards.upperBound, by: 2) {
      body(
        shard(first, of: batch),
        first + 1 < shards.upperBound ? shard(first + 1, of: batch) : nil)
    }
  }
}
