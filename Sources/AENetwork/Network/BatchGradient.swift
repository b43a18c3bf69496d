import CKernels

/// The end of a step: the gradient by the parameters, of the whole batch, and the move against it.
///
/// It is found and used part by part (``ParameterPart``). Each part is on its own, so it does not
/// matter which thread takes which.
struct BatchGradient: Sendable {
  private let network: Network
  private let clipNorm: Double?
  private let threads: Int
  private let workers: ShardedStep.Workers
  /// Where the gradient's length is to be held, all of it, part after part; else of the part that
  /// each thread is at.
  private let numbers: FloatBuffer
  /// Where each part begins, of all.
  private let offsets: [Int]
  private let largestPart: Int
  /// For each ``BatchGradientLayer``, where its inputs and errors lie.
  private let imageLists: [Buffer<ck_images>?]
  /// The squared length in parts, to be added in their order.
  private let squares = Buffer<Double>(count: normParts)
  private static let normParts = 64

  init(_ network: Network, _ settings: ShardedStep.Settings, threads: Int) {
    self.network = network
    self.threads = threads
    (clipNorm, workers) = (settings.clipNorm, settings.workers)
    var offsets = [0]
    for part in network.parts { offsets.append((offsets.last ?? 0) + part.count) }
    self.offsets = offsets
    largestPart = network.parts.map { $0.count }.max() ?? 0
    numbers = FloatBuffer(
      count: settings.clipNorm == nil ? threads * largestPart : offsets.last ?? 0)
    let vectors = Lanes.count(settings.batchSize) / Lanes.width
    imageLists = network.batchGradients.map { $0.map { _ in Buffer(count: vectors) } }
  }

  /// Writes down where the shards of a batch have the inputs and errors of each layer that asks.
  private func listImages(_ workspaces: [Network.Workspace], _ lanes: (_ shard: Int) -> Int) {
    for (layer, list) in imageLists.enumerated() {
      guard let list else { continue }
      var images = BatchImages(list.start)
      for (shard, workspace) in workspaces.enumerated() {
        images.append(
          x: network.input(layer, workspace), dy: network.gradient(layer, workspace),
          n: lanes(shard))
      }
    }
  }

  /// Adds up the gradient and moves the parameters, part by part: every part is on its own, so it
  /// does not matter who takes which, and what has just been added up is still in the cache.
  func update(
    _ parameters: FloatBuffer, _ workspaces: [Network.Workspace], images: Int,
    lanes: (_ shard: Int) -> Int, _ optimizer: inout Optimizer
  ) {
    listImages(workspaces, lanes)
    guard let clipNorm else {
      let optimizer = optimizer
      forEachPart { thread, part in
        let sum = numbers.start + thread * largestPart
        addUp(network.parts[part], workspaces, images: images, into: sum)
        update(part, by: sum, parameters, optimizer)
      }
      return
    }
    // All of the gradient has to be there before its length is known.
    forEachPart { _, part in
      addUp(
        network.parts[part], workspaces, images: images,
        into: numbers.start + offsets[part])
    }
    workers(threads) { thread in
      // As many parts for every number of threads: the same sums.
      for part in stride(from: thread, to: Self.normParts, by: threads) {
        let count = numbers.count
        var sum = 0.0
        for i in count * part / Self.normParts..<count * (part + 1) / Self.normParts {
          sum += Double(numbers.start[i]) * Double(numbers.start[i])
        }
        squares.start[part] = sum
      }
    }
    let norm = squares.values.reduce(0, +).squareRoot()
    // As PyTorch's clip_grad_norm_.
    optimizer.gradientScale = Float(min(1, clipNorm / (norm + 1e-6)))
    let clipped = optimizer
    forEachPart { _, part in
      update(part, by: numbers.start + offsets[part], parameters, clipped)
    }
  }

  private func forEachPart(_ body: @Sendable (_ thread: Int, _ part: Int) -> Void) {
    workers(threads) { thread in
      for part in stride(from: thread, to: network.parts.count, by: threads) {
        body(thread, part)
      }
    }
  }

  /// Moves the parameters of a part, range after range.
  private func update(
    _ part: Int, by gradient: Floats, _ parameters: FloatBuffer, _ optimizer: Optimizer
  ) {
    var gradient = gradient
    for range in network.parts[part].ranges {
      optimizer.update(parameters.start, gradient: gradient, range)
      gradient += range.count
    }
  }

  /// The batch's gradient by the parameters of `part`, range after range.
  private func addUp(
    _ part: ParameterPart, _ workspaces: [Network.Workspace], images: Int, into sum: Floats
  ) {
    if let outputs = part.outputs, let layer = network.batchGradients[part.layer],
      let list = imageLists[part.layer]
    {
      layer.sumGradient(
        of: outputs, BatchImages(list.start, count: Lanes.count(images) / Lanes.width),
        into: sum, adds: false)
      return
    }
    let inShard =
      network.memory.shardGradientOffsets[part.layer] - network.parameterOffsets[part.layer]
    for (shard, workspace) in workspaces.enumerated() {
      var sum = sum
      for range in part.ranges {
        let ofShard = workspace.dParameters.start + inShard + range.lowerBound
        if shard == 0 {
          sum.update(from: ofShard, count: range.count)
        } else {
          for i in 0..<range.count { sum[i] += ofShard[i] }
        }
        sum += range.count
      }
    }
  }
}
