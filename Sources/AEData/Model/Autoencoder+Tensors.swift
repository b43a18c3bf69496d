import AENetwork

/// Weights by their names, as a run keeps them.
extension Autoencoder {
  /// A network whose weights are drawn from `seed`.
  /// - Throws: ``Failure`` when a layer does not fit, or the halves do not meet.
  public init(
    _ model: ModelDescription, imageShape: ImageShape, seed: UInt64,
    _ initialization: Initialization = .byActivation
  ) throws(Failure) {
    self = try Self.checked(model, imageShape)
    parameters = model.initialParameters(seed: seed, initialization)
  }

  /// A network with weights from elsewhere, by the names of ``TensorName/parameter(_:_:_:)``.
  /// - Throws: ``Failure`` when a layer does not fit, or a tensor is missing or of another shape.
  public init(
    _ model: ModelDescription, imageShape: ImageShape, tensors: [String: Tensor]
  ) throws(Failure) {
    self = try Self.checked(model, imageShape)
    for (key, shape) in model.storedShapes {
      guard let tensor = tensors[key] else {
        let instead = MissingWeights(model, in: tensors)
        throw Failure(
          .badData, key,
          "the weights are missing"
            + (instead.map { ", and no layer has \(MissingWeights.list($0.found, most: 1))" } ?? ""),
          advice: instead?.advice ?? "export them too")
      }
      guard tensor.shape == shape else {
        throw Failure(
          .badData, key,
          "has the shape \(tensor.shape.dimensions), but the layer wants \(shape.dimensions)")
      }
      parameters += tensor.values
    }
  }

  private static func checked(
    _ model: ModelDescription, _ image: ImageShape
  ) throws(Failure) -> Autoencoder {
    do {
      return try Autoencoder(checking: model, imageShape: image)
    } catch {
      throw Failure(.badData, error.place, "\(error)")
    }
  }

  /// The weights and biases by name, in PyTorch's layouts.
  public var tensors: [String: Tensor] {
    var result: [String: Tensor] = [:]
    var offset = 0
    for (key, shape) in model.storedShapes {
      result[key] = Tensor(shape, Array(parameters[offset..<offset + shape.count]))
      offset += shape.count
    }
    return result
  }
}

extension ModelDescription {
  /// The tensors of all layers by name, in the order in which an `Autoencoder` keeps them.
  package var storedShapes: [(name: String, shape: Shape)] {
    halves.flatMap { half, layers in
      layers.enumerated().flatMap { index, layer in
        layer.storedShapes.map { (TensorName.parameter(half, index, $0.name), $0.shape) }
      }
    }
  }
}

extension ModelError: CustomStringConvertible {
  /// What is wrong, with both shapes.
  public var description: String {
    switch self {
    case .layer(let error): "\(error)"
    case .code(let shape, let latentSize):
      "ends at \(shape.dimensions), \(shape.count) values, but the code has \(latentSize)"
    case .output(let shape, let image):
      "ends at \(shape.dimensions), but the image is \(image.shape.dimensions)"
    }
  }

  /// The part of the model that is wrong.
  fileprivate var place: String {
    switch self {
    case .layer: "model"
    case .code: "encoder"
    case .output: "decoder"
    }
  }
}
