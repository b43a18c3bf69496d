import AECore
import Foundation
import Testing

/// A `state_dict` as trainings leave it (`Scripts/make_fixtures_onnx.py`).
@Suite struct WeightsImportTests {
  private static let image = ImageShape(channels: 1, height: 8, width: 8)

  private static func model() throws -> ModelDescription {
    let geometry = try ConvGeometry(kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1))
    return ModelDescription(
      name: "state", latentSize: 3,
      encoder: [
        .conv2d(ConvolutionSpec(inChannels: 1, outChannels: 4, geometry: geometry)),
        .batchNorm2d(BatchNormSpec(channels: 4)), .relu, .flatten,
        .dense(DenseSpec(inFeatures: 64, outFeatures: 3)),
      ],
      decoder: [.dense(DenseSpec(inFeatures: 3, outFeatures: 64)), .sigmoid, .reshape(image)])
  }

  @Test(arguments: ["state-prefixed", "state-bf16", "state-own-names"])
  func weightsFindTheirLayers(name: String) throws {
    let file = try WeightsImport(ONNXFixtures.url("\(name).safetensors"))
    let network = try file.network(Self.model())
    let autoencoder = try Autoencoder(
      network.model, imageShape: Self.image, tensors: network.tensors)
    let values = try ONNXFixtures().values
    let found = autoencoder.reconstructions(of: try #require(values["state.images"]))
    // Half precision keeps three digits.
    let tolerance: Float = name == "state-bf16" ? 1e-2 : 1e-5
    #expect(difference(found, try #require(values["state.output"])) < tolerance)
    #expect(network.notes.contains { $0.contains("not by name") } == (name == "state-own-names"))
  }

  @Test func whatIsMissingIsListed() throws {
    let file = try WeightsImport(ONNXFixtures.url("state-prefixed.safetensors"))
    var model = try Self.model()
    model.latentSize = 5
    model.encoder[4] = .dense(DenseSpec(inFeatures: 64, outFeatures: 5))
    expectFailure(
      .badData, "weights are missing: encoder.4.bias [5], encoder.4.weight [5, 64]",
      "left over are encoder.4.bias [3], encoder.4.weight [3, 64]"
    ) { _ = try file.network(model) }
  }
}
