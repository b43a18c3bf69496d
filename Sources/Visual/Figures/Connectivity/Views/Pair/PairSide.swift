import AECore

/// One direction of the pair: the two maps, the fan between them, and in the transposed direction
/// a second fan beside the first.
struct PairSide {
  let figure: ConnectivityFigure
  let plan: PairPlan
  let direction: ConnectivityDirection
  let large: CellGrid
  let small: CellGrid
  let style: Style

  init(
    _ figure: ConnectivityFigure, plan: PairPlan, direction: ConnectivityDirection, area: Rect,
    style: Style
  ) {
    self.figure = figure
    self.plan = plan
    self.direction = direction
    (large, small) = plan.grids(direction, in: area)
    self.style = style
  }

  private var pair: ConvolutionPair { figure.pair }
  private var geometry: ConvGeometry { pair.geometry }
  private var theme: Theme { style.theme }
  private var first: Cell { figure.focus.first }

  /// The large map's shape in this direction.
  var largeShape: ImageShape {
    direction == .convolution ? pair.largeShape : pair.restoredShape
  }

  /// The large map that is drawn.
  var largeChannel: Int { figure.largeChannel }

  /// The second cell in focus, where this direction has one that is visible.
  var second: Cell? {
    guard direction == .transposed, let cell = figure.focus.second,
      small.shows(y: cell.y, x: cell.x)
    else { return nil }
    return cell
  }

  /// The small cells whose fans a word must not lie on: those in focus, and in a picture that moves
  /// all that will be.
  private var fanned: [Cell] { figure.step?.path ?? [first] + [second].compactMap { $0 } }

  /// Everything but the words.
  var marks: [Mark] {
    let foci = [first] + [second].compactMap { $0 }
    var lines: [Mark] = []
    for cell in foci.reversed() { lines += [wedge(of: cell)] + fan(of: cell) }
    return [
      .group(Group(id: "\(direction.id)/cells", cells)),
      .group(Group(id: "\(direction.id)/connections", lines)),
      .group(
        Group(id: "\(direction.id)/outlines", added + foci.reversed().flatMap(outlines) + sums)),
    ]
  }

  /// What a word must not lie on: the maps and, as a rectangle, each fan.
  var obstacles: [Rect] {
    let fans = fanned.compactMap { cell -> Rect? in
      window(of: cell).map { $0.union(small.rect(y: cell.y, x: cell.x)) }
    }
    return [large.bounds, small.bounds] + (plan.flow == .down ? fans : [])
  }

  /// How far down the fans reach at `x`, when the maps stand side by side.
  func fanBottom(atX x: Double) -> Double {
    let bottoms = fanned.compactMap { cell -> Double? in
      guard let window = window(of: cell) else { return nil }
      let end = apex(of: cell)
      let near = direction == .convolution ? window.maxX : window.x
      let share = min(1, max(0, (x - end.x) / (near - end.x)))
      let low = small.rect(y: cell.y, x: cell.x).maxY
      return low + share * (window.maxY - low)
    }
    return bottoms.max() ?? small.bounds.maxY
  }

  // MARK: Cells

  private var cells: [Mark] {
    let shape = largeShape
    let own = footprint(first)
    let other = second.map(footprint) ?? []
    let before = writtenBefore
    var made: [(y: Int, x: Int)] = []
    var open: [(y: Int, x: Int)] = []
    var quiet: [(y: Int, x: Int)] = []
    var lit: [(y: Int, x: Int)] = []
    var litSecond: [(y: Int, x: Int)] = []
    var both: [(y: Int, x: Int)] = []
    var empty: [(y: Int, x: Int)] = []
    let covered = (coveredRange(.vertical), coveredRange(.horizontal))
    for y in large.rows {
      for x in large.columns {
        if (0..<shape.height).contains(y), (0..<shape.width).contains(x) {
          let place = Tap(y: y, x: x)
          switch (own.contains(place), other.contains(place) || before.contains(place)) {
          case (true, true): both.append((y, x))
          case (false, _) where isMovingOutput(.transposed):
            if before.contains(place) { made.append((y, x)) } else { open.append((y, x)) }
          case (true, false): lit.append((y, x))
          case (false, true): litSecond.append((y, x))
          case (false, false): quiet.append((y, x))
          }
        } else if covered.0.contains(y), covered.1.contains(x) {
          empty.append((y, x))
        }
      }
    }
    func largeID(_ y: Int, _ x: Int) -> String { "\(direction.id)/large/\(largeChannel).\(y).\(x)" }
    func paint(_ cells: [(y: Int, x: Int)], _ look: CellLook) -> [Mark] {
      style.cells(cells, of: large, look: look, id: largeID)
    }
    return runOuts + paint(quiet, style.quietCell(theme.large))
      + paint(made, style.madeCell(theme.large)) + paint(open, style.openCell(theme.large))
      + style.cells(
        empty, of: large, look: style.emptyCell(), id: { "\(direction.id)/padding/\($0).\($1)" })
      + paint(lit, style.litCell(theme.large)) + paint(litSecond, style.litCell(theme.second))
      + paint(both, style.litCell(theme.overlap)) + smallCells
  }

