import AECore
import Foundation

/// The decoded grid as large as the frame lets it be, the codes of test images as dots over it and
/// the classes' names in their midst; beside it what the two directions are.
struct ManifoldGrid: Styled {
  let figure: ManifoldFigure
  let style: Style

  private var first: [Double] { figure.section.axes[0].values }
  private var second: [Double] { figure.section.axes[1].values }

  /// The grid in the middle of `frame`, on paper at its top.
  func draw(in frame: Rect, on draw: inout Canvas) {
    let key = ManifoldKey(ranges: [first, second], room: frame.width, style: style)
    let gap = 2 * style.gap
    let aspect =
      figure.images.pictureAspect * Double(first.count) / Double(max(1, second.count))
    let width = max(1, min(frame.width - key.size.width - gap, frame.height * aspect))
    let height = width / aspect
    // In the middle of the page where the key then has its room, else the two together are.
    let free = frame.width - width
    let left = max(free / 2, min(free, (free + key.size.width + gap) / 2))
    let isBeside = free / 2 >= key.size.width + gap
    let tallest = max(height, key.size.height)
    let bottom = frame.y + (style.page.isSlide ? (frame.height + tallest) / 2 : tallest)
    let grid = Rect(
      x: frame.x + (isBeside ? free / 2 : left), y: bottom - height, width: width, height: height)
    key.draw(before: Point(grid.x - gap, bottom), on: &draw)
    draw.main { draw in
      draw.image(picture, in: grid, framed: true, id: "manifold/grid")
      drawCodes(in: grid, on: &draw)
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
    // So small that the images can be seen between them.
    let radius = min(1.9 * style.mediumLine, max(1.2 * style.mediumLine, 0.14 * grid.cell))
    draw.group(id: "manifold/codes") { draw in
      for index in figure.drawnCodes {
        guard let place = places[index] else { continue }
        let look = plot.look(codes.points[index].group, theme)
        let outline = look.marker.path(center: place, radius: radius)
        // An edge of the page's colour sets a dot off from whatever image lies below.
        draw.path(outline, stroke: Stroke(theme.background, width: radius, isRound: true))
        draw.path(outline, fill: look.color, id: "manifold/code/\(index)")
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
