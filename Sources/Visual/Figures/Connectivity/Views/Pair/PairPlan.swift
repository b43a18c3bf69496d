import AECore

/// How one direction's maps fit into a panel: which cells, how large, how far apart. Both
/// directions are drawn by the same plan, so that one is the other's mirror image.
struct PairPlan {
  /// The way on the page from one map to the other: side by side, or one above the other.
  let along: Size2D.Axis
  let windows: MapWindow
  /// The side of a cell, in points; the same for both maps.
  let cell: Double
  /// Between the two maps, in points: where the fan is.
  let gap: Double

  /// Where a map is cut, its torn edge reaches beyond its cells by this many of them.
  static let tear = 0.4
  /// A window of more cells than this is itself cropped: its lines could not be told apart.
  private static let mostNeeded = 14

  /// How large cells are, in gaps of the page.
  struct Cells {
    /// Of a map that is drawn whole.
    var smallest = 1.1
    /// No cell is larger.
    var largest = 4.6
    /// The widest fan between the maps, side by side and one above the other.
    var fan = (across: 16.0, down: 12.0)

    /// Of several pictures on a page.
    static let several = Cells()
    /// Of one picture that has the page for itself.
    static let alone = Cells(smallest: 0.6, largest: 9, fan: (across: 26, down: 22))
  }

  /// The maps as large as they fit into `area`, side by side or one above the other, whichever
  /// shows more of them; maps of one row one above the other, since side by side the fan would run
  /// along the cells.
  static func fitting(
    _ figure: ConnectivityFigure, in area: Size, cells: Cells = .several, style: Style
  ) -> PairPlan {
    let across = PairPlan(figure, .horizontal, area, cells, style)
    let down = PairPlan(figure, .vertical, area, cells, style)
    func shown(_ plan: PairPlan) -> Double {
      let size = plan.windows[\.large].size
      // A strip of a map tells less than a piece of its own shape.
      let shares = Size2D.Axis.allCases.map {
        Double(size[$0]) / Double(max(1, figure.pair.largeShape.size[$0]))
      }
      let shape = (shares.min() ?? 1) / max(shares.max() ?? 1, .leastNormalMagnitude)
      return Double(size.count) * plan.cell * plan.cell * min(1, shape)
    }
    if figure.pair.largeShape.height == 1 { return down }
    return shown(down) > 1.6 * shown(across) ? down : across
  }

  private init(
    _ figure: ConnectivityFigure, _ along: Size2D.Axis, _ area: Size, _ cells: Cells,
    _ style: Style
  ) {
    let (pair, stage) = (figure.pair, figure.stage)
    let isAcross = along == .horizontal
    let leastGap = isAcross ? min(8.5 * style.gap, 0.21 * area.width) : 6.5 * style.gap
    // Cells of a map that is drawn whole may be small; a part of a map is drawn to be looked at.
    let (smallest, pleasant) = (cells.smallest * style.gap, 1.45 * style.gap)
    let largest = cells.largest * style.gap

    func room(_ axis: Size2D.Axis) -> Double {
      max(1, axis == along ? area[axis] - leastGap : area[axis])
    }
    /// The cells of both maps, strung along one direction and beside each other in the other.
    func extent(_ window: AxisWindow, _ axis: Size2D.Axis) -> Double {
      let (large, small) = (window.large.count, window.small.count)
      let ends = window.isCropped ? (axis == along ? 4 : 2) * Self.tear : 0
      return Double(axis == along ? large + small : max(large, small)) + ends
    }
    func window(_ axis: Size2D.Axis, _ limit: Int) -> AxisWindow {
      AxisWindow(pair, axis, limit: limit, first: stage.first[axis])
    }
    /// How many cells of the large map the window of the cell in focus spans, if not too many.
    func need(_ axis: Size2D.Axis) -> Int { min(pair.geometry.span(axis), Self.mostNeeded) }
    /// The most cells, at least `cell` points large, that there is room for.
    func fitted(_ axis: Size2D.Axis, cell: Double) -> AxisWindow {
      var fit = AxisWindow(pair, axis)
      var limit = min(fit.large.count - 1, Int(clamping: room(axis) / cell))
      while extent(fit, axis) * cell > room(axis), limit > 0 {
        fit = window(axis, limit)
        limit -= 1
      }
      return fit
    }
    var windows = MapWindow(pair, limit: .max, first: stage.first)
    let axes = Size2D.Axis.allCases
    if axes.contains(where: { extent(windows[$0], $0) * smallest > room($0) }) {
      for axis in axes {
        // The window in focus is kept in view, in smaller cells if that is enough.
        let least = fitted(axis, cell: smallest)
        let good = fitted(axis, cell: pleasant)
        windows[axis] =
          good.large.count >= need(axis) || least.large.count < need(axis)
          ? good : window(axis, need(axis))
      }
      let square = max(windows[along.other].large.count, need(along))
      if windows[along].large.count > square, isAcross { windows[along] = window(along, square) }
      // Nor is a part that is cut on both axes much longer than wide, or the other way round.
      for axis in axes where axes.allSatisfy({ windows[$0].isCropped }) {
        let longest = max(7 * windows[axis.other].large.count / 4, need(axis))
        if windows[axis].large.count > longest { windows[axis] = window(axis, longest) }
      }
    }
    self.along = along
    self.windows = windows
    cell = axes.reduce(largest) { min($0, room($1) / extent(windows[$1], $1)) }
    let free = room(along) + leastGap - extent(windows[along], along) * cell
    gap = min(free, max(leastGap, (isAcross ? cells.fan.across : cells.fan.down) * style.gap))
  }

  /// The grids of both maps for a direction, centred in `area`.
  func grids(_ direction: ConnectivityDirection, in area: Rect) -> (
    large: CellGrid, small: CellGrid
  ) {
    typealias Map = KeyPath<AxisWindow, Range<Int>>
    func tear(_ axis: Size2D.Axis) -> Double {
      windows[axis].isCropped ? Self.tear * cell : 0
    }
    func extent(_ map: Map, _ axis: Size2D.Axis) -> Double {
      Double(windows[axis][keyPath: map].count) * cell + 2 * tear(axis)
    }
    let total = extent(\.large, along) + extent(\.small, along) + gap
    func grid(_ map: Map, behind first: Map?) -> CellGrid {
      let start = area.center[along] - total / 2 + (first.map { extent($0, along) + gap } ?? 0)
      let side = area.center[along.other] - extent(map, along.other) / 2
      let origin = Point(along, along: start + tear(along), beside: side + tear(along.other))
      return CellGrid(origin: origin, cell: cell, windows[map])
    }
    return direction == .convolution
      ? (grid(\.large, behind: nil), grid(\.small, behind: \.large))
      : (grid(\.large, behind: \.small), grid(\.small, behind: nil))
  }
}
