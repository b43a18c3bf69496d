/// Panels of one size in the order of the data, beside each other on a slide and in two columns on
/// paper; where there is no room for all, the first and the last ones, and a line that names the
/// others.
///
///     let grid = PanelGrid(layers.count, leastWidth: 9 * font.size, atMost: 4, in: frame, style)
///     draw.panels(grid, names: layers.map(\.name)) { draw, index, box in … }
package struct PanelGrid: Hashable, Sendable {
  /// The panels that are shown, by number.
  package let shown: [Int]
  /// Those that there is no room for.
  package let hidden: Range<Int>
  /// The frames of ``shown``.
  package let boxes: [Rect]
  /// What all of it fills.
  package let frame: Rect

  /// Room for `count` panels, none narrower than `leastWidth` and no more than `most`.
  /// - Parameter headFirst: whether of an odd number the first ones are one more than the last.
  package init(
    _ count: Int, leastWidth: Double, atMost most: Int, headFirst: Bool = true, in frame: Rect,
    _ style: Style
  ) {
    self.frame = frame
    let gap = 2.5 * style.gap
    let isTall = frame.height > frame.width
    let room = max(1, Int(clamping: (frame.width + gap) / (leastWidth + gap)))
    let fitting = isTall ? most : min(most, room)
    var area = frame
    if count > fitting {
      let head = headFirst ? (fitting + 1) / 2 : fitting / 2
      hidden = head..<count - (fitting - head)
      area = frame.inset(bottom: style.line + style.gap / 2)
    } else {
      hidden = count..<count
    }
    shown = Array(0..<hidden.lowerBound) + Array(hidden.upperBound..<count)
    let columns = isTall ? min(2, shown.count) : shown.count
    boxes = Array(Grid(shown.count, columns: columns, gap: gap).cells(of: area).joined())
  }
}

extension Canvas {
  /// The panels of `grid`, each drawn into its box by `panel`, which is given its number.
  package mutating func panels(
    _ grid: PanelGrid, names: [String],
    _ panel: (_ draw: inout Canvas, _ index: Int, _ box: Rect) -> Void
  ) {
    if !grid.hidden.isEmpty {
      let hidden = names[grid.hidden].joined(separator: ", ")
      words(
        Words(["not shown: \(hidden)", "not shown: \(grid.hidden.count) layers"], isQuiet: true),
        width: grid.frame.width, at: Point(grid.frame.x, grid.frame.maxY), .leading, .bottom)
    }
    for (index, box) in zip(grid.shown, grid.boxes) { panel(&self, index, box) }
  }
}
