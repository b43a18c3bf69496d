import AECore

/// The view `overlap`, laid out in a frame.
struct OverlapDrawing: ConnectivityDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

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

  private func map(in area: Rect) -> [Mark] {
    let top = area.y + style.lineHeight(heading) + 0.6 * style.gap
    let size = pair.restoredShape.size
    let profileHeight = figure.isOneDimensional ? 11 * style.gap : 6.5 * style.gap
    let numbers = style.width("0") + style.gap
    let foot = lineHeight + 0.6 * style.gap
    let room = Size(
      area.width - numbers - style.gap,
      area.maxY - top - foot - (figure.isOneDimensional ? 0 : style.gap) - profileHeight)
    func window(_ axis: Size2D.Axis, _ room: Double) -> Range<Int> {
      // Digits of two places fit into a cell of this size.
      let most = max(1, Int(clamping: room / (1.15 * lineHeight)))
      guard size[axis] > most else { return 0..<size[axis] }
      let limit = most + max(geometry.padding[axis].before, geometry.padding[axis].after)
      let part = AxisWindow(pair, axis, limit: limit, first: figure.focus.first[axis])
        .large.clamped(to: 0..<size[axis])
      let start = min(part.isEmpty ? 0 : part.lowerBound, size[axis] - most)
      return start..<start + most
    }
    let rows = window(.vertical, room.height)
    let columns = window(.horizontal, room.width)
    let cell = min(
      room.width / Double(columns.count), room.height / Double(rows.count), 4.2 * style.gap)
    let grid = CellGrid(
      origin: Point(area.x + numbers, top + profileHeight + style.gap), cell: cell, rows: rows,
      columns: columns)
    let down = pair.contributions(.vertical, to: rows)
    let across = pair.contributions(.horizontal, to: columns)
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
          fill: fill(count, most: most), stroke: Stroke(theme.line, width: 0.6 * style.thinLine)),
        id: "overlap/cell/\(y).\(x)", digitID: "overlap/digit/\(y).\(x)")
    }
    let part = grid.block.size == size ? "" : "\(figure.words(grid.block.size)) of "
    draw.text(
      ["\(part)output \(figure.words(size))"], font, width: area.width,
      at: Point(grid.origin.x, grid.bounds.maxY + 0.4 * style.gap), color: theme.large,
      id: "overlap/size")
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
      if style.width("\(count)") < 0.98 * grid.cell {
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
