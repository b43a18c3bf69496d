import Drawing
import Testing

@Suite struct FactTableTests {
  private static let style = Style(theme: .light, page: .slide, measurer: PangoMeasurer())
  private static let facts = [
    FactTable.Fact(name: "Data", value: "digits"),
    .init(name: "Source", value: "somewhere", rank: 3),
    .init(name: "Loss", value: String(repeating: "many words ", count: 20)),
    .init(name: "Image", value: "28 × 28", rank: 1), .init(name: "Model", value: "conv"),
  ]

  private func texts(height: Double) -> (texts: [TextMark], height: Double) {
    var draw = Canvas(Self.style)
    let used = FactTable(Self.facts).draw(
      in: Rect(x: 5, y: 7, width: 400, height: height), on: &draw)
    let texts = draw.marks.compactMap { mark -> TextMark? in
      if case .text(let text) = mark { return text }
      return nil
    }
    return (texts, used)
  }

  /// The names that are shown, in their order, and how many lines the long value has.
  private func shown(lines: Double) -> String {
    let texts = texts(height: lines * Self.style.lineHeight(Self.style.font(.label)) + 10).texts
    let names = texts.filter { $0.bounds.x == 5 }.map(\.string).joined(separator: " ")
    return "\(names): \(texts.count { $0.string.contains("many") })"
  }

  @Test func whatMattersLeastGoesFirst() {
    #expect(shown(lines: 9) == "Data Source Loss Image Model: 3")
    #expect(shown(lines: 6) == "Data Loss Image Model: 3")
    #expect(shown(lines: 5) == "Data Loss Image Model: 2")
    #expect(shown(lines: 4) == "Data Loss Model: 2")
    #expect(shown(lines: 3) == "Data Loss Model: 1")
    // In the end the last facts; one always stays.
    #expect(shown(lines: 2) == "Data Loss: 1")
    #expect(shown(lines: 0) == "Data: 0")
  }

  @Test func valuesStandInOneColumn() throws {
    let (texts, height) = texts(height: 300)
    let values = texts.filter { $0.bounds.x > 5 }
    let left = try #require(values.map(\.bounds.x).min())
    #expect(values.allSatisfy { abs($0.bounds.x - left) < 1e-9 && $0.bounds.maxX < 405.01 })
    #expect(texts.filter { $0.bounds.x == 5 }.allSatisfy { $0.bounds.maxX < left })
    let foot = try #require(texts.map(\.bounds.maxY).max())
    #expect(foot < 7 + height + 0.01)
  }
}
