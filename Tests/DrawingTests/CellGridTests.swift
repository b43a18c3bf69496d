import Drawing
import DrawingTesting
import Testing

struct CellGridTests {
  private let grid = CellGrid(origin: Point(100, 50), cell: 20, rows: -1..<6, columns: 2..<5)

  @Test func cellsLieWhereTheirNumbersSay() {
    #expect(grid.rect(y: -1, x: 2) == Rect(x: 100, y: 50, width: 20, height: 20))
    #expect(grid.rect(y: 0, x: 4) == Rect(x: 140, y: 70, width: 20, height: 20))
    #expect(grid.bounds == Rect(x: 100, y: 50, width: 60, height: 140))
  }

  @Test func aGridFillsARectangle() {
    let grid = CellGrid(
      filling: Rect(x: 10, y: 20, width: 60, height: 30), rows: 3, columns: 2)
    #expect(grid.rect(y: 2, x: 1) == Rect(x: 40, y: 40, width: 30, height: 10))
    #expect(grid.bounds == Rect(x: 10, y: 20, width: 60, height: 30))
  }

  @Test func blocksAreCutToWhatIsVisible() {
    #expect(
      grid.visible(rows: 4..<9, columns: 0..<4) == Rect(x: 100, y: 150, width: 40, height: 40))
    #expect(grid.visible(rows: 6..<9, columns: 2..<4) == nil)
    #expect(grid.shows(y: 5, x: 4) && !grid.shows(y: 6, x: 4))
  }

  @Test func cellsMayBeRectangles() {
    let grid = CellGrid(
      origin: Point(10, 20), size: Size(30, 12), rows: 1..<5, columns: 1..<4, inset: 1, radius: 2)
    #expect(grid.rect(y: 2, x: 3) == Rect(x: 70, y: 32, width: 30, height: 12))
    #expect(grid.bounds == Rect(x: 10, y: 20, width: 90, height: 48))
    #expect(grid.middle(ofColumn: 3) == 85 && grid.middle(ofRow: 2) == 38)
    #expect(grid.cell == 12)
    #expect(
      grid.outline(y: 2, x: 3).bounds == Rect(x: 71, y: 33, width: 28, height: 10))
  }

  @Test func onlyVisibleCellsAreDrawn() {
    let style = Style(theme: .light, page: .slide, measurer: FixedWidthMeasurer())
    let marks = style.cells(
      [(0, 2), (0, 9)], of: grid, look: style.litCell(.init(0x112233)), id: { "\($0).\($1)" })
    #expect(marks.count == 1)
  }
}
