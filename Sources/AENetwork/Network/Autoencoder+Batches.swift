/// Many examples at once, a few at a time, through the whole network or one of its halves.
extension Autoencoder {
  /// The codes `(N, L)` of `images`.
  public func codes(of images: ImageSet) -> Tensor {
    rows(images.count, values: model.latentSize, load: { Self.load(images, $0, $1) }, code)
  }

  /// The codes `(n, L)` of `images`, `(n, C, H, W)` in [0, 1].
  package func codes(of images: Tensor) -> Tensor {
    rows(images.shape[0], values: model.latentSize, load: { Self.load(images, $0, $1) }, code)
  }

  /// What comes out for `images`, `(n, C, H, W)` in [0, 1].
  public func reconstructions(of images: Tensor) -> Tensor {
    let (n, values) = (images.shape[0], imageShape.count)
    precondition(images.count == n * values, "the images have another shape than the network's")
    return rows(n, values: values, load: { Self.load(images, $0, $1) }) { $0.output }
      .reshaped(images.shape)
  }

  /// What the decoder makes of `codes`, `(n, L)`: `(n, C, H, W)`.
  public func decoded(_ codes: Tensor) -> Tensor {
    let n = codes.shape[0]
    precondition(codes.count == n * model.latentSize, "codes are as long as the latent size")
    return rows(
      n, values: imageShape.count, from: model.encoder.count, load: { Self.load(codes, $0, $1) }
    ) { $0.output }
    .reshaped(Shape([n] + imageShape.shape.dimensions))
  }

  /// The mean and the log-variance of the code's distribution for each of `images`, `(n, C, H, W)`:
  /// `(n, L)` each. Nil when the encoder does not end in a ``GaussianSampling``.
  package func posterior(of images: Tensor) -> (mean: Tensor, logVariance: Tensor)? {
    posterior(images.shape[0]) { Self.load(images, $0, $1) }
  }

  /// The same for a whole set.
  package func posterior(of images: ImageSet) -> (mean: Tensor, logVariance: Tensor)? {
    posterior(images.count) { Self.load(images, $0, $1) }
  }

  private func posterior(
    _ n: Int, load: (Range<Int>, Floats) -> Void
  ) -> (mean: Tensor, logVariance: Tensor)? {
    guard model.encoder.last == .gaussianSampling else { return nil }
    let size = model.latentSize
    let both = rows(n, values: 2 * size, load: load) {
      network.input(model.encoder.count - 1, $0)
    }
    func half(_ offset: Int) -> Tensor {
      Tensor(
        [n, size],
        (0..<n * size).map { both.values[$0 / size * 2 * size + offset + $0 % size] })
    }
    return (half(0), half(size))
  }

  /// What every layer gives for `images`, `(n, C, H, W)` in [0, 1]: encoder first, each `(n, …)`.
  /// The last is the reconstruction, in [0, 1] whatever the network's ``pixelRange`` is.
  public func activations(
    of images: Tensor
  ) -> [(half: ModelDescription.Half, index: Int, Tensor)] {
    let n = images.shape[0]
    let shapes = network.layers.map { $0.outputShape }
    let results = shapes.map { FloatBuffer(count: $0.count * n) }
    forEachPart(of: n, load: { Self.load(images, $0, $1) }) { part, workspace in
      for (index, shape) in shapes.enumerated() {
        Lanes.unpack(
          workspace.outputs[index].start, results[index].start + part.lowerBound * shape.count,
          images: part.count, values: shape.count)
      }
    }
    return shapes.indices.map { index in
      let isEncoder = index < model.encoder.count
      return (
        isEncoder ? .encoder : .decoder, isEncoder ? index : index - model.encoder.count,
        Tensor(Shape([n] + shapes[index].dimensions), results[index].values)
      )
    }
  }

