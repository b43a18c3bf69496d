import AECore

/// One direction of the pair: the two maps, and between them the cone from a window of the large
/// one to a cell of the small one.
///
/// All four pictures (side by side or one above the other, the convolution or its mirror image) are
/// one drawing: places are counted along the way from map to map and beside it, and the two maps
/// face each other.
struct PairSide: ConnectivityPart {
  let figure: ConnectivityFigure
  let plan: PairPlan
  let direction: ConnectivityDirection
  let grids: (large: CellGrid, small: CellGrid)
  let style: Style
  /// Whether the direction has the page for itself: its maps are there in fuller colours.
  var isAlone = false
  /// Whether the step that it shows is the only one.
  var isStill = false
  /// Whether there is a line for each connection, where these can be told apart.
  var hasLines = true

  var large: CellGrid { grids.large }
  var small: CellGrid { grids.small }
  private var first: Cell { figure.focus.first }
  private var isConvolution: Bool { direction == .convolution }
  private var showsFan: Bool { hasLines && figure.showsFan }

  /// The large map's shape in this direction.
  var largeShape: ImageShape { direction.largeShape(pair) }

  /// Everything but the words.
  func draw(on draw: inout Canvas) {
    draw.group(id: "\(direction.id)/cells") { draw in
      draw.tear(
        large, whole: plan.windows[\.wholeLarge], theme.large, id: "\(direction.id)/large-torn")
      draw.tear(
        small, whole: plan.windows[\.wholeSmall], theme.small, id: "\(direction.id)/small-torn")
      drawLargeMap(on: &draw)
      drawSmallMap(on: &draw)
    }
    draw.group(id: "\(direction.id)/connections") { draw in
      drawCone(on: &draw)
      if showsFan { drawFan(on: &draw) }
    }
    draw.group(id: "\(direction.id)/outlines") { draw in
      drawOutputPadding(on: &draw)
      drawOutlines(on: &draw)
      drawSums(on: &draw)
    }
  }

  // MARK: Room for words

  /// The small cells whose cones a word must not lie on: that in focus, and in a picture that moves
  /// all that will be.
  private var fanned: [Cell] { isStill ? [first] : figure.step?.path ?? [first] }

  /// What a word must not lie on: the maps and, as a rectangle, each fan.
  var obstacles: [Rect] {
    [large.bounds, small.bounds] + (plan.along == .vertical ? fans : [])
  }

  /// What each cone takes up, as a rectangle.
  private var fans: [Rect] { fanned.compactMap { cell in window(of: cell)?.union(box(of: cell)) } }

  /// What all of them take up.
  var cone: Rect { fans.dropFirst().reduce(fans.first ?? small.bounds) { $0.union($1) } }

  /// From where to where the cones reach at `x`, when the maps stand side by side.
  func fanSpan(atX x: Double) -> (top: Double, bottom: Double) {
    let spans = fanned.compactMap { cell -> (Double, Double)? in
      guard let window = window(of: cell) else { return nil }
      let (end, box) = (apex(of: cell).x, box(of: cell))
      let share = min(1, max(0, (x - end) / (face(window, isLarge: true) - end)))
      return (box.y + share * (window.y - box.y), box.maxY + share * (window.maxY - box.maxY))
    }
    return (
      spans.map(\.0).min() ?? small.bounds.y, spans.map(\.1).max() ?? small.bounds.maxY
    )
  }

  // MARK: Places

  private func point(along: Double, beside: Double) -> Point {
    Point(plan.along, along: along, beside: beside)
  }

  private func box(of cell: Cell) -> Rect { small.rect(y: cell.y, x: cell.x) }

  /// The window of a small cell on the large map, as far as it is visible.
  private func window(of cell: Cell) -> Rect? {
    let window = geometry.window(of: cell)
    return large.visible(rows: window.rows, columns: window.columns)
  }

  /// The side of a part of a map that faces the other map, along the way between them.
  private func face(_ box: Rect, isLarge: Bool) -> Double {
    isLarge == isConvolution ? box[plan.along].high : box[plan.along].low
  }

  /// Where the lines of a small cell meet: in the middle of its side that faces the large map.
  private func apex(of cell: Cell) -> Point {
    point(
      along: face(box(of: cell), isLarge: false), beside: box(of: cell).center[plan.along.other])
  }

  /// The visible connections of a small cell with the large map that is drawn.
  private func connections(of cell: Cell) -> [Connection] {
    geometry.connections(
      of: cell, onMap: figure.largeChannel, in: large.block.clamped(to: CellBlock(largeShape.size)))
  }

  /// The cells of the large map that a small cell is joined with.
  private func footprint(_ cell: Cell) -> Set<Cell> { Set(connections(of: cell).map(\.large)) }

  /// How often the earlier steps of a moving transposed convolution have added to the cells of the
  /// large map.
  private var receivedBefore: [Cell: Int] {
    let done = isConvolution ? [] : figure.step?.done ?? []
    return done.reduce(into: [:]) { counts, cell in
      for large in footprint(cell) { counts[large, default: 0] += 1 }
    }
  }

  // MARK: Cells

