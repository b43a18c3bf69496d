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

  /// What only moves, resizes or normalises is looked through; a normalisation begins as one that
  /// adds nothing.
  @Test func whatLiesBetweenIsLookedThrough() throws {
    let geometry = try ConvGeometry(kernel: Size2D(3), padding: Size2D(1))
    func conv(_ a: Int, _ b: Int) -> LayerSpec {
      .conv2d(ConvolutionSpec(inChannels: a, outChannels: b, geometry: geometry))
    }
    let sides = Padding(Size2D(1))
    let model = ModelDescription(
      name: "own", latentSize: 64,
      encoder: [
        conv(1, 64), .groupNorm(GroupNormSpec(groups: 4, channels: 64)),
        .pad2d(PaddingSpec(.reflection, sides)), .cropping2d(sides), .silu, conv(64, 1),
        .hardSigmoid(HardSigmoidSpec()),
      ],
      decoder: [
        conv(1, 64), .pixelShuffle(factor: 8),
        .layerNorm(LayerNormSpec(.lastAxes([1, 64, 64]))),
        .upsampleBilinear(BilinearSpec(.size(Size2D(8)))), .elu(alpha: 1), .flatten,
        .batchNorm1d(BatchNormSpec(channels: 64)),
        .reshape(ImageShape(channels: 1, height: 8, width: 8)),
      ])
    let drawn = try bounds(model, .byActivation)
    for (name, share) in [("encoder.0", 1.0 / 9), ("encoder.5", 1 / 585), ("decoder.0", 1 / 9)] {
      let bound = Double(try #require(drawn[name]).bound)
      let most = (6 * share).squareRoot()
      #expect(bound <= most * 1.000_001 && bound > 0.95 * most, "\(name)")
    }
    let tensors = try Autoencoder(model, imageShape: image, seed: 1).tensors
    for (name, value) in [
      ("encoder.1.weight", 1), ("encoder.1.bias", 0), ("decoder.2.weight", 1),
      ("decoder.2.bias", 0), ("decoder.6.running_mean", 0), ("decoder.6.running_var", 1),
    ] {
      #expect(try #require(tensors[name]).values.allSatisfy { $0 == Float(value) }, "\(name)")
    }
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
