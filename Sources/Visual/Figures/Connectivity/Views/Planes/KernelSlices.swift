import AECore

/// The kernel itself, half-way: the cross-sections of the pyramid, one slice for each joined map
/// that is drawn, cell by cell in the weights' colours when they are known. Slices too small to be
/// seen are drawn once more under a lens.
struct KernelSlices: Styled {
  let plan: PlanesPlan
  let pyramid: KernelPyramid
  let scale: WeightScale?
  let style: Style

  /// Where along the pyramid the foremost slice stands.
  private static let depth = 0.45

  private var front: [Point] { pyramid.corners(pyramid.whole, at: Self.depth) }

  /// The middle of the foremost slice.
  var center: Point {
    Point((front[0].x + front[2].x) / 2, (front[0].y + front[2].y) / 2)
  }

  /// From the back to the front.
  func draw(on draw: inout Canvas) {
    let (start, end) = (
      pyramid.corners(pyramid.whole, at: 0), pyramid.corners(pyramid.whole, at: 1)
    )
    // From the foremost large map to the small one along the flow, in points.
    let length = max(1, end[0].x - start[0].x)
    let step = min(1.5 * style.gap / length, 0.3 / Double(pyramid.joined.count))
    for index in pyramid.joined.indices.reversed() {
      let depth = Self.depth - Double(index) * step
      drawSlice(of: pyramid.joined[index].channel, "slice", on: &draw) {
        pyramid.corners($0, at: depth)
      }
    }
    drawLens(below: start[3].y, on: &draw)
  }

  private func drawSlice(
    of channel: Int, _ name: String, on draw: inout Canvas, corners: (CellBlock) -> [Point]
  ) {
    draw.path(
      .polyline(corners(pyramid.whole), closed: true),
      fill: theme.background.opacity(pyramid.isDilated ? 0.5 : 0.92),
      stroke: Stroke(theme.kernel, width: style.thinLine * 1.2, isRound: true),
      id: "planes/\(name)/\(channel)")
    for connection in pyramid.taps(on: channel) {
      let outline = corners(CellBlock(connection.large))
      let side = abs(outline[3].y - outline[0].y)
      draw.path(
        .polyline(outline, closed: true),
        fill: scale.map { $0.color($0.weight(of: connection)) }
          ?? theme.kernel.mixed(with: theme.background, 0.25),
        stroke: Stroke(
          scale == nil ? theme.background : theme.kernel.opacity(0.6),
          width: min(style.thinLine * 0.8, 0.12 * side)),
        id: "planes/\(name)-tap/\(channel).\(connection.tap.y).\(connection.tap.x)")
    }
  }

  // MARK: Lens

  /// The slices larger, below the pyramid, joined with the place where they stand.
  private func drawLens(below foot: Double, on draw: inout Canvas) {
    let (whole, front) = (pyramid.whole, self.front)
    let side = abs(front[3].y - front[0].y) / Double(max(1, whole.rows.count))
    guard side < 1.1 * style.gap, let sheet = pyramid.joined.first?.sheet,
      let last = plan.small.first?.sheet
    else { return }
    let count = pyramid.joined.count
    // Free is what lies between the sheets and below the pyramid.
    let top = max(foot, front[3].y) + 1.2 * style.gap
    let room = Size(
      0.8 * (last.bounds.x - sheet.bounds.maxX), plan.area.maxY - top - 0.3 * style.gap)
    let extent = ObliqueSheet.extent(whole.size, slant: sheet.slant)
    let apart = 0.45 * extent.width
    let wide = extent.width + Double(count - 1) * apart
    let cell = min(2.4 * style.gap, room.width / wide, room.height / extent.height)
    guard cell > 1.5 * side, cell > 0.5 * style.gap else { return }
    let left = min(
      max(center.x - wide * cell / 2, sheet.bounds.maxX + 0.5 * style.gap),
      last.bounds.x - 0.5 * style.gap - wide * cell)
    let rise = Double(whole.columns.count) * sheet.slant.up * cell
    func lensSheet(_ index: Int) -> ObliqueSheet {
      ObliqueSheet(
        origin: Point(left + Double(count - 1 - index) * apart * cell, top + rise),
        block: whole, cell: cell, slant: sheet.slant)
    }
    let (back, fore) = (lensSheet(count - 1).corners(whole), lensSheet(0).corners(whole))
    draw.path(
      .line(front[3], back[0]) + .line(front[2], fore[1]),
      stroke: Stroke(theme.kernel.opacity(0.8), width: style.thinLine * 0.8), id: "planes/lens")
    for index in pyramid.joined.indices.reversed() {
      drawSlice(of: pyramid.joined[index].channel, "lens", on: &draw) {
        lensSheet(index).corners($0)
      }
    }
  }
}
