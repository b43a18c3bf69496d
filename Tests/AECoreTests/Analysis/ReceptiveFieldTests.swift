import AECore
import Testing

/// Receptive fields and footprints against basis vectors pushed through the layers.
struct ReceptiveFieldTests {
  /// An encoder of random geometries and, where there is one, its way back.
  private func network(
    _ random: inout RandomSource, withPooling: Bool
  ) throws -> (model: ModelDescription, image: ImageShape)? {
    func size(_ range: ClosedRange<Int>) -> Size2D {
      Size2D(
        height: .random(in: range, using: &random), width: .random(in: range, using: &random))
    }
    let image = ImageShape(
      channels: 1, height: .random(in: 7...13, using: &random),
      width: .random(in: 7...13, using: &random))
    var encoder: [LayerSpec] = []
    var decoder: [LayerSpec] = []
    var shape = image.shape
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let geometry = try ConvGeometry(
        kernel: size(1...3), stride: size(1...2), padding: size(0...1), dilation: size(1...2))
      let pooled = try? PoolingSpec(
        kernel: size(1...3), stride: size(1...2), padding: Size2D(0))
      let layer: LayerSpec =
        if withPooling, Bool.random(using: &random), let pooled {
          .averagePool2d(pooled)
        } else {
          .conv2d(ConvolutionSpec(inChannels: 1, outChannels: 1, geometry: geometry, bias: false))
        }
      guard let output = try? layer.outputShape(for: shape) else { return nil }
      let before = Size2D(height: shape[1], width: shape[2])
      encoder += [layer, .relu]
      if case .conv2d = layer, let extra = try? geometry.outputPadding(restoring: before) {
        let up = ConvolutionSpec(
          inChannels: 1, outChannels: 1, geometry: try geometry.with(outputPadding: extra),
          bias: false)
        decoder = [.relu, .convTranspose2d(up)] + decoder
      }
      shape = output
    }
    let code = shape.count
    let model = ModelDescription(
      name: "random", latentSize: code, encoder: encoder + [.flatten],
      decoder: [.reshape(ImageShape(shape))] + decoder)
    return (model, image)
  }

  /// What `layers` make of `x`, every weight being 1: the number of ways.
  private func push(_ x: Tensor, through layers: ArraySlice<LayerSpec>) throws -> Tensor {
    var x = x
    for spec in layers {
      let layer = try spec.layer(for: Shape(Array(x.shape.dimensions.dropFirst())))
      x = layer.forward(x, parameters: Array(repeating: 1, count: spec.parameterCount))
    }
    return x
  }

  /// A batch of all basis vectors of `shape`.
  private func basis(_ shape: Shape) -> Tensor {
    var x = Tensor(Shape([shape.count] + shape.dimensions))
    for i in 0..<shape.count { x.values[i * shape.count + i] = 1 }
    return x
  }

  @Test(arguments: [false, true])
  func aReceptiveFieldIsWhatBasisVectorsReach(withPooling: Bool) throws {
    var random = RandomSource(seed: 3)
    var seen = 0
    while seen < 12 {
      guard let (model, image) = try network(&random, withPooling: withPooling) else { continue }
      guard let steps = try? model.steps(imageShape: image) else { continue }
      let field = try ReceptiveField(steps: steps, image: image.size)
      let images = basis(image.shape)
      for stage in field.stages {
        let index = try #require(Int(stage.name.dropFirst("encoder.".count)))
        let maps = try push(images, through: model.encoder[...index])
        for pixel in 0..<image.count {
          let value = maps[pixel, 0, stage.cell.y, stage.cell.x]
          let ways = stage.reach.ways(y: pixel / image.width, x: pixel % image.width)
          if withPooling {
            #expect((value > 0) == (ways > 0))
          } else {
            #expect(Double(value) == ways)
          }
        }
      }
      seen += 1
    }
  }

  @Test func aFootprintIsWhatACellsBasisVectorReaches() throws {
    var random = RandomSource(seed: 4)
    var seen = 0
    while seen < 12 {
      guard let (model, image) = try network(&random, withPooling: false),
        let steps = try? model.steps(imageShape: image), steps.last?.output == image.shape
      else { continue }
      let footprint = try Footprint(steps: steps, image: image.size)
      let movers = model.decoder.indices.filter {
        if case .convTranspose2d = model.decoder[$0] { true } else { false }
      }
      #expect(footprint.stages.count == movers.count)
      for (stage, index) in zip(footprint.stages, movers) {
        let map = stage.map
        var cell = Tensor([1, 1, map.height, map.width])
        cell[0, 0, stage.cell.y, stage.cell.x] = 1
        let output = try push(cell, through: model.decoder[index...])
        for pixel in 0..<image.count {
          #expect(
            Double(output.values[pixel])
              == stage.reach.ways(y: pixel / image.width, x: pixel % image.width))
        }
      }
      seen += 1
    }
  }

  /// The conv preset sees 3 and 7 pixels, 2 and 4 apart, then everything.
  @Test func theConvPresetSees3And7PixelsThenEverything() throws {
    let image = ImageShape(channels: 1, height: 28, width: 28)
    let model = try Preset.conv.model(imageShape: image, latentSize: 16)
    let steps = try model.steps(imageShape: image)
    let field = try ReceptiveField(steps: steps, image: image.size)
    #expect(field.stages.map(\.reach.extent) == [Size2D(3), Size2D(7), Size2D(28)])
    #expect(field.stages.map(\.step) == [2, 4, nil])
    #expect(field.stages.map(\.isFullyConnected) == [false, false, true])
    let footprint = try Footprint(steps: steps, image: image.size)
    #expect(footprint.stages.map(\.name) == ["code", "before decoder.3", "before decoder.5"])
    #expect(footprint.stages.map(\.reach.extent) == [Size2D(28), Size2D(7), Size2D(3)])
    #expect(footprint.stages[0].reach.isEverything)
  }

  /// Hundreds of convolutions have more ways than a number holds; how they compare is shown.
  @Test func hundredsOfConvolutionsHaveAReceptiveField() throws {
    let geometry = try ConvGeometry(kernel: Size2D(3), padding: Size2D(1))
    let conv = LayerSpec.conv2d(
      ConvolutionSpec(inChannels: 1, outChannels: 1, geometry: geometry))
    let image = ImageShape(channels: 1, height: 8, width: 8)
    for depth in [44, 340] {
      let model = ModelDescription(
        name: "deep", latentSize: 64,
        encoder: [LayerSpec](repeating: conv, count: depth) + [.flatten],
        decoder: [.reshape(image)] + [LayerSpec](repeating: conv, count: depth))
      let steps = try model.steps(imageShape: image)
      let reach = try #require(try ReceptiveField(steps: steps, image: image.size).stages.last)
        .reach
      let ways = (0..<8).map { reach.ways(y: 4, x: $0) }
      #expect(reach.isEverything && ways.allSatisfy { Float($0).isFinite })
      #expect(ways[4] > ways[0] && ways[0] > 0)
      #expect(
        try Footprint(steps: steps, image: image.size).stages.first?.reach.isEverything == true)
      if depth == 44 {
        #expect(try DecoderOverlap(steps: steps)?.stages.last?.limits.upperBound.isFinite == true)
      } else {
        expectFailure(.badData, "decoder.", "more ways lead to a cell than can be counted") {
          _ = try DecoderOverlap(steps: steps)
        }
      }
    }
  }

  /// A map of 2²⁰ × 2²⁰ cells is told of, not drawn.
  @Test func aMapThatIsTooLargeToDrawIsToldOf() throws {
    let geometry = try ConvGeometry(kernel: Size2D(1 << 20))
    let image = ImageShape(channels: 1, height: 1 << 20, width: 1 << 20)
    let spec = ConvolutionSpec(inChannels: 1, outChannels: 1, geometry: geometry)
    let model = ModelDescription(
      name: "huge", latentSize: 1, encoder: [.conv2d(spec), .flatten],
      decoder: [.reshape(ImageShape(channels: 1, height: 1, width: 1)), .convTranspose2d(spec)])
    let steps = try model.steps(imageShape: image)
    for draw: () throws -> Void in [
      { _ = try ReceptiveField(steps: steps, image: image.size) },
      { _ = try Footprint(steps: steps, image: image.size) },
      { _ = try DecoderOverlap(steps: steps) },
    ] {
      expectFailure(
        .badData, "encoder.0: a map of 1048576 × 1048576 cells is too large", from: draw)
    }
  }

  /// Upsampling makes blocks, and a value of a dense decoder reaches every pixel.
  @Test func upsamplingMakesBlocksAndDenseReachesEveryPixel() throws {
    let image = ImageShape(channels: 1, height: 28, width: 28)
    let up = try Preset.convUpsample.model(imageShape: image, latentSize: 4)
    let footprint = try Footprint(steps: try up.steps(imageShape: image), image: image.size)
    // From the image back: 3 by the window, 4 = 2 + 2 from a block, 8 = 2 · 3 + 2, 10 = 2 · 4 + 2.
    let cells = footprint.stages.filter { !$0.isFullyConnected }
    #expect(cells.map(\.reach.extent) == [Size2D(10), Size2D(8), Size2D(4), Size2D(3)])
    let dense = try Preset.dense.model(imageShape: image, latentSize: 4)
    let code = try Footprint(steps: try dense.steps(imageShape: image), image: image.size).stages
    #expect(code.count == 1)
    #expect(code[0].isFullyConnected && code[0].reach.isEverything)
  }
}
