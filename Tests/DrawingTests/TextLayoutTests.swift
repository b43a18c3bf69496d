import Drawing
import Testing

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

  @Test("a digest is broken into parts of about one length")
  func digest() {
    let font = style.font(.body)
    let digest = String((0..<64).map { Array("0123456789abcdef")[$0 * 7 % 16] })
    let whole = style.measurer.measure(digest, font: font).width
    for width in [0.99 * whole, 0.6 * whole, 0.45 * whole] {
      let lines = style.lines(of: digest, font, width: width)
      #expect(lines.joined() == digest && lines.count > 1)
      #expect(lines.allSatisfy { $0.count >= lines[0].count / 2 }, "\(lines)")
    }
  }

  @Test("a sentence that is too long leaves its room to those behind it")
  func sentences() {
    let font = style.font(.body)
    let long = "This one goes on \(String(repeating: "and on ", count: 40))to its end."
    let text = "The first. \(long) “St. Bernard. Dog” comes last."
    let kept = style.sentences(text, font, width: 600, limit: 2)
    #expect(kept == "The first. “St. Bernard. Dog” comes last.")
    #expect(style.sentences(long, font, width: 600, limit: 2) == long)
    #expect(style.sentences("One. Two.", font, width: 600, limit: 1) == "One. Two.")
    #expect(style.sentences("", font, width: 600, limit: 1) == "")
  }

  @Test("titles of one kind are cut alike")
  func alike() {
    let font = style.font(.label)
    let titles = ["Conv 3×3, stride 2, ReLU", "Conv 3×3, stride 2", "Conv"]
    func width(_ text: String) -> Double { style.measurer.measure(text, font: font).width + 1 }
    let fitting = style.firstFitting(
      alike: [
        ("conv", titles, width(titles[0])), ("conv", titles, width(titles[1])),
        ("dense", ["Dense, ReLU", "Dense"], width("Dense, ReLU")),
      ], font)
    #expect(fitting == [titles[1], titles[1], "Dense, ReLU"])
  }

  @Test("from the double on a relation is told in times")
  func relations() {
    #expect(NumberText.relation(0.74, to: 1) == "26 % lower")
    #expect(NumberText.relation(1.711, to: 1) == "71 % higher")
    #expect(NumberText.relation(16.61, to: 1) == "17 times as large")
    #expect(NumberText.relation(1, to: 0) == "higher")
  }
}
