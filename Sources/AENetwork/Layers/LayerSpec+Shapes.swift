extension LayerSpec {
  /// The shapes of the trained tensors in PyTorch's layouts, keyed `weight` and `bias`, in the
  /// order in which they are stored. Empty for a layer without any.
  ///
  /// - conv: `(O, C/groups, KH, KW)`; transposed: `(C, O/groups, KH, KW)`; dense: `(out, in)`.
  public var parameterShapes: [(name: String, shape: Shape)] {
    switch self {
    case .conv2d(let spec):
      let g = spec.geometry
      let weight: Shape = [
        spec.outChannels, spec.inChannels / g.groups, g.kernel.height, g.kernel.width,
      ]
      return [("weight", weight)] + (spec.bias ? [("bias", [spec.outChannels])] : [])
    case .convTranspose2d(let spec):
      let g = spec.geometry
      let weight: Shape = [
        spec.inChannels, spec.outChannels / g.groups, g.kernel.height, g.kernel.width,
      ]
      return [("weight", weight)] + (spec.bias ? [("bias", [spec.outChannels])] : [])
    case .dense(let spec):
      return [("weight", [spec.outFeatures, spec.inFeatures])]
        + (spec.bias ? [("bias", [spec.outFeatures])] : [])
    case .batchNorm1d(let spec), .batchNorm2d(let spec):
      return [("weight", [spec.channels]), ("bias", [spec.channels])]
    case .layerNorm(let spec):
      return [("weight", spec.weightShape), ("bias", spec.weightShape)]
    case .groupNorm(let spec):
      return [("weight", [spec.channels]), ("bias", [spec.channels])]
    case .preLU(let channels): return [("weight", [channels])]
    case .relu, .sigmoid, .flatten, .reshape, .maxPool2d, .averagePool2d, .upsample, .leakyReLU,
      .tanh, .softplus, .dropout, .gaussianSampling, .elu, .selu, .gelu, .silu,
      .hardSigmoid, .upsampleBilinear, .pixelShuffle, .pad2d, .cropping2d:
      return []
    }
  }

  /// The shapes of the tensors that training keeps without training them: PyTorch's buffers. They
  /// are stored behind the trained ones.
  public var bufferShapes: [(name: String, shape: Shape)] {
    switch self {
    case .batchNorm1d(let spec), .batchNorm2d(let spec):
      [("running_mean", [spec.channels]), ("running_var", [spec.channels])]
    default: []
    }
  }

  /// Everything that has to be stored to use the layer: what is trained, then what is kept.
  public var storedShapes: [(name: String, shape: Shape)] { parameterShapes + bufferShapes }

  /// How many numbers are trained.
  public var parameterCount: Int { parameterShapes.reduce(0) { $0 + $1.shape.count } }

  /// How many numbers have to be stored.
  public var storedCount: Int { storedShapes.reduce(0) { $0 + $1.shape.count } }

  /// The shape of one example's output, the batch axis left out: `[C, H, W]` or `[features]`.
  /// - Throws: ``ShapeError`` that says what the layer wanted and what it got, or which numbers are
  ///   more than can be held; with what it gives, and with its weights, sizes may be multiplied.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard input.isHoldable else { throw .tooLarge(layer: self, input) }
    let output = try uncheckedOutputShape(for: input)
    for shape in [output] + storedShapes.map({ $0.shape }) where !shape.isHoldable {
      throw .tooLarge(layer: self, shape)
    }
    try checkJoins(input, output)
    return output
  }

  private func uncheckedOutputShape(for input: Shape) throws(ShapeError) -> Shape {
    switch self {
    case .conv2d(let spec):
      let image = try imageShape(input, channels: spec.inChannels)
      return try maps { () throws(GeometryError) in
        try spec.geometry.check(largeChannels: spec.inChannels, smallChannels: spec.outChannels)
        return (spec.outChannels, try spec.geometry.convolvedSize(of: image.size))
      }
    case .convTranspose2d(let spec):
      let image = try imageShape(input, channels: spec.inChannels)
      return try maps { () throws(GeometryError) in
        try spec.geometry.check(largeChannels: spec.outChannels, smallChannels: spec.inChannels)
        return (spec.outChannels, try spec.geometry.transposedSize(of: image.size))
      }
    case .dense(let spec):
      guard input == [spec.inFeatures] else {
        throw .mismatch(layer: self, expected: .features(spec.inFeatures), found: input)
      }
      return [spec.outFeatures]
    case .relu, .sigmoid, .leakyReLU, .tanh, .softplus, .dropout, .elu, .selu, .gelu, .silu,
      .hardSigmoid:
      return input
    case .preLU(let channels):
      guard channels == 1 || (input.rank == 1 || input.rank == 3) && input[0] == channels else {
        throw .mismatch(layer: self, expected: .featuresOrMaps(channels), found: input)
      }
      return input
    case .flatten:
      return [input.count]
    case .reshape(let image):
      guard image.shape.isHoldable else { throw .tooLarge(layer: self, image.shape) }
      guard input.count == image.count else {
        throw .mismatch(layer: self, expected: .values(of: image), found: input)
      }
      return image.shape
    case .maxPool2d(let spec), .averagePool2d(let spec):
      let image = try imageShape(input)
      return try maps { () throws(GeometryError) in
        (image.channels, try spec.geometry.convolvedSize(of: image.size))
      }
    case .upsample(let scale):
      let image = try imageShape(input)
      // A convolution's transpose with windows that tile the large map has the same size.
      return try maps { () throws(GeometryError) in
        let blocks = try ConvGeometry(kernel: scale, stride: scale)
        return (image.channels, try blocks.transposedSize(of: image.size))
      }
    case .batchNorm2d(let spec):
      return try imageShape(input, channels: spec.channels).shape
    case .gaussianSampling:
      guard input.rank == 1 || input.rank == 3, input[0] > 0, input[0] % 2 == 0 else {
        throw .mismatch(layer: self, expected: .meansAndLogVariances, found: input)
      }
      return Shape([input[0] / 2] + input.dimensions.dropFirst())
    case .batchNorm1d(let spec):
      guard input == [spec.channels] else {
        throw .mismatch(layer: self, expected: .features(spec.channels), found: input)
      }
      return input
    case .layerNorm(let spec):
      switch spec.extent {
      case .channels(let channels): _ = try imageShape(input, channels: channels)
      case .lastAxes(let shape):
        guard shape.rank > 0, input.dimensions.suffix(shape.rank) == shape.dimensions[...] else {
          throw .mismatch(layer: self, expected: .lastAxes(shape), found: input)
        }
      }
      return input
    case .groupNorm(let spec):
      guard input.rank == 1 || input.rank == 3, input[0] == spec.channels else {
        throw .mismatch(layer: self, expected: .featuresOrMaps(spec.channels), found: input)
      }
      try required(spec.groups, atLeast: 1, "groups", nil)
      guard spec.channels % spec.groups == 0 else {
        throw .geometry(
          layer: self,
          .groupsDoNotDivide(groups: spec.groups, channels: spec.channels, name: "input"))
      }
      return input
    case .upsampleBilinear(let spec):
      let image = try imageShape(input)
      return try maps { () throws(GeometryError) in
        (image.channels, try spec.size(of: image.size))
      }
    case .pixelShuffle(let factor):
      return try shuffled(try imageShape(input), factor)
    case .pad2d(let spec):
      return try padded(try imageShape(input), spec)
    case .cropping2d(let cropping):
      return try cropped(try imageShape(input), cropping)
    }
  }

  private func shuffled(_ image: ImageShape, _ factor: Int) throws(ShapeError) -> Shape {
    try required(factor, atLeast: 1, "factor", nil)
    guard image.channels % (factor * factor) == 0 else {
      throw .mismatch(
        layer: self, expected: .mapsInBlocks(of: factor * factor), found: image.shape)
    }
    return try maps { () throws(GeometryError) in
      let blocks = try ConvGeometry(kernel: Size2D(factor), stride: Size2D(factor))
      return (image.channels / (factor * factor), try blocks.transposedSize(of: image.size))
    }
  }

  private func padded(_ image: ImageShape, _ spec: PaddingSpec) throws(ShapeError) -> Shape {
    try resized(image, by: spec.padding, name: "padding") { count, ends throws(ShapeError) in
      if spec.fill == .reflection, max(ends.before, ends.after) >= count {
        throw .reflectionTooWide(
          layer: self, padding: max(ends.before, ends.after), cells: count)
      }
      return count + ends.before + ends.after
    }
  }

  private func cropped(_ image: ImageShape, _ cropping: Padding) throws(ShapeError) -> Shape {
    try resized(image, by: cropping, name: "cropping") { count, ends throws(ShapeError) in
      guard ends.before + ends.after < count else {
        throw .nothingLeft(layer: self, cropping: ends.before + ends.after, cells: count)
      }
      return count - ends.before - ends.after
    }
  }

  /// The maps of `image` with other extents: `extent` says what becomes of one with these ends.
  private func resized(
    _ image: ImageShape, by padding: Padding, name: String,
    _ extent: (_ count: Int, _ ends: Padding.Ends) throws(ShapeError) -> Int
  ) throws(ShapeError) -> Shape {
    var size = image.size
    for axis in Size2D.Axis.allCases {
      try required(padding[axis].before, atLeast: 0, name, axis)
      try required(padding[axis].after, atLeast: 0, name, axis)
      size[axis] = try extent(size[axis], padding[axis])
      try required(size[axis], atLeast: 1, "the output", axis)
    }
    return [image.channels, size.height, size.width]
  }

  /// ``ConvGeometry/require(_:atLeast:_:_:)``, as a mistake of this layer.
  private func required(
    _ value: Int, atLeast minimum: Int, _ name: String, _ axis: Size2D.Axis?
  ) throws(ShapeError) {
    do {
      try ConvGeometry.require(value, atLeast: minimum, name, axis)
    } catch {
      throw .geometry(layer: self, error)
    }
  }

  /// The shape of the maps that `maps` finds, `[C, H, W]`.
  private func maps(
    _ maps: () throws(GeometryError) -> (channels: Int, size: Size2D)
  ) throws(ShapeError) -> Shape {
    do {
      let (channels, size) = try maps()
      return [channels, size.height, size.width]
    } catch {
      throw .geometry(layer: self, error)
    }
  }

  /// The most joins of a layer along one axis: lists of them take a hundred megabytes.
  private static let mostJoins = 1 << 22

  /// Along an axis a layer keeps a list of which cells it joins; a window far larger than the map,
  /// with as much padding, has a list that fits nowhere.
  private func checkJoins(_ input: Shape, _ output: Shape) throws(ShapeError) {
    let (geometry, large, small): (ConvGeometry, Shape, Shape)
    switch self {
    case .conv2d(let spec): (geometry, large, small) = (spec.geometry, input, output)
    case .convTranspose2d(let spec): (geometry, large, small) = (spec.geometry, output, input)
    case .maxPool2d(let spec), .averagePool2d(let spec):
      (geometry, large, small) = (spec.geometry, input, output)
    case .upsampleBilinear, .pad2d, .cropping2d:
      for (axis, count) in [(Size2D.Axis.vertical, output[1]), (.horizontal, output[2])]
      where count > Self.mostJoins {
        throw .tooManyJoins(layer: self, axis: axis, count: count, most: Self.mostJoins)
      }
      return
    default: return
    }
    let (largeSize, smallSize) = (ImageShape(large).size, ImageShape(small).size)
    for axis in Size2D.Axis.allCases {
      let count = geometry.joinCount(axis, large: largeSize[axis], small: smallSize[axis])
      guard count <= Self.mostJoins else {
        throw .tooManyJoins(layer: self, axis: axis, count: count, most: Self.mostJoins)
      }
    }
  }

  private func imageShape(
    _ input: Shape, channels: Int? = nil
  ) throws(ShapeError) -> ImageShape {
    guard input.rank == 3, channels ?? input[0] == input[0] else {
      throw .mismatch(layer: self, expected: .maps(channels: channels), found: input)
    }
    return ImageShape(input)
  }
}