  private var smallCells: [Mark] {
    small.rows.flatMap { y in
      small.columns.flatMap { x -> [Mark] in
        let cell = Cell(channel: first.channel, y: y, x: x)
        let look =
          cell == first
          ? style.litCell(theme.small)
          : cell == second ? style.litCell(theme.second) : restingLook(cell)
        return style.cells(
          [(y, x)], of: small, look: look,
          id: { "\(direction.id)/small/\(first.channel).\($0).\($1)" })
      }
    }
  }

  /// A small cell that is not in focus; one of an output that is being made is open until then.
  private func restingLook(_ cell: Cell) -> CellLook {
    guard isMovingOutput(.convolution), let step = figure.step else {
      return style.quietCell(theme.small)
    }
    return step.done.contains(cell) ? style.madeCell(theme.small) : style.openCell(theme.small)
  }

  /// Whether this is `direction` in a picture that moves, where its output comes into being.
  private func isMovingOutput(_ direction: ConnectivityDirection) -> Bool {
    figure.step != nil && self.direction == direction
  }

  /// The places of the large map that earlier steps of a moving transposed convolution have added
  /// to.
  private var writtenBefore: Set<Tap> {
    guard isMovingOutput(.transposed), let step = figure.step else { return [] }
    return step.done.reduce(into: []) { $0.formUnion(footprint($1)) }
  }

  /// Where the grid runs on beyond what is shown: short lines without an end.
  private var runOuts: [Mark] {
    func lines(
      _ grid: CellGrid, _ wholeRows: Range<Int>, _ wholeColumns: Range<Int>, _ color: Color
    )
      -> [Mark]
    {
      let reach = PairPlan.runOut * grid.cell
      let box = grid.bounds
      var path = Path()
      for x in grid.columns.lowerBound...grid.columns.upperBound {
        let at = box.x + Double(x - grid.columns.lowerBound) * grid.cell
        if grid.rows.lowerBound > wholeRows.lowerBound {
          path = path + .line(Point(at, box.y), Point(at, box.y - reach))
        }
        if grid.rows.upperBound < wholeRows.upperBound {
          path = path + .line(Point(at, box.maxY), Point(at, box.maxY + reach))
        }
      }
      for y in grid.rows.lowerBound...grid.rows.upperBound {
        let at = box.y + Double(y - grid.rows.lowerBound) * grid.cell
        if grid.columns.lowerBound > wholeColumns.lowerBound {
          path = path + .line(Point(box.x, at), Point(box.x - reach, at))
        }
        if grid.columns.upperBound < wholeColumns.upperBound {
          path = path + .line(Point(box.maxX, at), Point(box.maxX + reach, at))
        }
      }
      guard !path.elements.isEmpty else { return [] }
      return [
        .path(PathMark(path, stroke: Stroke(color.opacity(0.38), width: style.thinLine * 0.8)))
      ]
    }
    return lines(large, plan.rows.wholeLarge, plan.columns.wholeLarge, theme.large)
      + lines(small, plan.rows.wholeSmall, plan.columns.wholeSmall, theme.small)
  }

  /// Rows (or columns) that some window reaches: all of the padded map for the convolution; for
  /// the transposed one what the footprints cover before the padding is cut off.
  private func coveredRange(_ axis: Size2D.Axis) -> Range<Int> {
    let padding = geometry.padding[axis]
    switch direction {
    case .convolution: return -padding..<largeShape.size[axis] + padding
    case .transposed:
      return -padding..<geometry.window(of: pair.smallShape.size[axis] - 1, axis).upperBound
    }
  }

  /// The places of the large map that a small cell is joined with.
  private func footprint(_ cell: Cell) -> Set<Tap> {
    Set(visibleJoins(of: cell).map { Tap(y: $0.y, x: $0.x) })
  }

  // MARK: Lines

  private func color(of cell: Cell) -> Color { cell == first ? theme.kernel : theme.second }

