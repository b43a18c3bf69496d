import AECore

/// The sizes of a large map that one convolution shrinks to the same small size, and what each
/// output padding gives back: `(o − 1)s + d(k − 1) + 1 − 2p + output_padding`.
struct SizeRows {
  /// One value of output padding.
  struct Row: Hashable {
    /// The output padding.
    let outputPadding: Int
    /// The size that it gives back, and that shrinks to the small size.
    let large: Int
    /// What that size shrinks to: the same small size, unless output padding reaches beyond the
    /// stride, as a dilation allows.
    let small: Int
    /// Rows or columns of the padded input that no window reaches.
    let unread: Int
  }

  let geometry: ConvGeometry
  let axis: Size2D.Axis
  /// The small size.
  let small: Int
  /// From output padding 0 on, those whose size is at least 1.
  let rows: [Row]

  /// The values of output padding below `max(stride, dilation)`, at most `limit` of them.
  init(_ pair: ConvolutionPair, _ axis: Size2D.Axis, limit: Int = 64) {
    geometry = pair.geometry
    self.axis = axis
    small = pair.smallShape.size[axis]
    let g = pair.geometry
    let base = (small - 1) * g.stride[axis] - 2 * g.padding[axis] + g.span(axis)
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
  var sharing: [Row] { rows.filter { $0.small == small } }
}

/// The numbers behind the view `sizes`, for each axis.
public struct SizesData: Encodable, Sendable {
  /// One size of the large map.
  public struct Entry: Encodable, Sendable {
    /// The output padding.
    public let outputPadding: Int
    /// The size that the transposed convolution gives with it.
    public let largeSize: Int
    /// The size that the convolution shrinks that to.
    public let smallSize: Int
  }

  let schemaVersion = 1
  /// Along the height, one for each output padding.
  public let height: [Entry]
  /// Along the width, one for each output padding.
  public let width: [Entry]

  init(_ figure: ConnectivityFigure) {
    func entries(_ axis: Size2D.Axis) -> [Entry] {
      SizeRows(figure.pair, axis, limit: 4096).rows.map {
        Entry(outputPadding: $0.outputPadding, largeSize: $0.large, smallSize: $0.small)
      }
    }
    height = entries(.vertical)
    width = entries(.horizontal)
  }
}
