import AEData
import AENetwork

/// Rows and columns at the four sides of a map, as a file has them: below 0 they are cut off.
struct Margins: Hashable {
  var top = 0
  var left = 0
  var bottom = 0
  var right = 0

  subscript(axis: Size2D.Axis) -> (before: Int, after: Int) {
    get { axis == .vertical ? (top, bottom) : (left, right) }
    set {
      switch axis {
      case .vertical: (top, bottom) = (newValue.before, newValue.after)
      case .horizontal: (left, right) = (newValue.before, newValue.after)
      }
    }
  }

  var isNone: Bool { self == Margins() }

  /// What is put around the map, and what is cut off it.
  var added: Padding { padding { max(0, $0) } }
  var cut: Padding { padding { max(0, -$0) } }

  private func padding(_ part: (Int) -> Int) -> Padding {
    Padding(
      vertical: .init(before: part(top), after: part(bottom)),
      horizontal: .init(before: part(left), after: part(right)))
  }

  static func + (a: Margins, b: Margins) -> Margins {
    Margins(
      top: a.top + b.top, left: a.left + b.left, bottom: a.bottom + b.bottom,
      right: a.right + b.right)
  }
}
