import AECore

/// Which maps the view `planes` draws as sheets, which of their cells, how large and where.
struct PlanesPlan {
  /// A map's sheet.
  struct Plane {
    /// The map, from 0.
    let channel: Int
    var sheet: ObliqueSheet
  }

  let windows: MapWindow
  /// From the one that faces the small maps outwards, to the left.
  let large: [Plane]
  /// From the one that faces the large maps outwards, to the right: the focus cell's map first.
  let small: [Plane]
  /// The height of the large maps' cells, in points; the small ones' is the same unless that were a
  /// dot.
  let cell: Double
  /// Where the sheets may stand.
  let area: Rect

  /// How far torn edges stand out where a map is cut, in cells.
  static let tear = 0.4
  /// At most this many maps of a layer are drawn; the others are counted.
  static let mostPlanes = 4
  /// Outlines that stand for the maps that are not drawn.
  static let ghosts = 2

  /// The sheets inside `area`, as large as they fit, of as many maps as that allows.
  /// - Parameter showsValues: whether the cells carry values, which may be small and many.
  init(_ figure: ConnectivityFigure, in area: Rect, showsValues: Bool, style: Style) {
    let (pair, focus) = (figure.pair, figure.stage.first)
    func window(_ limit: Int) -> MapWindow { MapWindow(pair, limit: limit, first: focus) }
    func fit(_ windows: MapWindow, _ counts: (Int, Int)) -> PlanesFit {
      PlanesFit.best(pair, windows, counts, area.size, style)
    }
    let (smallest, pleasant) = ((showsValues ? 0.42 : 1.05) * style.gap, 1.9 * style.gap)
    let counts = Self.counts(pair)
    var windows = window(.max)
    if fit(windows, (1, 1)).large.cell < smallest {
      // A part: as many cells as are pleasant to look at, or as the window in focus needs.
      let least = min(
        Self.mostNeeded, max(pair.geometry.span(.vertical), pair.geometry.span(.horizontal)))
      let two = counts.first { $0.0 <= 2 && $0.1 <= 2 } ?? (1, 1)
      var limit = max(24, least)
      while limit > max(3, least), fit(window(limit), two).large.cell < 1.45 * style.gap {
        limit -= 1
      }
      windows = window(limit)
    }
    let alone = fit(windows, (1, 1)).large.cell
    let chosen =
      counts.first { fit(windows, $0).large.cell >= min(pleasant, 0.9 * alone) } ?? (1, 1)
    let fit = fit(windows, chosen)

    self.windows = windows
    cell = fit.large.cell
    self.area = area
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
    let first = figure.largeChannel - joined.lowerBound
    let group = (0..<min(joined.count, mostPlanes)).map {
      joined.lowerBound + (first + $0) % joined.count
    }
    let others = (0..<min(all - joined.count, mostPlanes)).map {
      (joined.upperBound + $0) % all
    }
    return group + others
  }

  private static func smallOrder(_ figure: ConnectivityFigure) -> [Int] {
    let all = figure.pair.smallShape.channels
    return (0..<min(all, mostPlanes)).map { (figure.focus.first.channel + $0) % all }
  }
}