  /// The codes `(N, L)` and the reconstructions' squared errors, one sum an image, of a whole set.
  /// With a corruption, of what the corrupted images become.
  package func codesAndErrors(
    of images: ImageSet, corruption: Corruption?, noise: Noise
  ) -> (codes: Tensor, squaredErrors: [Double]) {
    let (n, latent, pixels) = (images.count, model.latentSize, images.shape.count)
    let codes = FloatBuffer(count: n * latent)
    let clean = FloatBuffer(count: Lanes.count(min(partSize, n)) * pixels)
    var errors = [Double](repeating: 0, count: n)
    forEachPart(of: n) { part, input in
      Self.load(images, part, input)
      clean.start.update(from: input, count: Lanes.count(part.count) * pixels)
      corruption?.apply(input, of: images.shape, Array(part)[...], noise: noise)
    } use: { part, workspace in
      Lanes.unpack(
        code(workspace), codes.start + part.lowerBound * latent, images: part.count,
        values: latent)
      let lanes = Lanes.count(part.count)
      for p in 0..<pixels {
        for (i, image) in part.enumerated() {
          let place = p * lanes + i
          let difference = Double(workspace.output[place] - clean.start[place])
          errors[image] += difference * difference
        }
      }
    }
    return (Tensor([n, latent], codes.values), errors)
  }

  // MARK: A part after the other

  private var partSize: Int { network.examplesOfPass }

  /// Runs the layers from `first` on over `n` examples, part by part: `load` puts a part where
  /// these layers find their input, `use` looks at what they have made of it.
  private func forEachPart(
    of n: Int, from first: Int = 0, load: (Range<Int>, Floats) -> Void,
    use: (Range<Int>, Network.Workspace) -> Void
  ) {
    guard n > 0 else { return }
    let weights = FloatBuffer(count: parameters.count)
    weights.assign(parameters)
    let workspace = Network.Workspace(network, capacity: min(partSize, n), training: false)
    for start in stride(from: 0, to: n, by: partSize) {
      let part = start..<min(start + partSize, n)
      let lanes = Lanes.count(part.count)
      let input = network.input(first, workspace)
      load(part, input)
      if first == 0 { pixelRange?.enter(input, of: imageShape, lanes: lanes) }
      network.forward(workspace, parameters: weights.start, n: lanes, from: first)
      pixelRange?.leave(workspace.output, of: imageShape, lanes: lanes)
      use(part, workspace)
    }
  }

  /// What lies at `place` for each of `n` examples, `(n, values)`.
  private func rows(
    _ n: Int, values: Int, from first: Int = 0, load: (Range<Int>, Floats) -> Void,
    _ place: (Network.Workspace) -> Floats
  ) -> Tensor {
    let result = FloatBuffer(count: n * values)
    forEachPart(of: n, from: first, load: load) { part, workspace in
      Lanes.unpack(
        place(workspace), result.start + part.lowerBound * values, images: part.count,
        values: values)
    }
    return Tensor([n, values], result.values)
  }

  /// Where the encoder puts its output.
  private func code(_ workspace: Network.Workspace) -> Floats {
    network.input(model.encoder.count, workspace)
  }

  private static func load(_ images: ImageSet, _ part: Range<Int>, _ input: Floats) {
    Lanes.pack(images, Array(part)[...], input)
  }

  /// `examples`: (n, …), one after the other.
  private static func load(_ examples: Tensor, _ part: Range<Int>, _ input: Floats) {
    let values = examples.count / examples.shape[0]
    examples.values.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      Lanes.pack(base + part.lowerBound * values, input, images: part.count, values: values)
    }
  }
}

extension Network {
  /// Examples that one pass takes after the training, in whole ``Lanes``: fewer of large ones, as
  /// many as a quarter of a gigabyte holds. What comes out is the same.
  package var examplesOfPass: Int {
    let values = layers.reduce(Double(layers.first?.inputShape.count ?? 0)) {
      $0 + Double($1.outputShape.count)
    }
    return max(Lanes.width, Int(clamping: min(256, 0x1p26 / values)) / Lanes.width * Lanes.width)
  }
}