  /// What a cell of the large map is at this step, in the order of drawing.
  private enum State: CaseIterable {
    case quiet, made, open, padding, lit, litAgain
  }

  private func look(_ state: State) -> CellLook {
    switch state {
    case .quiet:
      isAlone ? style.madeCell(theme.large) : style.quietCell(theme.large)
    case .made: received(1)
    case .open: style.openCell(theme.large)
    case .padding: paddingCell
    case .lit: style.litCell(theme.large)
    case .litAgain: style.litCell(theme.overlap)
    }
  }

  /// Zeros, or what is cut off: no cell of the map, and yet to be seen from the last row.
  private var paddingCell: CellLook {
    var look = style.emptyCell()
    look.fill = theme.mutedText.opacity(0.12)
    return look
  }

  /// A cell of the output that has received `count` times: the more often, the fuller its colour.
  private func received(_ count: Int) -> CellLook {
    var look = style.madeCell(theme.large)
    look.fill = theme.large.opacity(min(0.9, 0.1 + 0.2 * Double(count)))
    return look
  }

  private func drawLargeMap(on draw: inout Canvas) {
    let (own, before) = (footprint(first), receivedBefore)
    let covered = CellBlock(rows: coveredRange(.vertical), columns: coveredRange(.horizontal))
    let isComing = figure.step != nil && !isConvolution
    func state(_ cell: Cell) -> State? {
      guard CellBlock(largeShape.size).contains(cell) else {
        return covered.contains(cell) ? .padding : nil
      }
      return switch (own.contains(cell), before[cell] != nil) {
      case (true, true): .litAgain
      case (true, false): .lit
      case (false, true): .made
      case (false, false): isComing ? .open : .quiet
      }
    }
    let byState = Dictionary(grouping: large.block.cells(figure.largeChannel), by: state)
    for kind in State.allCases {
      for cell in byState[kind] ?? [] {
        let name = kind == .padding ? "padding/\(cell.y).\(cell.x)" : "large/\(cell.key)"
        let look = kind == .made ? received(before[cell] ?? 1) : look(kind)
        draw.cell(large, cell, look, id: "\(direction.id)/\(name)")
      }
    }
  }

  /// Rows (or columns) that some window reaches: all of the padded map for the convolution; for
  /// the transposed one what the footprints cover before the padding is cut off.
  private func coveredRange(_ axis: Size2D.Axis) -> Range<Int> {
    let padding = geometry.padding[axis]
    let end =
      isConvolution
      ? largeShape.size[axis] + padding.after
      : geometry.window(of: pair.smallShape.size[axis] - 1, axis).upperBound
    return -padding.before..<end
  }

  private func drawSmallMap(on draw: inout Canvas) {
    for cell in small.block.cells(first.channel) {
      draw.cell(small, cell, smallLook(cell), id: "\(direction.id)/small/\(cell.key)")
    }
  }

  /// A small cell; one of an output that is being made is open until then.
  private func smallLook(_ cell: Cell) -> CellLook {
    if cell == first { return style.litCell(theme.small) }
    guard let step = figure.step, isConvolution else {
      return isAlone ? style.madeCell(theme.small) : style.quietCell(theme.small)
    }
    return step.done.contains(cell) ? style.madeCell(theme.small) : style.openCell(theme.small)
  }

  // MARK: Lines

  /// The translucent cone between the window and its small cell; without a fan with its edges.
  private func drawCone(on draw: inout Canvas) {
    guard let window = window(of: first) else { return }
    let box = box(of: first)
    let (wide, narrow) = (window[plan.along.other], box[plan.along.other])
    let (base, tip) = (face(window, isLarge: true), face(box, isLarge: false))
    let low = (
      point(along: base, beside: wide.low), point(along: tip, beside: narrow.low)
    )
    let high = (
      point(along: base, beside: wide.high), point(along: tip, beside: narrow.high)
    )
    draw.path(
      .polyline([low.0, low.1, high.1, high.0], closed: true),
      fill: theme.kernel.opacity(showsFan ? 0.15 : 0.24),
      id: "\(direction.id)/window/cone")
    guard !showsFan else { return }
    for (from, to) in [low, high] {
      draw.path(
        .line(from, to), stroke: Stroke(theme.kernel, width: style.mediumLine, isRound: true),
        id: "\(direction.id)/window/edge")
    }
  }

