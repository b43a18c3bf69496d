import AECore

// Places on the page by the direction in which maps follow each other, so that one drawing says
// both "side by side" and "one above the other".

extension Size2D.Axis {
  /// The direction at right angles.
  var other: Self { self == .vertical ? .horizontal : .vertical }
}

extension Point {
  /// The point at `along` in the direction of `axis` and at `beside` at right angles to it.
  init(_ axis: Size2D.Axis, along: Double, beside: Double) {
    self = axis == .horizontal ? Point(along, beside) : Point(beside, along)
  }

  subscript(axis: Size2D.Axis) -> Double { axis == .horizontal ? x : y }
}

extension Size {
  subscript(axis: Size2D.Axis) -> Double { axis == .horizontal ? width : height }
}

extension Rect {
  /// Where it begins and where it ends.
  subscript(axis: Size2D.Axis) -> (low: Double, high: Double) {
    axis == .horizontal ? (x, maxX) : (y, maxY)
  }

  /// Where a line of text as long as `width` starts so that it lies inside: at `left`, if it can.
  func left(_ left: Double, ofWidth width: Double) -> Double {
    min(max(left, x), maxX - width)
  }
}
