import AECore

/// The small diagram beside the matrices: the kernel's taps in their colours, and where they lie on
/// the large map for the cell in focus.
struct MatrixDiagram {
  let figure: ConnectivityFigure
  let colors: MatrixColors
  let frame: Rect
  let style: Style

  private var pair: ConvolutionPair { figure.pair }
  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }

  /// At most this many cells of a map are drawn along an axis.
  private static let limit = 9

  /// Rows and columns of the small map that are drawn.
  var smallCells: (rows: Range<Int>, columns: Range<Int>) {
    (window(.vertical).small, window(.horizontal).small)
  }

  private func window(_ axis: Size2D.Axis) -> AxisWindow {
    let first = figure.stage.first
    return AxisWindow(
      pair, axis, limit: Self.limit, first: axis == .vertical ? first.y : first.x, second: nil)
  }

  var marks: [Mark] {
    var draw = Canvas(style)
    let line = style.lineHeight(font)
    let isTall = frame.height > frame.width
    let (rows, columns) = (window(.vertical), window(.horizontal))
    let kernel = pair.geometry.kernel
    let panels = [
      (
        "kernel", kernel, theme.kernel, 0..<min(kernel.height, Self.limit),
        0..<min(kernel.width, Self.limit)
      ),
      ("large", pair.largeShape.size, theme.large, rows.large, columns.large),
      ("small", pair.smallShape.size, theme.small, rows.small, columns.small),
    ].map { (name: $0, size: $1, color: $2, rows: $3, columns: $4) }
    let boxes =
      isTall
      ? frame.rows(panels.map { Double(min($0.rows.count, 6)) + 2 }, gap: style.gap)
      : frame.columns(panels.map { _ in 1 }, gap: 2 * style.gap)
    let cell =
      zip(panels, boxes).map { panel, box in
        min(
          box.width / Double(panel.columns.count),
          (box.height - line - 0.4 * style.gap) / Double(panel.rows.count))
      }.min() ?? 1
    let longest = panels.map { max($0.rows.count, $0.columns.count) }.max() ?? 1
    let side = max(0.5, min(cell, 2.2 * style.gap, 16 * style.gap / Double(longest)))
    // Beside each other on paper, one under the other on a slide.
    var top = frame.y
    for (index, (panel, box)) in zip(panels, boxes).enumerated() {
      let origin = Point(
        isTall ? frame.x : box.x, (isTall ? top : box.y) + line + 0.4 * style.gap)
      let grid = CellGrid(origin: origin, cell: side, rows: panel.rows, columns: panel.columns)
      draw.text(
        ["\(panel.name) \(figure.words(panel.size))"], font, width: box.width,
        at: Point(origin.x, origin.y - 0.4 * style.gap), .leading, .bottom, color: panel.color,
        id: "diagram/label/\(index)")
      draw.numbers(NumberGrid(grid, font)) { y, x in
        .init(look(index, y, x), id: "diagram/\(index)/\(y).\(x)")
      }
      top = grid.bounds.maxY + 1.2 * style.gap
      if index == 2 {
        let focus = figure.focus.first
        draw.outline(grid, rows: focus.y..<focus.y + 1, columns: focus.x..<focus.x + 1)
      }
    }
    return draw.marks
  }

  /// A cell of the kernel, of the large and of the small map: in colour where it takes part.
  private func look(_ panel: Int, _ y: Int, _ x: Int) -> CellLook {
    let (focus, shape) = (figure.focus.first, pair.largeShape)
    if panel == 0 { return tapLook(Tap(y: y, x: x)) }
    if panel == 2 {
      return y == focus.y && x == focus.x
        ? style.litCell(theme.small) : style.quietCell(theme.small)
    }
    guard (0..<shape.height).contains(y), (0..<shape.width).contains(x) else {
      return style.emptyCell()
    }
    guard let ky = pair.geometry.tap(large: y, small: focus.y, .vertical),
      let kx = pair.geometry.tap(large: x, small: focus.x, .horizontal)
    else { return style.quietCell(theme.large) }
    return tapLook(Tap(y: ky, x: kx))
  }

  private func tapLook(_ tap: Tap) -> CellLook {
    let large = Cell(channel: figure.largeChannel, y: 0, x: 0)
    let connection = Connection(large: large, small: figure.focus.first, tap: tap)
    return CellLook(
      fill: colors.color(connection),
      stroke: Stroke(theme.mutedText, width: 0.5 * style.thinLine))
  }
}