  /// One line for each visible connection of the small cell in focus.
  private func drawFan(on draw: inout Canvas) {
    let connections = connections(of: first)
    // Lines stay apart where they leave the window, so that several never become one area.
    let taps = Double(geometry.kernel[plan.along])
    let thickest = isAlone ? 0.8 * style.heavyLine : style.mediumLine
    let width = min(thickest, max(0.3, 0.24 * plan.cell / taps))
    let end = apex(of: first)
    // A trained layer's lines carry the weights that it has learned.
    let scale = WeightScale(figure, theme: theme)
    for connection in connections {
      let anchor = anchor(connection, end: end)
      let color = scale.map { $0.color($0.weight(of: connection)) } ?? theme.kernel
      let line = isConvolution ? Path.line(anchor, end) : .line(end, anchor)
      if scale != nil { draw.casing(line, width: width) }
      draw.path(
        line, stroke: Stroke(color, width: width, isRound: true),
        id: "\(direction.id)/connection/\(connection.key)")
      draw.path(
        isConvolution
          ? .circle(center: anchor, radius: 0.85 * width)
          : .arrowhead(to: anchor, from: end, length: min(0.3 * plan.cell, 4.5 * width)),
        fill: color)
    }
    guard isConvolution else { return }
    let from = window(of: first)?.center ?? end
    draw.path(
      .arrowhead(
        to: end, from: point(along: from[plan.along], beside: end[plan.along.other]),
        length: min(0.45 * plan.cell, 2 * style.gap)), fill: theme.kernel)
  }

  /// Where in a cell of the large map a line starts or ends. The lines of one row of taps are set
  /// off against each other, those of the taps nearest to the small map outermost, so that no line
  /// runs through the end of its neighbour; of few taps hardly, so that they start in the middle.
  private func anchor(_ connection: Connection, end: Point) -> Point {
    let center = large.rect(y: connection.large.y, x: connection.large.x).center
    let (along, beside) = (plan.along, plan.along.other)
    let (tap, count) = (connection.tap[along], geometry.kernel[along])
    let nearness = isConvolution ? tap : count - 1 - tap
    let reach = count <= 3 ? 0.5 : 0.84
    let spread = ((Double(nearness) + 0.5) / Double(count) - 0.5) * reach
    let isBefore = center[beside] - end[beside] < -0.1 * plan.cell
    let offset = spread * (isBefore ? -1 : 1) * plan.cell
    return point(along: center[along], beside: center[beside] + offset)
  }

  // MARK: Outlines

  /// The heavy outline of the cell in focus and the frame of its window.
  private func drawOutlines(on draw: inout Canvas) {
    draw.outline(
      large, geometry.window(of: first), theme.kernel,
      width: isAlone ? 0.8 * style.heavyLine : style.mediumLine * 1.1,
      id: "\(direction.id)/window/\(first.key)")
    draw.outline(
      small, CellBlock(first), width: style.heavyLine * 0.8,
      id: "\(direction.id)/focus/\(first.key)")
  }

  /// The outline of the rows and columns that output padding adds at the bottom and right.
  private func drawOutputPadding(on draw: inout Canvas) {
    let (output, size) = (geometry.outputPadding, largeShape.size)
    guard !isConvolution, output != Size2D(0),
      let box = large.visible(rows: 0..<size.height, columns: 0..<size.width),
      large.rows.contains(size.height - 1) || large.columns.contains(size.width - 1)
    else { return }
    let corner = large.rect(y: size.height - output.height, x: size.width - output.width)
    let inner = Point(min(corner.x, box.maxX), min(corner.y, box.maxY))
    var points = [
      Point(output.height > 0 ? box.x : inner.x, box.maxY), Point(box.maxX, box.maxY),
      Point(box.maxX, output.width > 0 ? box.y : inner.y),
    ]
    if output.width > 0 { points.append(Point(inner.x, box.y)) }
    if output.width > 0, output.height > 0 { points.append(inner) }
    if output.height > 0 { points.append(Point(box.x, inner.y)) }
    draw.path(
      .polyline(points, closed: true),
      stroke: Stroke(theme.mutedText, width: style.mediumLine * 0.8, isRound: true),
      id: "\(direction.id)/output-padding")
  }

  /// In every cell that has received something how often, where cells hold numbers; else a plus in
  /// those to which this step adds once more.
  private func drawSums(on draw: inout Canvas) {
    let (own, before) = (footprint(first), receivedBefore)
    if figure.step != nil, !isConvolution, holdsNumbers {
      for cell in own.union(before.keys).sorted() where large.shows(y: cell.y, x: cell.x) {
        let count = before[cell, default: 0] + (own.contains(cell) ? 1 : 0)
        let look =
          own.contains(cell) ? look(count > 1 ? .litAgain : .lit) : received(count)
        let fill = look.fill ?? theme.background
        draw.text(
          "\(count)", bold, at: large.rect(y: cell.y, x: cell.x).center, .center, .middle,
          color: theme.ink(on: fill),
          halo: own.contains(cell) ? Stroke(fill, width: style.gap / 2, isRound: true) : nil,
          id: "\(direction.id)/received/\(cell.key)")
      }
      return
    }
    let arm = plan.cell * 0.2
    for cell in own.intersection(before.keys).sorted() {
      let c = large.rect(y: cell.y, x: cell.x).center
      draw.path(
        .line(Point(c.x - arm, c.y), Point(c.x + arm, c.y))
          + .line(Point(c.x, c.y - arm), Point(c.x, c.y + arm)),
        stroke: Stroke(theme.background, width: style.mediumLine * 1.1),
        id: "\(direction.id)/sum/\(cell.key)")
    }
  }

  /// Whether a cell has room for a number.
  private var holdsNumbers: Bool {
    max(lineHeight, style.width("8", bold) + style.gap / 2) <= plan.cell
  }
}
