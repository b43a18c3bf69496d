/// Padding that is asked for by a word. Its numbers follow from the rest of the geometry and, for a
/// convolution, from the size of the input.
public enum PaddingRule: String, CaseIterable, Sendable {
  /// None: only windows that lie in the map.
  case valid
  /// As many zeros as a window at every `stride`-th cell needs.
  case same
}

extension ConvGeometry {
  /// The same convolution with the padding that `rule` gives it over maps of size `input`.
  ///
  /// `same` brings `i` cells to `o = ⌈i/s⌉`, for which `max((o − 1)s + d(k − 1) + 1 − i, 0)` zeros
  /// are needed; an odd one lies behind the map. So TensorFlow defines it
  /// (`GetWindowedOutputSizeVerbose`), and Keras with it. PyTorch's `same` gives the same, but is
  /// for stride 1 only. Pooling is padded alike.
  /// - Throws: ``GeometryError`` when a number goes beyond ``largestNumber``.
  public func padded(_ rule: PaddingRule, for input: Size2D) throws(GeometryError) -> ConvGeometry {
    guard rule == .same else { return try with(padding: .zero) }
    var padding = Padding.zero
    for axis in Size2D.Axis.allCases {
      try Self.require(input[axis], atLeast: 1, "input", axis)
      let output = (input[axis] + stride[axis] - 1) / stride[axis]
      let needed = (output - 1) * stride[axis] + span(axis) - input[axis]
      padding[axis] = Padding.Ends(sharing: max(needed, 0))
    }
    return try with(padding: padding)
  }

  /// The same geometry with the padding and the output padding that `rule` gives its transposed
  /// convolution.
  ///
  /// `same` brings `i` cells to `i·s`, `valid` to `(i − 1)s + max(d(k − 1) + 1, s)`. So Keras has
  /// it (`compute_conv_transpose_output_shape`, with no `output_padding` of one's own): where
  /// windows overlap, `same` cuts `d(k − 1) + 1 − s` cells off, an odd one at the end; where they
  /// leave a gap, output padding fills the last one.
  /// - Throws: ``GeometryError`` when a number goes beyond ``largestNumber``.
  public func transposedPadded(_ rule: PaddingRule) throws(GeometryError) -> ConvGeometry {
    var padding = Padding.zero
    var output = Size2D(0)
    for axis in Size2D.Axis.allCases {
      let overlap = span(axis) - stride[axis]
      if rule == .same { padding[axis] = Padding.Ends(sharing: max(overlap, 0)) }
      output[axis] = max(-overlap, 0)
    }
    return try with(padding: padding).with(outputPadding: output)
  }
}
