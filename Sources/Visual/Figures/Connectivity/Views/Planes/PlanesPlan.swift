import AECore

/// Which maps the view `planes` draws as sheets, which of their cells, how large and where.
struct PlanesPlan {
  /// A map's sheet.
  struct Plane {
    /// The map, from 0.
    let channel: Int
    var sheet: ObliqueSheet
  }

  let rows: AxisWindow
  let columns: AxisWindow
  /// From the one that faces the small maps outwards, to the left.
  let large: [Plane]
  /// From the one that faces the large maps outwards, to the right: the focus cell's map first.
  let small: [Plane]
  /// Large maps that are not drawn.
  let largeRest: Int
  /// Small maps that are not drawn.
  let smallRest: Int
  /// The height of the large maps' cells, in points; the small ones' is the same unless that were a
  /// dot.
  let cell: Double
  /// Where the sheets may stand.
  let area: Rect
  /// From one ghost of a map that is not drawn to the next, in points.
  let ghostStep: Double

  /// How far lines run on where a map is cut, in cells.
  static let runOut = 0.35
  /// At most this many maps of a layer are drawn; the others are counted.
  static let mostPlanes = 4
  /// Outlines that stand for the maps that are not drawn.
  static let ghosts = 2

  /// What the plan must leave free beside the sheets, in points.
  struct Room {
    /// The counts of the maps that are left out.
    var more: (large: Double, small: Double)
    /// The words under a sheet.
    var label: Double
  }

  /// The sheets inside `area`, as large as they fit, of as many maps as that allows.
  /// - Parameter showsValues: whether the cells carry values, which may be small and many.
  init(
    _ figure: ConnectivityFigure, in area: Rect, room: Room, showsValues: Bool, style: Style
  ) {
    let pair = figure.pair
    let focus = figure.focus.first
    func window(_ axis: Size2D.Axis, _ limit: Int) -> AxisWindow {
      AxisWindow(
        pair, axis, limit: limit, first: axis == .vertical ? focus.y : focus.x, second: nil)
    }
    func fit(_ windows: (rows: AxisWindow, columns: AxisWindow), _ counts: (Int, Int)) -> Fit {
      Fit.best(pair, windows, counts, area.size, room, style)
    }
    let (smallest, pleasant) = (
      (showsValues ? 0.42 : 1.05) * style.gap, 1.9 * style.gap
    )
    let counts = Self.counts(pair)
    var windows = (rows: window(.vertical, .max), columns: window(.horizontal, .max))
    if fit(windows, (1, 1)).cell < smallest {
      // A part: as many cells as are pleasant to look at, or as the window in focus needs.
      let least = min(
        Self.mostNeeded, max(pair.geometry.span(.vertical), pair.geometry.span(.horizontal)))
      let pair2 = counts.first { $0.0 <= 2 && $0.1 <= 2 } ?? (1, 1)
      var limit = max(24, least)
      func part(_ limit: Int) -> (rows: AxisWindow, columns: AxisWindow) {
        (window(.vertical, limit), window(.horizontal, limit))
      }
      while limit > max(3, least), fit(part(limit), pair2).cell < 1.45 * style.gap { limit -= 1 }
      windows = part(limit)
    }
    let alone = fit(windows, (1, 1)).cell
    let chosen =
      counts.first { fit(windows, $0).cell >= min(pleasant, 0.9 * alone) } ?? (1, 1)
    let fit = fit(windows, chosen)

    rows = windows.rows
    columns = windows.columns
    cell = fit.cell
    self.area = area
    ghostStep = fit.ghostStep
    largeRest = pair.largeShape.channels - chosen.0
    smallRest = pair.smallShape.channels - chosen.1
    (large, small) = fit.planes(
      Self.largeOrder(figure).prefix(chosen.0), Self.smallOrder(figure).prefix(chosen.1), in: area)
  }

  /// A window of more cells than this is itself cut.
  private static let mostNeeded = 28

