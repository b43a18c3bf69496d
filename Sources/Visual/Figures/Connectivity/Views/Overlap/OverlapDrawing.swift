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

  // MARK: Counts

  private func counts(_ axis: Size2D.Axis, _ range: Range<Int>) -> [Int] {
    range.map {
      pair.geometry.contributions(to: $0, axis, small: pair.smallShape.size[axis])
    }
  }

  // MARK: Map and profile

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
    // Digits of two places fit into a cell of this size.
    let least = 1.15 * lineHeight
    func window(_ axis: Size2D.Axis, _ room: Double, first: Int) -> Range<Int> {
      let most = max(1, Int(room / least))
      guard size[axis] > most else { return 0..<size[axis] }
      let whole = AxisWindow(
        pair, axis, limit: most + pair.geometry.padding[axis], first: first, second: nil)
      let part = whole.large.clamped(to: 0..<size[axis])
      let count = min(most, size[axis])
      let start = min(part.isEmpty ? 0 : part.lowerBound, size[axis] - count)
      return start..<start + count
    }
    let rows = window(.vertical, room.height, first: focus.y)
    let columns = window(.horizontal, room.width, first: focus.x)
    let cell = min(
      room.width / Double(columns.count), room.height / Double(rows.count), 4.2 * style.gap)
    let left = area.x + numbers
    let origin = Point(left, top + profileHeight + style.gap)
    let grid = CellGrid(origin: origin, cell: cell, rows: rows, columns: columns)
    let (down, across) = (counts(.vertical, rows), counts(.horizontal, columns))
    let scale = OverlapScale(most: (down.max() ?? 0) * (across.max() ?? 0), theme: theme)
    var marks: [Mark] = [
      .text(
        style.text(
          style.firstFitting(
            ["Contributions to each output cell", "Contributions to each cell", "Contributions"],
            heading, width: area.width), heading, at: Point(area.x, area.y), .leading, .top,
          id: "overlap/heading"))
    ]
    marks += profile(across, grid, top: top, height: profileHeight)
    for (i, y) in rows.enumerated() {
      for (j, x) in columns.enumerated() {
        let count = down[i] * across[j]
        let fill = scale.color(count)
        let text = "\(count)"
        marks.append(
          .path(
            PathMark(
              id: "overlap/cell/\(y).\(x)", grid.outline(y: y, x: x), fill: fill,
              stroke: Stroke(theme.line, width: 0.6 * style.thinLine))))
        if style.measurer.measure(text, font: font).width < 0.98 * cell {
          marks.append(
            .text(
              style.text(
                text, font, at: grid.rect(y: y, x: x).center, .center, .middle,
                color: scale.ink(count), id: "overlap/digit/\(y).\(x)")))
        }
      }
    }
    let shown = Size2D(height: rows.count, width: columns.count)
    func text(_ size: Size2D) -> String {
      figure.isOneDimensional ? "\(size.width)" : "\(size)"
    }
    let words = shown == size ? "output \(text(size))" : "\(text(shown)) of output \(text(size))"
    marks.append(
      .text(
        style.text(
          style.truncated(words, font, width: area.width), font,
          at: Point(left, grid.bounds.maxY + 0.4 * style.gap), .leading, .top,
          color: theme.large, id: "overlap/size")))
    return marks
  }

  /// Bars over the columns: the contributions along the width alone.
  private func profile(_ counts: [Int], _ grid: CellGrid, top: Double, height: Double) -> [Mark] {
    let most = max(1, counts.max() ?? 1)
    let room = height - lineHeight
    let base = top + height
    var marks: [Mark] = []
    for (x, count) in zip(grid.columns, counts) {
      let rect = grid.rect(y: grid.rows.lowerBound, x: x)
      let bar = Rect(
        x: rect.x + 0.1 * grid.cell, y: base - room * Double(count) / Double(most),
        width: 0.8 * grid.cell, height: room * Double(count) / Double(most))
      marks.append(
        .path(
          PathMark(
            id: "overlap/profile/\(x)", .rect(bar), fill: theme.large.opacity(0.75))))
      let text = "\(count)"
      if style.measurer.measure(text, font: font).width < 0.98 * grid.cell {
        marks.append(
          .text(
            style.text(
              text, font, at: Point(rect.center.x, bar.y - 0.1 * style.gap), .center, .bottom,
              id: "overlap/profile-digit/\(x)")))
      }
    }
    let line = Path.line(Point(grid.bounds.x, base), Point(grid.bounds.maxX, base))
    marks.append(.path(PathMark(line, stroke: Stroke(theme.mutedText, width: style.thinLine))))
    return marks
  }
}

/// The colours of counts: from the page's for none to the large map's for the most.
struct OverlapScale {
  let most: Int
  let theme: Theme

  /// A cell's fill.
  func color(_ count: Int) -> Color {
    guard count > 0 else { return theme.background }
    let share = most > 1 ? Double(count) / Double(most) : 0.5
    return theme.background.mixed(with: theme.large, 0.06 + 0.86 * share)
  }

  /// Digits that stand out from the fill.
  func ink(_ count: Int) -> Color {
    let fill = color(count)
    return theme.text.contrast(with: fill) >= theme.background.contrast(with: fill)
      ? theme.text : theme.background
  }
}
