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
    let (most, panels) = (
      Self.limit,
      [
        ("kernel", kernel, theme.kernel),
        ("large", pair.largeShape.size, theme.large),
        ("small", pair.smallShape.size, theme.small),
      ]
    )
    let shown = [
      (0..<min(kernel.height, most), 0..<min(kernel.width, most)),
      (rows.large, columns.large), (rows.small, columns.small),
    ]
    let boxes =
      isTall
      ? frame.rows(shown.map { Double(min($0.0.count, 6)) + 2 }, gap: style.gap)
      : frame.columns(shown.map { _ in 1 }, gap: 2 * style.gap)
    let cell =
      zip(shown, boxes).map { shown, box in
        min(
          box.width / Double(shown.1.count),
          (box.height - line - 0.4 * style.gap) / Double(shown.0.count))
      }.min() ?? 1
    let longest = shown.map { max($0.0.count, $0.1.count) }.max() ?? 1
    let side = max(0.5, min(cell, 2.2 * style.gap, 16 * style.gap / Double(longest)))
    // Beside each other on paper, one under the other on a slide.
    var top = frame.y
    for (index, (panel, box)) in zip(panels, boxes).enumerated() {
      let (name, size, color) = panel
      let origin =
        isTall
        ? Point(frame.x, top + line + 0.4 * style.gap)
        : Point(box.x, box.y + line + 0.4 * style.gap)
      let grid = CellGrid(
        origin: origin, cell: side, rows: shown[index].0, columns: shown[index].1)
      draw.text(
        ["\(name) \(figure.words(size))"], font, width: box.width,
        at: Point(origin.x, origin.y - 0.4 * style.gap), .leading, .bottom, color: color,
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
