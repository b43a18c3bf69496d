/// The one text of this module: it is said on the command line and in a page, which has no other
/// module.
extension GeometryError: CustomStringConvertible {
  /// One line: what, the arithmetic, what to do.
  public var description: String {
    switch self {
    case .numberOutOfRange(let name, let axis, let value, let minimum):
      let place = axis.map { " (\($0.rawValue))" } ?? ""
      let range = "\(minimum) to \(ConvGeometry.largestNumber)"
      return "\(name)\(place) is \(value); give a whole number from \(range)"
    case .kernelLargerThanInput(let axis, let span, let input, let padding):
      return "the kernel spans \(span) cells of \(axis.rawValue), but the padded input has only "
        + "\(input) \(padding.term("+")) = \(input + padding.total); "
        + "use a smaller kernel or dilation, or more padding"
    case .outputPaddingTooLarge(let axis, let outputPadding, let stride, let dilation):
      return "output_padding \(outputPadding) (\(axis.rawValue)) is not below "
        + "max(stride, dilation) = max(\(stride), \(dilation)) = \(max(stride, dilation)); "
        + "use at most \(max(stride, dilation) - 1)"
    case .emptyOutput(let axis, let size, let input, let geometry):
      let g = geometry
      return "the transposed output's \(axis.rawValue) would be (\(input) − 1)·\(g.stride[axis]) "
        + "\(g.padding[axis].term("−")) + \(g.dilation[axis])·(\(g.kernel[axis]) − 1) "
        + "+ \(g.outputPadding[axis]) + 1 = \(size); "
        + (size < 1 ? "use less padding or a larger input" : "use a smaller input or stride")
    case .groupsDoNotDivide(let groups, let channels, let name):
      return "\(groups) groups do not divide \(channels) \(name) channels "
        + "(\(channels) mod \(groups) = \(channels % groups)); use a divisor of \(channels)"
    case .poolingPaddingTooLarge(let axis, let padding, let kernel, let limit):
      let whole = limit == kernel / 2 ? "more than half" : "not less than all"
      return "padding \(padding) (\(axis.rawValue)) is \(whole) of the window's \(kernel); "
        + "use at most \(limit)"
    }
  }
}

extension Padding.Ends {
  /// `+ 2·1`, or `+ 1 + 2` when the ends differ: how it stands in a size's arithmetic.
  package func term(_ sign: String) -> String {
    isSymmetric ? "\(sign) 2·\(before)" : "\(sign) \(before) \(sign) \(after)"
  }
}
