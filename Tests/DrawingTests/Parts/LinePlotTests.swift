import Drawing
import Testing

@Suite struct LinePlotTests {
  private static let style = Style(theme: .light, page: .slide, measurer: PangoMeasurer())
  private static let frame = Rect(x: 20, y: 30, width: 600, height: 300)

  /// Two curves that end at almost the same value, the first one broken twice, and a level.
  private static func plot(_ leader: LinePlot.Leader) -> LinePlot {
    let stroke = Stroke(style.theme.test, width: 2)
    func curve(_ id: String, _ values: [Double?], hasDots: Bool) -> LinePlot.Curve {
      let values = values.enumerated().map { (x: Double($0.offset + 1), y: $0.element) }
      return LinePlot.Curve(id: id, values: values, stroke: stroke, dot: 3, hasDots: hasDots)
    }
    var plot = LinePlot(x: .epochs(Array(1...6)), y: Axis("loss", domain: 0...10))
    plot.curves = [
      curve("broken", [9, 7, nil, 5, nil, 0.6], hasDots: false),
      curve("whole", [8, 6, 4, 0.5], hasDots: true),
    ]
    plot.ends = plot.curves.compactMap { curve in
      curve.end { value in ["\(curve.id) \(value)", "\(value)"] }
    }
    plot.levels = [(id: "level", value: 0.5, label: "level 0.5")]
    plot.leader = leader
    return plot
  }

  private func paths(_ marks: [Mark], _ id: String?) -> [PathMark] {
    marks.compactMap { mark in
      if case .path(let path) = mark, path.id == id { return path }
      return nil
    }
  }

  private func texts(_ marks: [Mark]) -> [TextMark] {
    marks.compactMap { mark in
      if case .text(let text) = mark { return text }
      return nil
    }
  }

  @Test func aMissingValueBreaksTheLine() throws {
    let marks = Self.plot(.none).marks(in: Self.frame, style: Self.style)
    let parts = paths(marks, "broken")
    // 9 to 7 is a line, 5 and 0.6 stand alone.
    #expect(parts.map { $0.stroke != nil } == [true, false, false])
    let tops = parts.compactMap(\.path.bounds?.center.y)
    #expect(tops == tops.sorted())
    #expect(paths(marks, "whole").count == 1)
    #expect((0..<4).allSatisfy { paths(marks, "whole/\($0)").count == 1 })
  }

  @Test func namesStandALineApartAtTheirValues() throws {
    let marks = Self.plot(.none).marks(in: Self.frame, style: Self.style)
    let ends = texts(marks).filter {
      ["broken/label", "whole/label", "level/label"].contains($0.id)
    }
    #expect(ends.map(\.string) == ["broken 0.6", "whole 0.5", "level 0.5"])
    let line = Self.style.lineHeight(Self.style.font(.label))
    let middles = ends.map(\.bounds.center.y)
    #expect(zip(middles, middles.dropFirst()).allSatisfy { $1 - $0 > line - 0.01 })
    #expect(ends.allSatisfy { Self.frame.contains($0.bounds, tolerance: 0.01) })
    let level = try #require(paths(marks, "level").first?.path.bounds)
    #expect(ends.allSatisfy { $0.bounds.x > level.maxX })
    // Where there is less room, a name is shorter.
    var narrow = Self.plot(.none)
    narrow.labelRoom = 40
    #expect(texts(narrow.marks(in: Self.frame, style: Self.style)).contains { $0.string == "0.6" })
  }

  @Test func aLeaderStartsWhereItsKindSays() throws {
    func leaders(_ kind: LinePlot.Leader) -> [PathMark] {
      paths(Self.plot(kind).marks(in: Self.frame, style: Self.style), nil).filter {
        $0.stroke?.color == Self.style.theme.test
      }
    }
    #expect(leaders(.none).isEmpty)
    let edge = leaders(.fromEdge)
    let value = leaders(.fromValue)
    #expect(edge.count == 2 && value.count == 2)
    // The first curve ends at the plot's edge, the second one two epochs before it.
    #expect(edge.map { $0.stroke?.dash.isEmpty } == [true, false])
    #expect(value.map { $0.stroke?.dash.isEmpty } == [false, false])
    #expect(edge.map(\.path.elements.count) == [2, 3] && value[0].path.elements.count == 3)
  }

  @Test func theBestIsPointedOutAndTheBandShaded() throws {
    var plot = Self.plot(.none)
    plot.best = (
      id: "best", x: 4, y: 0.5, labels: ["best: epoch 4"], color: Self.style.theme.test
    )
    plot.band = ("band", 1...3)
    plot.headings = ["A heading that is far too long for the width of this plot", "Heading"]
    let frame = Rect(x: 0, y: 0, width: 260, height: 260)
    let marks = plot.marks(in: frame, style: Self.style)
    let dot = try #require(paths(marks, "best").first?.path.bounds)
    let curve = try #require(paths(marks, "whole/3").first?.path.bounds)
    #expect(abs(dot.center.x - curve.center.x) < 1e-9 && abs(dot.center.y - curve.center.y) < 1e-9)
    let label = try #require(texts(marks).first { $0.id == "best/label" })
    #expect(!label.bounds.overlaps(dot))
    let band = try #require(paths(marks, "band").first?.path.bounds)
    let third = try #require(paths(marks, "whole/2").first?.path.bounds)
    #expect(abs(band.maxX - third.center.x) < 1e-9)
    #expect(texts(marks).contains { $0.string == "Heading" && $0.bounds.y < band.y })
  }
}

extension LinePlot {
  fileprivate func marks(in frame: Rect, style: Style) -> [Mark] {
    var canvas = Canvas(style)
    draw(in: frame, on: &canvas)
    return canvas.marks
  }
}
