import AECore

/// A way to make a decoder's maps larger.
enum Enlargement: String, CaseIterable, Sendable {
  /// Transposed convolutions whose stride does not divide the kernel's size.
  case uneven
  /// Transposed convolutions whose stride divides it: as many ways lead to every cell.
  case even
  /// Every cell repeated, then a convolution.
  case resized

  /// The kernel that takes the place of `kernel` at this stride, along an axis.
  private func kernel(_ kernel: Int, stride: Int) -> Int {
    guard stride > 1 else { return kernel }
    let least = max(kernel, stride)
    let isEven = least.isMultiple(of: stride)
    switch self {
    case .uneven, .resized: return isEven ? least + 1 : least
    case .even: return isEven ? least : (least / stride + 1) * stride
    }
  }

  /// The kernel that takes the place of a geometry's.
  func kernel(for geometry: ConvGeometry) -> Size2D {
    Size2D(
      height: kernel(geometry.kernel.height, stride: geometry.stride.height),
      width: kernel(geometry.kernel.width, stride: geometry.stride.width))
  }

  /// The layers that enlarge maps in this way where `spec`, a transposed convolution, stands.
  /// - Parameters:
  ///   - input: the size of the maps before it.
  ///   - output: the size of those behind it.
  /// - Throws: ``GeometryError`` where no padding leads to that size.
  func layers(
    insteadOf spec: ConvolutionSpec, from input: Size2D, to output: Size2D
  ) throws(GeometryError) -> [LayerSpec] {
    let (geometry, kernel) = (spec.geometry, kernel(for: spec.geometry))
    if self != .resized, kernel == geometry.kernel { return [.convTranspose2d(spec)] }
    var (padding, outputPadding) = (Padding.zero, Size2D(0))
    for axis in Size2D.Axis.allCases {
      let enlarged =
        self == .resized
        ? input[axis] * geometry.stride[axis]
        : (input[axis] - 1) * geometry.stride[axis] + kernel[axis]
      let surplus =
        self == .resized ? output[axis] - enlarged + kernel[axis] - 1 : enlarged - output[axis]
      if self != .resized, surplus < 0 {
        outputPadding[axis] = -surplus
      } else {
        padding[axis] = Padding.Ends(sharing: surplus)
      }
    }
    var next = spec
    guard self == .resized else {
      next.geometry = try ConvGeometry(
        kernel: kernel, stride: geometry.stride, padding: padding, outputPadding: outputPadding,
        groups: geometry.groups)
      return [.convTranspose2d(next)]
    }
    next.geometry = try ConvGeometry(kernel: kernel, padding: padding, groups: geometry.groups)
    return [.upsample(geometry.stride), .conv2d(next)]
  }
}

extension ModelDescription {
  /// The last of the decoder's transposed convolutions that enlarge; nil where there is none, or
  /// one of them is dilated.
  var lastEnlarging: ConvGeometry? {
    let geometries = decoder.compactMap { layer -> ConvGeometry? in
      guard case .convTranspose2d(let spec) = layer, spec.geometry.stride != Size2D(1) else {
        return nil
      }
      return spec.geometry
    }
    return geometries.allSatisfy { $0.dilation == Size2D(1) } ? geometries.last : nil
  }

  /// The same network, whose decoder enlarges its maps in another way.
  /// - Throws: `Failure` or ``GeometryError`` where the sizes cannot be kept.
  func enlarging(_ way: Enlargement, imageShape: ImageShape) throws -> ModelDescription {
    var result = self
    result.decoder = try steps(imageShape: imageShape).filter { $0.half == .decoder }
      .flatMap { step -> [LayerSpec] in
        guard case .convTranspose2d(let spec) = step.layer, spec.geometry.stride != Size2D(1)
        else { return [step.layer] }
        return try way.layers(
          insteadOf: spec, from: ImageShape(step.input).size, to: ImageShape(step.output).size)
      }
    return result
  }
}

extension DecoderOverlap {
  /// The ways from what the decoder enlarges last to the image; nil where nothing is enlarged, or
  /// no convolution follows.
  init?(ofLastEnlargement steps: [LayerStep]) throws(Failure) {
    let last = steps.lastIndex { step in
      guard step.half == .decoder, step.input.rank == 3, step.output.rank == 3 else { return false }
      return ImageShape(step.output).size.count > ImageShape(step.input).size.count
    }
    guard let last else { return nil }
    try self.init(steps: Array(steps[last...]))
  }
}
