/// A layer on its own, on tensors with the images one after the other: for experiments, figures and
/// tests. Training runs layers through a network, whose memory is planned.
extension Layer {
  /// What the layer gives for `x`, `(N, …)`; `parameters` are those of
  /// ``LayerSpec/storedShapes``. With a `pass`, what it gives in training, `x` being the whole
  /// batch.
  public func forward(
    _ x: Tensor, parameters: [Float], training pass: TrainingPass? = nil
  ) -> Tensor {
    let call = Call(self, x, parameters, forGradients: pass != nil)
    run(call, pass)
    return call.unpack(call.y, outputShape)
  }

  /// The gradients of `Σ y · dy` by the input, `(N, …)`, and by the parameters.
  public func backward(
    _ x: Tensor, dy: Tensor, parameters: [Float], training pass: TrainingPass? = nil
  ) -> (dx: Tensor, dParameters: [Float]) {
    let call = Call(self, x, parameters, forGradients: true)
    run(call, pass)
    let dx = FloatBuffer(count: call.x.count)
    let dyPacked = call.pack(dy, outputShape)
    let dParameters = FloatBuffer(count: parameters.count)
    if let pass {
      let whole = call.inBatch(pass)
      batchwide?.addBackwardSums(
        x: call.x.start, dy: dyPacked.start, n: call.n, pass: whole,
        to: call.sums.backward.start)
      backward(
        x: call.x.start, y: call.y.start, dx: dx.start, dy: dyPacked.start,
        parameters: call.parameters.start, dParameters: dParameters.start, n: call.n,
        scratch: call.scratch.start, pass: whole)
    } else {
      backward(
        x: call.x.start, y: call.y.start, dx: dx.start, dy: dyPacked.start,
        parameters: call.parameters.start, dParameters: dParameters.start, n: call.n,
        scratch: call.scratch.start)
    }
    return (call.unpack(dx, inputShape), dParameters.values)
  }

  private func run(_ call: Call, _ pass: TrainingPass?) {
    guard let pass else {
      forward(
        x: call.x.start, y: call.y.start, parameters: call.parameters.start, n: call.n,
        scratch: call.scratch.start)
      return
    }
    batchwide?.addSums(
      x: call.x.start, n: call.n, images: call.images, to: call.sums.forward.start)
    forward(
      x: call.x.start, y: call.y.start, parameters: call.parameters.start, n: call.n,
      scratch: call.scratch.start, pass: call.inBatch(pass))
  }
}

/// The memory of one call.
private struct Call {
  /// Images, rounded up to whole vectors.
  let n: Int
  let images: Int
  let x: FloatBuffer
  let y: FloatBuffer
  let parameters: FloatBuffer
  let scratch: FloatBuffer
  let sums: PhaseSums

  /// - Parameter forGradients: whether there is a way back, which takes memory of its own.
  init(_ layer: any Layer, _ input: Tensor, _ weights: [Float], forGradients: Bool) {
    precondition(
      Array(input.shape.dimensions.dropFirst()) == layer.inputShape.dimensions,
      "the layer takes another shape")
    precondition(weights.count == layer.spec.storedCount, "the layer has other parameters")
    images = input.shape[0]
    n = Lanes.count(images)
    x = FloatBuffer(count: n * layer.inputShape.count)
    y = FloatBuffer(count: n * layer.outputShape.count)
    parameters = FloatBuffer(count: weights.count)
    parameters.assign(weights)
    scratch = FloatBuffer(count: layer.scratchCount(n, training: forGradients))
    sums = PhaseSums(layer.batchwide)
    pack(input, layer.inputShape, into: x)
  }

  /// `pass` with the sums of the batch, which is this call's images.
  func inBatch(_ pass: TrainingPass) -> TrainingPass {
    var pass = pass
    if pass.images.isEmpty { pass.images = ArraySlice(0..<images) }
    pass.sums = BatchSums(
      images: images, forward: sums.forward.start, backward: sums.backward.start,
      backwardOfShard: sums.backward.start)
    return pass
  }

  func pack(_ tensor: Tensor, _ shape: Shape) -> FloatBuffer {
    let buffer = FloatBuffer(count: n * shape.count)
    pack(tensor, shape, into: buffer)
    return buffer
  }

  private func pack(_ tensor: Tensor, _ shape: Shape, into buffer: FloatBuffer) {
    tensor.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      Lanes.pack(base, buffer.start, images: images, values: shape.count)
    }
  }

  func unpack(_ buffer: FloatBuffer, _ shape: Shape) -> Tensor {
    let target = FloatBuffer(count: images * shape.count)
    Lanes.unpack(buffer.start, target.start, images: images, values: shape.count)
    return Tensor(Shape([images] + shape.dimensions), target.values)
  }
}