  /// How many maps of each layer could be drawn, the most first.
  private static func counts(_ pair: ConvolutionPair) -> [(Int, Int)] {
    let (c, o) = (pair.largeShape.channels, pair.smallShape.channels)
    return [(4, 4), (4, 3), (3, 4), (3, 3), (3, 2), (2, 3), (2, 2), (2, 1), (1, 2), (1, 1)].map {
      (min($0.0, c), min($0.1, o))
    }
  }

  /// The large maps, those that are joined with the focus cell first, the chosen one before all.
  private static func largeOrder(_ figure: ConnectivityFigure) -> [Int] {
    let all = figure.pair.largeShape.channels
    let joined = figure.pair.largeMaps(joinedWith: figure.focus.first.channel)
    let first = figure.largeChannel
    let group = (0..<min(joined.count, mostPlanes)).map {
      joined.lowerBound + (first - joined.lowerBound + $0) % joined.count
    }
    let others = (0..<max(0, min(all - joined.count, mostPlanes))).map {
      (joined.upperBound + $0) % all
    }
    return group + others
  }

  private static func smallOrder(_ figure: ConnectivityFigure) -> [Int] {
    let all = figure.pair.smallShape.channels
    return (0..<min(all, mostPlanes)).map { (figure.focus.first.channel + $0) % all }
  }
}

/// Sheets of a given number: how large they become and where they stand.
private struct Fit {
  let cell: Double
  private let smallCell: Double
  let ghostStep: Double
  private let slant: ObliqueSheet.Slant
  private let windows: (rows: Range<Int>, columns: Range<Int>)
  private let small: (rows: Range<Int>, columns: Range<Int>)
  /// From one sheet to the next, in points.
  private let step: (large: Double, small: Double)
  private let gap: Double
  /// Left of the large maps and right of the small ones, in points.
  private let reserve: (large: Double, small: Double)
  private let counts: (large: Int, small: Int)

  /// The widest slant that costs no more than a little of the cells' size.
  static func best(
    _ pair: ConvolutionPair, _ windows: (rows: AxisWindow, columns: AxisWindow),
    _ counts: (Int, Int), _ area: Size, _ room: PlanesPlan.Room, _ style: Style
  ) -> Fit {
    let fits = [1, 0.86, 0.72, 0.6, 0.5, 0.4].map { right in
      Fit(
        pair, windows, counts, .init(right: right, up: 0.18 + 0.15 * right), area, room, style)
    }
    return fits.dropFirst().reduce(fits[0]) { $1.cell > 1.08 * $0.cell ? $1 : $0 }
  }

