import Drawing

/// Small drawings that hold every kind of mark, for the tests of the renderer.
enum SampleScene {
  static let measurer = PangoMeasurer()
  static let page = PageSize(name: "sample", size: Size(200, 120))

  /// Eight by eight greys, dark at the top left.
  static let raster = Raster(
    width: 8, height: 8,
    rgba: (0..<64).flatMap { i -> [UInt8] in
      let grey = UInt8(i / 8 * 16 + i % 8 * 16)
      return [grey, grey, grey, 255]
    })

  static func scene(_ marks: [Mark], background: Color? = Color(0xFFFFFF)) -> Scene {
    Scene(
      size: page.size, background: background, title: "A <small> sample",
      description: "For tests & nothing else.", marks: marks)
  }

  static func style(_ theme: Theme) -> Style {
    Style(theme: theme, page: page, measurer: measurer)
  }

  /// Fills, lines, dashes, a group's opacity, a clip.
  static func shapes(_ theme: Theme = .light) -> Scene {
    let corner = PathMark(
      .polyline([Point(20, 100), Point(40, 60), Point(60, 100)]),
      stroke: Stroke(theme.kernel, width: 5, isRound: true))
    let discs = [Point(100, 80), Point(120, 90)].map { center in
      Mark.path(PathMark(.circle(center: center, radius: 20), fill: theme.second))
    }
    return scene(
      [
        .group(
          Group(
            id: "shapes", description: "Shapes & lines",
            [
              .path(
                PathMark(
                  id: "cell/0", .roundedRect(Rect(x: 10, y: 10, width: 50, height: 36), radius: 6),
                  fill: theme.large.opacity(0.3), stroke: Stroke(theme.large, width: 3))),
              .path(
                PathMark(
                  .circle(center: Point(100, 28), radius: 18),
                  stroke: Stroke(theme.small, width: 2, dash: [5, 3]))),
              .path(corner),
            ])),
        .group(Group(opacity: 0.4, discs)),
        .group(
          Group(
            clip: .circle(center: Point(165, 60), radius: 25),
            [
              .path(
                PathMark(.rect(Rect(x: 130, y: 60, width: 70, height: 50)), fill: theme.overlap))
            ])),
      ], background: theme.background)
  }

  /// Both faces, weights, slants, signs of mathematics, a turned line, a halo.
  static func words(_ theme: Theme = .light) -> Scene {
    let style = style(theme)
    return scene(
      [
        .path(PathMark(.rect(Rect(x: 0, y: 90, width: 200, height: 30)), fill: theme.large)),
        .text(style.text("Stride 2 → 14 × 14", Font(size: 14, isBold: true), at: Point(28, 22))),
        .text(style.text("reconstruction −0.5", Font(size: 14), at: Point(28, 44))),
        .text(
          style.text(
            "o = (i − 1)s − 2p + k", Font(.math, size: 14, isItalic: true), at: Point(28, 66))),
        .text(style.text("αβ ∑ ‖x‖", Font(.math, size: 14), at: Point(28, 84))),
        .text(style.uprightText("test loss", Font(size: 12), center: Point(14, 44))),
        .text(
          style.text(
            "halo", Font(size: 14), at: Point(100, 105), .center, .middle,
            halo: Stroke(theme.background, width: 3))),
      ], background: theme.background)
  }

  /// Hard edges, blended, and smaller than its pixels.
  static func images() -> Scene {
    let stripes = Raster(
      width: 64, height: 64,
      rgba: (0..<64 * 64).flatMap { i -> [UInt8] in
        i % 2 == 0 ? [0, 0, 0, 255] : [255, 80, 0, 255]
      })
    return scene([
      .image(ImageMark(id: "hard", raster, rect: Rect(x: 10, y: 20, width: 80, height: 80))),
      .image(ImageMark(raster, rect: Rect(x: 100, y: 20, width: 40, height: 80), isSmooth: true)),
      .image(ImageMark(stripes, rect: Rect(x: 150, y: 20, width: 40, height: 40))),
    ])
  }

  /// Text and shapes on one page.
  static func everything(_ theme: Theme = .light) -> Scene {
    scene(
      words(theme).marks + [
        .group(Group(clip: .rect(Rect(x: 150, y: 0, width: 50, height: 90)), images().marks))
      ],
      background: theme.background)
  }
}
