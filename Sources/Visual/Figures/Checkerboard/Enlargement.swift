import AECore

/// A way to make maps larger.
package enum Enlargement: String, CaseIterable, Sendable {
  /// A transposed convolution whose stride does not divide the kernel's size.
  case uneven
  /// A transposed convolution whose stride divides it: as many ways lead to every cell.
  case even
  /// Every cell repeated, then a convolution.
  case resized

  /// The kernel nearest to `kernel` that enlarges in this way at this stride, along an axis; none
  /// is smaller than the stride, so that no cell is left out.
  private func kernel(near kernel: Int, stride: Int) -> Int {
    guard stride > 1 else { return kernel }
    let least = max(kernel, stride)
    guard least.isMultiple(of: stride) else {
      return self == .even ? (least / stride + 1) * stride : least
    }
    return self == .even ? least : least > stride ? least - 1 : least + 1
  }

  /// The kernel nearest to `kernel` that enlarges in this way.
  func kernel(near kernel: Size2D, stride: Size2D) -> Size2D {
    Size2D(
      height: self.kernel(near: kernel.height, stride: stride.height),
      width: self.kernel(near: kernel.width, stride: stride.width))
  }

  /// A network whose code is an image made smaller, each of its values the mean of a tile of
  /// `stride` pixels, and which enlarges every channel of it alone and in this way.
  /// - Throws: ``GeometryError`` when an extent is beyond what a layer takes.
  func model(
    of image: ImageShape, kernel: Size2D, stride: Size2D
  ) throws(GeometryError) -> ModelDescription {
    let (kernel, channels) = (self.kernel(near: kernel, stride: stride), image.channels)
    var small = Size2D(1)
    // Behind the last whole tile there may be a part of one.
    var beyond = Padding.zero
    var padding = Padding.zero
    for axis in Size2D.Axis.allCases {
      let tiles = (image.size[axis] + stride[axis] - 1) / stride[axis]
      let rest = tiles * stride[axis] - image.size[axis]
      small[axis] = tiles
      beyond[axis] = Padding.Ends(before: 0, after: rest)
      // An odd one stands before the map, as a padding of 1 with an output padding of 1 has it.
      let total =
        self == .resized ? kernel[axis] - 1 - rest : kernel[axis] - stride[axis] + rest
      padding[axis] = Padding.Ends(before: (total + 1) / 2, after: total / 2)
    }
    let code = ImageShape(channels: channels, height: small.height, width: small.width)
    let convolution = ConvolutionSpec(
      inChannels: channels, outChannels: channels,
      geometry: try ConvGeometry(
        kernel: kernel, stride: self == .resized ? Size2D(1) : stride, padding: padding,
        groups: channels),
      bias: false)
    let enlarging: [LayerSpec] =
      self == .resized
      ? [.upsample(stride), .conv2d(convolution)] : [.convTranspose2d(convolution)]
    let means = try PoolingSpec(kernel: stride, padding: beyond, countsPadding: false)
    return ModelDescription(
      name: rawValue, latentSize: code.count, encoder: [.averagePool2d(means), .flatten],
      decoder: [.reshape(code)] + enlarging)
  }
}

extension ModelDescription {
  /// The last of the decoder's transposed convolutions that enlarge; nil where there is none, or
  /// it is dilated.
  var lastEnlarging: ConvGeometry? {
    let geometries = decoder.compactMap { layer -> ConvGeometry? in
      guard case .convTranspose2d(let spec) = layer, spec.geometry.stride != Size2D(1) else {
        return nil
      }
      return spec.geometry
    }
    return geometries.last.flatMap { $0.dilation == Size2D(1) ? $0 : nil }
  }
}

extension DecoderOverlap {
  /// The ways from what the decoder enlarges last to the image; nil where nothing is enlarged, or
  /// no convolution follows.
  init?(ofLastEnlargement steps: [LayerStep]) throws(Failure) {
    guard let last = steps.lastIndex(where: \.enlargesMaps) else { return nil }
    try self.init(steps: Array(steps[last...]))
  }
}

extension LayerStep {
  /// Whether it is a layer of the decoder's that makes its maps larger.
  var enlargesMaps: Bool {
    guard half == .decoder, input.rank == 3, output.rank == 3 else { return false }
    return ImageShape(output).size.count > ImageShape(input).size.count
  }
}
