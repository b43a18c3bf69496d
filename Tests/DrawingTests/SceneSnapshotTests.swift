import Drawing
import DrawingTesting
import Testing

/// What a scene reads like as text.
struct SceneSnapshotTests {
  private static func scene(_ marks: [Mark], theme: Theme = .light) -> Scene {
    Scene(
      size: Size(200, 100.25), background: theme.background, title: "A title",
      description: "What is drawn.", marks: marks)
  }

  private static func lines(_ marks: [Mark], theme: Theme = .light) -> [String] {
    Array(SceneSnapshot(scene(marks, theme: theme), theme: theme).lines.dropFirst(3))
  }

  private static func text(_ string: String, x: Double, color: Color = Theme.light.text) -> Mark {
    .text(
      TextMark(
        string, font: Font(size: 18, isBold: true), color: color, origin: Point(x, 20),
        bounds: Rect(x: x, y: 5, width: 30.04, height: 20)))
  }

  private static func dot(_ x: Double, _ color: Color = Theme.light.large) -> Mark {
    .path(PathMark(id: "dot/\(Int(x))", .circle(center: Point(x, 10), radius: 2), fill: color))
  }

  @Test func aPageIsDescribedAbove() {
    #expect(
      SceneSnapshot(Self.scene([]), theme: .light).lines == [
        "scene 200×100.3 on background", "title \"A title\"", "description \"What is drawn.\"",
      ])
  }

  @Test func everyMarkIsALine() {
    let theme = Theme.light
    let raster = Raster(width: 2, height: 1, rgba: [0, 0, 0, 255, 255, 255, 255, 255])
    let box = Rect(x: 10, y: 20, width: 30, height: 40)
    let marks: [Mark] = [
      Self.text("words", x: 36, color: theme.mutedText),
      .path(PathMark(id: "box", .rect(box), fill: theme.panel.opacity(0.5))),
      .path(PathMark(.roundedRect(box, radius: 3), stroke: Stroke(Color(0x010203), width: 1.25))),
      .path(PathMark(.line(Point(0, 0), Point(1, 2)), stroke: Stroke(theme.line, width: 2))),
      .image(ImageMark(raster, rect: box, isSmooth: true)),
      .group(
        Group(
          id: "g", description: "Two dots.", opacity: 0.15, clip: .rect(box),
          [Self.dot(5), Self.dot(6)])),
    ]
    #expect(
      Self.lines(marks) == [
        "text \"words\" at 36 20, 30.1 wide, text 18 bold, in mutedText",
        "rect 10 20 30×40, fill panel/50% [box]",
        "rounded rect 10 20 30×40 radius 3, stroke #010203, width 1.3",
        "line 0 0 → 1 2, stroke line, width 2",
        "image 2×1 in 10 20 30×40, smooth, pixels 1011df61",
        "group, opacity 15%, clip rect 10 20 30×40, described \"Two dots.\" [g]",
        "  circle 5 10 radius 2, fill large [dot/5]",
        "  circle 6 10 radius 2, fill large [dot/6]",
      ])
  }

  @Test func whatRepeatsStandsTogetherWithItsWords() {
    let names = ["zero", "one", "two"]
    let marks = names.enumerated().flatMap { index, name in
      [Self.dot(Double(10 * index), Theme.light.classes[index]), Self.text(name, x: 7)]
    }
    let lines = Self.lines(marks)
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("3 × in -2 5 39.1×20, "))
    #expect(
      lines.dropFirst() == [
        "  circle 4×4, fill class0 | class1 | class2 [dot/…]",
        "  text 30.1 wide, text 18 bold, in text: \"zero\" \"one\" \"two\"",
      ])
  }

  /// A digest stands for what is not printed, and is not moved by the last bits.
  @Test func aMarkThatMovesIsSeen() {
    func lines(_ shift: Double) -> [String] {
      Self.lines((0..<10).map { Self.dot($0 == 5 ? 20.25 + shift : Double($0)) })
    }
    #expect(lines(0).count == 2)
    #expect(lines(0) == lines(-1e-9))
    #expect(lines(0)[0] != lines(0.2)[0])
  }

  @Test func theDarkPictureIsWhereItDiffers() {
    func snapshot(_ theme: Theme, _ color: Color) -> SceneSnapshot {
      SceneSnapshot(
        Self.scene([Self.dot(1, theme.large), Self.dot(2, color)], theme: theme), theme: theme)
    }
    let light = snapshot(.light, Color(0))
    #expect(
      SceneSnapshot.text(light: light, dark: snapshot(.dark, Color(0xFFFFFF))).hasSuffix(
        """
        circle 2 10 radius 2, fill #000000 [dot/2]

        in dark, where that differs:
        5:circle 2 10 radius 2, fill #ffffff [dot/2]

        """))
    #expect(
      SceneSnapshot.text(light: light, dark: snapshot(.dark, Color(0))).hasSuffix(
        "\n\nin dark the same\n"))
  }

  @Test func aDifferenceIsItsFirstLines() {
    #expect(SceneSnapshot.difference(of: "a\nb", from: "a\nb") == nil)
    #expect(SceneSnapshot.difference(of: "a\nnew\nb", from: "a\nb") == "2 + new")
    #expect(
      SceneSnapshot.difference(of: "x\nb\nc\nd", from: "a\nb\nc", limit: 2)
        == "1 - a\n1 + x\nand 1 more")
  }
}
