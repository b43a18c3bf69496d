/// The sizes of a large map that one convolution shrinks to the same small size, and what each
/// output padding gives back: `(o − 1)s + d(k − 1) + 1 − p₁ − p₂ + output_padding`.
package struct SizeRows: Sendable {
  /// One value of output padding.
  package struct Row: Hashable, Sendable {
    /// The output padding.
    package let outputPadding: Int
    /// The size that it gives back, and that shrinks to the small size.
    package let large: Int
    /// What that size shrinks to: the same small size, unless output padding reaches beyond the
    /// stride, as a dilation allows.
    package let small: Int
    /// Rows or columns of the padded input that no window reaches.
    package let unread: Int
  }

  package let geometry: ConvGeometry
  package let axis: Size2D.Axis
  /// The small size.
  package let small: Int
  /// From output padding 0 on, those whose size is at least 1.
  package let rows: [Row]

  /// The values of output padding below `max(stride, dilation)`, at most `limit` of them.
  package init(_ pair: ConvolutionPair, _ axis: Size2D.Axis, limit: Int = 64) {
    geometry = pair.geometry
    self.axis = axis
    small = pair.smallShape.size[axis]
    let g = pair.geometry
    let base = (small - 1) * g.stride[axis] - g.padding[axis].total + g.span(axis)
    let count = max(g.stride[axis], g.dilation[axis])
    // Those around the pair's own, when there are too many.
    let own = g.outputPadding[axis]
    let start = max(0, min(own - limit / 2, count - limit))
    rows = (start..<min(count, start + limit)).compactMap { extra in
      let large = base + extra
      guard large >= 1 else { return nil }
      return Row(
        outputPadding: extra, large: large,
        small: extra / g.stride[axis] + pair.smallShape.size[axis],
        unread: extra % g.stride[axis])
    }
  }

  /// Rows that shrink to the small size.
  package var sharing: [Row] { rows.filter { $0.small == small } }
}
