import AECore
import Testing

/// Convolutions by tiles of two by two cells, which need fewer products than windows.
struct TileConvolutionTests {
  /// The geometries that tiles are made for, each with channels enough to be taken that way.
  private static let shapes: [(kernel: Size2D, stride: Size2D)] = [
    (Size2D(4), Size2D(2)), (Size2D(3), Size2D(1)), (Size2D(2), Size2D(1)), (Size2D(6), Size2D(2)),
    (Size2D(height: 2, width: 4), Size2D(height: 1, width: 2)),
  ]

  /// Forward, transposed and all gradients equal the naive ones: borders, odd sizes, cells that no
  /// window reaches, channels beside the tiles of the kernels, images beside the lanes.
  @Test(arguments: shapes.indices) func tilesEqualTheNaiveConvolution(_ shape: Int) throws {
    var random = RandomSource(seed: UInt64(shape))
    let (kernel, stride) = Self.shapes[shape]
    for _ in 0..<2 {
      func size(_ range: ClosedRange<Int>) -> Size2D {
        Size2D(
          height: .random(in: range, using: &random), width: .random(in: range, using: &random))
      }
      let (before, after) = (size(0...3), size(0...3))
      let padding = Padding(
        vertical: Padding.Ends(before: before.height, after: after.height),
        horizontal: Padding.Ends(before: before.width, after: after.width))
      let base = try ConvGeometry(kernel: kernel, stride: stride, padding: padding)
      let large = ImageShape(
        channels: .random(in: 3...33, using: &random), height: .random(in: 6...8, using: &random),
        width: .random(in: 6...8, using: &random))
      let small = try base.convolvedSize(of: large.size)
      let pair = Pair(
        geometry: try base.with(outputPadding: base.outputPadding(restoring: large.size)),
        large: large,
        small: ImageShape(
          channels: .random(in: 32...37, using: &random), height: small.height, width: small.width))
      try pair.compare(images: [1, 2, 9].randomElement(using: &random) ?? 1, &random)
    }
  }

  /// The stride that saves the least takes many channels, and each group is a convolution of its
  /// own.
  @Test(arguments: [(kernel: 3, groups: 1, channels: 129), (kernel: 4, groups: 2, channels: 33)])
  func manyChannelsAndGroupsEqualTheNaiveConvolution(
    kernel: Int, groups: Int, channels: Int
  ) throws {
    var random = RandomSource(seed: 11)
    let geometry = try ConvGeometry(
      kernel: Size2D(kernel), stride: Size2D(2), padding: Size2D(1), groups: groups)
    let large = kernel == 4 ? Size2D(height: 6, width: 4) : Size2D(height: 5, width: 3)
    let small = try geometry.convolvedSize(of: large)
    let pair = Pair(
      geometry: geometry,
      large: ImageShape(channels: channels * groups, height: large.height, width: large.width),
      small: ImageShape(
        channels: (channels + 1) * groups, height: small.height, width: small.width))
    #expect(pair.methods.gather == .tiles)
    #expect(pair.methods.weights == .tiles)
    try pair.compare(images: 1, &random)
  }

  /// What takes which: few channels, holes and taps of two kinds stay with the windows.
  @Test func theShapeAloneChoosesTheMethod() throws {
    func methods(
      _ kernel: Int, _ stride: Int, _ large: Int, _ small: Int, dilation: Int = 1
    ) throws -> ConvolutionMethod {
      ConvolutionMethods(
        try ConvGeometry(
          kernel: Size2D(kernel), stride: Size2D(stride), dilation: Size2D(dilation)),
        largeChannels: large, smallChannels: small
      ).gather
    }
    #expect(try methods(4, 2, 32, 64) == .tiles)
    #expect(try methods(3, 1, 32, 32) == .tiles)
    #expect(try methods(4, 2, 3, 32) == .tiles)
    #expect(try methods(4, 2, 1, 32) == .windows)
    #expect(try methods(3, 2, 64, 64) == .windows)
    #expect(try methods(3, 2, 128, 128) == .tiles)
    #expect(try methods(4, 2, 32, 64, dilation: 2) == .windows)
    #expect(try methods(5, 2, 64, 64) == .windows)
    #expect(try methods(1, 1, 64, 64) == .windows)
    #expect(try methods(7, 1, 64, 64) == .windows)
    #expect(try methods(4, 2, 8192, 64) == .windows)
  }

