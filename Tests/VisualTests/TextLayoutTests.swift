import Testing
import Visual

/// How text is broken into lines.
struct TextLayoutTests {
  private let style = Style(theme: .light, page: .slide, measurer: PangoMeasurer())

  @Test("sizes and a last number stay in one line, whatever the width")
  func whatIsReadInOnePiece() {
    let font = style.font(.body)
    let text = "repeats every 2 × 2 pixels of 1 × 28 × 28, and the kernel moves by stride 2"
    let widest = style.measurer.measure(text, font: font).width
    let piece = style.measurer.measure("1 × 28 × 28,", font: font).width
    for width in stride(from: piece + 1, through: widest + 1, by: 7) {
      let lines = style.lines(of: text, font, width: width)
      #expect(lines.joined(separator: " ") == text)
      #expect(lines.allSatisfy { style.measurer.measure($0, font: font).width <= width })
      #expect(!lines.contains { $0.hasPrefix("×") || $0.hasSuffix("×") }, "\(lines)")
      #expect(lines.last?.hasSuffix("stride 2") == true, "\(lines)")
      #expect(lines.contains { $0.contains("1 × 28 × 28") }, "\(lines)")
    }
  }

  @Test("a word wider than the line is broken, and nothing is lost")
  func tooWide() {
    let font = style.font(.body)
    let word = String(repeating: "w", count: 60)
    let lines = style.lines(of: "a \(word) 28 × 28", font, width: 80)
    #expect(lines.joined().filter { $0 != " " } == "a\(word)28×28")
    #expect(lines.allSatisfy { style.measurer.measure($0, font: font).width <= 80 })
  }
}
