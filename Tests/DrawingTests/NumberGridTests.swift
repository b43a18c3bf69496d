import Drawing
import DrawingTesting
import Testing

/// A letter is 0.55 em wide in these tests and a line 1.2 em high: `12` in 10 points takes 11 × 12.
struct NumberGridTests {
  private let style = Style(theme: .light, page: .slide, measurer: FixedWidthMeasurer())
  private let font = Font(size: 10)

  private func grid(cell: Double, most: Size = Size(1, 1)) -> NumberGrid {
    NumberGrid(
      CellGrid(origin: Point(100, 50), cell: cell, rows: -1..<1, columns: 2..<4), font, most: most)
  }

  private func texts(_ marks: [Mark]) -> [TextMark] {
    marks.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  @Test func eachCellIsDrawnWithItsNumberInItsMiddle() throws {
    var draw = Canvas(style)
    draw.numbers(grid(cell: 20)) { y, x in
      .init("\(y + x)", style.numberCell(style.theme.large, isLit: y == 0), id: "map/\(y).\(x)")
    }
    let ids = draw.marks.map { mark -> String? in
      switch mark {
      case .path(let path): path.id
      case .text(let text): text.id
      default: nil
      }
    }
    #expect(ids.prefix(4) == ["map/-1.2", "map/-1.2/digit", "map/-1.3", "map/-1.3/digit"])
    #expect(ids.count == 8)
    #expect(texts(draw.marks).map(\.string) == ["1", "2", "2", "3"])
    let last = try #require(texts(draw.marks).last)
    #expect(abs(last.bounds.center.x - 130) < 1e-9 && abs(last.bounds.center.y - 80) < 1e-9)
    // Digits stand out from a cell in full colour and from a quiet one.
    #expect(last.color == style.theme.background)
    #expect(texts(draw.marks)[0].color == style.theme.text)
  }

  @Test(arguments: [(10.0, false), (11.5, false), (12.5, true)])
  func numbersThatWouldLieOnTheirNeighboursAreLeftOut(cell: Double, fits: Bool) {
    var draw = Canvas(style)
    draw.numbers(grid(cell: cell)) { _, _ in
      .init("12", style.emptyCell(), id: "cell")
    }
    #expect(texts(draw.marks).count == (fits ? 4 : 0))
    #expect(draw.marks.count == (fits ? 8 : 4), "cells are drawn all the same")
    #expect(grid(cell: cell).holds(style.measurer.measure("12", font: font)) == fits)
    let roomy = grid(cell: cell, most: Size(.infinity, .infinity))
    #expect(roomy.holds(style.measurer.measure("12", font: font)))
  }

  @Test func cellsWithoutAnEntryAndInvisibleOnesStayOpen() {
    var draw = Canvas(style)
    draw.numbers(grid(cell: 20)) { y, x in
      y == 0 && x == 3 ? .init(style.litCell(style.theme.small), id: "shade") : nil
    }
    #expect(draw.marks.count == 1 && texts(draw.marks).isEmpty)
    draw.number(.init("1", style.emptyCell(), id: "outside"), of: grid(cell: 20), y: 1, x: 2)
    #expect(draw.marks.count == 1)
  }

  @Test func aCellIsWideEnoughForTheWidestNumber() {
    let width = style.cellWidth(for: ["1", "−0.28"], font)
    #expect(
      NumberGrid(CellGrid(cell: width, rows: 0..<1, columns: 0..<1), font).holds(
        style.measurer.measure("−0.28", font: font)))
    #expect(style.cellWidth(for: [], font) > 0)
  }

  @Test func anOutlineIsCutToWhatIsVisible() throws {
    var draw = Canvas(style)
    let cells = grid(cell: 20).cells
    draw.outline(cells, rows: 0..<3, columns: 2..<4, id: "window")
    draw.outline(cells, rows: 4..<5, columns: 2..<3)
    #expect(draw.marks.count == 1)
    #expect(draw.marks[0].bounds.map { cells.bounds.contains($0, tolerance: 2) } == true)
    draw.outline(cells, rows: 0..<1, columns: 2..<3, style.theme.kernel, width: 2)
    let colors = draw.marks.map { mark -> Color? in
      if case .path(let path) = mark { path.stroke?.color } else { nil }
    }
    #expect(colors == [style.theme.text, style.theme.kernel])
  }

  @Test func gridsStandInARowWithSignsBetween() throws {
    let row = GridRow(
      [
        CellGrid(cell: 10, rows: 0..<4, columns: 0..<5),
        CellGrid(cell: 10, rows: 0..<2, columns: 0..<2),
      ], gap: 6, at: Point(20, 30), centredIn: 96)
    // 50 + 6 + 20 = 76 points in 96.
    #expect(row.bounds == Rect(x: 30, y: 30, width: 76, height: 40))
    #expect(row.grids.map(\.origin) == [Point(30, 30), Point(86, 40)])
    var draw = Canvas(style)
    draw.signs(["∗", "="], between: row, font)
    let signs = texts(draw.marks)
    #expect(signs.map(\.string) == ["∗"], "as many signs as gaps")
    #expect(abs(signs[0].bounds.center.x - 83) < 1e-9 && abs(signs[0].bounds.center.y - 50) < 1e-9)
  }

  @Test func aRowThatIsTooLongStartsAtItsLeft() {
    let grid = CellGrid(cell: 10, rows: 0..<1, columns: 0..<9)
    let row = GridRow([grid, grid], gap: 5, at: Point(7, 0), centredIn: 100)
    #expect(row.bounds.x == 7 && row.bounds.width == 185)
    #expect(GridRow([], gap: 5, at: Point(7, 0)).bounds.width == 0)
  }

  @Test(arguments: Theme.named.map(\.name)) func digitsStandOutFromEveryFill(name: String) throws {
    let theme = try #require(Theme.named.first { $0.name == name })
    for fill in [theme.large, theme.small, theme.kernel, theme.background, theme.text]
      .flatMap({ [$0, $0.opacity(0.82), $0.opacity(0.15)] })
    {
      let ground = theme.background.mixed(
        with: Color(red: fill.red, green: fill.green, blue: fill.blue), fill.alpha)
      #expect(theme.ink(on: fill).contrast(with: ground) >= 3.5)
    }
  }
}
