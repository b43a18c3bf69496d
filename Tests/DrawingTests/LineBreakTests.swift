import Drawing
import DrawingTesting
import Foundation
import Testing

/// Where lines end, and where names are cut.
struct LineBreakTests {
  private let style = Style(theme: .light, page: .slide, measurer: PangoMeasurer())
  private var font: Font { style.font(.body) }

  private func width(_ string: String) -> Double {
    style.measurer.measure(string, font: font).width
  }

  /// A text in a script, and what Unicode says of its lines.
  struct Script: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    /// Whether words stand apart.
    var hasSpaces = false
    /// What must not start a line.
    var notFirst = ""
    /// What must not end one.
    var notLast = ""
    var testDescription: String { name }
  }

  @Test(arguments: [
    Script(
      name: "Chinese", text: "重建误差越大，图像越不像训练时见过的图像。猫（家养）和狗最难重建！",
      notFirst: "，。）！", notLast: "（"),
    Script(
      name: "Japanese", text: "再構成誤差が大きいほど、「ニューラルネットワーク」は画像をよく知らない。",
      notFirst: "、。」ー", notLast: "「"),
    Script(
      name: "Arabic", text: "خطأ إعادة البناء أكبر من المتوسط في هذه الفئة من الصور",
      hasSpaces: true),
    Script(
      name: "English",
      text: "the held-out class, by t-SNE of encoder/decoder codes in 0.1–0.5, doi:10.24/C50",
      hasSpaces: true),
    Script(name: "Korean", text: "재구성 오차가 클수록 모델이 처음 보는 이미지일 가능성이 높다.", notFirst: "."),
  ])
  func linesAreBrokenWhereTheScriptLetsThemFitAndLoseNothing(_ script: Script) {
    for room in stride(from: 120.0, through: 400, by: 17) {
      let lines = style.lines(of: script.text, font, width: room)
      #expect(lines.allSatisfy { width($0) <= room }, "\(lines)")
      #expect(lines.joined().filter { $0 != " " } == script.text.filter { $0 != " " })
      if script.hasSpaces,
        script.text.split(separator: " ").allSatisfy({ width(String($0)) <= room })
      {
        #expect(lines.joined(separator: " ") == script.text)
      }
      for (line, next) in zip(lines, lines.dropFirst()) {
        #expect(!script.notFirst.contains(next.prefix(1)) || script.notFirst.isEmpty, "\(lines)")
        #expect(!script.notLast.contains(line.suffix(1)) || script.notLast.isEmpty, "\(lines)")
        // A sign and what may not stand alone beside it are at most four letters wide.
        if !script.hasSpaces { #expect(width(line) > room - 4 * font.size, "\(lines)") }
      }
    }
  }

  /// A place and a number with its unit stay in one line where they fit.
  @Test func placesAndQuantitiesStayTogether() {
    let text = "cell (1, 2) of 17.3 dB, above 22 % and (10, 11); so 4.76 nats in all, 9 cells (all)"
    for room in stride(from: 130.0, through: 700, by: 7) {
      let lines = style.lines(of: text, font, width: room)
      #expect(lines.joined(separator: " ") == text)
      for piece in ["(1, 2)", "17.3 dB,", "22 %", "(10, 11);", "4.76 nats"] {
        #expect(lines.contains { $0.contains(piece) }, "\(lines)")
      }
    }
  }

  @Test func thaiIsBrokenBetweenTheWordsOfItsDictionaryWhichNoSpaceParts() {
    let words = ["การ", "สร้าง", "ภาพ", "ใหม่", "ด้วย", "โครง", "ข่าย", "ประสาท", "เทียม"]
    let ends = Set(words.indices.map { words[...$0].joined() })
    for room in [120.0, 160, 240, 330] {
      let lines = style.lines(of: words.joined(), font, width: room)
      #expect(lines.count > 1 && lines.joined() == words.joined())
      for count in lines.indices { #expect(ends.contains(lines[...count].joined()), "\(lines)") }
    }
  }

  @Test func aCompoundThatIsTooWideForALineIsBrokenBehindItsHyphens() {
    let name = "mixed-precision-convolutional-autoencoder-of-faces"
    let lines = style.lines(of: "Run \(name)", font, width: width("convolutional-auto"))
    #expect(lines.count > 2)
    #expect(lines.joined().filter { $0 != " " } == "Run" + name)
    #expect(lines.dropFirst().dropLast().allSatisfy { $0.hasSuffix("-") }, "\(lines)")
  }

  @Test(arguments: [Font(.math, size: 22, isItalic: true), Font(size: 18, isItalic: true)])
  func slantedLettersDoNotReachOutOfALine(font: Font) {
    let text = "of all half stuff f if off fluff of leaf d staff"
    for room in stride(from: 60.0, through: 300, by: 1.7) {
      let lines = style.lines(of: text, font, width: room)
      #expect(lines.allSatisfy { style.measurer.measure($0, font: font).width <= room })
      #expect(lines.joined(separator: " ") == text)
    }
  }

  @Test(arguments: [
    "Convolution of the encoder, stride 2", "重建误差越大，图像越不像训练", "خطأ إعادة البناء أكبر من المتوسط",
    "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
  ])
  func aNameIsCutWhereItIsFullBetweenWhatAReaderTakesForLetters(name: String) {
    #expect(style.truncated(name, font, width: width(name)) == name)
    for room in stride(from: 2, to: width(name) - 1, by: 3.3) {
      let short = style.truncated(name, font, width: room)
      guard width("…") <= room else {
        #expect(short == "")
        continue
      }
      #expect(width(short) <= room && short.hasSuffix("…") && name.hasPrefix(short.dropLast()))
      // What is left out would not have fitted: a letter and its kerning are the doubt.
      let longer = String(name.prefix(short.count + 1)) + "…"
      #expect(longer.count > name.count || width(longer) > room, "\(short)")
    }
  }

  @Test func whatIsLeftOverOfLinesEndsInAnEllipsis() {
    let text = "one two three four five six seven eight nine ten"
    let lines = style.clampedLines(text, font, width: 100, limit: 2)
    #expect(lines.count == 2 && lines[0] == style.lines(of: text, font, width: 100)[0])
    #expect(lines[1].hasSuffix("…") && width(lines[1]) <= 100)
    #expect(style.clampedLines(text, font, width: 1000, limit: 2) == [text])
    #expect(style.clampedLines(text, font, width: 100, limit: 0).isEmpty)
  }

  @Test(arguments: [0, -3, Double.nan, 1e300, .infinity])
  func aWidthThatMakesNoSenseStopsNothing(_ room: Double) {
    let text = "two words"
    #expect(style.lines(of: text, font, width: room).joined().filter { $0 != " " } == "twowords")
    #expect(style.lines(of: "", font, width: room).isEmpty)
    #expect(["", text].contains(style.truncated(text, font, width: room)))
  }

  @Test func aNameOf2000LettersIsMeasuredAFewTimesNotOnceForEachLetter() {
    for letter in ["w", "图", "e-"] {
      let name = String(repeating: letter, count: 2000 / letter.count)
      let counting = CountingMeasurer()
      let style = Style(theme: .light, page: .slide, measurer: counting)
      let lines = style.lines(of: name, font, width: 300)
      #expect(lines.joined() == name)
      #expect(!style.truncated(name, font, width: 300).isEmpty)
      #expect(counting.letters < 10 * name.count, "\(counting.letters)")
    }
  }

  @Test(arguments: [60.0, 100, 130, 200])
  func theTestsMeasurerKeepsTheHousesRulesToo(room: Double) {
    let style = Style(theme: .light, page: .slide, measurer: FixedWidthMeasurer())
    let font = Font(size: 10)
    let text = "the t-SNE of 4 × 4 codes moves by 2"
    let lines = style.lines(of: text, font, width: room)
    #expect(lines.joined(separator: " ") == text)
    #expect(lines.allSatisfy { style.measurer.measure($0, font: font).width <= room })
    #expect(!lines.contains { $0.hasPrefix("×") || $0.hasSuffix("×") || $0 == "2" }, "\(lines)")
    let word = String(repeating: "w", count: 50)
    #expect(style.lines(of: word, font, width: room).joined() == word)
    #expect(style.truncated(word, font, width: 55) == "wwwwwwwww…")
    #expect(style.truncated(word, font, width: 5) == "")
  }
}

/// Counts the letters that it is asked about.
private final class CountingMeasurer: TextMeasurer, @unchecked Sendable {
  private let measurer = PangoMeasurer()
  private let lock = NSLock()
  private var asked = 0

  var letters: Int { lock.withLock { asked } }

  private func count(_ string: String) { lock.withLock { asked += string.count } }

  func measure(_ string: String, font: Font) -> TextExtents {
    count(string)
    return measurer.measure(string, font: font)
  }

  func lines(of string: String, font: Font, width: Double) -> [String] {
    count(string)
    return measurer.lines(of: string, font: font, width: width)
  }

  func shortened(_ string: String, font: Font, width: Double) -> String {
    count(string)
    return measurer.shortened(string, font: font, width: width)
  }
}
