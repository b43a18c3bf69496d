import AECore
import Foundation
import Testing

struct PresetTests {
  static let images = [(1, 28, 28), (1, 8, 8), (3, 32, 32), (3, 17, 30), (1, 1, 1), (1, 5, 200)]
    .map { ImageShape(channels: $0.0, height: $0.1, width: $0.2) }

  @Test(arguments: Preset.allCases, images)
  func everyPresetReturnsToTheShapeOfAnyImage(_ preset: Preset, _ image: ImageShape) throws {
    let model = try preset.model(imageShape: image, latentSize: 3)
    var shape = image.shape
    for layer in model.encoder { shape = try layer.outputShape(for: shape) }
    #expect(shape == [3])
    for layer in model.decoder { shape = try layer.outputShape(for: shape) }
    #expect(shape == image.shape)
    // PyTorch draws within 1/√(fan in), He and Glorot within √6 times that.
    for (initialization, most) in [(Initialization.pyTorch, Float(1)), (.byActivation, 2.4495)] {
      let network = try Autoencoder(model, imageShape: image, seed: 1, initialization)
      #expect(network.parameters.count == model.parameterCount)
      let bound = network.parameters.map(abs).max() ?? 0
      #expect(bound <= most)
    }
  }

  @Test func theConvPresetIsTheOneOfTheDesign() throws {
    let model = try Preset.conv.model(
      imageShape: ImageShape(channels: 1, height: 28, width: 28), latentSize: 16)
    #expect(
      model.encoder.map(\.type) == ["conv2d", "relu", "conv2d", "relu", "flatten", "dense"])
    #expect(
      model.decoder.map(\.type) == [
        "dense", "relu", "reshape", "conv_transpose2d", "relu", "conv_transpose2d", "sigmoid",
      ])
    // 16·9 + 16, 32·16·9 + 32, 1568·16 + 16, 16·1568 + 1568, 32·16·9 + 16, 16·9 + 1
    #expect(model.parameterCount == 160 + 4640 + 25104 + 26656 + 4624 + 145)
  }

  @Test func aCodeOfNoValuesIsRefusedInOneLine() {
    #expect(throws: Failure.self) {
      try Preset.conv.model(
        imageShape: ImageShape(channels: 1, height: 28, width: 28), latentSize: 0)
    }
  }

  @Test func aLayersDescriptionComesBackFromJSONAsItWas() throws {
    for preset in Preset.allCases {
      let model = try preset.model(
        imageShape: ImageShape(channels: 3, height: 17, width: 30), latentSize: 3)
      let value = try JSONValue(encoding: model)
      #expect(try value.decoded(as: ModelDescription.self) == model)
    }
    let short = #"{"type": "conv2d", "in_channels": 1, "out_channels": 2, "kernel": [3, 3]}"#
    let layer = try StrictJSON.parse(Data(short.utf8)).decoded(as: LayerSpec.self)
    let geometry = try ConvGeometry(kernel: Size2D(3))
    #expect(
      layer == .conv2d(ConvolutionSpec(inChannels: 1, outChannels: 2, geometry: geometry)))
  }
}
