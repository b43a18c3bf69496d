import Drawing
import Testing

@Suite struct RowChartTests {
  private static let style = Style(theme: .light, page: .slide, measurer: PangoMeasurer())
  private static let frame = Rect(x: 10, y: 20, width: 500, height: 260)
  private static let names = ["short", "a longer name", "b"]

  private static func chart(rows: Double? = nil) -> RowChart {
    RowChart(
      Axis("error", domain: 0...4), names: names, rows: rows, numberRoom: 80, in: frame,
      style: style)
  }

  @Test func rowsShareTheHeightAndBarsFollowTheirValues() {
    let chart = Self.chart()
    let bars = [1.0, 2, 4].enumerated().map {
      chart.bar(Double($0), to: $1, thickness: chart.step / 2)
    }
    #expect(abs(chart.step * 3 - chart.rect.height) < 1e-9)
    #expect(bars.allSatisfy { chart.rect.contains($0, tolerance: 0.01) && $0.x == chart.rect.x })
    #expect(abs(bars[1].width - 2 * bars[0].width) < 1e-9)
    #expect(abs(bars[2].maxX - chart.rect.maxX) < 1e-9)
    #expect(abs(bars[1].center.y - chart.rect.center.y) < 1e-9)
    let interval = chart.bar(0, from: 1, to: 3, thickness: 4)
    #expect(abs(interval.x - bars[0].maxX) < 1e-9 && abs(interval.width - bars[1].width) < 1e-9)
    // Nothing is drawn backwards.
    #expect(chart.bar(0, from: 3, to: 1, thickness: 4).width == 0)
    // Room between groups is a part of a row.
    #expect(abs(Self.chart(rows: 3.4).step * 3.4 - chart.rect.height) < 1e-9)
  }

  @Test func namesEndAGapBeforeTheAxisAndNumbersHaveRoom() {
    let chart = Self.chart()
    var draw = Canvas(Self.style)
    for (row, name) in Self.names.enumerated() { chart.name(Double(row), name, on: &draw) }
    for case .text(let text) in draw.marks {
      #expect(abs(text.bounds.maxX - (chart.rect.x - Self.style.gap)) < 1e-9)
      #expect(text.bounds.x > Self.frame.x - 0.01)
    }
    #expect(chart.rect.maxX <= Self.frame.maxX - 80)
  }

  @Test func aReferenceKeepsItsNameInside() throws {
    let chart = Self.chart()
    for value in [0.0, 2, 4] {
      let (line, label) = chart.reference(
        at: value, ["a long name for it", "name"], width: chart.rect.width,
        upTo: chart.rect.maxX, bottom: chart.rect.y, id: "mean", style: Self.style)
      guard case .path(let path) = line, case .text(let text) = label else {
        Issue.record("not a line and a text")
        continue
      }
      #expect(path.path.bounds?.x == chart.x(value))
      #expect(text.string == "a long name for it")
      #expect(text.bounds.x > chart.rect.x - 0.01 && text.bounds.maxX < chart.rect.maxX + 0.01)
      #expect(abs(text.bounds.maxY - chart.rect.y) < 1e-9)
    }
  }

  @Test func withoutTicksTheRowsAreWhereTheyAreSaidToBe() {
    let chart = RowChart(upTo: 5, rows: 4, in: Self.frame, style: Self.style)
    #expect(chart.rect == Self.frame && chart.step == 65 && chart.axes.count == 1)
    #expect(chart.x(5) == Self.frame.maxX)
    #expect(chart.tick(1, at: 0, height: 10).bounds == Rect(x: 10, y: 112.5, width: 0, height: 10))
    // Errors of zero have no bars, and are no failure.
    let flat = RowChart(upTo: 0, rows: 1, in: Self.frame, style: Self.style)
    #expect(flat.bar(0, to: 0, thickness: 4).width == 0)
  }
}
