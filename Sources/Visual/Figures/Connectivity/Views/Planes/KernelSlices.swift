import AECore

/// The kernel itself, half-way: the cross-sections of the pyramid, one slice for each joined map
/// that is drawn, cell by cell in the weights' colours when they are known. Slices too small to be
/// seen are drawn once more under a lens.
struct KernelSlices {
  let plan: PlanesPlan
  let pyramid: KernelPyramid
  let scale: WeightScale?
  let style: Style

  private var theme: Theme { style.theme }

  /// Where along the pyramid the foremost slice stands.
  private static let depth = 0.45

  /// From the back to the front.
  var marks: [Mark] {
    let step = min(1.5 * style.gap / length, 0.3 / Double(pyramid.joined.count))
    let slices = pyramid.joined.indices.reversed().flatMap { index in
      let depth = Self.depth - Double(index) * step
      return slice(of: pyramid.joined[index].channel, id: "slice") {
        pyramid.corners($0, at: depth)
      }
    }
    return slices + lens
  }

  /// From the foremost large map to the small one along the flow, in points.
  private var length: Double {
    let (a, b) = (pyramid.corners(pyramid.whole, at: 0), pyramid.corners(pyramid.whole, at: 1))
    return max(1, b[0].x - a[0].x)
  }

  /// The middle of the foremost slice.
  var center: Point {
    let corners = pyramid.corners(pyramid.whole, at: Self.depth)
    return Point((corners[0].x + corners[2].x) / 2, (corners[0].y + corners[2].y) / 2)
  }

  private func slice(
    of channel: Int, id: String, corners: (KernelPyramid.Part) -> [Point]
  ) -> [Mark] {
    let ground = PathMark(
      id: "planes/\(id)/\(channel)", .polyline(corners(pyramid.whole), closed: true),
      fill: theme.background.opacity(pyramid.isDilated ? 0.5 : 0.92),
      stroke: Stroke(theme.kernel, width: style.thinLine * 1.2, isRound: true))
    return [.path(ground)]
      + pyramid.taps.map { tap in
        let color =
          scale.map {
            $0.color(
              $0.weight(
                of: Connection(
                  large: Cell(channel: channel, y: 0, x: 0), small: pyramid.focus, tap: tap)))
          } ?? theme.kernel.mixed(with: theme.background, 0.25)
        let outline = corners(pyramid.part(tap))
        let side = abs(outline[3].y - outline[0].y)
        return .path(
          PathMark(
            id: "planes/\(id)-tap/\(channel).\(tap.y).\(tap.x)",
            .polyline(outline, closed: true), fill: color,
            stroke: Stroke(
              scale == nil ? theme.background : theme.kernel.opacity(0.6),
              width: min(style.thinLine * 0.8, 0.12 * side))))
      }
  }

  // MARK: Lens

  /// The slices larger, below the pyramid, joined with the place where they stand.
  private var lens: [Mark] {
    let whole = pyramid.whole
    let front = pyramid.corners(whole, at: Self.depth)
    let taps = Size2D(height: pyramid.rows.count, width: pyramid.columns.count)
    let side = abs(front[3].y - front[0].y) / Double(max(1, taps.height))
    guard side < 1.1 * style.gap, let sheet = pyramid.joined.first?.sheet,
      let last = plan.small.first?.sheet
    else { return [] }
    let slant = sheet.slant
    let count = pyramid.joined.count
    // Free is what lies between the sheets and below the pyramid.
    let top = max(pyramid.corners(whole, at: 0)[3].y, front[3].y) + 1.2 * style.gap
    let room = Size(
      0.8 * (last.bounds.x - sheet.bounds.maxX), plan.area.maxY - top - 0.3 * style.gap)
    let extent = ObliqueSheet.extent(rows: taps.height, columns: taps.width, slant: slant)
    let apart = 0.45 * extent.width
    let cell = min(
      2.4 * style.gap, room.width / (extent.width + Double(count - 1) * apart),
      room.height / extent.height)
    guard cell > 1.5 * side, cell > 0.5 * style.gap else { return [] }
    let width = (extent.width + Double(count - 1) * apart) * cell
    let left = min(
      max(center.x - width / 2, sheet.bounds.maxX + 0.5 * style.gap),
      last.bounds.x - 0.5 * style.gap - width)
    let rise = Double(taps.width) * slant.up * cell
    func lensSheet(_ index: Int) -> ObliqueSheet {
      ObliqueSheet(
        origin: Point(left + Double(count - 1 - index) * apart * cell, top + rise),
        rows: pyramid.rows, columns: pyramid.columns, cell: cell, slant: slant)
    }
    let slices = pyramid.joined.indices.reversed().flatMap { index in
      slice(of: pyramid.joined[index].channel, id: "lens") {
        pyramid.corners($0, on: lensSheet(index))
      }
    }
    let (back, fore) = (
      pyramid.corners(whole, on: lensSheet(count - 1)), pyramid.corners(whole, on: lensSheet(0))
    )
    let lines = Path.line(front[3], back[0]) + .line(front[2], fore[1])
    return [
      .path(
        PathMark(
          id: "planes/lens", lines,
          stroke: Stroke(theme.kernel.opacity(0.8), width: style.thinLine * 0.8)))
    ] + slices
  }
}
