import AECore

/// Output − target = difference, and its square: a picture of each, and the pixels of a patch as
/// numbers below it.
struct ErrorSheet: Styled {
  let style: Style
  private let sample: SampleImage
  private let patch: ErrorPatch
  private let frame: Rect

  /// What stands in one of the four columns.
  private struct Panel {
    var id: String
    var names: [String]
    var picture: Raster
    var texts: [String]
    var fills: [Color]
    var color: Color
  }

  init(_ sample: SampleImage, _ patch: ErrorPatch, in frame: Rect, _ style: Style) {
    self.style = style
    self.sample = sample
    self.patch = patch
    self.frame = frame
  }

  func draw(on draw: inout Canvas) {
    let panels = panels
    let signs = ["−", "=", "→"]
    let gap = 2 * style.gap
    let foot = 1.5 * style.lineHeight(heading)
    let columns = Stack(.across, equal: panels.count, gap: gap)
      .pieces(of: frame.inset(bottom: foot))
    let (rows, across) = (Double(patch.rows.count), Double(patch.columns.count))
    let room = columns[0].height - lineHeight
    // Cells no higher than wide, pictures no larger than their column.
    let cell = Size(
      columns[0].width / across, min(columns[0].width / across, 0.52 * room / rows))
    let numbers = rows * cell.height
    let box = Rect(
      x: 0, y: 0, width: columns[0].width, height: min(0.45 * room, room - numbers - style.gap)
    ).fitting(aspect: sample.aspect)
    let font = self.font
    var grids: [CellGrid] = []
    for (panel, column) in zip(panels, columns) {
      let head = column.inset(top: lineHeight)
      let picture = Rect(
        x: column.center.x - box.width / 2, y: head.y, width: box.width, height: box.height)
      let grid = CellGrid(
        origin: Point(column.x, column.maxY - numbers), size: cell, rows: patch.rows,
        columns: patch.columns, inset: style.thinLine / 2, radius: style.cornerRadius / 2)
      grids.append(grid)
      self.panel(panel, picture: picture, grid, font, column, &draw)
    }
    for (sign, pair) in zip(signs, zip(grids, grids.dropFirst())) {
      let (a, b) = (pair.0.bounds, pair.1.bounds)
      draw.text(
        sign, heading, at: Point((a.maxX + b.x) / 2, a.center.y), .center, .middle)
    }
    result(&draw)
  }

  private func panel(
    _ panel: Panel, picture: Rect, _ grid: CellGrid, _ font: Font, _ column: Rect,
    _ draw: inout Canvas
  ) {
    draw.words(
      Words(panel.names, isBold: true, color: panel.color), width: column.width,
      at: Point(column.center.x, column.y), .center)
    let pixels = CellGrid(
      filling: picture, rows: sample.target.shape[1], columns: sample.target.shape[2])
    let patchBox = pixels.rect(rows: patch.rows, columns: patch.columns)
    // From the pixels' corners to the numbers': what is below is what is framed above.
    let sight = [
      Point(patchBox.x, patchBox.maxY), Point(patchBox.maxX, patchBox.maxY),
      Point(grid.bounds.maxX, grid.bounds.y), Point(grid.bounds.x, grid.bounds.y),
    ]
    draw.path(.polyline(sight, closed: true), fill: theme.kernel.opacity(theme.unfocused))
    draw.image(panel.picture, in: picture, framed: true, id: "error/\(panel.id)")
    let edge = style.mediumLine
    draw.path(.rect(patchBox), stroke: Stroke(theme.background, width: 2 * edge))
    draw.path(.rect(patchBox), stroke: Stroke(theme.kernel, width: edge))
    draw.main { draw in
      let width = patch.columns.count
      draw.numbers(NumberGrid(grid, font)) { y, x in
        let index = (y - patch.rows.lowerBound) * width + x - patch.columns.lowerBound
        return .init(
          panel.texts[index],
          CellLook(fill: panel.fills[index], stroke: style.thin(theme.line)),
          id: "error/\(panel.id)/\(y).\(x)")
      }
    }
  }

  private var panels: [Panel] {
    let map = patch.map
    let limit = Measure.magnitudes(map.values)?.upperBound ?? 0
    let signed = ColorScale.diverging(limit, theme)
    let square = Tensor(map.shape, map.values.map { $0 * $0 })
    let squared = ColorScale.diverging(limit * limit, theme)
    func shade(_ value: Double, _ scale: ColorScale) -> Color {
      let high = scale.limits.upperBound
      guard value.isFinite, high > 0 else { return theme.background }
      return scale.colormap.color(at: 0.5 + 0.5 * value / high)
    }
    func gray(_ value: Float) -> Color {
      let level = value.isFinite ? min(max(Double(value), 0), 1) : 0
      return Color(red: level, green: level, blue: level)
    }
    func texts(_ values: [Double], most: Int) -> [String] {
      // As many decimals as a cell holds.
      let room = cellWidth
      let all = (1...most).reversed().map { decimals in
        values.map { NumberText.fixed($0, decimals: decimals) }
      }
      return all.first { style.widest($0) <= room } ?? all.last ?? []
    }
    return [
      Panel(
        id: "output", names: ["output"], picture: .image(sample.output),
        texts: texts(patch.output.map(Double.init), most: 2), fills: patch.output.map(gray),
        color: theme.small),
      Panel(
        id: "target", names: ["target"], picture: .image(sample.target),
        texts: texts(patch.target.map(Double.init), most: 2), fills: patch.target.map(gray),
        color: theme.large),
      Panel(
        id: "difference", names: ["difference"], picture: .map(map, scale: signed),
        texts: texts(patch.differences, most: 2),
        fills: patch.differences.map { shade($0, signed) }, color: theme.text),
      Panel(
        id: "square", names: ["squared error", "squared"], picture: .map(square, scale: squared),
        texts: texts(patch.squares, most: 3), fills: patch.squares.map { shade($0, squared) },
        color: theme.text),
    ]
  }

  private var cellWidth: Double {
    (frame.width - 6 * style.gap) / 4 / Double(patch.columns.count) * 1.05
  }

  /// Both means in one line at the foot.
  private func result(_ draw: inout Canvas) {
    let part = "mean of these \(patch.squares.count): \(NumberText.short(patch.mean))"
    let short = "these \(patch.squares.count): \(NumberText.short(patch.mean))"
    let all = NumberText.count(sample.target.count)
    let mse = NumberText.short(sample.error)
    let variants =
      patch.squares.count < sample.target.count
      ? ["\(part)   ·   of all \(all): MSE = \(mse)", "\(short)  ·  all \(all): MSE = \(mse)"]
      : ["the mean of all \(all): MSE = \(mse)", "MSE = \(mse)"]
    draw.text(
      variants, heading, width: frame.width, at: Point(frame.center.x, frame.maxY), .center,
      .bottom, id: "error/mean")
  }
}
