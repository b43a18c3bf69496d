import AECore
import Testing

/// Which layers of a training share their memory.
struct MemoryPlanTests {
  @Test func anActivationWritesOverWhatAConvolutionOrADenseLayerGave() throws {
    for preset in [Preset.conv, .dense, .vae] {
      let (layers, plan) = try plan(preset)
      for (layer, isInPlace) in zip(layers, plan.isInPlace) {
        #expect(
          isInPlace == [.relu, .sigmoid].contains(layer.spec), "\(preset): \(layer.spec.type)")
      }
    }
  }

  @Test func whatIsAskedForAgainIsNeverWrittenOver() throws {
    // The input is the target, pooling looks for its greatest cell again, and the code is looked
    // at.
    let pooling = LayerSpec.maxPool2d(try PoolingSpec(kernel: Size2D(2), stride: Size2D(2)))
    let specs: [LayerSpec] = [
      .relu, pooling, .relu, .flatten, .dense(DenseSpec(inFeatures: 4, outFeatures: 3)), .tanh,
      .dropout(probability: 0.5), .dense(DenseSpec(inFeatures: 3, outFeatures: 3)), .relu,
    ]
    let layers = try layers(specs, [1, 4, 4])
    let plan = MemoryPlan(layers, parameterCounts: specs.map(\.parameterCount), codeLayer: 7)
    #expect(
      plan.isInPlace == [false, false, false, false, false, true, false, false, false])
    let free = MemoryPlan(layers, parameterCounts: specs.map(\.parameterCount), codeLayer: nil)
    #expect(free.isInPlace.last == true)
  }

  /// Who does the work of the rectifier behind it: what writes sums, and batch normalisation. A
  /// negative slope is left where it is, since its output does not tell what its input was.
  @Test func aLayerDoesTheWorkOfTheRectifierBehindIt() throws {
    let norm = LayerSpec.batchNorm1d(BatchNormSpec(channels: 4))
    let dense = LayerSpec.dense(DenseSpec(inFeatures: 4, outFeatures: 4))
    func slopes(_ specs: [LayerSpec]) throws -> [Float?] {
      try Network(specs, input: [4]).slopes
    }
    #expect(
      try slopes([dense, .relu, norm, .leakyReLU(slope: 0.2), norm, .relu, dense])
        == [0, nil, 0.2, nil, 0, nil, nil])
    #expect(try slopes([dense, .leakyReLU(slope: 0.2), norm, .tanh]) == [0.2, nil, nil, nil])
    let apart: [LayerSpec] = [dense, .leakyReLU(slope: -0.2), norm, .tanh]
    #expect(try slopes(apart).allSatisfy { $0 == nil })
    let plan = try Network(apart, input: [4]).memory
    #expect(plan.isInPlace == [false, false, false, true])
  }

  /// Who does the work of the rectifier before it, on the way back: what writes errors. Not where
  /// the rectifier's output is the code, whose own gradient comes in between.
  @Test func aLayerDoesTheWorkOfTheRectifierBeforeIt() throws {
    let norm = LayerSpec.batchNorm1d(BatchNormSpec(channels: 4))
    let dense = LayerSpec.dense(DenseSpec(inFeatures: 4, outFeatures: 4))
    let leaky = LayerSpec.leakyReLU(slope: 0.2)
    let specs = [dense, .relu, dense, norm, leaky, dense, .relu, norm]
    func done(_ codeLayer: Int?) throws -> [Int?] {
      try Network(specs, input: [4], codeLayer: codeLayer).rectifiersBefore.map { $0?.layer }
    }
    #expect(try done(nil) == [nil, nil, 1, nil, nil, 4, nil, nil])
    #expect(try done(4) == [nil, nil, 1, nil, nil, nil, nil, nil])
    #expect(try done(3) == [nil, nil, 1, nil, nil, nil, nil, nil])
  }

  @Test(arguments: Preset.allCases)
  func noLayerWritesAGradientOverTheOneThatItReads(_ preset: Preset) throws {
    let (layers, plan) = try plan(preset)
    var dense: [Int] = []
    for index in layers.indices {
      let buffer = plan.gradients[index]
      #expect(plan.gradientSizes[buffer] >= layers[index].outputShape.count)
      let passesOn = layers[index].isReshaping || plan.isInPlace[index]
      if index > 0 {
        #expect((plan.gradients[index - 1] == buffer) == passesOn, "\(preset) \(index)")
      }
      if layers[index] is Dense { dense.append(buffer) }
    }
    // The errors of a dense layer are asked for again when all shards are done.
    #expect(Set(dense).count == dense.count)
    for (index, buffer) in plan.gradients.enumerated() where dense.contains(buffer) {
      let writer = (0...index).last { !layers[$0].isReshaping && !plan.isInPlace[$0] }
      #expect(writer.map { layers[$0] is Dense } == true)
    }
  }

  private func plan(_ preset: Preset) throws -> ([any Layer], MemoryPlan) {
    let image = ImageShape(channels: 1, height: 28, width: 28)
    let model = try preset.model(imageShape: image, latentSize: 16)
    let specs = model.encoder + model.decoder
    let layers = try layers(specs, image.shape)
    let code = model.encoder.count - 1
    return (
      layers, MemoryPlan(layers, parameterCounts: specs.map(\.parameterCount), codeLayer: code)
    )
  }

  private func layers(_ specs: [LayerSpec], _ input: Shape) throws -> [any Layer] {
    var shape = input
    return try specs.map { spec in
      let layer = try spec.layer(for: shape)
      shape = layer.outputShape
      return layer
    }
  }
}
