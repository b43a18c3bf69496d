import AECore

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
