import Drawing
import DrawingTesting
import Testing

/// Where a sheet puts what a row says, as data.
struct PictureSheetTests {
  private let style = Style(theme: .light, page: .slide4x3, measurer: FixedWidthMeasurer())
  private let picture = Raster(width: 1, height: 1, rgba: [0, 0, 0, 255])

  private var sheet: PictureSheet {
    var sheet = PictureSheet(
      PictureFit(columns: 3, cell: Size(20, 10)), gap: 6, slot: 30, rowHeight: 16,
      frame: Rect(x: 0, y: 0, width: 300, height: 100),
      area: Rect(x: 100, y: 50, width: 200, height: 50))
    sheet.nameX = 4
    return sheet
  }

  private func marks(_ row: PictureSheet.Row, _ sheet: PictureSheet) -> [Mark] {
    var draw = Canvas(style)
    draw.row(row, 1, of: sheet)
    return draw.marks
  }

  private func images(_ marks: [Mark]) -> [ImageMark] {
    marks.compactMap { if case .image(let image) = $0 { image } else { nil } }
  }

  private func texts(_ marks: [Mark]) -> [TextMark] {
    marks.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  private func paths(_ marks: [Mark]) -> [PathMark] {
    marks.compactMap { if case .path(let path) = $0 { path } else { nil } }
  }

  @Test func picturesStandInTheMiddleOfTheirPlaces() {
    let row = PictureSheet.Row { $0 < 2 ? .init(picture, id: "\($0)") : nil }
    let found = marks(row, sheet)
    #expect(images(found).map(\.id) == ["0", "1"])
    #expect(
      images(found).map(\.rect) == [
        Rect(x: 105, y: 75, width: 20, height: 10), Rect(x: 141, y: 75, width: 20, height: 10),
      ])
    #expect(paths(found).map(\.path) == images(found).map { .rect($0.rect) })
    #expect(sheet.maxX == 202)

    var top = sheet
    (top.pictureAlignment, top.isFramed) = (.top, false)
    #expect(images(marks(row, top)).map(\.rect.y) == [72, 72])
    #expect(paths(marks(row, top)).isEmpty)
  }

  @Test func severalPicturesShareACellAndACaption() {
    let row = PictureSheet.Row { column in
      column > 0
        ? nil : .init([("a", picture), ("b", picture)], caption: Words("0.1", id: "caption"))
    }
    let found = marks(row, sheet)
    #expect(images(found).map(\.rect.x) == [105, 115])
    #expect(images(found).allSatisfy { $0.rect.width == 10 })
    let caption = texts(found)[0]
    #expect(abs(caption.bounds.center.x - 115) < 1e-9 && abs(caption.bounds.y - 85) < 1e-9)
  }

  @Test func linesOfANameStandAboutTheRowsMiddle() {
    let row = PictureSheet.Row(names: [
      Words("median", isBold: true), Words("3 × 3", isQuiet: true),
    ]) {
      _ in nil
    }
    let names = texts(marks(row, sheet))
    #expect(names.map(\.font.isBold) == [true, false])
    #expect(names.map(\.color) == [style.theme.text, style.theme.mutedText])
    #expect(names.allSatisfy { $0.bounds.x == 4 })
    #expect(abs((names[0].bounds.center.y + names[1].bounds.center.y) / 2 - 80) < 1e-9)
    let line = style.lineHeight(style.font(.label))
    #expect(abs(names[1].bounds.y - names[0].bounds.y - line) < 1e-9)

    var top = sheet
    top.nameAlignment = .top
    #expect(abs(texts(marks(row, top))[0].bounds.y - 72) < 1e-9)
  }

  @Test func numbersStandAtTheirPlacesAndTheBestRowIsFramed() throws {
    var sheet = sheet
    sheet.numberPlaces = [(250, .trailing), (260, .leading)]
    let row = PictureSheet.Row(
      numbers: [Words("1"), Words("23", isBold: true)], bestID: "best"
    ) { _ in nil }
    let found = marks(row, sheet)
    #expect(abs(texts(found)[0].bounds.maxX - 250) < 1e-9)
    #expect(texts(found)[1].bounds.x == 260)
    let frame = try #require(paths(found).first)
    #expect(frame.id == "best" && frame.fill == style.theme.panel)
    // It reaches into the gaps above and below the row, and its line stays within the sheet.
    let box = try #require(frame.path.bounds)
    #expect(box.x == style.mediumLine / 2 && box.maxX == 300 - style.mediumLine / 2)
    #expect(abs(box.y - (72 - 2.1)) < 1e-9 && abs(box.maxY - (88 + 2.1)) < 1e-9)
  }

  @Test func wordsTakeTheLongestThatFits() {
    var draw = Canvas(style)
    let words = Words(["autoencoder", "network"])
    let room = style.width("network")
    #expect(draw.words(words, at: Point(0, 0)).string == "autoencoder")
    #expect(draw.words(words, width: room, at: Point(0, 0)).string == "network")
    #expect(draw.words(words, width: room - 1, at: Point(0, 0)).string == "netwo…")
    let rect = Rect(x: 10, y: 20, width: 200, height: 50)
    let end = draw.lines([words, words], in: rect, .trailing)
    #expect(draw.marks.count == 5)
    #expect(texts(draw.marks).suffix(2).allSatisfy { abs($0.bounds.maxX - 210) < 1e-9 })
    #expect(end == 20 + 2 * style.lineHeight(style.font(.label)))
    #expect(style.widest(["a", "aaa", "aa"]) == style.width("aaa"))
    #expect(style.widest([]) == 0)
  }
}
