import AECore

/// The view `overlap`: how many contributions each cell of the transposed convolution's output
/// receives, as a map with digits and a profile along the width, beside a table of which kernels
/// and strides are even. Of a run, the whole decoder's maps.
struct OverlapDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  private var pair: ConvolutionPair { figure.pair }
  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }
  private var lineHeight: Double { style.lineHeight(font) }

  /// Everything inside the frame.
  var marks: [Mark] {
    if let decoder = figure.decoder {
      return DecoderOverlapMaps(decoder: decoder, frame: frame, style: style).marks
    }
    let isTall = frame.height > frame.width
    let parts =
      isTall
      ? frame.rows([1.6, 1], gap: 3 * style.gap) : frame.columns([1.15, 1], gap: 3 * style.gap)
    return map(in: parts[0]) + OverlapTable(figure: figure, frame: parts[1], style: style).marks
  }

  private func counts(_ axis: Size2D.Axis, _ range: Range<Int>) -> [Int] {
    range.map {
      pair.geometry.contributions(to: $0, axis, small: pair.smallShape.size[axis])
    }
  }

  private func map(in area: Rect) -> [Mark] {
    let heading = style.font(.heading)
    let top = area.y + style.lineHeight(heading) + 0.6 * style.gap
    let size = pair.restoredShape.size
    let profileHeight = figure.isOneDimensional ? 11 * style.gap : 6.5 * style.gap
    let numbers = style.measurer.measure("0", font: font).width + style.gap
    let foot = lineHeight + 0.6 * style.gap
    let room = Size(
      area.width - numbers - style.gap,
      area.maxY - top - foot - (figure.isOneDimensional ? 0 : style.gap) - profileHeight)
    let focus = figure.focus.first
    func window(_ axis: Size2D.Axis, _ room: Double, first: Int) -> Range<Int> {
      // Digits of two places fit into a cell of this size.
      let most = max(1, Int(clamping: room / (1.15 * lineHeight)))
      guard size[axis] > most else { return 0..<size[axis] }
      let part = AxisWindow(
        pair, axis, limit: most + pair.geometry.padding[axis], first: first, second: nil
      ).large.clamped(to: 0..<size[axis])
      let start = min(part.isEmpty ? 0 : part.lowerBound, size[axis] - most)
      return start..<start + most
    }
    let rows = window(.vertical, room.height, first: focus.y)
    let columns = window(.horizontal, room.width, first: focus.x)
    let cell = min(
      room.width / Double(columns.count), room.height / Double(rows.count), 4.2 * style.gap)
    let grid = CellGrid(
      origin: Point(area.x + numbers, top + profileHeight + style.gap), cell: cell, rows: rows,
      columns: columns)
    let (down, across) = (counts(.vertical, rows), counts(.horizontal, columns))
    let most = (down.max() ?? 0) * (across.max() ?? 0)
    var draw = Canvas(style)
    draw.text(
      ["Contributions to each output cell", "Contributions to each cell", "Contributions"],
      heading, width: area.width, at: Point(area.x, area.y), id: "overlap/heading")
    profile(across, grid, top: top, height: profileHeight, &draw)
    draw.numbers(NumberGrid(grid, font, most: Size(0.98, .infinity))) { y, x in
      let count = down[y - rows.lowerBound] * across[x - columns.lowerBound]
      return .init(
        "\(count)",
        CellLook(
          fill: fill(count, most: most),
          stroke: Stroke(theme.line, width: 0.6 * style.thinLine)),
        id: "overlap/cell/\(y).\(x)", digitID: "overlap/digit/\(y).\(x)")
    }
    let shown = Size2D(height: rows.count, width: columns.count)
    draw.text(
      [
        shown == size
          ? "output \(figure.words(size))"
          : "\(figure.words(shown)) of output \(figure.words(size))"
      ], font, width: area.width, at: Point(grid.origin.x, grid.bounds.maxY + 0.4 * style.gap),
      color: theme.large, id: "overlap/size")
    return draw.marks
  }

  /// From the page's colour for none to the large map's for the most.
  private func fill(_ count: Int, most: Int) -> Color {
    guard count > 0 else { return theme.background }
    let share = most > 1 ? Double(count) / Double(most) : 0.5
    return theme.background.mixed(with: theme.large, 0.06 + 0.86 * share)
  }

  /// Bars over the columns: the contributions along the width alone.
  private func profile(
    _ counts: [Int], _ grid: CellGrid, top: Double, height: Double, _ draw: inout Canvas
  ) {
    let most = max(1, counts.max() ?? 1)
    let base = top + height
    for (x, count) in zip(grid.columns, counts) {
      let place = grid.rect(y: grid.rows.lowerBound, x: x)
      let length = (height - lineHeight) * Double(count) / Double(most)
      let bar = Rect(
        x: place.x + 0.1 * grid.cell, y: base - length, width: 0.8 * grid.cell, height: length)
      draw.path(.rect(bar), fill: theme.large.opacity(0.75), id: "overlap/profile/\(x)")
      if style.measurer.measure("\(count)", font: font).width < 0.98 * grid.cell {
        draw.text(
          "\(count)", font, at: Point(place.center.x, bar.y - 0.1 * style.gap), .center, .bottom,
          id: "overlap/profile-digit/\(x)")
      }
    }
    draw.line(
      Point(grid.bounds.x, base), Point(grid.bounds.maxX, base),
      Stroke(theme.mutedText, width: style.thinLine))
  }
}
