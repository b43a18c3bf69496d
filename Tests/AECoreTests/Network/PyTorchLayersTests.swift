import AECore
import Foundation
import Testing

/// The layers of Scripts/make_fixtures_pytorch_layers.py against what PyTorch computes: each on its
/// own, and a training with all of them. The layers stand in the fixture as `run.json` has them.
struct PyTorchLayersTests {
  private let fixture: [String: Tensor]
  private let metadata: [String: String]
  static let caseCount = 32

  init() throws {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/pytorch-layers", withExtension: "safetensors"))
    let data = try Data(contentsOf: url)
    fixture = try Safetensors.decode(data, name: url.lastPathComponent)
    metadata = try Safetensors.metadata(data, name: url.lastPathComponent)
  }

  private func decoded<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    try StrictJSON.parse(Data(try #require(metadata[name]).utf8)).decoded(as: type)
  }

  @Test func allCasesAreTested() {
    #expect(metadata.keys.count { $0.hasPrefix("case.") } == Self.caseCount)
  }

  @Test(arguments: 0..<caseCount)
  func outputsAndGradientsAreTheSame(_ number: Int) throws {
    let name = "case.\(number)"
    let spec = try decoded(name, as: LayerSpec.self)
    let x = try #require(fixture["\(name).x"])
    let layer = try spec.layer(for: Shape(Array(x.shape.dimensions.dropFirst())))
    let pass = metadata["in_training"] == name ? TrainingPass(noise: Noise(seed: 0)) : nil
    let parameters = try spec.storedShapes.map {
      let parameter = try #require(fixture["\(name).\($0.name)"])
      #expect(parameter.shape == $0.shape)
      return parameter
    }.flatMap(\.values)
    let y = layer.forward(x, parameters: parameters, training: pass)
    #expect(close(y, try #require(fixture["\(name).y"]), 1e-5), "\(spec)")
    let (dx, dParameters) = layer.backward(
      x, dy: try #require(fixture["\(name).dy"]), parameters: parameters, training: pass)
    #expect(close(dx, try #require(fixture["\(name).dx"]), 1e-5), "\(spec)")
    let expected = try spec.parameterShapes.flatMap {
      try #require(fixture["\(name).d\($0.name)"]).values
    }
    let trained = Array(dParameters.prefix(expected.count))
    #expect(
      close(Tensor([expected.count], trained), Tensor([expected.count], expected), 1e-5), "\(spec)")
  }

  /// A hundred steps from the same weights follow the same losses; the code is made of maps.
  @Test func aTrainingWithAllOfThemFollowsTheSameLosses() throws {
    let model = try decoded("training", as: ModelDescription.self)
    let image = ImageShape(channels: 1, height: 8, width: 8)
    let prefix = "training."
    let weights = Dictionary(
      uniqueKeysWithValues: fixture.filter { $0.key.hasPrefix(prefix) }
        .map { (String($0.key.dropFirst(prefix.count)), $0.value) })
    let pixels = try #require(weights["pixels"]).values.map { UInt8($0) }
    let images = ImageSet(shape: image, pixels: pixels, labels: nil)
    let outcome = try Trainer(
      try Autoencoder(model, imageShape: image, tensors: weights),
      dataset: Dataset(
        name: "fixture", train: images, test: images, classNames: nil, source: nil, license: nil,
        sha256: nil),
      options: TrainingOptions(epochs: 100, batchSize: 24, learningRate: 0.003, loss: .mse)
    ).train()
    let expected = try #require(weights["losses"]).values
    #expect(expected.count == 100 && outcome.record.history.count == 100)
    for (record, theirs) in zip(outcome.record.history, expected) {
      let ours = try #require(record.trainLoss)
      #expect(abs(ours / Double(theirs) - 1) < 1e-3, "step \(record.epoch): \(ours), \(theirs)")
    }
    #expect(try #require(expected.last) < 0.5 * expected[0])
    let kept = try #require(weights["after.decoder.5.running_var"])
    let ours = try #require(outcome.autoencoder.tensors["decoder.5.running_var"])
    #expect(close(ours, kept, 1e-2))
  }
}
