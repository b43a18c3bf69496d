/// A pair of extents or of steps in two dimensions: rows first, as in every shape.
public struct Size2D: Hashable, Sendable {
  /// Along the rows of a map, downwards.
  public var height: Int
  /// Along the columns of a map, to the right.
  public var width: Int

  /// A pair of extents.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// The same extent in both directions.
  public init(_ both: Int) { self.init(height: both, width: both) }

  /// Cells in a map of this size.
  public var count: Int { height * width }

  /// Height along ``Axis/vertical``, width along ``Axis/horizontal``.
  public subscript(axis: Axis) -> Int {
    get { axis == .vertical ? height : width }
    set {
      switch axis {
      case .vertical: height = newValue
      case .horizontal: width = newValue
      }
    }
  }

  /// The two directions of a map.
  public enum Axis: String, CaseIterable, Sendable {
    /// Down the rows: height.
    case vertical = "height"
    /// Along the columns: width.
    case horizontal = "width"
  }
}
