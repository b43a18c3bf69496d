/// The sides at which a grid shows only a part of a map: teeth, as of torn paper, outside of its
/// cells.
///
///     draw.tear(grid, rows: 0..<28, columns: 0..<28, theme.large)
package enum TornEdge {
  /// How far the teeth of a grid reach beyond its cells, in points.
  package static func depth(cell: Double, _ style: Style) -> Double {
    min(0.4 * cell, 0.6 * style.gap)
  }
}

extension Canvas {
  /// Teeth along each side of `grid` beyond which the map of `rows` and `columns` goes on.
  package mutating func tear(
    _ grid: CellGrid, rows: Range<Int>, columns: Range<Int>, _ color: Color, id: String? = nil
  ) {
    let (box, depth) = (grid.bounds, TornEdge.depth(cell: grid.cell, style))
    let (topLeft, topRight) = (Point(box.x, box.y), Point(box.maxX, box.y))
    let (bottomLeft, bottomRight) = (Point(box.x, box.maxY), Point(box.maxX, box.maxY))
    let sides: [(isCut: Bool, from: Point, to: Point, out: Point)] = [
      (grid.rows.lowerBound > rows.lowerBound, topLeft, topRight, Point(0, -depth)),
      (grid.rows.upperBound < rows.upperBound, bottomLeft, bottomRight, Point(0, depth)),
      (grid.columns.lowerBound > columns.lowerBound, topLeft, bottomLeft, Point(-depth, 0)),
      (grid.columns.upperBound < columns.upperBound, topRight, bottomRight, Point(depth, 0)),
    ]
    for side in sides where side.isCut {
      let (dx, dy) = (side.to.x - side.from.x, side.to.y - side.from.y)
      let teeth = max(2, Int(clamping: (max(dx, dy) / (2.4 * depth)).rounded()))
      let edge = (0...2 * teeth).map { index in
        let (share, out) = (Double(index) / Double(2 * teeth), index.isMultiple(of: 2) ? 0.3 : 1)
        return Point(
          side.from.x + share * dx + out * side.out.x, side.from.y + share * dy + out * side.out.y)
      }
      path(
        .polyline([side.from] + edge + [side.to], closed: true),
        fill: color.opacity(theme.unfocused))
      path(
        .polyline(edge), stroke: Stroke(color, width: 1.2 * style.thinLine, isRound: true), id: id)
    }
  }
}
