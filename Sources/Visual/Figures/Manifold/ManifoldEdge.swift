import AECore
import Foundation

/// The names of a plane's two directions, and the values at the middles of its outermost cells.
struct ManifoldEdge: Styled {
  let style: Style
  private let names: [String]
  /// Of each direction the first value and the last.
  private let ends: [[String]]

  /// The edge of a plane that shows the values `first` across and `second` upwards.
  init(first: [Double], second: [Double], style: Style) {
    self.style = style
    names = ["code value 1", "code value 2"]
    ends = [first, second].map { values in
      guard let low = values.first, let high = values.last, values.count > 1 else {
        return values.map { NumberText.short($0, digits: 2) }
      }
      // An end near 0 needs no more places than the other one.
      let unit = high > low ? pow(10, floor(log10(high - low)) - 1) : 1
      guard unit.isFinite, unit > 0, high > low else { return NumberText.apart([low, high]) }
      return NumberText.apart([low, high].map { ($0 / unit).rounded() * unit })
    }
  }

  /// What it takes at the left and at the foot.
  var size: Size {
    Size(max(style.widest(ends[1]), lineHeight) + style.gap / 2, lineHeight + 0.4 * style.gap)
  }

  /// At the left of `plane`, from below upwards.
  func drawUpright(before plane: Rect, on draw: inout Canvas) {
    let right = plane.x - style.gap / 2
    let heights = [plane.maxY - lineHeight / 2, plane.y + lineHeight / 2]
    for (end, y) in zip(ends[1], heights) {
      draw.text(end, at: Point(right, y), .trailing, .middle, color: theme.mutedText)
    }
    guard style.width(names[1]) <= plane.height - 4 * lineHeight else { return }
    draw.uprightText(
      names[1], font, center: Point(right - lineHeight / 2, plane.center.y), color: theme.mutedText)
  }

  /// Below `plane`, from left to right.
  func drawLevel(below plane: Rect, on draw: inout Canvas) {
    let top = plane.maxY + 0.4 * style.gap
    let places: [(x: Double, anchor: Style.HorizontalAnchor)] = [
      (plane.x, .leading), (plane.maxX, .trailing),
    ]
    for (end, place) in zip(ends[0], places) {
      draw.text(end, at: Point(place.x, top), place.anchor, .top, color: theme.mutedText)
    }
    guard style.width(names[0]) + 2 * style.widest(ends[0]) + 2 * style.gap <= plane.width else {
      return
    }
    draw.text(names[0], at: Point(plane.center.x, top), .center, .top, color: theme.mutedText)
  }
}
