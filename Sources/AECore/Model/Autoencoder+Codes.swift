/// The two halves on their own.
extension Autoencoder {
  /// What the decoder makes of `codes`, `(n, L)`: `(n, C, H, W)`.
  package func decoded(_ codes: Tensor) -> Tensor {
    let (n, size) = (codes.shape[0], model.latentSize)
    precondition(codes.count == n * size, "\(codes.shape) are not codes of \(size) values")
    let image = imageShape.shape.dimensions
    guard n > 0 else { return Tensor(Shape([0] + image), []) }
    // The last layers of the whole network, with the code in place of the encoder's output.
    guard let decoder = try? Network(model.decoder, input: [size]) else {
      preconditionFailure("the decoder of an autoencoder takes its codes")
    }
    let stored = model.encoder.reduce(0) { $0 + $1.storedCount }
    let weights = FloatBuffer(count: parameters.count - stored)
    weights.assign(Array(parameters[stored...]))
    let chunk = min(256, n)
    let workspace = Network.Workspace(decoder, capacity: chunk, training: false)
    let result = FloatBuffer(count: n * imageShape.count)
    codes.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for first in stride(from: 0, to: n, by: chunk) {
        let count = min(chunk, n - first)
        Lanes.pack(base + first * size, workspace.input.start, images: count, values: size)
        decoder.forward(workspace, parameters: weights.start, n: Lanes.count(count))
        Lanes.unpack(
          workspace.output, result.start + first * imageShape.count, images: count,
          values: imageShape.count)
      }
    }
    return Tensor(Shape([n] + image), result.values)
  }

  /// The mean and the log-variance of the code's distribution for each of `images`, `(n, C, H, W)`:
  /// `(n, L)` each. Nil when the encoder does not end in a ``GaussianSampling``.
  package func posterior(of images: Tensor) -> (mean: Tensor, logVariance: Tensor)? {
    guard model.encoder.last == .gaussianSampling else { return nil }
    let (n, size) = (images.shape[0], model.latentSize)
    guard n > 0 else { return (Tensor([0, size], []), Tensor([0, size], [])) }
    let chunk = min(256, n)
    let workspace = Network.Workspace(network, capacity: chunk, training: false)
    let both = FloatBuffer(count: n * 2 * size)
    images.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for first in stride(from: 0, to: n, by: chunk) {
        let count = min(chunk, n - first)
        Lanes.pack(
          base + first * imageShape.count, workspace.input.start, images: count,
          values: imageShape.count)
        run(workspace, n: count)
        Lanes.unpack(
          network.input(model.encoder.count - 1, workspace), both.start + first * 2 * size,
          images: count, values: 2 * size)
      }
    }
    func half(_ offset: Int) -> Tensor {
      Tensor(
        [n, size],
        (0..<n * size).map { both.start[$0 / size * 2 * size + offset + $0 % size] })
    }
    return (half(0), half(size))
  }
}
