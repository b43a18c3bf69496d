import AECore
import Testing

@Suite struct InitializationTests {
  private let image = ImageShape(channels: 1, height: 8, width: 8)

  /// The largest weight of each layer with weights, by its name.
  private func bounds(
    _ model: ModelDescription, _ initialization: Initialization
  ) throws -> [String: (bound: Float, biases: [Float])] {
    let tensors = try Autoencoder(model, imageShape: image, seed: 3, initialization).tensors
    return tensors.filter { $0.key.hasSuffix(".weight") }.reduce(into: [:]) { result, weight in
      let name = String(weight.key.dropLast(".weight".count))
      result[name] = (
        weight.value.values.map(abs).max() ?? 0, tensors["\(name).bias"]?.values ?? []
      )
    }
  }

  @Test func everyLayerIsDrawnForTheActivationThatFollows() throws {
    let model = try Preset.dense.model(imageShape: image, latentSize: 4)
    let drawn = try bounds(model, .byActivation)
    // Each layer with what its weights lie within, squared and divided by six.
    let fans: [(name: String, share: Double)] = [
      // 64 to 128 and 128 to 64, both before a ReLU; the code, which is bent by nothing.
      ("encoder.1", 1 / 64), ("encoder.3", 1 / 128), ("encoder.5", 1 / 68), ("decoder.0", 1 / 4),
      // Before the sigmoid.
      ("decoder.4", 1 / 192),
    ]
    for (name, share) in fans {
      let (bound, biases) = try #require(drawn[name])
      let most = (6 * share).squareRoot()
      #expect(Double(bound) <= most * 1.000_001, "\(name)")
      #expect(Double(bound) > 0.95 * most, "\(name)")
      #expect(biases.allSatisfy { $0 == 0 })
    }
    let asPyTorch = try #require(bounds(model, .pyTorch)["encoder.1"])
    #expect(asPyTorch.bound <= 0.125)
    #expect(asPyTorch.bound > 0.12)
    #expect(asPyTorch.biases.contains { $0 != 0 })
  }

  /// The stride leaves out taps: of a transposed convolution an output has a quarter of them.
  @Test func stridesCountInTheFans() throws {
    let model = try Preset.conv.model(imageShape: image, latentSize: 4)
    let drawn = try bounds(model, .byActivation)
    let first = try #require(drawn["encoder.0"]).bound
    #expect(first <= 0.8165)
    #expect(first > 0.75)
    // 32 maps of 3 × 3 taps, stride 2, to 16 before a ReLU: √(6 / 72).
    let back = try #require(drawn["decoder.3"]).bound
    #expect(back <= 0.2887)
    #expect(back > 0.27)
  }

  /// The seed draws the same numbers, and the two ways draw others.
  @Test func theSameSeedDrawsTheSame() throws {
    let model = try Preset.vae.model(imageShape: image, latentSize: 4)
    for way in Initialization.allCases {
      #expect(model.initialParameters(seed: 7, way) == model.initialParameters(seed: 7, way))
      #expect(model.initialParameters(seed: 7, way) != model.initialParameters(seed: 8, way))
    }
    #expect(model.initialParameters(seed: 7) != model.initialParameters(seed: 7, .pyTorch))
    #expect(TrainingOptions().initialization == .byActivation)
  }

  /// A unit of a ReLU that is 0 for every image learns nothing more: fewer of them, and a lower
  /// error.
  @Test func fewerUnitsAreDead() throws {
    let digits = try DatasetCatalog.load("digits")
    let model = try Preset.dense.model(imageShape: digits.imageShape, latentSize: 8)
    func dead(_ initialization: Initialization) throws -> Int {
      let network = try Autoencoder(
        model, imageShape: digits.imageShape, seed: 1, initialization)
      let (_, _, hidden) = network.activations(of: digits.train.images(0..<400))[2]
      return (0..<128).count { unit in
        (0..<400).allSatisfy { hidden.values[$0 * 128 + unit] == 0 }
      }
    }
    let (ours, theirs) = (try dead(.byActivation), try dead(.pyTorch))
    #expect(ours < theirs, "\(ours) and \(theirs) of 128 units")
    #expect(ours <= 24)
  }
}
