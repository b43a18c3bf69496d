/// The geometry that a convolution and its transpose share: which cells of a large map are joined
/// to which cells of a small one, and through which tap of the kernel.
///
/// A regular convolution reads it from the large map to the small one (many to one); the
/// transposed convolution reads the same joins from the small map to the large one (one to many).
/// Kernels loop over it, figures draw it, tests compare both with it.
///
/// Letters: `k` kernel, `s` stride, `p` padding, `d` dilation, all of the *convolution* direction,
/// as PyTorch and Keras count them in both directions; `p₁` is the padding before the map, `p₂` that
/// behind it.
public struct ConvGeometry: Hashable, Sendable {
  /// Taps of the kernel, `(KH, KW)`.
  public let kernel: Size2D
  /// Cells of the large map from one window to the next.
  public let stride: Size2D
  /// Rows and columns of zeros around the large map.
  public let padding: Padding
  /// Cells of the large map from one tap to the next; 1 for a dense kernel.
  public let dilation: Size2D
  /// Rows and columns that the transposed convolution adds at the bottom and at the right, so that
  /// it can return to a size that the stride rounded away. Adds no zeros to any input.
  public let outputPadding: Size2D
  /// Parts that the channels are split into; each part is convolved apart.
  public let groups: Int

  /// A geometry; every number is checked, none is repaired.
  /// - Throws: ``GeometryError`` with the arithmetic that shows what is wrong.
  public init(
    kernel: Size2D, stride: Size2D = Size2D(1), padding: Padding, dilation: Size2D = Size2D(1),
    outputPadding: Size2D = Size2D(0), groups: Int = 1
  ) throws(GeometryError) {
    for axis in Size2D.Axis.allCases {
      try Self.require(kernel[axis], atLeast: 1, "kernel", axis)
      try Self.require(stride[axis], atLeast: 1, "stride", axis)
      try Self.require(padding[axis].before, atLeast: 0, "padding", axis)
      try Self.require(padding[axis].after, atLeast: 0, "padding", axis)
      try Self.require(dilation[axis], atLeast: 1, "dilation", axis)
      try Self.require(outputPadding[axis], atLeast: 0, "output_padding", axis)
      guard outputPadding[axis] < max(stride[axis], dilation[axis]) else {
        throw .outputPaddingTooLarge(
          axis: axis, outputPadding: outputPadding[axis], stride: stride[axis],
          dilation: dilation[axis])
      }
    }
    guard groups >= 1, groups <= Self.largestNumber else {
      throw .numberOutOfRange(name: "groups", axis: nil, value: groups, minimum: 1)
    }
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.outputPadding = outputPadding
    self.groups = groups
  }

  /// A geometry with `padding` rows and columns of zeros on each side of the large map.
  /// - Throws: ``GeometryError`` with the arithmetic that shows what is wrong.
  public init(
    kernel: Size2D, stride: Size2D = Size2D(1), padding: Size2D = Size2D(0),
    dilation: Size2D = Size2D(1), outputPadding: Size2D = Size2D(0), groups: Int = 1
  ) throws(GeometryError) {
    try self.init(
      kernel: kernel, stride: stride, padding: Padding(padding), dilation: dilation,
      outputPadding: outputPadding, groups: groups)
  }

  /// No extent, step or channel count goes beyond this, so that no product of two overflows.
  public static let largestNumber = 1 << 24

  static func require(
    _ value: Int, atLeast minimum: Int, _ name: String, _ axis: Size2D.Axis?
  ) throws(GeometryError) {
    guard value >= minimum, value <= largestNumber else {
      throw .numberOutOfRange(name: name, axis: axis, value: value, minimum: minimum)
    }
  }

  /// The same geometry with another output padding.
  /// - Throws: ``GeometryError/outputPaddingTooLarge(axis:outputPadding:stride:dilation:)``.
  public func with(outputPadding: Size2D) throws(GeometryError) -> ConvGeometry {
    try ConvGeometry(
      kernel: kernel, stride: stride, padding: padding, dilation: dilation,
      outputPadding: outputPadding, groups: groups)
  }

  /// The same geometry with another padding.
  /// - Throws: ``GeometryError/numberOutOfRange(name:axis:value:minimum:)``.
  public func with(padding: Padding) throws(GeometryError) -> ConvGeometry {
    try ConvGeometry(
      kernel: kernel, stride: stride, padding: padding, dilation: dilation,
      outputPadding: outputPadding, groups: groups)
  }

  /// The cells of the large map that one window spans, holes of the dilation included:
  /// `d(k−1) + 1`.
  public func span(_ axis: Size2D.Axis) -> Int { dilation[axis] * (kernel[axis] - 1) + 1 }

  /// The size of the convolution's output: `⌊(i + p₁ + p₂ − d(k−1) − 1) / s⌋ + 1`.
  /// - Throws: ``GeometryError/kernelLargerThanInput(axis:span:input:padding:)``.
  public func convolvedSize(of input: Size2D) throws(GeometryError) -> Size2D {
    var output = Size2D(0)
    for axis in Size2D.Axis.allCases {
      try Self.require(input[axis], atLeast: 1, "input", axis)
      let room = input[axis] + padding[axis].total - span(axis)
      guard room >= 0 else {
        throw .kernelLargerThanInput(
          axis: axis, span: span(axis), input: input[axis], padding: padding[axis])
      }
      output[axis] = room / stride[axis] + 1
    }
    return output
  }

  /// The size of the transposed convolution's output:
  /// `(i − 1)s − p₁ − p₂ + d(k−1) + output_padding + 1`.
  /// - Throws: ``GeometryError/emptyOutput(axis:size:input:geometry:)``.
  public func transposedSize(of input: Size2D) throws(GeometryError) -> Size2D {
    var output = Size2D(0)
    for axis in Size2D.Axis.allCases {
      try Self.require(input[axis], atLeast: 1, "input", axis)
      output[axis] =
        (input[axis] - 1) * stride[axis] - padding[axis].total + span(axis) + outputPadding[axis]
      guard output[axis] >= 1, output[axis] <= Self.largestNumber else {
        throw .emptyOutput(axis: axis, size: output[axis], input: input[axis], geometry: self)
      }
    }
    return output
  }

  /// The output padding with which the transposed convolution returns from `convolvedSize(of:
  /// large)` to exactly `large`: what the stride's rounding dropped, `(i + p₁ + p₂ − d(k−1) − 1) mod s`.
  /// - Throws: ``GeometryError`` if `large` is smaller than the window.
  public func outputPadding(restoring large: Size2D) throws(GeometryError) -> Size2D {
    _ = try convolvedSize(of: large)
    var result = Size2D(0)
    for axis in Size2D.Axis.allCases {
      result[axis] = (large[axis] + padding[axis].total - span(axis)) % stride[axis]
    }
    return result
  }

  /// The cell of the large map that tap `tap` of the window of small cell `small` lies on; below 0
  /// or beyond the map it lies in the padding.
  public func large(small: Int, tap: Int, _ axis: Size2D.Axis) -> Int {
    small * stride[axis] - padding[axis].before + tap * dilation[axis]
  }

  /// Checks that `groups` divides both channel counts.
  /// - Throws: ``GeometryError/groupsDoNotDivide(groups:channels:name:)``.
  public func check(largeChannels: Int, smallChannels: Int) throws(GeometryError) {
    for (name, channels) in [("input", largeChannels), ("output", smallChannels)] {
      try Self.require(channels, atLeast: 1, name + " channels", nil)
      guard channels % groups == 0 else {
        throw .groupsDoNotDivide(groups: groups, channels: channels, name: name)
      }
    }
  }
}
