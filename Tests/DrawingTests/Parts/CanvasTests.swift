import AECore
import Drawing
import Testing

struct CanvasTests {
  private let style = Style(theme: .light, page: .slide, measurer: PangoMeasurer())

  private func texts(_ marks: [Mark]) -> [TextMark] {
    marks.compactMap { mark in
      if case .text(let text) = mark { return text }
      return nil
    }
  }

  @Test func aTextWithoutAFontIsALabel() {
    var draw = Canvas(style)
    let label = draw.text("0.013", at: Point(10, 20))
    #expect(label.font == style.font(.label))
    #expect(label.bounds.width == style.width("0.013"))
    #expect(style.widest(["a", "aaa"], isBold: true) == style.width("aaa", isBold: true))
    #expect(style.line == style.lineHeight(style.font(.label)))
  }

  @Test func namesStandBesideAnArrowAndShareTheWidth() throws {
    func names(_ first: String, _ second: String, width: Double) -> [TextMark] {
      var draw = Canvas(style)
      draw.names(
        from: first, to: second, style.font(.label), at: Point(100, 0), width: width, id: "pair")
      return texts(draw.marks)
    }
    let roomy = names("sneaker", "bag", width: 500)
    #expect(roomy.map(\.string) == ["sneaker", "→", "bag"])
    #expect(roomy.map(\.id) == ["pair/from", nil, "pair/to"])
    // A short name leaves its room to a long one.
    let long = String(repeating: "long", count: 20)
    let narrow = names(long, "bag", width: 200)
    #expect(narrow[0].string.hasSuffix("…") && narrow[2].string == "bag")
    #expect(try #require(narrow.last).bounds.maxX <= 300)
    #expect(names("", "bag", width: 200).map(\.string) == ["→", "bag"])
  }

  @Test func aCrossIsBothDiagonals() {
    let cross = Path.cross(Rect(x: 1, y: 2, width: 3, height: 4))
    #expect(cross == .line(Point(1, 2), Point(4, 6)) + .line(Point(1, 6), Point(4, 2)))
  }

  @Test func labelsThatWouldTouchAreSkipped() {
    #expect(Style.every(10, pitch: 20) == 1)
    #expect(Style.every(41, pitch: 20) == 3)
    #expect(Style.every(10, pitch: 0) > 1)
  }

  @Test func valuesAreCountedInBinsOfTheScale() {
    let scale = Scale(.logarithmic, domain: 1...10_000, from: 0, to: 1)
    #expect(scale.counts(of: [1, 2, 50, 10_000, 1e9, .nan], bins: 4) == [2, 1, 0, 2])
  }

  @Test func anAxisWithoutTicksKeepsRoomForOtherLabels() {
    let frame = Rect(x: 0, y: 0, width: 300, height: 200)
    func plot(_ room: Double) -> PlotArea {
      var axis = Axis("value", domain: 0...1, hasTicks: false)
      axis.room = room
      return PlotArea(x: axis, y: Axis("KL", domain: 0...1), in: frame, style: style)
    }
    #expect(abs(plot(0).rect.height - plot(30).rect.height - 30) < 1e-9)
    #expect(
      texts(plot(0).axes).map(\.bounds.maxY).max() == texts(plot(30).axes).map(\.bounds.maxY).max())
  }

  @Test func aTensorIsAnImageOrAMap() {
    let image = Tensor([1, 1, 2], [0, 0.5])
    #expect(Raster.image(image, limits: 0...0.5).rgba == [0, 0, 0, 255, 255, 255, 255, 255])
    let scale = ColorScale.sequential(0...1)
    #expect(
      Raster.map(Tensor([2, 1], [0, 1]), scale: scale)
        == .map([0, 1], height: 2, width: 1, scale: scale))
  }
}
