import AECore

/// The view `three-ways`: a transposed convolution as scattering, as gathering over the input
/// spread out with zeros, and as a product with Cᵀ; the same output below each.
struct ThreeWaysDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }
  private var lineHeight: Double { style.lineHeight(font) }

  /// The ways, in their order on the page.
  private enum Way: String, CaseIterable {
    case scatter
    case gather
    case matrix

    var heading: String {
      switch self {
      case .scatter: "Scatter and add"
      case .gather: "Gather, kernel flipped"
      case .matrix: "Multiply by Cᵀ"
      }
    }
  }

  /// Everything inside the frame.
  var marks: [Mark] {
    guard let example = figure.example else { return figure.tooLarge(in: frame, style) }
    let isTall = frame.height > frame.width
    let boxes =
      isTall
      ? frame.rows([1, 1, 1], gap: 3 * style.gap) : frame.columns([1, 1, 1], gap: 3.2 * style.gap)
    let parts = ThreeWaysParts(figure: figure, example: example, style: style)
    let output = OutputPlan(
      parts, box: Size(boxes[0].width, boxes[0].height), isBeside: isTall)
    var marks = zip(Way.allCases, boxes).flatMap { draw($0, in: $1, parts, output, isTall) }
    if !isTall {
      for (a, b) in zip(boxes, boxes.dropFirst()) {
        marks.append(
          .text(
            style.text(
              "=", style.font(.heading),
              at: Point(
                (a.maxX + b.x) / 2,
                frame.maxY - max(output.size.height, lineHeight) / 2 - 0.1 * style.gap), .center,
              .middle)))
      }
    }
    return marks
  }

  /// The part of the output that is drawn below (or beside) each way.
  private struct OutputPlan {
    let rows: Range<Int>
    let columns: Range<Int>
    let cell: Double
    let size: Size

    init(_ parts: ThreeWaysParts, box: Size, isBeside: Bool) {
      let room = Size(
        isBeside ? 0.36 * box.width : box.width,
        isBeside
          ? box.height - 2 * parts.lineHeight - parts.headingHeight : 0.4 * box.height)
      let cell = parts.cell
      rows = parts.window(.vertical, most: max(1, Int(room.height / cell)))
      columns = parts.window(.horizontal, most: max(1, Int(room.width / cell)))
      self.cell = cell
      size = Size(Double(columns.count) * cell, Double(rows.count) * cell)
    }
  }

  private func draw(
    _ way: Way, in box: Rect, _ parts: ThreeWaysParts, _ output: OutputPlan, _ isTall: Bool
  ) -> [Mark] {
    let heading = style.font(.heading)
    var marks: [Mark] = [
      .text(
        style.text(
          style.truncated(way.heading, heading, width: box.width), heading,
          at: Point(box.x, box.y), .leading, .top, id: "three-ways/\(way.rawValue)/heading"))
    ]
    let top = style.lineHeight(heading) + 0.6 * style.gap
    let origin =
      isTall
      ? Point(box.maxX - output.size.width, box.y + top + lineHeight)
      : Point(box.center.x - output.size.width / 2, box.maxY - output.size.height)
    let grid = CellGrid(
      origin: origin, cell: output.cell, rows: output.rows, columns: output.columns)
    let area =
      isTall
      ? box.inset(top: top, right: output.size.width + 4 * style.gap)
      : box.inset(top: top, bottom: output.size.height + 3.2 * style.gap)
    let values: [Double]
    switch way {
    case .scatter:
      values = parts.ways.scatter
      marks += parts.scatter(in: area, over: isTall ? nil : grid)
    case .gather:
      values = parts.ways.gather
      marks += parts.gather(in: area)
    case .matrix:
      values = parts.ways.matrix
      marks += parts.matrix(in: area)
    }
    let (from, to) =
      isTall
      ? (
        Point(grid.bounds.x - 3 * style.gap, grid.bounds.center.y),
        Point(grid.bounds.x - 0.6 * style.gap, grid.bounds.center.y)
      )
      : (
        Point(box.center.x, grid.bounds.y - 2.8 * style.gap),
        Point(box.center.x, grid.bounds.y - 0.5 * style.gap)
      )
    marks.append(
      .path(
        PathMark(.arrow(from: from, to: to, width: 0.35 * style.gap), fill: theme.mutedText)))
    return marks + parts.output(grid, values, id: way.rawValue, isScatter: way == .scatter)
  }
}
