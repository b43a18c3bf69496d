import AECore
import Foundation

/// The decoded grid, and beside it on the same plane the codes of test images with the classes'
/// names in their midst; the values of both directions stand along the edges.
struct ManifoldGrid: Styled {
  let figure: ManifoldFigure
  let style: Style

  private var first: [Double] { figure.section.axes[0].values }
  private var second: [Double] { figure.section.axes[1].values }

  /// Both planes as large as they are when they stand side by side in the middle of `frame`, on
  /// paper at its top.
  func draw(in frame: Rect, on draw: inout Canvas) {
    let edge = ManifoldEdge(first: first, second: second, style: style)
    let count = figure.showsCodes ? 2.0 : 1
    let aspect =
      figure.images.pictureAspect * Double(first.count) / Double(max(1, second.count))
    // A frame's line stands out by half.
    let room = Size(
      frame.width - edge.size.width - style.mediumLine,
      frame.height - edge.size.height - style.mediumLine)
    let width = max(
      1, min((room.width - (count - 1) * 3 * style.gap) / count, room.height * aspect))
    let height = width / aspect
    let gap = min(8 * style.gap, max(0, room.width - count * width))
    let free = frame.width - edge.size.width - count * width - (count - 1) * gap
    let above = style.page.isSlide ? max(0, room.height - height) / 2 : 0
    let grid = Rect(
      x: frame.x + free / 2 + edge.size.width, y: frame.y + style.mediumLine / 2 + above,
      width: width, height: height)
    let plane = Rect(x: grid.maxX + gap, y: grid.y, width: width, height: height)
    edge.drawUpright(before: grid, on: &draw)
    for rect in figure.showsCodes ? [grid, plane] : [grid] {
      edge.drawLevel(below: rect, on: &draw)
    }
    draw.main { draw in
      draw.image(picture, in: grid, framed: true, id: "manifold/grid")
      if figure.showsCodes {
        draw.path(.rect(plane), stroke: style.thin(theme.mutedText), id: "manifold/plane")
        drawCodes(in: plane, on: &draw)
      }
    }
  }

  // The second value grows upwards, as on an axis.
  private var picture: Raster {
    let (columns, rows) = (first.count, second.count)
    let images = figure.images
    return Raster.mosaic(
      rows: rows, columns: columns, width: images.shape[3], height: images.shape[2]
    ) { .image(images[(rows - 1 - $0) * columns + $1]) }
  }

  /// Codes that lie on the grid, and the names of the classes in their midst.
  private func drawCodes(in rect: Rect, on draw: inout Canvas) {
    guard let codes = figure.codes else { return }
    let grid = CellGrid(filling: rect, rows: second.count, columns: first.count)
    let places = figure.cellsOfCodes.map { cell in
      cell.map { cell in
        Point(
          rect.x + (cell.x + 0.5) * grid.size.width, rect.maxY - (cell.y + 0.5) * grid.size.height)
      }
    }
    let plot = ScatterPlot(map: codes, groupNames: figure.groupNames)
    let radius = plot.radius(style)
    draw.group(id: "manifold/codes") { draw in
      for index in figure.drawnCodes {
        guard let place = places[index] else { continue }
        let look = plot.look(codes.points[index].group, theme)
        draw.path(
          look.marker.path(center: place, radius: radius), fill: look.color.opacity(0.8),
          id: "manifold/code/\(index)")
      }
    }
    let members = Dictionary(
      grouping: places.indices.filter { codes.points[$0].group != nil && places[$0] != nil }
    ) { codes.points[$0].group ?? 0 }
    let middles = members.mapValues { LatentCallouts.densest($0.compactMap { places[$0] }) }
    let largest = members.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      .prefix(LatentCallouts.most).map(\.key)
    drawNames(of: largest, at: middles, plot, in: rect, on: &draw)
  }

  /// Names as near to the middles of their classes as they find room; a line leads back from those
  /// that stand apart.
  private func drawNames(
    of groups: [Int], at middles: [Int: Point], _ plot: ScatterPlot, in rect: Rect,
    on draw: inout Canvas
  ) {
    let targets = groups.map { middles[$0] ?? rect.center }
    let names = groups.map {
      style.truncated(figure.groupNames[$0] ?? "\($0)", bold, width: rect.width * 0.4)
    }
    let boxes = LabelPlacement.place(
      names.map { Size(style.width($0, bold), lineHeight) }, at: targets,
      in: rect.inset(style.gap / 3), gap: style.gap / 2, reach: rect.width * 0.3)
    for (index, box) in boxes.enumerated() {
      guard let box else { continue }
      let target = targets[index]
      let near = Point(
        min(max(target.x, box.x), box.maxX), min(max(target.y, box.y), box.maxY))
      guard hypot(target.x - near.x, target.y - near.y) > lineHeight / 2 else { continue }
      let ink = plot.ink(groups[index], theme)
      draw.line(near, target, Stroke(theme.background, width: 2.2 * style.mediumLine))
      draw.line(
        near, target, Stroke(ink, width: 0.7 * style.mediumLine),
        id: "manifold/leader/\(groups[index])")
    }
    for (index, box) in boxes.enumerated() {
      guard let box else { continue }
      draw.text(
        names[index], bold, at: box.center, .center, .middle, color: plot.ink(groups[index], theme),
        halo: Stroke(theme.background, width: style.gap * 0.6, isRound: true),
        id: "manifold/label/\(groups[index])")
    }
  }
}
