import AECore

/// The small diagram beside the matrices: the kernel's taps in their colours, and where they lie on
/// the large map for the cell in focus.
struct MatrixDiagram {
  let figure: ConnectivityFigure
  let colors: TapColors
  let frame: Rect
  let style: Style

  private var pair: ConvolutionPair { figure.pair }
  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }

  /// A panel's label, its grid's extent and what is drawn in it.
  private struct Panel {
    let label: String
    let color: Color
    let rows: Range<Int>
    let columns: Range<Int>
  }

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
    let line = style.lineHeight(font)
    let isTall = frame.height > frame.width
    let (rows, columns) = (window(.vertical), window(.horizontal))
    let kernel = pair.geometry.kernel
    func size(_ size: Size2D) -> String {
      figure.isOneDimensional ? "\(size.width)" : "\(size)"
    }
    let panels = [
      Panel(
        label: "kernel \(size(kernel))", color: theme.kernel,
        rows: 0..<min(kernel.height, Self.limit),
        columns: 0..<min(kernel.width, Self.limit)),
      Panel(
        label: "large \(size(pair.largeShape.size))", color: theme.large, rows: rows.large,
        columns: columns.large),
      Panel(
        label: "small \(size(pair.smallShape.size))", color: theme.small, rows: rows.small,
        columns: columns.small),
    ]
    let boxes =
      isTall
      ? frame.rows(panels.map { Double(min($0.rows.count, 6)) + 2 }, gap: style.gap)
      : frame.columns(panels.map { _ in 1 }, gap: 2 * style.gap)
    let most = panels.map { max($0.rows.count, $0.columns.count) }.max() ?? 1
    let cell =
      zip(panels, boxes).map { panel, box in
        min(
          box.width / Double(panel.columns.count),
          (box.height - line - 0.4 * style.gap) / Double(panel.rows.count))
      }.min() ?? 1
    let side = max(0.5, min(cell, 2.2 * style.gap, 16 * style.gap / Double(most)))
    // Beside each other on paper, one under the other on a slide.
    var top = frame.y
    return zip(panels, boxes).enumerated().flatMap { index, entry -> [Mark] in
      let (panel, box) = entry
      let height = Double(panel.rows.count) * side
      let origin =
        isTall
        ? Point(frame.x, top + line + 0.4 * style.gap)
        : Point(box.x, box.y + line + 0.4 * style.gap)
      top = origin.y + height + 1.2 * style.gap
      let grid = CellGrid(origin: origin, cell: side, rows: panel.rows, columns: panel.columns)
      let label = style.truncated(panel.label, font, width: box.width)
      return [
        .text(
          style.text(
            label, font, at: Point(origin.x, origin.y - 0.4 * style.gap), .leading, .bottom,
            color: panel.color, id: "diagram/label/\(index)"))
      ] + cells(index, grid)
    }
  }

  private func cells(_ panel: Int, _ grid: CellGrid) -> [Mark] {
    var marks: [Mark] = []
    let focus = figure.focus.first
    for y in grid.rows {
      for x in grid.columns {
        let look: CellLook
        switch panel {
        case 0: look = tapLook(Tap(y: y, x: x))
        case 1:
          let isMap =
            (0..<pair.largeShape.height).contains(y) && (0..<pair.largeShape.width).contains(x)
          if isMap, let ky = pair.geometry.tap(large: y, small: focus.y, .vertical),
            let kx = pair.geometry.tap(large: x, small: focus.x, .horizontal)
          {
            look = tapLook(Tap(y: ky, x: kx))
          } else {
            look = isMap ? style.quietCell(theme.large) : style.emptyCell()
          }
        default:
          look =
            y == focus.y && x == focus.x
            ? style.litCell(theme.small) : style.quietCell(theme.small)
        }
        marks += style.cells(
          [(y, x)], of: grid, look: look, id: { "diagram/\(panel)/\($0).\($1)" })
      }
    }
    if panel == 2, grid.shows(y: focus.y, x: focus.x) {
      marks.append(
        .path(
          PathMark(
            .roundedRect(grid.rect(y: focus.y, x: focus.x), radius: 0.1 * grid.cell),
            stroke: Stroke(theme.text, width: style.mediumLine))))
    }
    return marks
  }

  private func tapLook(_ tap: Tap) -> CellLook {
    let color: Color
    if let scale = WeightScale(figure, theme: theme) {
      let focus = figure.focus.first
      color = scale.color(
        scale.weight(
          of: Connection(
            large: Cell(channel: figure.largeChannel, y: 0, x: 0), small: focus, tap: tap)))
    } else {
      color = colors.color(tap)
    }
    return CellLook(fill: color, stroke: Stroke(theme.mutedText, width: 0.5 * style.thinLine))
  }
}
