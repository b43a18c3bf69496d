import AECore
import Testing

/// Receptive fields, footprints and overlap through layers that pad, crop, resize and shuffle,
/// against basis vectors pushed through them.
struct ResizingReachTests {
  private let image = ImageShape(channels: 1, height: 8, width: 10)

  private static let sides = Padding(
    vertical: Padding.Ends(before: 2, after: 1), horizontal: Padding.Ends(before: 0, after: 3))

  static let layers: [LayerSpec] =
    PaddingSpec.Fill.allCases.map { .pad2d(PaddingSpec($0, sides)) } + [
      .cropping2d(Padding(Size2D(height: 1, width: 2))), .cropping2d(sides),
      .upsampleBilinear(BilinearSpec(.scale(height: 2, width: 3))),
      .upsampleBilinear(BilinearSpec(.size(Size2D(height: 5, width: 13)), alignsCorners: true)),
      .upsampleBilinear(BilinearSpec(.size(Size2D(height: 1, width: 1)))),
    ]

  /// What a 3 × 3 convolution before and behind `layer` sees, every weight being 1.
  private func model(_ layer: LayerSpec, asDecoder: Bool) throws -> ModelDescription {
    let geometry = try ConvGeometry(kernel: Size2D(3), padding: Size2D(1))
    let conv = LayerSpec.conv2d(
      ConvolutionSpec(inChannels: 1, outChannels: 1, geometry: geometry, bias: false))
    let around = [conv, layer, conv]
    return ModelDescription(
      name: "reach", latentSize: 0, encoder: asDecoder ? [] : around,
      decoder: asDecoder ? around : [])
  }

  private func push(_ x: Tensor, through layers: [LayerSpec]) throws -> Tensor {
    var x = x
    for spec in layers {
      let layer = try spec.layer(for: Shape(Array(x.shape.dimensions.dropFirst())))
      x = layer.forward(x, parameters: Array(repeating: 1, count: spec.parameterCount))
    }
    return x
  }

  @Test(arguments: layers)
  func aReceptiveFieldIsWhatBasisVectorsReach(_ layer: LayerSpec) throws {
    let model = try model(layer, asDecoder: false)
    let field = try ReceptiveField(steps: try model.steps(imageShape: image), image: image.size)
    #expect(field.stages.map(\.title)[1] == layer.title && field.stages.count == 3)
    var basis = Tensor([image.count, 1, image.height, image.width])
    for i in 0..<image.count { basis.values[i * image.count + i] = 1 }
    for (index, stage) in field.stages.enumerated() {
      let maps = try push(basis, through: Array(model.encoder[...index]))
      for pixel in 0..<image.count {
        let value = maps[pixel, 0, stage.cell.y, stage.cell.x]
        let ways = stage.reach.ways(y: pixel / image.width, x: pixel % image.width)
        #expect(close(Double(value), ways, 1e-5))
      }
    }
  }

  @Test(arguments: layers)
  func aFootprintIsWhatACellsBasisVectorReaches(_ layer: LayerSpec) throws {
    let decoder = try model(layer, asDecoder: true)
    let steps = try decoder.steps(imageShape: image)
    let size = ImageShape(try #require(steps.last).output).size
    let footprint = try Footprint(steps: steps, image: size)
    #expect(footprint.stages.map(\.name) == ["code", "before decoder.1", "before decoder.2"])
    for (index, stage) in footprint.stages.enumerated() {
      var cell = Tensor([1, 1, stage.map.height, stage.map.width])
      cell[0, 0, stage.cell.y, stage.cell.x] = 1
      let output = try push(cell, through: Array(decoder.decoder[index...]))
      for pixel in 0..<size.count {
        let ways = stage.reach.ways(y: pixel / size.width, x: pixel % size.width)
        #expect(close(Double(output.values[pixel]), ways, 1e-5))
      }
    }
  }

  /// The ways to each cell from a map whose cells all have one.
  @Test(arguments: layers)
  func overlapGoesThroughThem(_ layer: LayerSpec) throws {
    let decoder = try model(layer, asDecoder: true)
    let overlap = try #require(try DecoderOverlap(steps: try decoder.steps(imageShape: image)))
    let ones = Tensor(Shape([1] + image.shape.dimensions), repeating: 1)
    let output = try push(ones, through: decoder.decoder)
    let last = try #require(overlap.stages.last)
    for pixel in 0..<output.count {
      let ways = last.ways(y: pixel / last.size.width, x: pixel % last.size.width)
      #expect(close(Double(output.values[pixel]), ways, 1e-5))
    }
  }

  /// A value of a code that is shuffled reaches a block; the pattern that may be left has its size.
  @Test func aShuffledCellBecomesABlock() throws {
    let model = ModelDescription(
      name: "shuffled", latentSize: 64,
      encoder: [.flatten, .dense(DenseSpec(inFeatures: 80, outFeatures: 80))],
      decoder: [
        .reshape(ImageShape(channels: 4, height: 4, width: 5)), .pixelShuffle(factor: 2),
      ])
    let steps = try model.steps(imageShape: image)
    let footprint = try Footprint(steps: steps, image: image.size)
    #expect(footprint.stages.map(\.reach.extent) == [Size2D(2)])
    #expect(footprint.stages.first?.reach.rowRange == 4...5)
  }
}
