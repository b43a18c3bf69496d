/// A geometry that cannot be, with the arithmetic that shows why.
public enum GeometryError: Error, Hashable, Sendable {
  /// A number below its least value or beyond ``ConvGeometry/largestNumber``.
  case numberOutOfRange(name: String, axis: Size2D.Axis?, value: Int, minimum: Int)
  /// The window does not fit into the padded input.
  case kernelLargerThanInput(axis: Size2D.Axis, span: Int, input: Int, padding: Padding.Ends)
  /// `output_padding` must stay below `max(stride, dilation)`.
  case outputPaddingTooLarge(axis: Size2D.Axis, outputPadding: Int, stride: Int, dilation: Int)
  /// The transposed convolution's output has no cells, or more than can be counted.
  case emptyOutput(axis: Size2D.Axis, size: Int, input: Int, geometry: ConvGeometry)
  /// The channels cannot be split into that many groups.
  case groupsDoNotDivide(groups: Int, channels: Int, name: String)
  /// Pooling may pad both sides by half a window at most, or one of them by all of it but a cell; a
  /// window could lie outside of the map.
  case poolingPaddingTooLarge(axis: Size2D.Axis, padding: Int, kernel: Int, limit: Int)
}
