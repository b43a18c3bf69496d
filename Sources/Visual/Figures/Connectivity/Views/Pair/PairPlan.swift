import AECore

/// The two directions of a pair.
enum ConnectivityDirection: CaseIterable, Hashable, Sendable {
  case convolution
  case transposed

  /// What the ids of its marks start with.
  var id: String {
    switch self {
    case .convolution: "convolution"
    case .transposed: "transposed_convolution"
    }
  }

  /// The operation, and what it does to cells.
  var heading: (name: String, reading: String) {
    switch self {
    case .convolution: ("Convolution", "many to one")
    case .transposed: ("Transposed convolution", "one to many")
    }
  }

  /// Both in one line; the operation by its first word alone where that must do.
  func headingText(isShort: Bool) -> String {
    let name = isShort && self == .transposed ? "Transposed" : heading.name
    return "\(name): \(heading.reading)"
  }
}

/// How one direction's maps fit into a panel: which cells, how large, how far apart. Both
/// directions are drawn by the same plan, so that one is the other's mirror image.
struct PairPlan {
  /// How the two maps of one direction follow each other.
  enum Flow {
    /// From left to right.
    case across
    /// From top to bottom.
    case down
  }

  let flow: Flow
  let rows: AxisWindow
  let columns: AxisWindow
  /// The side of a cell, in points; the same for both maps.
  let cell: Double
  /// Between the two maps, in points: where the fan is.
  let gap: Double

  /// What is left out is drawn as lines that run on by this many cells.
  static let runOut = 0.4
  /// A window of more cells than this is itself cropped: its lines could not be told apart.
  static let mostNeeded = 14

  /// The maps as large as they fit into `area`, in the flow that makes their cells larger.
  static func fitting(_ figure: ConnectivityFigure, in area: Size, style: Style) -> PairPlan {
    let across = PairPlan(figure, .across, area, style)
    let down = PairPlan(figure, .down, area, style)
    func shown(_ plan: PairPlan) -> Double {
      Double(plan.rows.large.count * plan.columns.large.count) * plan.cell * plan.cell
    }
    return shown(down) > 1.6 * shown(across) ? down : across
  }

  private init(_ figure: ConnectivityFigure, _ flow: Flow, _ area: Size, _ style: Style) {
    let pair = figure.pair
    let along: Size2D.Axis = flow == .across ? .horizontal : .vertical
    let beside: Size2D.Axis = flow == .across ? .vertical : .horizontal
    let leastGap =
      flow == .across ? min(8.5 * style.gap, 0.21 * area.width) : 6.5 * style.gap
    let room = (
      along: max(1, (flow == .across ? area.width : area.height) - leastGap),
      beside: max(1, flow == .across ? area.height : area.width)
    )
    // Cells of a map that is drawn whole may be small; a part of a map is drawn to be looked at.
    let (smallest, pleasant, largest) = (1.1 * style.gap, 1.45 * style.gap, 4.6 * style.gap)

    func strung(_ w: AxisWindow) -> Double {
      Double(w.large.count + w.small.count) + (w.isCropped ? 4 * Self.runOut : 0)
    }
    func wide(_ w: AxisWindow) -> Double {
      Double(max(w.large.count, w.small.count)) + (w.isCropped ? 2 * Self.runOut : 0)
    }
    /// The most cells, at least `cell` points large, that `size` has room for.
    func fitted(
      _ axis: Size2D.Axis, _ size: (AxisWindow) -> Double, room: Double, cell: Double
    ) -> AxisWindow {
      var window = AxisWindow(pair, axis)
      var limit = min(window.large.count - 1, Int(room / cell))
      while size(window) * cell > room, limit > 0 {
        window = figure.window(axis, limit: limit)
        limit -= 1
      }
      return window
    }
    var windows = (along: AxisWindow(pair, along), beside: AxisWindow(pair, beside))
    if strung(windows.along) * smallest > room.along
      || wide(windows.beside) * smallest > room.beside
    {
      // The two windows in focus are kept in view, in smaller cells if that is enough.
      func chosen(
        _ axis: Size2D.Axis, _ size: (AxisWindow) -> Double, room: Double
      ) -> AxisWindow {
        let least = fitted(axis, size, room: room, cell: smallest)
        let good = fitted(axis, size, room: room, cell: pleasant)
        let need = min(figure.need(axis), Self.mostNeeded)
        return good.large.count >= need || least.large.count < need
          ? good : figure.window(axis, limit: need)
      }
      windows.beside = chosen(beside, wide, room: room.beside)
      windows.along = chosen(along, strung, room: room.along)
      let square = max(
        windows.beside.large.count, min(figure.need(along), Self.mostNeeded))
      if windows.along.large.count > square, flow == .across {
        windows.along = figure.window(along, limit: square)
      }
    }
    let cell = min(
      largest, room.along / strung(windows.along), room.beside / wide(windows.beside))
    self.flow = flow
    self.cell = cell
    rows = along == .vertical ? windows.along : windows.beside
    columns = along == .vertical ? windows.beside : windows.along
    let free = room.along + leastGap - strung(windows.along) * cell
    gap = min(free, max(leastGap, (flow == .across ? 16 : 12) * style.gap))
  }