  /// The window of a small cell on the large map, as far as it is visible.
  private func window(of cell: Cell) -> Rect? {
    large.visible(
      rows: geometry.window(of: cell.y, .vertical),
      columns: geometry.window(of: cell.x, .horizontal))
  }

  /// Where the lines of a small cell meet: in the middle of its side that faces the large map.
  private func apex(of cell: Cell) -> Point {
    let box = small.rect(y: cell.y, x: cell.x)
    switch (plan.flow, direction) {
    case (.across, .convolution): return Point(box.x, box.center.y)
    case (.across, .transposed): return Point(box.maxX, box.center.y)
    case (.down, .convolution): return Point(box.center.x, box.y)
    case (.down, .transposed): return Point(box.center.x, box.maxY)
    }
  }

  /// The translucent shape between a window and its small cell.
  private func wedge(of cell: Cell) -> Mark {
    let box = small.rect(y: cell.y, x: cell.x)
    guard let window = window(of: cell) else { return .path(PathMark(Path())) }
    let points: [Point]
    switch (plan.flow, direction) {
    case (.across, .convolution):
      points = [
        Point(window.maxX, window.y), Point(box.x, box.y), Point(box.x, box.maxY),
        Point(window.maxX, window.maxY),
      ]
    case (.across, .transposed):
      points = [
        Point(window.x, window.y), Point(box.maxX, box.y), Point(box.maxX, box.maxY),
        Point(window.x, window.maxY),
      ]
    case (.down, .convolution):
      points = [
        Point(window.x, window.maxY), Point(box.x, box.y), Point(box.maxX, box.y),
        Point(window.maxX, window.maxY),
      ]
    case (.down, .transposed):
      points = [
        Point(window.x, window.y), Point(box.x, box.maxY), Point(box.maxX, box.maxY),
        Point(window.maxX, window.y),
      ]
    }
    return .path(
      PathMark(.polyline(points, closed: true), fill: color(of: cell).opacity(0.13)))
  }

  /// One line for each visible connection of a small cell.
  private func fan(of cell: Cell) -> [Mark] {
    let places = visibleJoins(of: cell)
    let count = places.count
    // Lines stay apart where they leave the window, so that many never become one grey area.
    let taps = plan.flow == .across ? geometry.kernel.width : geometry.kernel.height
    let width = min(style.mediumLine, max(0.3, 0.24 * plan.cell / Double(max(1, taps))))
    let color = color(of: cell).opacity(count > 60 ? 0.6 : 1)
    let end = apex(of: cell)
    let head = min(0.3 * plan.cell, 4.5 * width)
    var marks: [Mark] = []
    // The second fan keeps its hue.
    let scale = cell == first ? WeightScale(figure, theme: theme) : nil
    for place in places {
      let anchor = anchor(place, of: cell, end: end)
      // A trained layer's lines carry the weights that it has learned.
      let color =
        scale.map { scale in
          scale.color(
            scale.weight(
              of: Connection(
                large: Cell(channel: largeChannel, y: place.y, x: place.x), small: cell,
                tap: place.tap)))
        } ?? color
      let id =
        "\(direction.id)/connection/\(largeChannel).\(place.y).\(place.x)"
        + "-\(cell.channel).\(cell.y).\(cell.x)"
      let line = Path.line(
        direction == .convolution ? anchor : end, direction == .convolution ? end : anchor)
      if scale != nil, count <= 60 { marks.append(style.casing(line, width: width)) }
      marks.append(
        .path(PathMark(id: id, line, stroke: Stroke(color, width: width, isRound: true))))
      if direction == .convolution || count > 30 {
        marks.append(.path(PathMark(.circle(center: anchor, radius: 0.85 * width), fill: color)))
      } else {
        marks.append(.path(PathMark(.arrowhead(to: anchor, from: end, length: head), fill: color)))
      }
    }
    if direction == .convolution {
      let from = window(of: cell)?.center ?? end
      marks.append(
        .path(
          PathMark(
            .arrowhead(
              to: end, from: plan.flow == .across ? Point(from.x, end.y) : Point(end.x, from.y),
              length: 0.45 * plan.cell), fill: self.color(of: cell))))
    }
    return marks
  }

  private func visibleJoins(of cell: Cell) -> [(y: Int, x: Int, tap: Tap)] {
    let columns = geometry.footprint(
      of: cell.x, .horizontal, visible: large.columns.clamped(to: 0..<largeShape.width))
    let rows = geometry.footprint(
      of: cell.y, .vertical, visible: large.rows.clamped(to: 0..<largeShape.height))
    return rows.flatMap { y, ky in columns.map { x, kx in (y, x, Tap(y: ky, x: kx)) } }
  }

