import AECore
import Testing
import Visual

@Suite struct NetworkStageTests {
  @Test func aVariationalEncoderSaysWhatTheDenseLayerGives() throws {
    let run = try SampleRun.vae.run
    let stages = try NetworkStages(run).encoder
    #expect(
      stages.map { $0.titles[0] } == [
        "Conv 3×3, stride 2, ReLU", "Conv 3×3, stride 2, ReLU", "Dense, μ and ln σ²",
        "Sampling, z = μ + σ·ε",
      ])
    #expect(stages.map(\.givesMoments) == [false, false, true, false])
    #expect(stages.map(\.output.count) == [16 * 14 * 14, 32 * 7 * 7, 32, 16])
  }

  @Test func everyLayerBelongsToAStageOrIsOne() throws {
    let run = try SampleRun.everyLayer.run
    let network = try NetworkStages(run)
    #expect(
      network.encoder.map { $0.titles[0] } == [
        "Conv 3×3, stride 1, BatchNorm, LeakyReLU 0.1", "MaxPool 2×2, stride 2, Dropout 0.25",
        "Conv 3×3, stride 1, BatchNorm, Tanh", "AveragePool 2×2, stride 2", "Dense, μ and ln σ²",
        "Sampling, z = μ + σ·ε",
      ])
    #expect(
      network.decoder.map { $0.titles[0] } == [
        "Dense, Softplus", "ConvTranspose 3×5, stride 1×2, ReLU", "Upsample ×2",
        "Conv 3×3, stride 1, Sigmoid",
      ])
    for (stages, layers) in [
      (network.encoder, run.model.encoder), (network.decoder, run.model.decoder),
    ] {
      #expect(stages.flatMap { Array($0.layers) } == Array(layers.indices))
    }
    let parameters = (network.encoder + network.decoder).reduce(0) { $0 + $1.parameterCount }
    #expect(parameters == run.model.parameterCount)
  }

  /// A code may be maps; what lies before the first layer with weights is named as well.
  @Test func mapsAsACodeAndTheirLayersAreNamed() throws {
    let run = try SampleRun.mapsAsCode.run
    let network = try NetworkStages(run)
    #expect(
      network.encoder.map { $0.titles[0] } == [
        "ReflectionPad 1", "Conv 3×3, stride 2, GroupNorm (4 groups), SiLU", "ReplicationPad 0:1",
        "Conv 3×3, stride 2, LayerNorm (channels), GELU (tanh)",
        "Conv 3×3, stride 1, μ and ln σ²", "Sampling, z = μ + σ·ε",
      ])
    #expect(
      network.decoder.map { $0.titles[0] } == [
        "ELU", "Upsample ×2, bilinear", "Conv 3×3, stride 1, LayerNorm 8×14×14, GELU",
        "Conv 3×3, stride 1", "PixelShuffle ×2", "ZeroPad 2", "Cropping 2, HardSigmoid",
      ])
    #expect(
      network.encoder.last?.output == [2, 7, 7] && network.decoder.first?.input == [2, 7, 7])
    for (stages, layers) in [
      (network.encoder, run.model.encoder), (network.decoder, run.model.decoder),
    ] {
      #expect(stages.flatMap { Array($0.layers) } == Array(layers.indices))
    }
    let parameters = (network.encoder + network.decoder).reduce(0) { $0 + $1.parameterCount }
    #expect(parameters == run.model.parameterCount)
  }

  /// Where there is less room layers lose their numbers before one of them is left out.
  @Test func numbersGoBeforeNames() throws {
    let titles = try NetworkStages(try SampleRun.mapsAsCode.run).encoder[1].titles
    #expect(
      titles.prefix(3) == [
        "Conv 3×3, stride 2, GroupNorm (4 groups), SiLU", "Conv 3×3, stride 2, GroupNorm, SiLU",
        "Conv 3×3, stride 2, SiLU",
      ])
  }

  /// Every normalisation and every activation stands in the list, behind the layer that it follows.
  @Test(
    arguments: [
      (.batchNorm2d(BatchNormSpec(channels: 4)), "BatchNorm"),
      (.layerNorm(LayerNormSpec(.channels(4))), "LayerNorm (channels)"),
      (.layerNorm(LayerNormSpec(.lastAxes([4, 3, 3]))), "LayerNorm 4×3×3"),
      (.groupNorm(GroupNormSpec(groups: 2, channels: 4)), "GroupNorm (2 groups)"),
      (.relu, "ReLU"), (.leakyReLU(slope: 0.2), "LeakyReLU 0.2"),
      (.preLU(channels: 1), "PReLU"), (.preLU(channels: 4), "PReLU (4 slopes)"),
      (.elu(alpha: 1), "ELU"), (.elu(alpha: 0.5), "ELU 0.5"), (.selu, "SELU"),
      (.gelu(.exact), "GELU"), (.gelu(.tanh), "GELU (tanh)"), (.silu, "SiLU"),
      (.sigmoid, "Sigmoid"), (.hardSigmoid(HardSigmoidSpec()), "HardSigmoid"),
      (.hardSigmoid(HardSigmoidSpec(slope: 0.2, offset: 0.5)), "HardSigmoid 0.2·x + 0.5"),
      (.hardSigmoid(HardSigmoidSpec(slope: 1 / 6, offset: 0)), "HardSigmoid 0.1667·x"),
      (.hardSigmoid(HardSigmoidSpec(slope: 1.25, offset: -0.125)), "HardSigmoid 1.25·x − 0.125"),
      (.tanh, "Tanh"), (.softplus, "Softplus"), (.dropout(probability: 0.5), "Dropout 0.5"),
    ] as [(LayerSpec, String)])
  func whatFollowsALayerStandsBehindIt(_ layer: LayerSpec, _ title: String) throws {
    #expect(layer.title == title)
    let geometry = try ConvGeometry(kernel: Size2D(2))
    let conv = LayerSpec.conv2d(
      ConvolutionSpec(inChannels: 1, outChannels: 4, geometry: geometry))
    let stages = try NetworkStage.stages(of: .encoder, layers: [conv, layer], input: [1, 4, 4])
    #expect(stages.map { $0.titles[0] } == ["\(conv.title), \(title)"])
    #expect(stages.map(\.parameterCount) == [conv.parameterCount + layer.parameterCount])
  }

  /// A normalisation of a flattened map keeps its name and its parameters.
  @Test func whatFollowsAFlattenIsNamed() throws {
    let stages = try NetworkStage.stages(
      of: .encoder,
      layers: [
        .maxPool2d(try PoolingSpec(kernel: Size2D(2))), .flatten,
        .batchNorm1d(BatchNormSpec(channels: 16)), .relu,
        .dense(DenseSpec(inFeatures: 16, outFeatures: 2)),
      ], input: [1, 8, 8])
    #expect(
      stages.map { $0.titles[0] } == ["MaxPool 2×2, stride 2", "BatchNorm, ReLU", "Dense"])
    #expect(stages.map(\.parameterCount) == [0, 32, 34])
    #expect(stages.map(\.layers) == [0..<1, 1..<4, 4..<5])
  }

  /// Every figure calls a layer as --layer and the tensors do.
  @Test func stagesAreCalledByTheirLayers() throws {
    for sample in [SampleRun(name: "conv"), .vae, .everyLayer] {
      let run = try sample.run
      let names = try run.model.steps(imageShape: run.dataset.imageShape).map(\.name)
      let network = try NetworkStages(run)
      #expect((network.encoder + network.decoder).allSatisfy { names.contains($0.name) })
    }
    let network = try NetworkStages(try SampleRun(name: "conv").run)
    #expect(network.encoder.map(\.name) == ["encoder.0", "encoder.2", "encoder.5"])
    #expect(network.decoder.map(\.name) == ["decoder.0", "decoder.3", "decoder.5"])
  }

  @Test func namesOfLayersStandInTheListAndInTheDrawing() throws {
    let run = try SampleRun(name: "conv").run
    for page in PageSize.named {
      let style = Style(theme: .light, page: page, measurer: PangoMeasurer())
      let texts = try ArchitectureFigure(run: run).marks(
        in: Rect(x: 0, y: 0, width: page.size.width - 80, height: page.size.height * 0.6),
        style: style
      ).leaves.compactMap { mark -> TextMark? in
        if case .text(let text) = mark { return text }
        return nil
      }
      // "decoder." and a number right behind it, in the colour that it has between the blocks; a
      // slide has no list, and so no numbers.
      for number in ["0", "3", "5"] {
        let inList = texts.filter { text in
          text.string == number
            && texts.contains {
              $0.string == "decoder." && abs($0.bounds.center.y - text.bounds.center.y) < 0.01
                && abs($0.bounds.maxX - text.bounds.x) < 0.01
            }
        }
        #expect(inList.count == (page.isSlide ? 0 : 1), "\(page.name)")
        let ink = style.theme.ink(for: style.theme.kernel)
        #expect(inList.allSatisfy { $0.color == ink })
        let all = texts.filter { $0.string == number && $0.color == ink }
        #expect((all.count > inList.count) == !page.isSlide, "\(page.name)")
      }
    }
  }

  @Test func aTransposedConvolutionKeepsItsActivationInFewerLetters() throws {
    let titles = try NetworkStages(try SampleRun(name: "conv").run).decoder[1].titles
    #expect(
      titles == [
        "ConvTranspose 3×3, stride 2, ReLU", "ConvT 3×3, stride 2, ReLU",
        "ConvTranspose 3×3, stride 2", "ConvT 3×3, stride 2", "ConvTranspose 3×3", "ConvT 3×3",
        "ConvT",
      ])
  }
}
