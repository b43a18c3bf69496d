import AECore
import Testing

struct ConvolutionKernelTests {
  /// The fast convolution, its transpose and their gradients equal the naive ones.
  @Test func theFastConvolutionEqualsTheNaiveOne() throws {
    var random = RandomSource(seed: 4)
    for round in 0..<200 {
      let drawn = try RandomGeometry(using: &random, restoring: round.isMultiple(of: 2))
      let n = Int.random(in: 1...3, using: &random)
      let weight = Tensor(normal: drawn.weightShape, using: &random)
      try compareConvolution(drawn, n, weight, &random)
      try compareTransposed(drawn, n, weight, &random)
    }
  }

  private func compareConvolution(
    _ drawn: RandomGeometry, _ n: Int, _ weight: Tensor, _ random: inout RandomSource
  ) throws {
    let layer = try drawn.convolution(bias: true)
    let bias = Tensor(normal: [drawn.small.channels], using: &random)
    let x = Tensor(normal: Shape([n] + layer.inputShape.dimensions), using: &random)
    let dy = Tensor(normal: Shape([n] + layer.outputShape.dimensions), using: &random)
    let parameters = weight.values + bias.values
    #expect(
      close(
        layer.forward(x, parameters: parameters),
        try NaiveConvolution.convolve(x, weight: weight, bias: bias, drawn.geometry)), "\(drawn)")
    let (dx, dParameters) = layer.backward(x, dy: dy, parameters: parameters)
    let dWeight = try NaiveConvolution.weightGradient(large: x, small: dy, drawn.geometry)
    #expect(close(Tensor(drawn.weightShape, Array(dParameters.prefix(weight.count))), dWeight))
    // The input gradient is the transposed convolution that returns to the input's size.
    let restoring = try drawn.geometry.with(
      outputPadding: drawn.geometry.outputPadding(restoring: drawn.large.size))
    let expected = try NaiveConvolution.convolveTransposed(dy, weight: weight, restoring)
    #expect(close(dx, expected), "\(drawn)")
  }

  private func compareTransposed(
    _ drawn: RandomGeometry, _ n: Int, _ weight: Tensor, _ random: inout RandomSource
  ) throws {
    let layer = try drawn.transposed(bias: true)
    let bias = Tensor(normal: [drawn.large.channels], using: &random)
    let x = Tensor(normal: Shape([n] + layer.inputShape.dimensions), using: &random)
    let dy = Tensor(normal: Shape([n] + layer.outputShape.dimensions), using: &random)
    let parameters = weight.values + bias.values
    #expect(
      close(
        layer.forward(x, parameters: parameters),
        try NaiveConvolution.convolveTransposed(x, weight: weight, bias: bias, drawn.geometry)),
      "\(drawn)")
    let (_, dParameters) = layer.backward(x, dy: dy, parameters: parameters)
    let dWeight = try NaiveConvolution.weightGradient(large: dy, small: x, drawn.geometry)
    #expect(close(Tensor(drawn.weightShape, Array(dParameters.prefix(weight.count))), dWeight))
  }

  /// The adjoint identity: ⟨conv(x), y⟩ = ⟨x, convT(y)⟩ for every geometry.
  @Test func theTransposeIsTheAdjoint() throws {
    var random = RandomSource(seed: 5)
    for _ in 0..<400 {
      let drawn = try RandomGeometry(using: &random)
      let weight = Tensor(normal: drawn.weightShape, using: &random)
      let convolution = try drawn.convolution(bias: false)
      let transposed = try drawn.transposed(bias: false)
      let x = Tensor(normal: Shape([2] + convolution.inputShape.dimensions), using: &random)
      let y = Tensor(normal: Shape([2] + convolution.outputShape.dimensions), using: &random)
      let left = dot(convolution.forward(x, parameters: weight.values), y)
      let right = dot(x, transposed.forward(y, parameters: weight.values))
      #expect(close(left, right), "\(drawn): \(left) and \(right)")
    }
  }

  @Test func manyImagesAtOnceAreSplitIntoTilesWithoutASeam() throws {
    var random = RandomSource(seed: 6)
    let geometry = try ConvGeometry(kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1))
    let layer = try LayerSpec.conv2d(
      ConvolutionSpec(inChannels: 16, outChannels: 4, geometry: geometry)
    ).layer(for: [16, 14, 14])
    let weight = Tensor(normal: [4, 16, 3, 3], using: &random)
    let bias = Tensor(normal: [4], using: &random)
    let x = Tensor(normal: [17, 16, 14, 14], using: &random)
    let all = layer.forward(x, parameters: weight.values + bias.values)
    let single = try NaiveConvolution.convolve(
      x.rows(16..<17), weight: weight, bias: bias, geometry)
    #expect(close(all.rows(16..<17), single))
  }
}
