import Drawing
import DrawingTesting
import Testing

struct PanelGridTests {
  private let style = Style(theme: .light, page: .slide4x3, measurer: FixedWidthMeasurer())
  private let wide = Rect(x: 0, y: 0, width: 425, height: 100)
  private let tall = Rect(x: 0, y: 0, width: 300, height: 600)

  @Test(arguments: [
    (3, true, [0, 1, 2]), (4, true, [0, 1, 2, 3]), (7, true, [0, 1, 5, 6]),
  ]) func theEndsStay(_ count: Int, _ headFirst: Bool, _ shown: [Int]) {
    let grid = PanelGrid(
      count, leastWidth: 80, atMost: .max, headFirst: headFirst, in: wide, style)
    #expect(grid.shown == shown)
    #expect(grid.boxes.count == shown.count)
    #expect(grid.boxes.allSatisfy { $0.y == 0 && $0.width >= 80 })
    #expect(grid.boxes.last?.maxX == 425)
    #expect(grid.boxes[0].height < 100 ? count > 4 : grid.hidden.isEmpty)
  }

  @Test func paperHasTwoColumns() {
    let grid = PanelGrid(8, leastWidth: 80, atMost: 5, headFirst: false, in: tall, style)
    #expect(grid.shown == [0, 1, 5, 6, 7])
    #expect(grid.hidden == 2..<5)
    #expect(Set(grid.boxes.map(\.x)).count == 2 && Set(grid.boxes.map(\.y)).count == 3)
  }

  @Test func whatIsNotShownIsNamed() {
    let grid = PanelGrid(5, leastWidth: 80, atMost: 3, in: wide, style)
    var draw = Canvas(style)
    var drawn: [Int] = []
    draw.panels(grid, names: ["a", "b", "c", "d", "e"]) { draw, index, box in
      drawn.append(index)
      draw.path(.rect(box))
    }
    #expect(drawn == [0, 1, 4])
    guard case .text(let note) = draw.marks[0] else {
      Issue.record("there is no note")
      return
    }
    #expect(note.string == "not shown: c, d" && note.bounds.maxY <= 100 + 1e-9)
    #expect(draw.marks.count == 4)
  }
}
