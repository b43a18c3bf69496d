import AECore

/// The decoded grid with its values at the edges; beside it the same grid, faint, under the codes
/// of the test images, each at its place.
struct ManifoldGrid: Styled {
  let figure: ManifoldFigure
  let style: Style

  private var first: [Double] { figure.section.axes[0].values }
  private var second: [Double] { figure.section.axes[1].values }

  /// Both grids inside `frame`, or the one alone where the codes are not known.
  func draw(in frame: Rect, on draw: inout Canvas) {
    let hasCodes = figure.codes != nil
    let top = hasCodes ? style.lineHeight(heading) + style.gap / 2 : lineHeight / 2
    let gap = max(2 * style.gap, 2 * rightRoom)
    let panels = hasCodes ? 2.0 : 1
    let room = Size(
      (frame.width - leftRoom - rightRoom - (panels - 1) * gap) / panels,
      frame.height - top - bottomRoom)
    let width = max(1, min(room.width, room.height * aspect))
    let used = leftRoom + rightRoom + panels * width + (panels - 1) * gap
    let grid = Rect(
      x: frame.x + max(0, (frame.width - used) / 2) + leftRoom, y: frame.y + top, width: width,
      height: width / aspect)
    var beside = grid
    beside.x = grid.maxX + gap
    let picture = picture
    draw.main { draw in
      draw.image(picture, in: grid, framed: true, id: "manifold/grid")
      if hasCodes {
        draw.group(opacity: 0.35) { $0.image(picture, in: beside, id: "manifold/ground") }
        draw.path(.rect(beside), stroke: style.thin(theme.line))
        drawCodes(in: beside, on: &draw)
      }
    }
    if hasCodes {
      let names = [
        (["what the decoder draws", "decoded"], grid),
        (["where the test images' codes lie", "the test images' codes", "codes"], beside),
      ]
      for (variants, box) in names {
        draw.text(
          variants, heading, width: box.width, at: Point(box.center.x, frame.y), .center, .top)
      }
      drawValuesBelow(beside, on: &draw)
    }
    drawValuesBelow(grid, on: &draw)
    drawValuesBeside(grid, on: &draw)
  }

  // The second value grows upwards, as on an axis.
  private var picture: Raster {
    let (columns, rows) = (first.count, second.count)
    let images = figure.images
    return Raster.mosaic(
      rows: rows, columns: columns, width: images.shape[3], height: images.shape[2]
    ) { .image(images[(rows - 1 - $0) * columns + $1]) }
  }

  private func text(_ value: Double) -> String { NumberText.short(value, digits: 2) }

  private var aspect: Double {
    figure.images.pictureAspect * Double(first.count) / Double(second.count)
  }

  /// Left of the grid: the axis's name, then its values.
  private var leftRoom: Double {
    max(lineHeight, style.widest([second.first, second.last].compactMap { $0.map(text) }))
      + style.gap / 2
  }

  private var bottomRoom: Double { lineHeight + style.gap / 4 }
  /// Values stand at the middles of the outermost cells, so half a value may reach over.
  private var rightRoom: Double { first.last.map { style.width(text($0)) / 2 } ?? 0 }

  /// The ends of the first axis, and between them its name.
  private func drawValuesBelow(_ rect: Rect, on draw: inout Canvas) {
    guard let low = first.first, let high = first.last else { return }
    let cells = CellGrid(filling: rect, rows: second.count, columns: first.count)
    let y = rect.maxY + style.gap / 4
    let left = draw.words(Words(text(low)), at: Point(cells.middle(ofColumn: 0), y), .center)
    let right =
      first.count == 1
      ? left
      : draw.words(
        Words(text(high)), at: Point(cells.middle(ofColumn: first.count - 1), y), .center)
    let room = right.bounds.x - left.bounds.maxX - 2 * style.gap
    guard room >= style.width("value 1") else { return }
    draw.words(
      Words(["code value 1", "value 1"], isQuiet: true), width: room,
      at: Point((left.bounds.maxX + right.bounds.x) / 2, y), .center)
  }

  /// The ends of the second axis, and between them its name, which reads upwards.
  private func drawValuesBeside(_ rect: Rect, on draw: inout Canvas) {
    guard let low = second.first, let high = second.last else { return }
    let cells = CellGrid(filling: rect, rows: second.count, columns: first.count)
    let x = rect.x - style.gap / 2
    draw.words(
      Words(text(low)), at: Point(x, cells.middle(ofRow: second.count - 1)), .trailing, .middle)
    if second.count > 1 {
      draw.words(Words(text(high)), at: Point(x, cells.middle(ofRow: 0)), .trailing, .middle)
    }
    let room = rect.height - 3.5 * lineHeight
    guard room >= style.width("value 2") else { return }
    draw.uprightText(
      style.firstFitting(["code value 2", "value 2"], width: room), font,
      center: Point(x - lineHeight / 2, rect.center.y), color: theme.mutedText)
  }

  /// The codes that lie on the grid, and the names of the classes in their midst.
  private func drawCodes(in rect: Rect, on draw: inout Canvas) {
    guard let codes = figure.codes else { return }
    let inside = figure.cellsOfCodes.enumerated().compactMap { index, cell in
      cell.map { cell in
        (
          place: Point(
            rect.x + (cell.x + 0.5) / Double(first.count) * rect.width,
            rect.maxY - (cell.y + 0.5) / Double(second.count) * rect.height),
          group: codes.points[index].group
        )
      }
    }
    let plot = ScatterPlot(map: codes, groupNames: figure.groupNames)
    plot.drawPoints(
      inside.map(\.place), groups: inside.map(\.group), halo: theme.background, in: rect, on: &draw)
    let groups = Dictionary(grouping: inside.filter { $0.group != nil }) { $0.group ?? 0 }
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.prefix(LatentCallouts.most)
    let names = groups.map {
      style.truncated(figure.groupNames[$0.key] ?? "\($0.key)", bold, width: rect.width * 0.4)
    }
    let boxes = LabelPlacement.place(
      names.map {
        let extents = style.measurer.measure($0, font: bold)
        return Size(extents.width, extents.height)
      }, at: groups.map { LatentCallouts.densest($0.value.map(\.place)) },
      in: rect.inset(style.gap / 3), gap: style.gap / 2, reach: rect.width * 0.3)
    for (index, box) in boxes.enumerated() {
      guard let box else { continue }
      draw.text(
        names[index], bold, at: box.center, .center, .middle,
        color: plot.ink(groups[index].key, theme),
        halo: Stroke(theme.background, width: style.gap * 0.6, isRound: true),
        id: "manifold/label/\(groups[index].key)")
    }
  }
}
