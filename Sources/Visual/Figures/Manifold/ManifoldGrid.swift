import AECore
import Foundation

/// The decoded grid as large as the stage is high, and beside it on the same plane the codes of
/// test images with the classes' names in their midst; the values of both directions stand along
/// the edges.
struct ManifoldGrid: Styled {
  let figure: ManifoldFigure
  let style: Style

  /// Of the stage, what the grid takes at most where the codes stand beside it.
  private static let share = 0.66

  private var first: [Double] { figure.section.axes[0].values }
  private var second: [Double] { figure.section.axes[1].values }
  private var edge: ManifoldEdge { ManifoldEdge(first: first, second: second, style: style) }
  /// Width by height.
  private var aspect: Double {
    figure.images.pictureAspect * Double(first.count) / Double(max(1, second.count))
  }

  /// Both planes in the middle of `frame`, on paper at its top.
  func draw(in frame: Rect, on draw: inout Canvas) {
    // A frame's line stands out by half.
    let stage = frame.inset(style.mediumLine / 2)
    guard figure.showsCodes else { return drawAlone(in: stage, on: &draw) }
    let gap = 2 * style.gap
    // Paper is high: a grid of tall images is not drawn out to a tower.
    let tallest = style.page.isSlide ? stage.height : min(stage.height, 0.6 * stage.width)
    let width = max(1, min(tallest * aspect, Self.share * (stage.width - gap)))
    let height = width / aspect
    let besides = stage.width - gap - width - edge.size.width
    let plane = Size(
      max(1, min(besides, 1.3 * height)),
      max(1, (aspect > 2 ? min(tallest, besides) : height) - edge.size.height))
    let used = Size(
      width + gap + edge.size.width + plane.width, max(height, plane.height + edge.size.height))
    let top = stage.y + (style.page.isSlide ? max(0, stage.height - used.height) / 2 : 0)
    let left = stage.x + max(0, stage.width - used.width) / 2
    let grid = Rect(
      x: left, y: top + (used.height - height) / 2, width: width, height: height)
    let right = Rect(
      x: left + used.width - plane.width,
      y: top + (used.height - plane.height - edge.size.height) / 2,
      width: plane.width, height: plane.height)
    edge.drawUpright(before: right, on: &draw)
    edge.drawLevel(below: right, on: &draw)
    draw.main { draw in
      draw.image(picture, in: grid, framed: true, id: "manifold/grid")
      draw.path(.rect(right), stroke: style.thin(theme.mutedText), id: "manifold/plane")
      drawCodes(in: right, on: &draw)
    }
  }

  /// The grid of a run that has no codes.
  private func drawAlone(in stage: Rect, on draw: inout Canvas) {
    let room = stage.inset(left: edge.size.width, bottom: edge.size.height)
    let size = room.fitting(aspect: aspect)
    let grid =
      style.page.isSlide
      ? size
      : Rect(
        x: size.x, y: room.y, width: size.width, height: size.height)
    edge.drawUpright(before: grid, on: &draw)
    edge.drawLevel(below: grid, on: &draw)
    draw.main { $0.image(picture, in: grid, framed: true, id: "manifold/grid") }
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
        let look = plot.look(codes.groups[index], theme)
        draw.path(
          look.marker.path(center: place, radius: radius), fill: look.color.opacity(0.8),
          id: "manifold/code/\(index)")
      }
    }
    let members = codes.members.mapValues { $0.compactMap { places[$0] } }
      .filter { !$0.value.isEmpty }
    let middles = members.mapValues { PointCloud($0).densest }
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
      style.truncated(figure.groupNames[$0] ?? "\($0)", bold, width: rect.width * 0.75)
    }
    let boxes = LabelPlacement.place(
      names.map { Size(style.width($0, bold), lineHeight) }, at: targets,
      in: rect.inset(style.gap / 3), gap: style.gap / 2, reach: 0.3 * max(rect.width, rect.height))
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
