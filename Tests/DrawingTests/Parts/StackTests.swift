import Drawing
import Testing

struct StackTests {
  private let frame = Rect(x: 10, y: 20, width: 100, height: 60)

  @Test func flexiblePiecesShareWhatTheOthersLeave() {
    let pieces = Stack(.down, [.fixed(10), .flexible(3), .natural(6), .flexible(1)], gap: 4)
      .pieces(of: frame)
    #expect(pieces.map(\.y) == [20, 34, 62, 72])
    #expect(pieces.map(\.height) == [10, 24, 6, 8])
    #expect(pieces.allSatisfy { $0.x == 10 && $0.width == 100 })
    #expect(pieces.last?.maxY == frame.maxY)
  }

  @Test func naturalPiecesShrinkAlikeWhereThereIsLess() {
    let pieces = Stack(.across, [.fixed(20), .natural(60), .natural(90), .flexible(1)], gap: 10)
      .pieces(of: frame)
    #expect(pieces.map(\.width) == [20, 20, 30, 0])
    #expect(pieces.allSatisfy { frame.contains($0, tolerance: 1e-9) })
  }

  @Test(arguments: [(Stack.Alignment.start, 10.0), (.center, 40), (.end, 70)])
  func whatDoesNotFillTheFrameIsAligned(_ alignment: Stack.Alignment, _ x: Double) {
    let pieces = Stack(.across, [.fixed(10), .natural(25)], gap: 5, alignment: alignment)
      .pieces(of: frame)
    #expect(pieces.map(\.x) == [x, x + 15])
  }

  @Test func weightsCutARectangle() {
    #expect(frame.columns([1, 3], gap: 20).map(\.width) == [20, 60])
    #expect(frame.rows([1, 1, 1], gap: 6).map(\.y) == [20, 42, 64])
  }

  @Test func aGridHasItsCellsRowByRow() {
    let cells = Grid(5, columns: 2, gap: 6).cells(of: frame)
    #expect(cells.map(\.count) == [2, 2, 2])
    #expect(cells[1][1] == Rect(x: 63, y: 42, width: 47, height: 16))
    let mixed = Grid(
      rows: Stack(.down, [.fixed(10), .flexible(1)]),
      columns: Stack(.across, [.natural(30), .flexible(1)]))
    #expect(mixed.cells(of: frame)[1][1] == Rect(x: 40, y: 30, width: 70, height: 50))
  }
}
