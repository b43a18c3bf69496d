extension LayerSpec {
  /// The shapes of the trained tensors in PyTorch's layouts, keyed `weight` and `bias`, in the
  /// order in which they are stored. Empty for a layer without any.
  ///
  /// - conv: `(O, C/groups, KH, KW)`; transposed: `(C, O/groups, KH, KW)`; dense: `(out, in)`.
  public var parameterShapes: [(name: String, shape: Shape)] {
    switch self {
    case .conv2d(let spec):
      let g = spec.geometry
      let weight: Shape = [
        spec.outChannels, spec.inChannels / g.groups, g.kernel.height, g.kernel.width,
      ]
      return [("weight", weight)] + (spec.bias ? [("bias", [spec.outChannels])] : [])
    case .convTranspose2d(let spec):
      let g = spec.geometry
      let weight: Shape = [
        spec.inChannels, spec.outChannels / g.groups, g.kernel.height, g.kernel.width,
      ]
      return [("weight", weight)] + (spec.bias ? [("bias", [spec.outChannels])] : [])
    case .dense(let spec):
      return [("weight", [spec.outFeatures, spec.inFeatures])]
        + (spec.bias ? [("bias", [spec.outFeatures])] : [])
    case .batchNorm2d(let spec):
      return [("weight", [spec.channels]), ("bias", [spec.channels])]
    case .relu, .sigmoid, .flatten, .reshape, .maxPool2d, .averagePool2d, .upsample, .leakyReLU,
      .tanh, .softplus, .dropout, .gaussianSampling:
      return []
    }
  }

  /// The shapes of the tensors that training keeps without training them: PyTorch's buffers. They
  /// are stored behind the trained ones.
  public var bufferShapes: [(name: String, shape: Shape)] {
    guard case .batchNorm2d(let spec) = self else { return [] }
    return [("running_mean", [spec.channels]), ("running_var", [spec.channels])]
  }

  /// Everything that has to be stored to use the layer: what is trained, then what is kept.
  public var storedShapes: [(name: String, shape: Shape)] { parameterShapes + bufferShapes }

  /// How many numbers are trained.
  public var parameterCount: Int { parameterShapes.reduce(0) { $0 + $1.shape.count } }

  /// How many numbers have to be stored.
  public var storedCount: Int { storedShapes.reduce(0) { $0 + $1.shape.count } }

  /// The numbers that a new layer begins with, in the order of ``storedShapes``.
  ///
  /// Weights and biases are uniform in ±1/√(fan in), as PyTorch draws them; a batch normalisation
  /// begins as one that changes nothing.
  func initialValues(using random: inout RandomSource) -> [Float] {
    if case .batchNorm2d(let spec) = self {
      return [1, 0, 0, 1].flatMap { [Float](repeating: $0, count: spec.channels) }
    }
    guard let weight = parameterShapes.first?.shape else { return [] }
    // PyTorch counts the fan from the weight's second axis on, in both directions.
    let bound = 1 / Float(weight.dimensions.dropFirst().reduce(1, *)).squareRoot()
    return (0..<parameterCount).map { _ in (2 * random.uniform() - 1) * bound }
  }

  /// The shape of one example's output, the batch axis left out: `[C, H, W]` or `[features]`.
  /// - Throws: ``ShapeError`` that says what the layer wanted and what it got.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    do {
      switch self {
      case .conv2d(let spec):
        let image = try imageShape(input, channels: spec.inChannels)
        try spec.geometry.check(
          largeChannels: spec.inChannels, smallChannels: spec.outChannels)
        let size = try spec.geometry.convolvedSize(of: image.size)
        return [spec.outChannels, size.height, size.width]
      case .convTranspose2d(let spec):
        let image = try imageShape(input, channels: spec.inChannels)
        try spec.geometry.check(
          largeChannels: spec.outChannels, smallChannels: spec.inChannels)
        let size = try spec.geometry.transposedSize(of: image.size)
        return [spec.outChannels, size.height, size.width]
      case .dense(let spec):
        guard input == [spec.inFeatures] else {
          throw ShapeError.mismatch(
            layer: self, expected: "[\(spec.inFeatures)]", found: input)
        }
        return [spec.outFeatures]
      case .relu, .sigmoid, .leakyReLU, .tanh, .softplus, .dropout:
        return input
      case .flatten:
        return [input.count]
      case .reshape(let image):
        guard input.count == image.count else {
          throw ShapeError.mismatch(
            layer: self, expected: "\(image.count) values for \(image)", found: input)
        }
        return image.shape
      case .maxPool2d(let spec), .averagePool2d(let spec):
        let image = try imageShape(input)
        let size = try spec.geometry.convolvedSize(of: image.size)
        return [image.channels, size.height, size.width]
      case .upsample(let scale):
        let image = try imageShape(input)
        // A convolution's transpose with windows that tile the large map has the same size.
        let size = try ConvGeometry(kernel: scale, stride: scale).transposedSize(of: image.size)
        return [image.channels, size.height, size.width]
      case .batchNorm2d(let spec):
        return try imageShape(input, channels: spec.channels).shape
      case .gaussianSampling:
        guard input.rank == 1, input[0] > 0, input[0] % 2 == 0 else {
          throw ShapeError.mismatch(
            layer: self, expected: "[2·L], L means and L log-variances", found: input)
        }
        return [input[0] / 2]
      }
    } catch let error as GeometryError {
      throw .geometry(layer: self, error)
    } catch let error as ShapeError {
      throw error
    } catch {
      throw .mismatch(layer: self, expected: "a legal shape", found: input)
    }
  }

  private func imageShape(
    _ input: Shape, channels: Int? = nil
  ) throws(ShapeError) -> ImageShape {
    guard input.rank == 3, channels ?? input[0] == input[0] else {
      let wanted = channels.map(String.init) ?? "C"
      throw .mismatch(layer: self, expected: "[\(wanted), H, W]", found: input)
    }
    return ImageShape(channels: input[0], height: input[1], width: input[2])
  }
}

/// A layer that cannot take the shape it is given.
public enum ShapeError: Error, Hashable, Sendable {
  /// The layer wanted another shape.
  case mismatch(layer: LayerSpec, expected: String, found: Shape)
  /// The convolution's numbers and the shape do not go together.
  case geometry(layer: LayerSpec, GeometryError)
}

extension ShapeError: CustomStringConvertible {
  /// One line: which layer, what it wanted, what it got.
  public var description: String {
    switch self {
    case .mismatch(let layer, let expected, let found):
      "\(layer.type) wants \(expected), but gets \(found.dimensions)"
    case .geometry(let layer, let error): "\(layer.type): \(error)"
    }
  }
}