  /// Where in a cell of the large map a line starts or ends. The lines of one row of taps are set
  /// off against each other, those of the taps nearest to the small map outermost, so that no line
  /// runs through the end of its neighbour.
  private func anchor(_ place: (y: Int, x: Int, tap: Tap), of cell: Cell, end: Point) -> Point {
    let center = large.rect(y: place.y, x: place.x).center
    let (tap, count) =
      plan.flow == .across
      ? (place.tap.x, geometry.kernel.width) : (place.tap.y, geometry.kernel.height)
    let nearness = direction == .convolution ? tap : count - 1 - tap
    let outwards = plan.flow == .across ? center.y - end.y : center.x - end.x
    let spread = count == 1 ? 0 : ((Double(nearness) + 0.5) / Double(count) - 0.5) * 0.84
    // The two fans' ends in the cells that they share lie beside each other.
    let shift = second == nil ? 0 : (cell == first ? -0.07 : 0.07)
    let offset = (spread * (outwards < -0.1 * plan.cell ? -1 : 1) + shift) * plan.cell
    return plan.flow == .across
      ? Point(center.x, center.y + offset) : Point(center.x + offset, center.y)
  }

  // MARK: Outlines

  /// The heavy outline of a cell in focus and the frame of its window.
  private func outlines(of cell: Cell) -> [Mark] {
    let id = "\(cell.channel).\(cell.y).\(cell.x)"
    var marks: [Mark] = []
    if let frame = window(of: cell) {
      marks.append(
        .path(
          PathMark(
            id: "\(direction.id)/window/\(id)", .roundedRect(frame, radius: plan.cell * 0.1),
            stroke: Stroke(color(of: cell), width: style.mediumLine * 1.1))))
    }
    marks.append(
      .path(
        PathMark(
          id: "\(direction.id)/focus/\(id)",
          .roundedRect(small.rect(y: cell.y, x: cell.x), radius: plan.cell * 0.1),
          stroke: Stroke(
            cell == first ? theme.text : theme.second,
            width: cell == first ? style.heavyLine * 0.8 : style.mediumLine))))
    return marks
  }

  /// The outline of the rows and columns that output padding adds at the bottom and right.
  private var added: [Mark] {
    let output = geometry.outputPadding
    guard direction == .transposed, output != Size2D(0) else { return [] }
    let (height, width) = (largeShape.height, largeShape.width)
    let inner = (y: height - output.height, x: width - output.width)
    guard let box = large.visible(rows: 0..<height, columns: 0..<width),
      large.rows.contains(height - 1) || large.columns.contains(width - 1)
    else { return [] }
    let corner = large.rect(y: inner.y, x: inner.x)
    let (x, y) = (min(corner.x, box.maxX), min(corner.y, box.maxY))
    var points = [Point(box.x, box.maxY), Point(box.maxX, box.maxY), Point(box.maxX, box.y)]
    if output.width > 0 { points.append(Point(x, box.y)) }
    if output.height > 0 && output.width > 0 { points.append(Point(x, y)) }
    if output.height > 0 { points.append(Point(box.x, y)) }
    if output.height == 0 { points[0] = Point(x, box.maxY) }
    if output.width == 0 { points[2] = Point(box.maxX, y) }
    return [
      .path(
        PathMark(
          id: "\(direction.id)/output-padding", .polyline(points, closed: true),
          stroke: Stroke(theme.mutedText, width: style.mediumLine * 0.8, isRound: true)))
    ]
  }

  /// A plus in every cell where both footprints add.
  private var sums: [Mark] {
    let arm = plan.cell * 0.2
    var places = footprint(first).intersection(writtenBefore).map { ($0.y, $0.x) }
    places.sort { $0 < $1 }
    if let second {
      places = pair.overlap(
        first, second, rows: large.rows.clamped(to: 0..<largeShape.height),
        columns: large.columns.clamped(to: 0..<largeShape.width))
    }
    return places.map { y, x in
      let c = large.rect(y: y, x: x).center
      let plus =
        Path.line(Point(c.x - arm, c.y), Point(c.x + arm, c.y))
        + .line(Point(c.x, c.y - arm), Point(c.x, c.y + arm))
      return .path(
        PathMark(
          id: "\(direction.id)/sum/\(largeChannel).\(y).\(x)", plus,
          stroke: Stroke(theme.background, width: style.mediumLine * 1.1)))
    }
  }
}
