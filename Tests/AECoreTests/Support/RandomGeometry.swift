import AECore

/// A legal convolution drawn from all that can be told to it.
struct RandomGeometry: CustomStringConvertible {
  var geometry: ConvGeometry
  var large: ImageShape
  var small: ImageShape

  var description: String { "\(geometry): \(large) to \(small)" }

  /// - Parameter restoring: whether the output padding is the one that returns to `large`, so that
  ///   both directions join the same cells; otherwise any legal one.
  init(using random: inout RandomSource, restoring: Bool = true) throws {
    func size(_ range: ClosedRange<Int>) -> Size2D {
      Size2D(
        height: .random(in: range, using: &random), width: .random(in: range, using: &random))
    }
    let groups = [1, 1, 2, 3].randomElement(using: &random) ?? 1
    while true {
      // Half of the time the two ends of an axis have padding of their own.
      var padding = Padding(size(0...3))
      if Bool.random(using: &random) {
        for axis in Size2D.Axis.allCases {
          padding[axis].after = .random(in: 0...3, using: &random)
        }
      }
      let base = try ConvGeometry(
        kernel: size(1...4), stride: size(1...4), padding: padding, dilation: size(1...3),
        groups: groups)
      large = ImageShape(
        channels: groups * .random(in: 1...2, using: &random),
        height: .random(in: 1...9, using: &random),
        width: .random(in: 1...9, using: &random))
      guard let output = try? base.convolvedSize(of: large.size),
        let restored = try? base.outputPadding(restoring: large.size)
      else { continue }
      var extra = restored
      if !restoring {
        for axis in Size2D.Axis.allCases {
          extra[axis] = .random(
            in: 0..<max(base.stride[axis], base.dilation[axis]), using: &random)
        }
      }
      geometry = try base.with(outputPadding: extra)
      guard (try? geometry.transposedSize(of: output)) != nil else { continue }
      small = ImageShape(
        channels: groups * .random(in: 1...2, using: &random), height: output.height,
        width: output.width)
      return
    }
  }

  /// The shape of both directions' weight: `(O, C/groups, KH, KW)`.
  var weightShape: Shape {
    [
      small.channels, large.channels / geometry.groups, geometry.kernel.height,
      geometry.kernel.width,
    ]
  }

  func convolution(bias: Bool) throws -> any Layer {
    try LayerSpec.conv2d(
      ConvolutionSpec(
        inChannels: large.channels, outChannels: small.channels, geometry: geometry, bias: bias)
    ).layer(for: large.shape)
  }

  func transposed(bias: Bool) throws -> any Layer {
    try LayerSpec.convTranspose2d(
      ConvolutionSpec(
        inChannels: small.channels, outChannels: large.channels, geometry: geometry, bias: bias)
    ).layer(for: small.shape)
  }
}

/// Whether two numbers agree to `tolerance` of the larger one, or of 1.
func close(_ a: some BinaryFloatingPoint, _ b: some BinaryFloatingPoint, _ tolerance: Double = 1e-4)
  -> Bool
{
  abs(Double(a) - Double(b)) <= tolerance * max(1, abs(Double(a)), abs(Double(b)))
}

/// Whether two tensors agree in shape and, within `tolerance`, in every value.
func close(_ a: Tensor, _ b: Tensor, _ tolerance: Double = 1e-4) -> Bool {
  a.shape == b.shape && zip(a.values, b.values).allSatisfy { close($0, $1, tolerance) }
}

/// The inner product of two tensors.
func dot(_ a: Tensor, _ b: Tensor) -> Double {
  zip(a.values, b.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}