  /// Products of a tile by the taps of its windows, as the arithmetic has them.
  @Test func tilesTakeFewerProducts() throws {
    func share(_ kernel: Int, _ stride: Int) throws -> Double? {
      TileGeometry(try ConvGeometry(kernel: Size2D(kernel), stride: Size2D(stride)))?.share
    }
    #expect(try share(4, 2) == 9.0 / 16)
    #expect(try share(3, 2) == 25.0 / 36)
    #expect(try share(3, 1) == 16.0 / 36)
    #expect(try share(2, 1) == 9.0 / 16)
    #expect(try share(5, 2) == nil)
    #expect(try share(2, 2) == nil)
  }
}

/// Both directions of a geometry between two shapes.
private struct Pair {
  let geometry: ConvGeometry
  let large: ImageShape
  let small: ImageShape

  var methods: ConvolutionMethods {
    ConvolutionMethods(
      geometry, largeChannels: large.channels / geometry.groups,
      smallChannels: small.channels / geometry.groups)
  }

  /// Holds the layers of both directions and their gradients against the naive loops.
  func compare(images: Int, _ random: inout RandomSource) throws {
    let weight = Tensor(
      normal: [
        small.channels, large.channels / geometry.groups, geometry.kernel.height,
        geometry.kernel.width,
      ], using: &random)
    let x = Tensor(normal: Shape([images] + large.shape.dimensions), using: &random)
    let y = Tensor(normal: Shape([images] + small.shape.dimensions), using: &random)
    let smallBias = Tensor(normal: [small.channels], using: &random)
    let largeBias = Tensor(normal: [large.channels], using: &random)
    let convolution = try LayerSpec.conv2d(
      ConvolutionSpec(
        inChannels: large.channels, outChannels: small.channels, geometry: geometry)
    ).layer(for: large.shape)
    let transposed = try LayerSpec.convTranspose2d(
      ConvolutionSpec(
        inChannels: small.channels, outChannels: large.channels, geometry: geometry)
    ).layer(for: small.shape)
    let dWeight = try NaiveConvolution.weightGradient(large: x, small: y, geometry)
    let convolved = try NaiveConvolution.convolve(x, weight: weight, bias: smallBias, geometry)
    let returned = try NaiveConvolution.convolveTransposed(
      y, weight: weight, bias: largeBias, geometry)
    let parameters = weight.values + smallBias.values
    #expect(close(convolution.forward(x, parameters: parameters), convolved), "\(self)")
    let (dx, dParameters) = convolution.backward(x, dy: y, parameters: parameters)
    // Sums of thousands of products, of which the naive loop loses digits as well.
    let gradient = Tensor(weight.shape, Array(dParameters.prefix(weight.count)))
    #expect(close(gradient, dWeight, 1e-3), "\(self)")
    #expect(
      close(dx, try NaiveConvolution.convolveTransposed(y, weight: weight, geometry)), "\(self)")
    let ownParameters = weight.values + largeBias.values
    #expect(close(transposed.forward(y, parameters: ownParameters), returned), "\(self)")
    let (dy, dOwn) = transposed.backward(y, dy: x, parameters: ownParameters)
    let ownGradient = Tensor(weight.shape, Array(dOwn.prefix(weight.count)))
    #expect(close(ownGradient, dWeight, 1e-3), "\(self)")
    #expect(close(dy, try NaiveConvolution.convolve(x, weight: weight, geometry)), "\(self)")
  }
}
