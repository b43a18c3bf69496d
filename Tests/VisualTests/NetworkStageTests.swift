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
}
