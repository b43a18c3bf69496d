/// An encoder and a decoder with their weights.
public struct Autoencoder: Sendable {
  /// The layers.
  public let model: ModelDescription
  /// What goes in and comes out, `(C, H, W)`.
  public let imageShape: ImageShape
  /// All weights and biases: layer by layer, encoder first, each weight before its bias; behind a
  /// layer's own what it keeps without training it (``LayerSpec/storedShapes``).
  public var parameters: [Float]
  /// In which range it has its pixels; nil for [0, 1]. Images go in and come out in [0, 1] either
  /// way.
  public var pixelRange: PixelRange?
  package let network: Network

  /// A network with these weights, in the order of ``parameters``; without any it has yet to be
  /// given them.
  /// - Throws: ``ModelError`` when a layer does not fit, or the halves do not meet.
  package init(
    checking model: ModelDescription, imageShape: ImageShape, parameters: [Float] = []
  ) throws(ModelError) {
    let encoder = try Self.network(model.encoder, imageShape)
    let code = encoder.layers.last?.outputShape ?? imageShape.shape
    guard code.count == model.latentSize else {
      throw .code(code, latentSize: model.latentSize)
    }
    network = try Self.network(
      model.encoder + model.decoder, imageShape, codeLayer: model.encoder.count - 1)
    let output = network.layers.last?.outputShape ?? imageShape.shape
    guard output == imageShape.shape else { throw .output(output, image: imageShape) }
    self.model = model
    self.imageShape = imageShape
    self.parameters = parameters
  }

  private static func network(
    _ layers: [LayerSpec], _ image: ImageShape, codeLayer: Int? = nil
  ) throws(ModelError) -> Network {
    do {
      return try Network(layers, input: image.shape, codeLayer: codeLayer)
    } catch {
      throw .layer(error)
    }
  }
}

/// Layers that make no autoencoder.
public enum ModelError: Error, Hashable, Sendable {
  /// A layer cannot take what the one before it gives.
  case layer(ShapeError)
  /// The encoder ends at another shape than that of a code of `latentSize` values.
  case code(Shape, latentSize: Int)
  /// The decoder ends at another shape than the image's.
  case output(Shape, image: ImageShape)
}
