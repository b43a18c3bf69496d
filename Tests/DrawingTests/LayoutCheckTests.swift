import Drawing
import DrawingTesting
import Testing

/// That the check finds each kind of mistake, and nothing in a page without one.
struct LayoutCheckTests {
  private let style = SampleScene.style(.light)
  private let font = Font(size: 12)

  private func problems(_ marks: [Mark], background: Color? = Color(0xFFFFFF)) -> [String] {
    LayoutCheck.problems(
      in: SampleScene.scene(marks, background: background), minimumTextSize: 10)
  }

  private func text(
    _ string: String, _ x: Double, _ y: Double, size: Double = 12, color: Color = Color(0x000000),
    halo: Stroke? = nil
  ) -> Mark {
    .text(style.text(string, Font(size: size), at: Point(x, y), color: color, halo: halo))
  }

  private func square(
    _ x: Double, _ y: Double, _ side: Double, fill: Color? = nil, line: Double? = nil
  ) -> Mark {
    .path(
      PathMark(
        id: "square", .rect(Rect(x: x, y: y, width: side, height: side)), fill: fill,
        stroke: line.map { Stroke(Color(0x000000), width: $0) }))
  }

  @Test(arguments: Theme.named)
  func `A good page has no problem`(theme: Theme) {
    for scene in [SampleScene.shapes(theme), SampleScene.words(theme), SampleScene.images()] {
      #expect(LayoutCheck.problems(in: scene, minimumTextSize: 10) == [])
    }
  }

  @Test func `Texts that lie on each other are named`() {
    let found = problems([text("encoder", 20, 40), text("decoder", 40, 44)])
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("“encoder” and “decoder” overlap") == true)
  }

  @Test func `Texts that touch, or that nobody sees, do not overlap`() {
    let width = style.measurer.measure("encoder", font: font).width
    #expect(problems([text("encoder", 20, 40), text("decoder", 20 + width, 40)]) == [])
    #expect(
      problems([text("encoder", 20, 40), .group(Group(opacity: 0, [text("decoder", 20, 40)]))])
        == [])
    // The next step of an animation shows the same words; within one page both are seen.
    #expect(
      problems([text("encoder", 20, 40), .group(Group(opacity: 0.2, [text("decoder", 20, 40)]))])
        .count == 1)
  }

  @Test func `What reaches over the edge is found`() {
    #expect(problems([text("encoder", 180, 40)]).first?.contains("“encoder” leaves") == true)
    #expect(problems([text("encoder", 20, 4)]).count == 1)
    #expect(problems([square(190, 10, 20, fill: Color(0))]).count == 1)
    let image = ImageMark(
      id: "hard", SampleScene.raster, rect: Rect(x: -5, y: 10, width: 20, height: 20))
    #expect(problems([.image(image)]).first?.hasPrefix("image “hard” leaves the page") == true)
  }

  @Test func `Half of a line's width counts`() {
    #expect(problems([square(2, 2, 50, line: 4)]) == [])
    #expect(problems([square(2, 2, 50, line: 8)]).count == 1)
    // Neither filled nor drawn: nothing to see.
    #expect(problems([square(-100, 2, 50)]) == [])
  }

  @Test func `A curve counts, its control points do not`() {
    // The curve itself ends at y = 7.5, three quarters of the way to its control points.
    let arch = Path([
      .move(Point(20, 60)), .curve(Point(20, -10), Point(80, -10), Point(80, 60)),
    ])
    #expect(problems([.path(PathMark(arch, stroke: Stroke(Color(0), width: 1)))]) == [])
    let higher = Path([
      .move(Point(20, 60)), .curve(Point(20, -30), Point(80, -30), Point(80, 60)),
    ])
    #expect(problems([.path(PathMark(higher, stroke: Stroke(Color(0), width: 1)))]).count == 1)
  }

  @Test func `A clip hides what leaves the page, and may not cut a text`() {
    let clip = Path.rect(Rect(x: 10, y: 10, width: 100, height: 100))
    #expect(
      problems([.group(Group(clip: clip, [square(-50, 20, 500, fill: Color(0xDDDDDD))]))]) == [])
    let cut = problems([.group(Group(clip: clip, [text("encoder", 90, 40)]))])
    #expect(cut.first?.hasPrefix("“encoder” is cut by the clip") == true)
    let inner = Group(
      clip: .rect(Rect(x: 150, y: 10, width: 20, height: 20)), [square(0, 0, 900, fill: Color(0))])
    #expect(problems([.group(Group(clip: clip, [.group(inner)]))]) == [])
  }

  @Test func `Text below the limit is found`() {
    #expect(problems([text("encoder", 20, 40, size: 10)]) == [])
    let found = problems([text("encoder", 20, 40, size: 9.5)])
    #expect(found == ["“encoder” is set in 9.5 points, below 10"])
  }

  @Test func `Pale text is found, on the page and on marks`() {
    let pale = Color(0xBBBBBB)
    #expect(
      problems([text("encoder", 20, 40, color: pale)]).first?.contains("hard to read") == true)
    #expect(problems([text("encoder", 20, 40, color: pale)], background: Color(0x000000)) == [])
    let dark = square(10, 10, 90, fill: Color(0x000000))
    #expect(problems([dark, text("encoder", 20, 40, color: pale)]) == [])
    #expect(problems([dark, text("encoder", 20, 40)]).count == 1)
    // Pale paint over a dark one, half of it: 0x80 grey.
    let veil = square(10, 10, 90, fill: Color(0xFFFFFF, alpha: 0.5))
    #expect(problems([dark, veil, text("encoder", 20, 40, color: pale)]).count == 1)
  }

  @Test func `A halo makes text readable, unless it has the text's colour`() {
    let dark = square(10, 10, 90, fill: Color(0x000000))
    let white = Stroke(Color(0xFFFFFF), width: 3)
    #expect(problems([dark, text("encoder", 20, 40, halo: white)]) == [])
    #expect(
      problems([text("encoder", 20, 40, halo: Stroke(Color(0x111111), width: 3))]).count == 1)
  }

  @Test func `The pixel beneath a text counts`() {
    let image = ImageMark(SampleScene.raster, rect: Rect(x: 10, y: 10, width: 80, height: 80))
    let white = Color(0xFFFFFF)
    // Dark at the top left, light at the bottom right.
    #expect(problems([.image(image), text("1", 14, 24, color: white)]) == [])
    #expect(problems([.image(image), text("1", 80, 88, color: white)]).count == 1)
  }

  @Test func `On a transparent page only marks are known`() {
    #expect(problems([text("encoder", 20, 40, color: Color(0xBBBBBB))], background: nil) == [])
    let white = square(10, 10, 90, fill: Color(0xFFFFFF))
    #expect(
      problems([white, text("encoder", 20, 40, color: Color(0xBBBBBB))], background: nil).count == 1
    )
  }

  @Test func `A text beneath a later mark is found`() {
    let lid = square(10, 10, 90, fill: Color(0xFFFFFF))
    #expect(problems([text("encoder", 20, 40), lid]) == ["“encoder” is covered by path “square”"])
    // An outline lets the text be seen; so does a hole.
    #expect(problems([text("encoder", 20, 40), square(10, 10, 90, line: 1)]) == [])
  }
}
