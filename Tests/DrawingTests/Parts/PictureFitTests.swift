import Drawing
import Testing

struct PictureFitTests {
  @Test func aRowPrefersAFewPicturesToOneAndLargeOnesToMany() {
    let wide = PictureFit.row(1...20, aspect: 1, gap: 10, in: Size(430, 100))
    #expect(wide == PictureFit(columns: 4, cell: Size(100, 100)))
    let least = PictureFit.row(6...20, aspect: 1, gap: 10, in: Size(430, 100))
    #expect(least.columns == 6 && abs(least.cell.width - 380.0 / 6) < 1e-9)
    let flat = PictureFit.row(1...20, aspect: 4, gap: 10, in: Size(430, 20))
    #expect(flat == PictureFit(columns: 5, cell: Size(78, 19.5)))
  }

  @Test func aFilledRowHasRoomForAtLeastSoMany() {
    // Five of the full height would fit; eight are asked for.
    #expect(
      PictureFit.filled(30, atLeast: 8, aspect: 1, gap: 10, in: Size(550, 100))
        == PictureFit(columns: 8, cell: Size(60, 60)))
    #expect(
      PictureFit.filled(30, atLeast: 8, aspect: 2, gap: 10, in: Size(550, 10))
        == PictureFit(columns: 18, cell: Size(20, 10)))
    #expect(PictureFit.filled(3, atLeast: 3, aspect: 1, gap: 10, in: Size(550, 10)).columns == 3)
  }

  @Test func aGridFillsItsRoomAndLeavesNoPictureAlone() {
    let fit = PictureFit.grid(6, aspect: 1, gap: 10, in: Size(320, 210))
    #expect(fit == PictureFit(columns: 3, bands: 2, cell: Size(100, 100)))
    #expect(fit.width(gap: 10) == 320 && fit.height(gap: 10) == 210)
    // Seven in three columns would leave one alone; four columns are somewhat smaller.
    #expect(PictureFit.grid(7, aspect: 1, gap: 0, in: Size(400, 300)).columns == 4)
    #expect(PictureFit.grid(0, aspect: 1, gap: 0, in: Size(30, 30)).columns == 1)
  }

  @Test func cellsShareARoom() {
    #expect(Size(320, 210).cell(columns: 3, rows: 2, gap: 10) == Size(100, 100))
  }

  @Test func theBestMayHaveBands() {
    let fit = PictureFit.best(columns: 1...6, bands: { [(6 + $0 - 1) / $0] }, aspect: 1) {
      $0 == 3 ? nil : Size(60 / Double($0), 40 / Double($1))
    } score: {
      $0.cell.width
    }
    // Three columns of two would be the best, were they allowed.
    #expect(fit == PictureFit(columns: 4, bands: 2, cell: Size(15, 15)))
  }

  @Test func withoutACandidateNothingIsShown() {
    #expect(
      PictureFit.best(columns: 1...3, aspect: 1) { _, _ in
        nil
      } score: { _ in
        1
      } == PictureFit())
  }
}
