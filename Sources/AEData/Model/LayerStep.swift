import AENetwork

/// One layer at its place in a network: what goes in, what comes out.
public struct LayerStep: Hashable, Sendable {
  /// Which half of the autoencoder.
  public let half: TensorName.Half
  /// Its index in that half, as in the names of its tensors.
  public let index: Int
  /// What it is.
  public let layer: LayerSpec
  /// The shape of one example before it.
  public let input: Shape
  /// The shape of one example after it.
  public let output: Shape

  /// `decoder.3`, as in the names of its tensors.
  public var name: String { "\(half.rawValue).\(index)" }

  /// The convolution that it is, or that it is the transpose of; nil for every other layer.
  ///
  /// - Throws: `GeometryError`.
  public func convolutionPair() throws(GeometryError) -> ConvolutionPair? {
    switch layer {
    case .conv2d(let spec):
      // Its transpose shall lead back to where it came from.
      let large = ImageShape(channels: input[0], height: input[1], width: input[2])
      let padding = try spec.geometry.outputPadding(restoring: large.size)
      return try ConvolutionPair(
        geometry: spec.geometry.with(outputPadding: padding), largeShape: large,
        smallChannels: spec.outChannels)
    case .convTranspose2d(let spec):
      return try ConvolutionPair(
        geometry: spec.geometry,
        largeShape: ImageShape(channels: output[0], height: output[1], width: output[2]),
        smallChannels: spec.inChannels)
    case .dense, .relu, .sigmoid, .flatten, .reshape, .maxPool2d, .averagePool2d, .upsample,
      .leakyReLU, .tanh, .softplus, .dropout, .batchNorm2d, .gaussianSampling, .elu, .selu,
      .preLU, .gelu, .silu, .hardSigmoid, .layerNorm, .groupNorm, .batchNorm1d, .upsampleBilinear,
      .pixelShuffle, .pad2d,
      .cropping2d:
      return nil
    }
  }
}

extension ModelDescription {
  /// Every layer with the shapes around it, encoder first, for images of shape `image`.
  /// - Throws: ``Failure`` of kind `badData` that names the layer that does not fit.
  public func steps(imageShape image: ImageShape) throws(Failure) -> [LayerStep] {
    var steps: [LayerStep] = []
    var shape = image.shape
    for (half, layers) in [(TensorName.Half.encoder, encoder), (.decoder, decoder)] {
      for (index, layer) in layers.enumerated() {
        do {
          let output = try layer.outputShape(for: shape)
          steps.append(
            LayerStep(half: half, index: index, layer: layer, input: shape, output: output))
          shape = output
        } catch {
          throw Failure(
            .badData, nil, at: "model.\(half.rawValue)[\(index)]", "\(error)",
            advice: "check the layers in run.json")
        }
      }
    }
    return steps
  }
}
