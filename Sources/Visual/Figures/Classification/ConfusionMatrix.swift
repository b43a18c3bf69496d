import AECore

/// The cells of a confusion matrix, with the classes' names at the rows and their labels at both
/// sides; in cells that are large enough the shares in per cent.
struct ConfusionMatrix {
  let figure: ConfusionFigure
  let style: Style

  /// Where the parts lie.
  struct Layout {
    /// All of it.
    var frame: Rect
    var grid: Rect
    var cell: Double
  }

  private var font: Font { style.font(.label) }
  private var line: Double { style.lineHeight(font) }
  private var count: Int { figure.names.count }

  /// The label as the columns have it.
  private func number(_ index: Int) -> String { "\(figure.labels[index])" }

  private func width(_ text: String) -> Double { style.measurer.measure(text, font: font).width }

  /// As large as `frame` allows, the rows' names at the left, the columns' labels below.
  func layout(in frame: Rect) -> Layout {
    let upright = line + style.gap / 2
    let numbers = (0..<count).map { width(number($0)) }.max() ?? 0
    let names =
      figure.names.enumerated().map { $1 == number($0) ? 0 : width($1) + style.gap }.max() ?? 0
    let left = upright + min(names, frame.width * 0.3) + numbers + style.gap / 2
    let foot = 2 * line + style.gap / 2
    let side = max(1, min(frame.width - left, frame.height - foot))
    let grid = Rect(x: frame.x + left, y: frame.y, width: side, height: side)
    return Layout(
      frame: Rect(x: frame.x, y: frame.y, width: left + side, height: side + foot), grid: grid,
      cell: side / Double(count))
  }

  func marks(_ layout: Layout) -> [Mark] {
    let (grid, cell) = (layout.grid, layout.cell)
    var marks = heatMap(layout)
    let texts = figure.shares.map { $0 < 0.005 ? "" : NumberText.fixed(100 * $0, decimals: 0) }
    // A cell of 100 per cent is full: where its three digits do not fit, the others still stand.
    let widest = texts.filter { $0 != "100" }.map(width).max() ?? width("100")
    if widest <= cell * 0.95, line <= cell {
      for (index, text) in texts.enumerated() where !text.isEmpty && width(text) <= cell {
        let (row, column) = (index / count, index % count)
        marks.append(
          .text(
            style.text(
              text, font,
              at: Point(
                grid.x + (Double(column) + 0.5) * cell, grid.y + (Double(row) + 0.5) * cell),
              .center, .middle, color: ink(on: color(row, column)),
              id: "confusion/\(row)/\(column)")))
      }
    }
    marks += rowLabels(layout) + columnLabels(layout)
    marks.append(
      .text(
        style.text(
          style.firstFitting(["taken for", "as"], font, width: grid.width), font,
          at: Point(grid.center.x, layout.frame.maxY), .center, .bottom,
          color: style.theme.mutedText)))
    marks.append(
      .text(
        style.uprightText(
          style.firstFitting(["true class", "true"], font, width: grid.height), font,
          center: Point(layout.frame.x + line / 2, grid.center.y), color: style.theme.mutedText)))
    return marks
  }

  /// All cells in one picture, with thin lines between them where they are large enough.
  private func heatMap(_ layout: Layout) -> [Mark] {
    let pixels = (0..<count * count).map { color($0 / count, $0 % count).bytes }
    let stroke = Stroke(style.theme.line, width: style.thinLine)
    var marks: [Mark] = [
      .image(
        ImageMark(
          id: "confusion/matrix", Raster(width: count, height: count, pixels: pixels),
          rect: layout.grid))
    ]
    if layout.cell > 8 * style.thinLine {
      for index in 1..<count {
        let at = Double(index) * layout.cell
        let (x, y) = (layout.grid.x + at, layout.grid.y + at)
        marks.append(
          .path(
            PathMark(.line(Point(x, layout.grid.y), Point(x, layout.grid.maxY)), stroke: stroke)))
        marks.append(
          .path(
            PathMark(.line(Point(layout.grid.x, y), Point(layout.grid.maxX, y)), stroke: stroke)))
      }
    }
    return marks + [.path(PathMark(.rect(layout.grid), stroke: stroke))]
  }

  /// Right answers from neutral to blue at 100 %, mistakes to orange at the limit.
  private func color(_ row: Int, _ column: Int) -> Color {
    let map = Colormap.diverging(style.theme)
    let share = figure.shares[row * count + column]
    if row == column { return map.color(at: 0.5 - share / 2) }
    return map.color(at: 0.5 + share / (2 * figure.mistakeLimit))
  }

  private func ink(on color: Color) -> Color {
    [style.theme.text, style.theme.background].max {
      $0.contrast(with: color) < $1.contrast(with: color)
    } ?? style.theme.text
  }

  /// Every class, or every so many that the names stay a line apart.
  private func step(_ least: Double, _ cell: Double) -> Int {
    max(1, Int((least / max(cell, 1e-9)).rounded(.up)))
  }

  private func rowLabels(_ layout: Layout) -> [Mark] {
    let right = layout.grid.x - style.gap / 2
    let numbers = (0..<count).map { width(number($0)) }.max() ?? 0
    let nameRight = right - numbers - style.gap
    let nameLeft = layout.frame.x + line + style.gap / 2
    return stride(from: 0, to: count, by: step(line, layout.cell)).flatMap { row -> [Mark] in
      let y = layout.grid.y + (Double(row) + 0.5) * layout.cell
      var marks: [Mark] = [
        .text(style.text(number(row), font, at: Point(right, y), .trailing, .middle))
      ]
      if figure.names[row] != number(row) {
        let name = style.truncated(figure.names[row], font, width: max(0, nameRight - nameLeft))
        marks.append(
          .text(style.text(name, font, at: Point(nameRight, y), .trailing, .middle)))
      }
      return marks
    }
  }

  private func columnLabels(_ layout: Layout) -> [Mark] {
    let widest = (0..<count).map { width(number($0)) }.max() ?? 0
    let y = layout.grid.maxY + style.gap / 4
    return stride(from: 0, to: count, by: step(widest + style.gap / 2, layout.cell)).map {
      .text(
        style.text(
          number($0), font, at: Point(layout.grid.x + (Double($0) + 0.5) * layout.cell, y),
          .center, .top))
    }
  }
}
