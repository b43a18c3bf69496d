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

  @Test func blocksAreCutToWhatIsVisible() {
    #expect(
      grid.visible(rows: 4..<9, columns: 0..<4) == Rect(x: 100, y: 150, width: 40, height: 40))
    #expect(grid.visible(rows: 6..<9, columns: 2..<4) == nil)
    #expect(grid.shows(y: 5, x: 4) && !grid.shows(y: 6, x: 4))
  }

  @Test func onlyVisibleCellsAreDrawn() {
    let style = Style(theme: .light, page: .slide, measurer: FixedWidthMeasurer())
    let marks = style.cells(
      [(0, 2), (0, 9)], of: grid, look: style.litCell(.init(0x112233)), id: { "\($0).\($1)" })
    #expect(marks.count == 1)
  }
}
