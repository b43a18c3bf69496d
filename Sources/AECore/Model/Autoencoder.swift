/// An encoder and a decoder with their weights.
public struct Autoencoder: Sendable {
  /// The layers.
  public let model: ModelDescription
  /// What goes in and comes out, `(C, H, W)`.
  public let imageShape: ImageShape
  /// All weights and biases: layer by layer, encoder first, each weight before its bias; behind a
  /// layer's own what it keeps without training it (``LayerSpec/storedShapes``).
  public var parameters: [Float]
  let network: Network

  /// A network whose weights are drawn as PyTorch draws them (``LayerSpec/initialValues(using:)``).
  /// - Throws: ``Failure`` when a layer does not fit, or the halves do not meet.
  public init(_ model: ModelDescription, imageShape: ImageShape, seed: UInt64) throws {
    try self.init(model, imageShape: imageShape, parameters: [])
    var random = RandomSource(seed: seed, stream: 0)
    for layer in network.layers { parameters += layer.spec.initialValues(using: &random) }
  }

  /// A network with weights from elsewhere, by the names of ``TensorName/parameter(_:_:_:)``.
  /// - Throws: ``Failure`` when a layer does not fit, or a tensor is missing or of another shape.
  public init(
    _ model: ModelDescription, imageShape: ImageShape, tensors: [String: Tensor]
  ) throws {
    try self.init(model, imageShape: imageShape, parameters: [])
    for (half, specs) in [(TensorName.Half.encoder, model.encoder), (.decoder, model.decoder)] {
      for (index, spec) in specs.enumerated() {
        for (name, shape) in spec.storedShapes {
          let key = TensorName.parameter(half, index, name)
          guard let tensor = tensors[key] else {
            throw Failure(.badData, key, "the weights are missing", advice: "export them too")
          }
          guard tensor.shape == shape else {
            throw Failure(
              .badData, key,
              "has the shape \(tensor.shape.dimensions), "
                + "but the layer wants \(shape.dimensions)")
          }
          parameters += tensor.values
        }
      }
    }
  }

  private init(_ model: ModelDescription, imageShape: ImageShape, parameters: [Float]) throws {
    do {
      let encoder = try Network(model.encoder, input: imageShape.shape)
      let code = encoder.layers.last?.outputShape ?? imageShape.shape
      guard code.count == model.latentSize else {
        throw Failure(
          .badData, "encoder",
          "ends at \(code.dimensions), \(code.count) values, but the code "
            + "has \(model.latentSize)")
      }
      network = try Network(
        model.encoder + model.decoder, input: imageShape.shape, codeLayer: model.encoder.count - 1)
    } catch let error as ShapeError {
      throw Failure(.badData, "model", "\(error)")
    }
    let output = network.layers.last?.outputShape ?? imageShape.shape
    guard output == imageShape.shape else {
      throw Failure(
        .badData, "decoder",
        "ends at \(output.dimensions), but the image is "
          + "\(imageShape.shape.dimensions)")
    }
    self.model = model
    self.imageShape = imageShape
    self.parameters = parameters
  }

  /// The weights and biases by name, in PyTorch's layouts.
  public var tensors: [String: Tensor] {
    var result: [String: Tensor] = [:]
    var offset = 0
    for (half, specs) in [(TensorName.Half.encoder, model.encoder), (.decoder, model.decoder)] {
      for (index, spec) in specs.enumerated() {
        for (name, shape) in spec.storedShapes {
          result[TensorName.parameter(half, index, name)] =
            Tensor(shape, Array(parameters[offset..<offset + shape.count]))
          offset += shape.count
        }
      }
    }
    return result
  }

  /// What every layer gives for `images`, `(n, C, H, W)` in [0, 1]: encoder first, each `(n, …)`.
  public func activations(of images: Tensor) -> [(half: TensorName.Half, index: Int, Tensor)] {
    let n = images.shape[0]
    let workspace = Network.Workspace(network, capacity: n, training: false)
    images.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      Lanes.pack(base, workspace.input.start, images: n, values: imageShape.count)
    }
    run(workspace, n: n)
    return network.layers.indices.map { index in
      let shape = network.outputShape(index)
      let target = FloatBuffer(count: shape.count * n)
      Lanes.unpack(workspace.outputs[index].start, target.start, images: n, values: shape.count)
      let isEncoder = index < model.encoder.count
      return (
        isEncoder ? .encoder : .decoder, isEncoder ? index : index - model.encoder.count,
        Tensor(Shape([n] + shape.dimensions), target.values)
      )
    }
  }

  /// The codes `(N, L)` and the reconstructions' squared errors, one sum an image, of a whole set,
  /// a few images at a time. With a corruption, of what the corrupted images become.
  func codesAndErrors(
    of images: ImageSet, corruption: Corruption?, noise: Noise
  ) -> (codes: Tensor, squaredErrors: [Double]) {
    let chunk = 256
    let workspace = Network.Workspace(network, capacity: min(chunk, images.count), training: false)
    let codeLayer = model.encoder.count - 1
    let (latent, pixels) = (model.latentSize, images.shape.count)
    let codes = FloatBuffer(count: images.count * latent)
    let clean = FloatBuffer(count: workspace.input.count)
    var errors = [Double](repeating: 0, count: images.count)
    for first in stride(from: 0, to: images.count, by: chunk) {
      let n = min(chunk, images.count - first)
      let indices = Array(first..<first + n)[...]
      Lanes.pack(images, indices, workspace.input.start)
      let lanes = Lanes.count(n)
      clean.start.update(from: workspace.input.start, count: lanes * pixels)
      corruption?.apply(workspace.input.start, of: images.shape, indices, noise: noise)
      run(workspace, n: n)
      Lanes.unpack(
        workspace.outputs[codeLayer].start, codes.start + first * latent, images: n, values: latent)
      for p in 0..<pixels {
        for i in 0..<n {
          let place = p * lanes + i
          let difference = Double(workspace.output[place] - clean.start[place])
          errors[first + i] += difference * difference
        }
      }
    }
    return (Tensor([images.count, latent], codes.values), errors)
  }

  /// Leads the images that lie in `workspace.input` through all layers.
  func run(_ workspace: Network.Workspace, n: Int) {
    let weights = FloatBuffer(count: parameters.count)
    weights.assign(parameters)
    network.forward(workspace, parameters: weights.start, n: Lanes.count(n))
  }
}
