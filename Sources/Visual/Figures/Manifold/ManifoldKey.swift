import AECore

/// Two arrows with one foot that say what the directions of a plane are: the name of each at its
/// tip, and from where to where it is shown.
struct ManifoldKey: Styled {
  let style: Style
  private let names: [[String]]
  private let ranges: [String]

  /// The key of a plane that shows `ranges`, the values across and then those upwards, in a frame
  /// that is `room` wide.
  init(ranges: [[Double]], room: Double, style: Style) {
    self.style = style
    let isNarrow = style.width("code value 1") > 0.2 * room
    names = (1...2).map { [isNarrow ? "value \($0)" : "code value \($0)"] }
    self.ranges = ranges.map { values in
      guard let low = values.first, let high = values.last else { return "" }
      func text(_ value: Double) -> String { NumberText.short(value, digits: 2) }
      return values.count > 1 ? "\(text(low)) to \(text(high))" : text(low)
    }
  }

  private var arrow: Double { 1.6 * lineHeight }
  private var texts: [[String]] { zip(names, ranges).map { $0 + [$1] } }

  /// What it takes.
  var size: Size {
    let across = arrow + style.gap / 2 + style.widest(texts[0])
    return Size(max(across, style.widest(texts[1])), 4 * lineHeight + arrow)
  }

  /// The key with its lower right corner at `corner`.
  func draw(before corner: Point, on draw: inout Canvas) {
    let left = corner.x - size.width
    // The first name stands at its arrow's tip, its range below it.
    let foot = Point(left + style.gap / 2, corner.y - 1.5 * lineHeight)
    let right = Point(foot.x + arrow, foot.y)
    let top = Point(foot.x, foot.y - arrow)
    for tip in [right, top] {
      draw.line(foot, tip, style.medium(theme.mutedText))
      draw.path(
        .arrowhead(to: tip, from: foot, length: 0.9 * style.gap), fill: theme.mutedText)
    }
    for (index, text) in texts[0].enumerated() {
      draw.words(
        Words(text, isQuiet: index == 1),
        at: Point(right.x + style.gap / 2, foot.y + (Double(index) - 0.5) * lineHeight))
    }
    for (index, text) in texts[1].enumerated() {
      draw.words(
        Words(text, isQuiet: index == 1),
        at: Point(left, top.y - style.gap / 4 + Double(index - 2) * lineHeight))
    }
  }
}
