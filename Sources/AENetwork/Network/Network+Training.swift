/// The training pass, phase by phase. In between, the shards wait for each other, and ``combine``
/// and ``combineBackward`` add what they have found.
extension Network {
  /// What all shards of a step have in common.
  struct Step {
    /// Of the seed and the step.
    var noise: Noise
    /// Images in the batch.
    var images: Int
    /// What one nat of an image's divergence adds to the loss.
    var klWeight: Float
    /// The layer whose output is the code.
    var codeLayer: Int
    /// What one unit of a code's magnitude adds to the loss.
    var sparsityWeight: Float
    /// The batch's sums for each phase.
    var sums: [PhaseSums]
    /// The packed weights of all layers.
    var packed: FloatBuffer
  }

  /// A shard's memory and images.
  typealias Shard = (workspace: Workspace, images: ArraySlice<Int>)

  /// Runs `layers`, all of one phase, on one shard or two.
  func forward(
    _ range: Range<Int>, _ first: Shard, _ second: Shard?, parameters: Floats, step: Step
  ) {
    var next = range.lowerBound
    while next < range.upperBound {
      let index = next
      if let layer = batchGradients[index] {
        func call(_ shard: Shard) -> ShardCall {
          ShardCall(
            x: input(index, shard.workspace), y: shard.workspace.outputs[index].start,
            n: Lanes.count(shard.images.count), pass: pass(index, shard, step))
        }
        layer.forward(
          call(first), second.map(call), parameters: parameters + parameterOffsets[index])
        next += 1
        continue
      }
      // All layers up to the next one that takes both: what a shard has written is still in the
      // cache.
      next = range[index...].first { batchGradients[$0] != nil } ?? range.upperBound
      forward(index..<next, first, parameters, step)
      if let second { forward(index..<next, second, parameters, step) }
    }
  }

  private func forward(_ range: Range<Int>, _ shard: Shard, _ parameters: Floats, _ step: Step) {
    let workspace = shard.workspace
    for index in range where !layers[index].isReshaping && !isDoneBefore[index] {
      layers[index].forward(
        x: input(index, workspace), y: workspace.outputs[index].start,
        parameters: parameters + parameterOffsets[index], n: Lanes.count(shard.images.count),
        scratch: workspace.scratch.start, pass: pass(index, shard, step))
    }
  }

  /// What the shard contributes to the sums that the head of `phase` needs on the way there.
  func addSums(_ phase: Int, _ workspace: Workspace, images: Int) {
    guard let layer = heads[phase] else { return }
    let sums = workspace.sums[phase].forward
    sums.fill(0)
    layer.addSums(
      x: input(phases[phase].lowerBound, workspace), n: Lanes.count(images), images: images,
      to: sums.start)
  }

  /// The layers whose errors are known once `phase` is reached on the way back: the first of the
  /// next phase, and those of this one, but for its first, which has to wait for the batch.
  func layersBackward(_ phase: Int) -> Range<Int> {
    let first = phase == 0 ? 0 : phases[phase].lowerBound + 1
    return first..<max(first, min(phases[phase].upperBound + 1, layers.count))
  }

  /// Runs backwards through some layers, for one shard or two. Adds to `workspace.dParameters`; a
  /// ``BatchGradientLayer``'s errors stay where they are.
  func backward(
    _ range: Range<Int>, _ first: Shard, _ second: Shard?, parameters: Floats, step: Step
  ) {
    var end = range.upperBound
    while end > range.lowerBound {
      let index = end - 1
      if let layer = batchGradients[index] {
        end = index
        addMagnitudeGradient(index, first, step)
        if let second { addMagnitudeGradient(index, second, step) }
        guard index != firstComputing else { continue }
        func call(_ shard: Shard) -> ShardCall {
          ShardCall(
            dy: gradient(index, shard.workspace), dx: gradient(index - 1, shard.workspace),
            n: Lanes.count(shard.images.count), pass: pass(index, shard, step))
        }
        layer.inputGradient(
          call(first), second.map(call), parameters: parameters + parameterOffsets[index])
        continue
      }
      let start = range[..<end].last { batchGradients[$0] != nil }.map { $0 + 1 }
      let layers = (start ?? range.lowerBound)..<end
      backward(layers, first, parameters, step)
      if let second { backward(layers, second, parameters, step) }
      end = layers.lowerBound
    }
  }