  /// The grids of both maps for a direction, centred in `area`.
  func grids(_ direction: ConnectivityDirection, in area: Rect) -> (
    large: CellGrid, small: CellGrid
  ) {
    let isLargeFirst = direction == .convolution
    func extent(_ window: AxisWindow, _ range: Range<Int>) -> Double {
      Double(range.count) * cell + (window.isCropped ? 2 * Self.runOut * cell : 0)
    }
    let large = Size(extent(columns, columns.large), extent(rows, rows.large))
    let small = Size(extent(columns, columns.small), extent(rows, rows.small))
    let first = isLargeFirst ? large : small
    func box(_ size: Size, isFirst: Bool) -> Rect {
      switch flow {
      case .across:
        let total = large.width + small.width + gap
        let left = area.center.x - total / 2 + (isFirst ? 0 : first.width + gap)
        return Rect(
          x: left, y: area.center.y - size.height / 2, width: size.width, height: size.height)
      case .down:
        let total = large.height + small.height + gap
        let top = area.center.y - total / 2 + (isFirst ? 0 : first.height + gap)
        return Rect(
          x: area.center.x - size.width / 2, y: top, width: size.width, height: size.height)
      }
    }
    func grid(_ box: Rect, _ y: Range<Int>, _ x: Range<Int>) -> CellGrid {
      CellGrid(
        origin: Point(
          box.x + (columns.isCropped ? Self.runOut * cell : 0),
          box.y + (rows.isCropped ? Self.runOut * cell : 0)),
        cell: cell, rows: y, columns: x)
    }
    return (
      grid(box(large, isFirst: isLargeFirst), rows.large, columns.large),
      grid(box(small, isFirst: !isLargeFirst), rows.small, columns.small)
    )
  }
}

extension ConnectivityFigure {
  /// At most `limit` cells along an axis, around the cells in focus.
  fileprivate func window(_ axis: Size2D.Axis, limit: Int) -> AxisWindow {
    axis == .vertical
      ? AxisWindow(pair, axis, limit: limit, first: stage.first.y, second: stage.second?.y)
      : AxisWindow(pair, axis, limit: limit, first: stage.first.x, second: stage.second?.x)
  }

  /// How many cells of the large map the windows of the cells in focus span.
  fileprivate func need(_ axis: Size2D.Axis) -> Int {
    let first = axis == .vertical ? stage.first.y : stage.first.x
    let second = axis == .vertical ? stage.second?.y : stage.second?.x
    let apart = second == nil || second == first ? 0 : pair.geometry.stride[axis]
    return pair.geometry.span(axis) + apart
  }
}
