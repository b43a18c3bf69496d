/// The networks of the lecture, for images of any shape. Every decoder mirrors its encoder.
public enum Preset: String, CaseIterable, Sendable {
  /// Fully connected: C·H·W, 128, 64, L and back, ReLU between, sigmoid at the end.
  case dense
  /// Fully connected: C·H·W, 1000, 500, 250, L and back (the layers of Hinton and Salakhutdinov
  /// 2006).
  case deep
  /// C·H·W, L, C·H·W without activations: reaches what PCA with L components reaches.
  case linear
  /// Two convolutions of stride 2 to 16 and 32 maps, dense to L; transposed convolutions back.
  case conv
  /// The same encoder; back by nearest-neighbour upsampling and convolutions, which leave no
  /// checkerboard.
  case convUpsample = "conv-upsample"
  /// `conv` whose encoder gives a mean and a log-variance for every value of the code.
  case vae
  /// Fully connected: C·H·W, 400, mean and log-variance, and back (Kingma and Welling 2014).
  case vaeDense = "vae-dense"

  /// The layers of both halves.
  package typealias Halves = (encoder: [LayerSpec], decoder: [LayerSpec])

  /// The layers for images of shape `image` and a code of `latentSize` values.
  /// - Throws: ``GeometryError`` when the images are too small.
  package func layers(
    _ image: ImageShape, latentSize: Int
  ) throws(GeometryError) -> Halves {
    switch self {
    case .dense: return Self.fullyConnected(image, [128, 64], latentSize)
    case .deep: return Self.fullyConnected(image, [1000, 500, 250], latentSize)
    case .vaeDense: return Self.fullyConnected(image, [400], latentSize, isVariational: true)
    case .linear:
      return (
        [.flatten, Self.dense(image.count, latentSize)],
        [Self.dense(latentSize, image.count), .reshape(image)]
      )
    case .conv: return try Self.convolutional(image, [16, 32], latentSize)
    case .convUpsample:
      return try Self.convolutional(image, [16, 32], latentSize, up: Self.upsampled)
    case .vae: return try Self.convolutional(image, [16, 32], latentSize, isVariational: true)
    }
  }

  private static func dense(_ inputs: Int, _ outputs: Int) -> LayerSpec {
    .dense(DenseSpec(inFeatures: inputs, outFeatures: outputs))
  }

  /// The end of an encoder: a code, or a mean and a log-variance for each value of it. The two
  /// heads are one dense layer of twice the size.
  private static func head(
    _ features: Int, _ latentSize: Int, isVariational: Bool
  ) -> [LayerSpec] {
    isVariational
      ? [dense(features, 2 * latentSize), .gaussianSampling] : [dense(features, latentSize)]
  }

  /// Dense layers of these widths down to the code, and the same widths up; ReLU between, but not
  /// on the code.
  private static func fullyConnected(
    _ image: ImageShape, _ widths: [Int], _ latentSize: Int, isVariational: Bool = false
  ) -> Halves {
    var encoder: [LayerSpec] = [.flatten]
    var decoder: [LayerSpec] = [.sigmoid, .reshape(image)]
    var features = image.count
    for width in widths {
      encoder += [dense(features, width), .relu]
      decoder = [.relu, dense(width, features)] + decoder
      features = width
    }
    encoder += head(features, latentSize, isVariational: isVariational)
    return (encoder, [dense(latentSize, features)] + decoder)
  }

  /// From `channels` maps of a halved size back to the maps of shape `shape`.
  private typealias Up = (_ channels: Int, _ shape: ImageShape) throws(GeometryError) -> [LayerSpec]

  /// Convolutions 3×3 of stride 2 to these numbers of maps, then a dense layer to the code; back by
  /// `up`.
  private static func convolutional(
    _ image: ImageShape, _ maps: [Int], _ latentSize: Int, isVariational: Bool = false,
    up: Up = transposed
  ) throws(GeometryError) -> Halves {
    var encoder: [LayerSpec] = []
    var mirrored: [LayerSpec] = []
    var shape = image
    for channels in maps {
      encoder += [
        .conv2d(
          ConvolutionSpec(
            inChannels: shape.channels, outChannels: channels, geometry: try halving())),
        .relu,
      ]
      mirrored = try up(channels, shape) + [mirrored.isEmpty ? .sigmoid : .relu] + mirrored
      let size = try halving().convolvedSize(of: shape.size)
      shape = ImageShape(channels: channels, height: size.height, width: size.width)
    }
    encoder += [.flatten] + head(shape.count, latentSize, isVariational: isVariational)
    return (encoder, [dense(latentSize, shape.count), .relu, .reshape(shape)] + mirrored)
  }

  private static func halving() throws(GeometryError) -> ConvGeometry {
    try ConvGeometry(kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1))
  }

  /// The transposed convolution, with the output padding that returns to its mirror's size.
  private static func transposed(_ channels: Int, to shape: ImageShape) throws(GeometryError)
    -> [LayerSpec]
  {
    let geometry = try halving()
    let restoring = try geometry.with(outputPadding: geometry.outputPadding(restoring: shape.size))
    return [
      .convTranspose2d(
        ConvolutionSpec(
          inChannels: channels, outChannels: shape.channels, geometry: restoring))
    ]
  }

  /// Twice the size by nearest neighbour, then a convolution of stride 1. Where the mirror's size
  /// is odd, doubling is one cell too many, and a kernel of 4 instead of 3 takes it away.
  private static func upsampled(_ channels: Int, to shape: ImageShape) throws(GeometryError)
    -> [LayerSpec]
  {
    let kernel = Size2D(
      height: shape.height % 2 == 0 ? 3 : 4, width: shape.width % 2 == 0 ? 3 : 4)
    let geometry = try ConvGeometry(kernel: kernel, padding: Size2D(1))
    return [
      .upsample(Size2D(2)),
      .conv2d(
        ConvolutionSpec(inChannels: channels, outChannels: shape.channels, geometry: geometry)),
    ]
  }
}
