import AECore
import Foundation
import Testing

/// Networks written as ONNX and read back give the same numbers.
@Suite struct ONNXExportTests {
  private static let image = ImageShape(channels: 2, height: 8, width: 8)

  /// A network with `layer` behind the first convolution, whose maps are 4 × 8 × 8.
  private func model(_ layer: LayerSpec) throws -> ModelDescription {
    let geometry = try ConvGeometry(kernel: Size2D(3), padding: Size2D(1))
    var encoder: [LayerSpec] = [
      .conv2d(ConvolutionSpec(inChannels: 2, outChannels: 4, geometry: geometry)), layer,
    ]
    var shape = try encoder.reduce(Self.image.shape) { try $1.outputShape(for: $0) }
    if shape.rank == 3 { encoder.append(.flatten) }
    shape = [shape.count]
    encoder.append(.dense(DenseSpec(inFeatures: shape.count, outFeatures: 3)))
    return ModelDescription(
      name: "one", latentSize: 3, encoder: encoder,
      decoder: [
        .dense(DenseSpec(inFeatures: 3, outFeatures: Self.image.count)), .sigmoid,
        .reshape(Self.image),
      ])
  }

  private func check(_ model: ModelDescription, image: ImageShape) throws {
    var random = RandomSource(seed: 5)
    var autoencoder = try Autoencoder(model, imageShape: image, seed: 3)
    // Biases, statistics, scales: nothing is 0 or 1.
    autoencoder.parameters = autoencoder.parameters.map { $0 + 0.1 * abs(random.normal()) }
    let run = Run(
      generator: .current, created: "2026-01-01T00:00:00Z",
      dataset: DatasetSummary(
        name: "x", imageShape: image, trainCount: 0, testCount: 0, classNames: nil, source: nil,
        license: nil, sha256: nil),
      model: model, training: nil, evaluation: nil, tensors: autoencoder.tensors)
    let folder = try TemporaryFolder()
    let whole = try folder.write(ONNXExport(run).file(.whole), to: "whole.onnx")
    let encoder = try folder.write(ONNXExport(run).file(.encoder), to: "encoder.onnx")
    let decoder = try folder.write(ONNXExport(run).file(.decoder), to: "decoder.onnx")
    let images = Tensor(normal: Shape([3] + image.shape.dimensions), using: &random)
    let expected = autoencoder.reconstructions(of: images)
    for file in [try ONNXImport(whole), try ONNXImport(encoder, decoder: decoder)] {
      let network = try file.network(imageShape: image, code: "code")
      let again = try Autoencoder(network.model, imageShape: image, tensors: network.tensors)
      #expect(difference(again.reconstructions(of: images), expected) < 1e-5, "\(model.encoder)")
      #expect(network.model.isVariational == model.isVariational)
      #expect(network.model.latentSize == model.latentSize)
    }
  }

  @Test(arguments: Preset.allCases)
  func presetsComeBack(preset: Preset) throws {
    let image = ImageShape(channels: 1, height: 9, width: 8)
    try check(preset.model(imageShape: image, latentSize: 3), image: image)
  }

  @Test func everyLayerComesBack() throws {
    let uneven = Padding(
      vertical: .init(before: 0, after: 1), horizontal: .init(before: 2, after: 1))
    let layers: [LayerSpec] = [
      .conv2d(
        ConvolutionSpec(
          inChannels: 4, outChannels: 6,
          geometry: try ConvGeometry(
            kernel: Size2D(height: 3, width: 2), stride: Size2D(2), padding: uneven,
            dilation: Size2D(2), groups: 2))),
      .convTranspose2d(
        ConvolutionSpec(
          inChannels: 4, outChannels: 2,
          geometry: try ConvGeometry(
            kernel: Size2D(4), stride: Size2D(2), padding: uneven, outputPadding: Size2D(1),
            groups: 2), bias: false)),
      .relu, .sigmoid, .tanh, .softplus, .leakyReLU(slope: 0.2), .elu(alpha: 0.7), .gelu(.exact),
      .gelu(.tanh), .silu, .selu, .preLU(channels: 1), .preLU(channels: 4),
      .hardSigmoid(HardSigmoidSpec(slope: 0.2)), .dropout(probability: 0.3),
      .maxPool2d(try PoolingSpec(kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1))),
      .averagePool2d(
        try PoolingSpec(
          kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1), countsPadding: false)),
      .averagePool2d(try PoolingSpec(kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1))),
      .upsample(Size2D(height: 2, width: 3)), .pixelShuffle(factor: 2),
      .upsampleBilinear(BilinearSpec(.size(Size2D(height: 11, width: 13)))),
      .upsampleBilinear(
        BilinearSpec(.size(Size2D(height: 11, width: 13)), alignsCorners: true)),
      .pad2d(PaddingSpec(.zero, uneven)), .pad2d(PaddingSpec(.reflection, uneven)),
      .pad2d(PaddingSpec(.replication, uneven)), .cropping2d(uneven),
      .batchNorm2d(BatchNormSpec(channels: 4)),
      .layerNorm(LayerNormSpec(.lastAxes([4, 8, 8]))), .layerNorm(LayerNormSpec(.channels(4))),
      .groupNorm(GroupNormSpec(groups: 2, channels: 4)),
    ]
    for layer in layers { try check(model(layer), image: Self.image) }
    let lists: [LayerSpec] = [
      .batchNorm1d(BatchNormSpec(channels: 128)), .layerNorm(LayerNormSpec(.lastAxes([128]))),
      .preLU(channels: 128),
    ]
    for layer in lists {
      var model = try model(.flatten)
      model.encoder[0] = .flatten
      model.encoder[1] = layer
      try check(
        ModelDescription(
          name: "list", latentSize: 3,
          encoder: [.flatten, layer, .dense(DenseSpec(inFeatures: 128, outFeatures: 3))],
          decoder: model.decoder), image: Self.image)
    }
  }
}
