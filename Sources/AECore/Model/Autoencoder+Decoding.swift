import Foundation

/// The two halves by themselves.
extension Autoencoder {
  /// What the decoder makes of `codes`, `(n, L)`: `(n, C, H, W)`.
  public func images(from codes: Tensor) -> Tensor {
    let n = codes.shape[0]
    precondition(codes.count == n * model.latentSize, "\(codes.shape) are not codes")
    let shape = Shape([n] + imageShape.shape.dimensions)
    guard n > 0 else { return Tensor(shape, []) }
    let first = model.encoder.count
    let weights = FloatBuffer(count: parameters.count)
    weights.assign(parameters)
    let chunk = 256
    let workspace = Network.Workspace(network, capacity: min(chunk, n), training: false)
    // Where the decoder's first layer reads: the encoder's output.
    let code = first == 0 ? workspace.input : workspace.outputs[first - 1]
    let result = FloatBuffer(count: shape.count)
    codes.values.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      for start in stride(from: 0, to: n, by: chunk) {
        let count = min(chunk, n - start)
        Lanes.pack(
          base + start * model.latentSize, code.start, images: count, values: model.latentSize)
        network.forward(
          workspace, parameters: weights.start, n: Lanes.count(count), from: first)
        Lanes.unpack(
          workspace.output, result.start + start * imageShape.count, images: count,
          values: imageShape.count)
      }
    }
    return Tensor(shape, result.values)
  }

  /// For each of `images` the distribution of its code: the means, `(N, L)`, and the variances of a
  /// variational code, `(N, L)`; nil when the code is what the encoder says.
  func posteriors(of images: ImageSet) -> (means: Tensor, variances: Tensor?) {
    let l = model.latentSize
    guard model.encoder.last == .gaussianSampling, model.encoder.count > 1 else {
      return (codes(of: images), nil)
    }
    let both = rows(
      images.count, of: images, layer: model.encoder.count - 2, values: 2 * l)
    var means: [Float] = []
    var variances: [Float] = []
    for n in 0..<images.count {
      let row = both.values[2 * l * n..<2 * l * (n + 1)]
      means += row.prefix(l)
      variances += row.suffix(l).map { expf($0) }
    }
    return (Tensor([images.count, l], means), Tensor([images.count, l], variances))
  }
}

extension Network {
  /// Runs the layers from `first` on; its input lies where the layer before it would have put it.
  func forward(_ workspace: Workspace, parameters: Floats, n: Int, from first: Int) {
    for index in first..<layers.count where !layers[index].isReshaping {
      layers[index].forward(
        x: input(index, workspace), y: workspace.outputs[index].start,
        parameters: parameters + parameterOffsets[index], n: n, scratch: workspace.scratch.start)
    }
  }
}
