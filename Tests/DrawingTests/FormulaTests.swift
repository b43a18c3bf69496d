import Drawing
import DrawingTesting
import Testing

struct FormulaTests {
  private let style = Style(theme: .light, page: .slide, measurer: FixedWidthMeasurer())
  private let font = Font(.math, size: 20)

  private func texts(_ marks: [Mark]) -> [TextMark] {
    marks.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  private let fraction = Formula([
    .floor([.fraction([.symbol("5", nil), .relation("+"), .symbol("2", nil)], [.symbol("2", nil)])]
    ),
    .relation("="), .symbol("3", Theme.light.small),
  ])

  @Test func aFractionsPartsLieAboveAndBelowItsRule() throws {
    let marks = style.formula(fraction, font, at: Point(10, 100))
    let texts = texts(marks)
    #expect(texts.map(\.string) == ["5", "+", "2", "2", "=", "3"])
    let numerator = texts[0].bounds.union(texts[2].bounds)
    #expect(numerator.maxY <= texts[3].bounds.y)
    #expect(abs(numerator.center.x - texts[3].bounds.center.x) < 1e-9)
    #expect(texts[5].origin.y == 100)
    #expect(texts[5].color == Theme.light.ink(for: Theme.light.small))
  }

  /// On a canvas a formula hangs from its top, at its left, its middle or its right.
  @Test func aFormulaHangsFromItsTop() throws {
    let box = style.extents(of: fraction, font)
    for (anchor, left) in [(Style.HorizontalAnchor.leading, 50), (.center, 50 - box.width / 2)] {
      var draw = Canvas(style)
      #expect(draw.formula(fraction, font, at: Point(50, 20), anchor) == box.height)
      #expect(
        draw.marks == style.formula(fraction, font, at: Point(left, 20 + box.ascent)))
    }
    #expect(style.width([fraction, Formula([])], font) == box.width)
    #expect(style.height([fraction, fraction], font) == 2 * box.height)
  }

  /// Type shrinks where that keeps a formula in its line, but stays readable.
  @Test func mathematicsShrinksToItsLine() {
    let usual = style.mathFace
    let width = style.width([fraction], usual)
    #expect(style.mathFont(for: [fraction], width: width + 1) == usual)
    #expect(style.mathFont(for: [], width: 0).size == usual.size)
    let fitted = style.mathFont(for: [fraction], width: 0.9 * width)
    #expect(fitted.size < usual.size)
    #expect(style.width([fraction], fitted) <= 0.9 * width + 1e-6)
    #expect(style.mathFont(for: [fraction], width: 1).size == style.page.minimumTextSize)
  }

  @Test func extentsHoldEveryMark() {
    let box = fraction.extents(font: font, measurer: style.measurer)
    let frame = Rect(x: 10, y: 100 - box.ascent, width: box.width, height: box.height)
    for mark in style.formula(fraction, font, at: Point(10, 100)) {
      switch mark {
      case .text(let text): #expect(frame.contains(text.bounds, tolerance: 1e-6))
      case .path(let path):
        #expect(path.path.bounds.map { frame.contains($0, tolerance: 1e-6) } == true)
      default: Issue.record("a formula has texts and lines only")
      }
    }
  }

  @Test func longFormulasBreakBeforeARelation() {
    let sum = Formula((1...6).flatMap { [.relation("+"), .symbol("\($0)00", nil)] })
    let width = sum.extents(font: font, measurer: style.measurer).width
    #expect(sum.lines(width: width + 1, font: font, measurer: style.measurer) == [sum])
    let lines = sum.lines(width: width / 2 + 1, font: font, measurer: style.measurer)
    #expect(lines.count == 2)
    #expect(lines.flatMap(\.parts) == sum.parts)
    #expect(lines.allSatisfy { $0.parts.first == .relation("+") })
  }
}
