import Drawing
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Where letters are, as measured and as drawn.
struct PangoMeasurerTests {
  private let measurer = PangoMeasurer()

  /// The box of all pixels that are not white, in points.
  private func ink(_ mark: TextMark, dpi: Double) throws -> Rect {
    let pixels = try SceneEncoder.renderPixels(
      scene: Scene(
        size: Size(300, 60), background: Color(0xFFFFFF), title: "", description: "",
        marks: [.text(mark)]), dpi: dpi)
    var box: Rect?
    for y in 0..<pixels.height {
      for x in 0..<pixels.width where pixels.rgba[4 * (y * pixels.width + x)] < 200 {
        let spot = Rect(x: Double(x), y: Double(y), width: 1, height: 1)
        box = box?.union(spot) ?? spot
      }
    }
    let found = try #require(box)
    let scale = 72 / dpi
    return Rect(
      x: found.x * scale, y: found.y * scale, width: found.width * scale,
      height: found.height * scale)
  }

  @Test(
    "What is drawn fills the box that was measured, at any resolution",
    arguments: [
      Font(size: 18), Font(size: 18, isBold: true), Font(size: 13.5, isItalic: true),
      Font(.math, size: 22), Font(.math, size: 22, isItalic: true),
    ], [72.0, 200, 300])
  func measuredIsDrawn(font: Font, dpi: Double) throws {
    let style = Style(theme: .light, page: .slide, measurer: measurer)
    let mark = style.text("HEncoder 28 gH", font, at: Point(20, 30), color: Color(0x000000))
    let ink = try ink(mark, dpi: dpi)
    let pixel = 72 / dpi
    // The bold upright H begins and ends a tenth of its size inside of its advance, at the most.
    // A slanted letter may lean out of its advance on the left by a hair.
    #expect(mark.bounds.contains(ink, tolerance: pixel + 0.02 * font.size))
    #expect(ink.x - mark.bounds.x < 0.1 * font.size + pixel)
    #expect(mark.bounds.maxX - ink.maxX < 0.1 * font.size + pixel)
  }

  @Test func `Widths grow with the size, without steps`() {
    let small = measurer.measure("reconstruction", font: Font(size: 9)).width
    let large = measurer.measure("reconstruction", font: Font(size: 36)).width
    #expect(abs(large - 4 * small) < 0.1)
  }

  @Test func `Digits have one width`() {
    let widths = (0...9).map {
      measurer.measure(String(repeating: "\($0)", count: 10), font: Font(size: 18)).width
    }
    #expect((widths.max() ?? 0) - (widths.min() ?? 0) < 0.01)
  }

  @Test func `Bold is wider, and mathematics has a face of its own`() {
    let plain = measurer.measure("Feature maps", font: Font(size: 18)).width
    #expect(measurer.measure("Feature maps", font: Font(size: 18, isBold: true)).width > plain)
    #expect(measurer.measure("Feature maps", font: Font(.math, size: 18)).width != plain)
  }

  @Test func `Italic mathematics is the italic face, not the upright one pushed over`() {
    // In STIX the italic "v" is narrower than the upright one; slanting keeps the advance.
    let upright = measurer.measure("vvvvvvvvvv", font: Font(.math, size: 20)).width
    let italic = measurer.measure("vvvvvvvvvv", font: Font(.math, size: 20, isItalic: true)).width
    #expect(abs(upright - italic) > 5)
  }

  @Test(
    "Any text is one line, and none stops the program",
    arguments: [
      "", " ", "a\nb\r\nc", "a\tb\u{0}c\u{7F}\u{85}", "שלום עולם", "مرحبا", "漢字かな", "👩‍👩‍👧‍👦🙂",
      "e\u{301}\u{302}\u{303}", "\u{202E}abc", "\u{FFFF}\u{FFFE}\u{10FFFF}", "\u{2028}x\u{2029}y",
      String(repeating: "long ", count: 1000),
    ])
  func anyText(string: String) throws {
    let font = Font(size: 18)
    let extents = measurer.measure(string, font: font)
    #expect(extents.width.isFinite && extents.width >= 0)
    #expect(extents.height > 0 && extents.height < 3 * measurer.measure("x", font: font).height)
    let mark = TextMark(
      string, font: font, color: Color(0x000000), origin: Point(5, 40),
      bounds: Rect(x: 0, y: 0, width: 1, height: 1))
    let scene = SampleScene.scene([.text(mark)])
    _ = try SceneEncoder.png(scene, dpi: 72)
    _ = try SceneEncoder.pdf([scene], metadata: DocumentMetadata(title: string))
    #expect(XMLParser(data: try SceneEncoder.svg(scene)).parse())
  }

  @Test(arguments: [0, -3, Double.nan, .infinity, 1e12])
  func `A size that makes no sense stops nothing`(size: Double) {
    #expect(measurer.measure("x", font: Font(size: size)).width.isFinite)
  }

  @Test func `Many threads get the answers that one gets`() async {
    let words = (0..<200).map { "word \($0) of many" }
    let shared = PangoMeasurer()
    let font = Font(size: 11)
    let together = await withTaskGroup(of: (Int, TextExtents).self) { group in
      for (index, word) in words.enumerated() {
        group.addTask { (index, shared.measure(word, font: font)) }
      }
      return await group.reduce(into: [Int: TextExtents]()) { $0[$1.0] = $1.1 }
    }
    for (index, word) in words.enumerated() {
      #expect(together[index] == measurer.measure(word, font: font))
    }
  }
}