  private func backward(_ range: Range<Int>, _ shard: Shard, _ parameters: Floats, _ step: Step) {
    let workspace = shard.workspace
    for index in range.reversed() {
      addMagnitudeGradient(index, shard, step)
      if layers[index].isReshaping || isDoneBehind[index] { continue }
      layers[index].backward(
        x: input(index, workspace), y: workspace.outputs[index].start,
        dx: index == firstComputing ? nil : gradient(index - 1, workspace),
        dy: gradient(index, workspace), parameters: parameters + parameterOffsets[index],
        dParameters: workspace.dParameters.start + memory.shardGradientOffsets[index],
        n: Lanes.count(shard.images.count), scratch: workspace.scratch.start,
        pass: pass(index, shard, step))
    }
  }

  /// What the shard contributes to the sums that the head of `phase` needs on the way back.
  func addBackwardSums(_ phase: Int, _ shard: Shard, step: Step) {
    guard let layer = heads[phase] else { return }
    let (workspace, first) = (shard.workspace, phases[phase].lowerBound)
    let sums = workspace.sums[phase].backward
    sums.fill(0)
    layer.addBackwardSums(
      x: input(first, workspace), dy: gradient(first, workspace),
      n: Lanes.count(shard.images.count), pass: pass(first, shard, step), to: sums.start)
  }

  /// Adds the shards' sums for the layer that begins `phase`, in the order of the shards, and lets
  /// it keep what it wants.
  func combine(phase: Int, _ workspaces: [Workspace], parameters: Floats, step: Step) {
    guard let layer = heads[phase] else { return }
    let index = phases[phase].lowerBound
    add(workspaces, { $0.forward }, phase, to: step.sums[phase].forward)
    layer.keep(
      step.sums[phase].forward.start, images: step.images,
      parameters: parameters + parameterOffsets[index])
  }

  /// The same for the way back.
  func combineBackward(phase: Int, _ workspaces: [Workspace], step: Step) {
    add(workspaces, { $0.backward }, phase, to: step.sums[phase].backward)
  }

  /// Packs part `part` of a step's weights, of ``packedParts``.
  func pack(_ part: PackedPart, parameters: Floats, into packed: FloatBuffer) {
    packings[part.layer]?.pack(
      part.number, of: parameters + parameterOffsets[part.layer], into: packed.start + part.offset)
  }

  // MARK: What is asked of the code

  /// The divergences of the layers that draw, in nats, summed over `n` images.
  func divergence(_ workspace: Workspace, n: Int) -> Double {
    var sum = 0.0
    for index in samplingLayers {
      guard let layer = layers[index].sampling else { continue }
      sum += layer.divergence(x: input(index, workspace), images: n)
    }
    return sum
  }

  /// The magnitudes of layer `index`'s outputs, summed over `n` images.
  func magnitudes(_ index: Int, _ workspace: Workspace, n: Int) -> Double {
    let code = workspace.outputs[index].start
    return Lanes.sum(images: n, values: layers[index].outputShape.count) { first, count in
      (first..<first + count).reduce(0.0) { $0 + Double(abs(code[$1])) }
    }
  }

  /// The gradient of the step's weight times that sum, added to the gradient by the output of layer
  /// `index`, if that is the code.
  private func addMagnitudeGradient(_ index: Int, _ shard: Shard, _ step: Step) {
    let weight = step.sparsityWeight
    guard index == step.codeLayer, weight > 0 else { return }
    let code = shard.workspace.outputs[index].start
    let dCode = gradient(index, shard.workspace)
    let n = shard.images.count
    let lanes = Lanes.count(n)
    for value in 0..<layers[index].outputShape.count {
      for i in value * lanes..<value * lanes + n {
        dCode[i] += code[i] > 0 ? weight : (code[i] < 0 ? -weight : 0)
      }
    }
  }

  private func add(
    _ workspaces: [Workspace], _ part: (PhaseSums) -> Buffer<Double>, _ phase: Int,
    to total: Buffer<Double>
  ) {
    total.fill(0)
    for workspace in workspaces {
      let sums = part(workspace.sums[phase])
      for i in 0..<total.count { total.start[i] += sums.start[i] }
    }
  }

  private func pass(_ index: Int, _ shard: Shard, _ step: Step) -> TrainingPass {
    let workspace = shard.workspace
    let phase = phaseOfLayer[index]
    var pass = TrainingPass(
      noise: step.noise.keyed(index), images: shard.images, klWeight: step.klWeight)
    pass.slope = slopes[index]
    pass.before = rectifiersBefore[index].map {
      RectifierBefore(outputs: workspace.outputs[$0.layer].start, slope: $0.slope)
    }
    if packings[index] != nil {
      pass.packed = PackedWeights(start: step.packed.start + packedOffsets[index])
    }
    if index == phases[phase].lowerBound, heads[phase] != nil {
      pass.sums = BatchSums(
        images: step.images, forward: step.sums[phase].forward.start,
        backward: step.sums[phase].backward.start,
        backwardOfShard: workspace.sums[phase].backward.start)
    }
    return pass
  }
}
