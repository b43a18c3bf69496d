import AECore

/// The view `three-ways`, laid out in a frame.
struct ThreeWaysDrawing: ConnectivityDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  /// A heading and the gap below it.
  private var headingHeight: Double { style.lineHeight(heading) + 0.6 * style.gap }
  /// On paper the ways lie below each other, the output at the right.
  private var isTall: Bool {
    frame.height > frame.width && !(figure.example.map { ThreeWaysParts.isFlat($0.pair) } ?? false)
  }

  var part: String? {
    figure.example.flatMap {
      part(parts($0, in: boxes[0]).output.block.size, of: pair.restoredShape.size)
    }
  }

  /// A box for each way.
  private var boxes: [Rect] {
    // Outlines and torn edges stand out at the right and at the foot.
    let frame = frame.inset(right: 0.7 * style.gap, bottom: 0.7 * style.gap)
    return Stack(isTall ? .down : .across, equal: 3, gap: (isTall ? 3 : 3.2) * style.gap)
      .pieces(of: frame.inset(bottom: max(0, isTall ? 0 : frame.height - 0.5 * frame.width)))
  }

  private func parts(_ example: WorkedExample, in box: Rect) -> ThreeWaysParts {
    let above = headingHeight + lineHeight + 0.6 * style.gap
    return ThreeWaysParts(
      figure: figure, example: example,
      box: Size(box.width, box.height - above - (isTall ? 0 : 3.2 * style.gap)),
      isTall: isTall, style: style)
  }

  func draw(on draw: inout Canvas) {
    guard let example = figure.example else { return draw.add(figure.tooLarge(in: frame, style)) }
    let boxes = boxes
    let parts = parts(example, in: boxes[0])
    let output = parts.output
    draw.main { draw in
      for (way, box) in zip(parts.ways, boxes) { self.draw(way, in: box, output, parts, &draw) }
    }
    if !isTall {
      let middle = max(output.bounds.height, lineHeight) / 2 + 0.1 * style.gap
      for (a, b) in zip(boxes, boxes.dropFirst()) {
        draw.text(
          "=", heading, at: Point((a.maxX + b.x) / 2, a.maxY - middle), .center, .middle)
      }
    }
  }

  private func draw(
    _ way: ThreeWaysParts.Way, in box: Rect, _ output: CellGrid, _ parts: ThreeWaysParts,
    _ draw: inout Canvas
  ) {
    draw.text(
      way.headings, heading, width: box.width, at: Point(box.x, box.y),
      id: "three-ways/\(way.id)/heading")
    let size = output.bounds.size
    var grid = output
    grid.origin =
      isTall
      ? Point(box.maxX - size.width, box.y + headingHeight + lineHeight)
      : Point(
        parts.isFlat ? box.maxX - size.width : box.center.x - size.width / 2,
        box.maxY - size.height)
    let area =
      isTall
      ? box.inset(top: headingHeight, right: size.width + 4 * style.gap)
      : box.inset(top: headingHeight, bottom: size.height + 3.2 * style.gap)
    way.draw(area, isTall ? nil : grid, &draw)
    let (place, gap) = (grid.bounds, style.gap)
    let arrow =
      isTall
      ? (Point(place.x - 3 * gap, place.center.y), Point(place.x - 0.6 * gap, place.center.y))
      : (Point(place.center.x, place.y - 2.8 * gap), Point(place.center.x, place.y - 0.5 * gap))
    draw.path(.arrow(from: arrow.0, to: arrow.1, width: 0.35 * gap), fill: theme.mutedText)
    let shade = parts.shade(of: theme.large, most: way.most)
    draw.numbers(NumberGrid(grid, font)) { y, x in
      shade.entry(
        way.output(y, x), isLit: way.isLit(y, x), id: "three-ways/\(way.id)/output/\(y).\(x)")
    }
    if !shade.showsDigits { draw.outline(grid, way.lit) }
    draw.tear(
      grid, whole: CellBlock(pair.restoredShape.size), theme.large,
      id: "three-ways/\(way.id)/output-torn")
  }
}