  private init(
    _ pair: ConvolutionPair, _ windows: (rows: AxisWindow, columns: AxisWindow),
    _ counts: (Int, Int), _ slant: ObliqueSheet.Slant, _ area: Size, _ room: PlanesPlan.Room,
    _ style: Style
  ) {
    // The convolution's input: what the transposed one adds beyond it is told in words.
    func range(_ window: AxisWindow, _ axis: Size2D.Axis) -> Range<Int> {
      let padding = pair.geometry.padding[axis]
      return window.large.clamped(to: -padding..<pair.largeShape.size[axis] + padding)
    }
    let (rows, columns) = (range(windows.rows, .vertical), range(windows.columns, .horizontal))
    let runOut =
      windows.rows.isCropped || windows.columns.isCropped ? 2 * PlanesPlan.runOut : 0
    func extent(_ rows: Int, _ columns: Int) -> Size {
      let size = ObliqueSheet.extent(rows: rows, columns: columns, slant: slant)
      return Size(size.width + runOut, size.height + runOut)
    }
    func clear(_ rows: Int, _ columns: Int) -> Double {
      min(Double(columns) * slant.right, Double(rows) * slant.right / slant.up)
    }
    let large = extent(rows.count, columns.count)
    let small = extent(windows.rows.small.count, windows.columns.small.count)
    let isCounted = (
      large: counts.0 < pair.largeShape.channels, small: counts.1 < pair.smallShape.channels
    )
    let ghostStep = 1.1 * style.gap
    let ghostRoom = Double(PlanesPlan.ghosts) * ghostStep
    reserve = (
      isCounted.large ? max(ghostRoom, room.more.large + style.gap) : 0,
      isCounted.small ? max(ghostRoom, room.more.small + style.gap) : 0
    )
    let between = 1.1 * style.gap
    let leastGap = max(11 * style.gap, 0.2 * area.width)
    let (m, n) = (Double(counts.0 - 1), Double(counts.1 - 1))
    let fixed = leastGap + (m + n) * between + reserve.large + reserve.small
    let inner = (rows: windows.rows.small.count, columns: windows.columns.small.count)
    let largeCells = large.width + m * clear(rows.count, columns.count)
    let smallCells = small.width + n * clear(inner.rows, inner.columns)
    let high = area.height / max(large.height, small.height)
    let most = min(4.6 * style.gap, high)
    var cell = max(0.01, min(most, max(1, area.width - fixed) / (largeCells + smallCells)))
    // A small map of a few cells is not drawn as a dot: the pyramid says how much it stands for.
    let least = 2.8 * style.gap / Double(max(inner.rows, inner.columns))
    var smallCell = cell
    if cell < least {
      smallCell = least
      cell = max(0.01, min(most, max(1, area.width - fixed - smallCells * least) / largeCells))
    }
    let steps = (
      large: clear(rows.count, columns.count) * cell + between,
      small: clear(inner.rows, inner.columns) * smallCell + between
    )
    // What is left over goes between the sheets, then between the layers.
    var free = area.width - fixed - largeCells * cell - smallCells * smallCell
    func widened(_ step: Double, _ count: Double) -> Double {
      guard count > 0 else { return step }
      let wanted = max(0, min(free / count, max(room.label + style.gap - step, 0.6 * style.gap)))
      free -= wanted * count
      return step + wanted
    }
    step = (widened(steps.large, m), widened(steps.small, n))
    gap = leastGap + max(0, min(free, 0.2 * area.width))
    self.cell = cell
    self.smallCell = smallCell
    self.ghostStep = ghostStep
    self.slant = slant
    self.windows = (rows, columns)
    self.small = (windows.rows.small, windows.columns.small)
    self.counts = counts
  }

  /// The sheets, centred in `area`.
  func planes(
    _ largeMaps: some Collection<Int>, _ smallMaps: some Collection<Int>, in area: Rect
  ) -> (large: [PlanesPlan.Plane], small: [PlanesPlan.Plane]) {
    func sheet(
      _ rows: Range<Int>, _ columns: Range<Int>, _ cell: Double, x: Double
    ) -> ObliqueSheet {
      let size = ObliqueSheet.extent(rows: rows.count, columns: columns.count, slant: slant)
      let top = area.center.y - size.height * cell / 2
      return ObliqueSheet(
        origin: Point(x, top + Double(columns.count) * slant.up * cell), rows: rows,
        columns: columns, cell: cell, slant: slant)
    }
    let wide = (
      large: Double(windows.columns.count) * slant.right * cell,
      small: Double(small.columns.count) * slant.right * smallCell
    )
    let total =
      reserve.large + Double(counts.large - 1) * step.large + wide.large + gap
      + Double(counts.small - 1) * step.small + wide.small + reserve.small
    let left = area.center.x - total / 2
    let front = left + reserve.large + Double(counts.large - 1) * step.large
    let first = front + wide.large + gap
    return (
      largeMaps.enumerated().map { index, map in
        .init(
          channel: map,
          sheet: sheet(windows.rows, windows.columns, cell, x: front - Double(index) * step.large))
      },
      smallMaps.enumerated().map { index, map in
        .init(
          channel: map,
          sheet: sheet(small.rows, small.columns, smallCell, x: first + Double(index) * step.small))
      }
    )
  }
}