/// A layer that cannot take the shape it is given.
public enum ShapeError: Error, Hashable, Sendable {
  /// The layer wanted another shape.
  case mismatch(layer: LayerSpec, expected: Expectation, found: Shape)
  /// A shape on the way, or of the weights, has more values than can be held.
  case tooLarge(layer: LayerSpec, Shape)
  /// Along an axis the layer joins more pairs of cells than can be listed.
  case tooManyJoins(layer: LayerSpec, axis: Size2D.Axis, count: Int, most: Int)
  /// The convolution's numbers and the shape do not go together.
  case geometry(layer: LayerSpec, GeometryError)
  /// A mirror shows no more than there is in front of it: less than `cells` along an axis.
  case reflectionTooWide(layer: LayerSpec, padding: Int, cells: Int)
  /// All cells along an axis are left out.
  case nothingLeft(layer: LayerSpec, cropping: Int, cells: Int)

  /// What a layer can take.
  public enum Expectation: Hashable, Sendable {
    /// A list of so many values.
    case features(Int)
    /// Maps of any size; of any number when that is nil.
    case maps(channels: Int?)
    /// As many values as these maps have.
    case values(of: ImageShape)
    /// An even number of values or of maps, half of them means and half log-variances.
    case meansAndLogVariances
    /// Any shape whose last axes are these.
    case lastAxes(Shape)
    /// A list of so many values, or so many maps.
    case featuresOrMaps(Int)
    /// Maps whose number is a multiple of this one.
    case mapsInBlocks(of: Int)
  }
}
