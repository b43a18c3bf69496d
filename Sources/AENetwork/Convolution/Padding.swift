/// Rows and columns of zeros around a map. The two ends of an axis need not have the same number,
/// as where an odd number of them is shared out.
public struct Padding: Hashable, Sendable {
  /// The zeros at the two ends of one axis.
  public struct Ends: Hashable, Sendable {
    /// Before the first cell: at the top, or at the left.
    public var before: Int
    /// Behind the last cell: at the bottom, or at the right.
    public var after: Int

    /// So many zeros before the first cell, and so many behind the last one.
    public init(before: Int, after: Int) {
      self.before = before
      self.after = after
    }

    /// As many zeros at each end.
    public init(_ each: Int) { self.init(before: each, after: each) }

    /// `total` zeros as Keras and PyTorch share them out: an odd one goes to the end.
    public init(sharing total: Int) { self.init(before: total / 2, after: total - total / 2) }

    /// The zeros of both ends.
    public var total: Int { before + after }
    /// Whether both ends have as many.
    public var isSymmetric: Bool { before == after }
  }

  /// At the top and at the bottom.
  public var vertical: Ends
  /// At the left and at the right.
  public var horizontal: Ends

  /// Zeros at the four sides of a map.
  public init(vertical: Ends, horizontal: Ends) {
    self.vertical = vertical
    self.horizontal = horizontal
  }

  /// `height` rows of zeros above and below, `width` columns at the left and at the right.
  public init(_ each: Size2D) {
    self.init(vertical: Ends(each.height), horizontal: Ends(each.width))
  }

  /// No zeros anywhere.
  public static let zero = Padding(Size2D(0))

  /// What lies at the ends of an axis.
  public subscript(axis: Size2D.Axis) -> Ends {
    get { axis == .vertical ? vertical : horizontal }
    set {
      switch axis {
      case .vertical: vertical = newValue
      case .horizontal: horizontal = newValue
      }
    }
  }

  /// The zeros of a side along each axis; nil when some axis has more at one end than at the other.
  public var symmetric: Size2D? {
    guard vertical.isSymmetric, horizontal.isSymmetric else { return nil }
    return Size2D(height: vertical.before, width: horizontal.before)
  }

  /// The rows at the top and the columns at the left.
  public var before: Size2D { Size2D(height: vertical.before, width: horizontal.before) }
  /// The rows at the bottom and the columns at the right.
  public var after: Size2D { Size2D(height: vertical.after, width: horizontal.after) }
}
