import AECore

/// A moment on the way between two images: what the decoder makes of the code there, beside the
/// pixels mixed, both large.
struct InterpolationFrame: Figure {
  let figure: InterpolationFigure
  /// Which step of the first pair is shown, from 0.
  let step: Int

  var heading: Heading { figure.heading }
  var caption: String { figure.caption("At the left", "at the right") }
  var data: any Encodable & Sendable { figure.data }

  func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let gap = style.gap
    let line = style.lineHeight(style.font(.heading))
    let area = frame.inset(top: line + gap / 2, bottom: style.line + 3.5 * gap)
    let aspect = figure.decoded.pictureAspect
    let images = [
      ("code", "by the code", figure.decoded), ("pixels", "by the pixels", figure.blended),
    ]
    let boxes = area.columns([1, 1], gap: 3 * gap).map { $0.fitting(aspect: aspect) }
    draw.main { draw in
      for ((id, _, pictures), box) in zip(images, boxes) {
        draw.image(
          .image(pictures[step]), in: box, framed: true, id: "interpolation/moving/\(id)")
      }
    }
    for ((_, name, _), box) in zip(images, boxes) {
      draw.text(
        [name], style.font(.heading), width: box.width, at: Point(box.center.x, frame.y), .center)
    }
    drawWay(in: frame, y: frame.maxY - style.line - gap / 2, on: &draw)
  }

  /// How far it is: a line from one image's name to the other's, with a dot on it.
  private func drawWay(in frame: Rect, y: Double, on draw: inout Canvas) {
    let style = draw.style
    let way = frame.inset(dx: 0.2 * frame.width, dy: 0)
    let (first, last) = (Point(way.x, y), Point(way.maxX, y))
    let t = figure.section.t[step]
    draw.line(first, last, style.medium(style.theme.line))
    draw.path(
      .circle(center: Point(way.x + t * way.width, y), radius: style.gap / 2),
      fill: style.theme.text, id: "interpolation/moving/place")
    let names = figure.names(ofPair: 0)
    let room = 0.2 * frame.width - style.gap
    draw.words(
      Words(names.first, isBold: true), width: room, at: Point(way.x - style.gap, y), .trailing,
      .middle)
    draw.words(
      Words(names.second, isBold: true), width: room, at: Point(way.maxX + style.gap, y), .leading,
      .middle)
    draw.words(
      Words("t = \(NumberText.fixed(t, decimals: figure.decimals))", isQuiet: true),
      at: Point(frame.center.x, y + style.gap), .center)
  }
}

extension InterpolationFigure: MovingFigure {
  /// How long each step is shown, in seconds.
  public var stepSeconds: Double { 0.25 }

  /// From the first image of the first pair to the second.
  public func steps(style: Style, wording: PageWording) throws(Failure) -> [any Figure] {
    section.t.indices.map { InterpolationFrame(figure: self, step: $0) }
  }
}
