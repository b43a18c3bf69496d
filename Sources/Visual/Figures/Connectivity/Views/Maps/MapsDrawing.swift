import AECore

/// The view `maps`, laid out in a frame.
struct MapsDrawing: ConnectivityDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style
  private let plan: MapsPlan

  init(figure: ConnectivityFigure, frame: Rect, style: Style) {
    self.figure = figure
    self.frame = frame
    self.style = style
    plan = MapsPlan(figure, in: frame.inset(bottom: figure.stepHeight(style)), style: style)
  }

  private var focus: Cell { figure.focus.first }

  func draw(on draw: inout Canvas) {
    figure.drawStep(in: frame, on: &draw) {
      "unit \($0.cell.x) of upper map \($0.cell.channel + 1)"
    }
    let connections = self.connections
    drawArrows(on: &draw)
    draw.main { draw in
      draw.group(id: "maps/connections") { self.draw(connections, on: &$0) }
      draw.group(id: "maps/cells") { draw in
        drawLargeMaps(lit: Set(connections.filter(isInFocus).map(\.large)), on: &draw)
        drawSmallMaps(on: &draw)
      }
    }
    MapsLabels(figure: figure, plan: plan, frame: frame, style: style).draw(on: &draw)
  }

  /// The units that are drawn, map by map.
  private func units(y: Int) -> [Cell] {
    plan.small.maps.flatMap { CellBlock(rows: y..<y + 1, columns: plan.columns.small).cells($0) }
  }

  var part: String? {
    let (cells, whole) = (
      plan.columns.large.clamped(to: 0..<pair.largeShape.width), pair.largeShape
    )
    guard cells.count < whole.width else { return nil }
    return "\(cells.count) of \(whole.width) columns"
  }

  var path: [Cell] { units(y: figure.stage.first.y) }

  // MARK: Connections

  /// The connections of the cross-section, by the one-dimensional geometry along the width.
  private var connections: [Connection] {
    guard let slice = try? pair.crossSection else { return [] }
    let visible = CellBlock(
      rows: 0..<1, columns: plan.columns.large.clamped(to: 0..<pair.largeShape.width))
    return units(y: 0).flatMap { unit in
      let maps = pair.largeMaps(joinedWith: unit.channel).clamped(to: plan.large.maps)
      return maps.flatMap { slice.connections(of: unit, onMap: $0, in: visible) }
    }.map { connection in
      // Through the kernel's middle row.
      var connection = connection
      connection.tap.y = geometry.kernel.height / 2
      return connection
    }
  }

  private func isInFocus(_ connection: Connection) -> Bool {
    connection.small.channel == focus.channel && connection.small.x == focus.x
  }

  private func draw(_ connections: [Connection], on draw: inout Canvas) {
    let scale = WeightScale(figure, theme: theme)
    for connection in connections.filter({ !isInFocus($0) }) + connections.filter(isInFocus) {
      let top = plan.small[connection.small.channel].rect(y: 0, x: connection.small.x)
      let bottom = plan.large[connection.large.channel].rect(y: 0, x: connection.large.x)
      let line = Path.line(Point(top.center.x, top.maxY), Point(bottom.center.x, bottom.y))
      let stroke = stroke(connection, scale: scale)
      // A weight near 0 has nearly the page's colour: its line shows by its edges.
      if scale != nil, isInFocus(connection) { draw.casing(line, width: stroke.width) }
      draw.path(line, stroke: stroke, id: "maps/connection/\(connection.key)")
    }
  }

  private func stroke(_ connection: Connection, scale: WeightScale?) -> Stroke {
    let isFocus = isInFocus(connection)
    let width = isFocus ? style.heavyLine * 0.85 : style.thinLine
    guard let scale else {
      let opacity = isFocus ? 1 : 2.6 * theme.unfocused
      return Stroke(theme.kernel.opacity(opacity), width: width, isRound: true)
    }
    let weight = scale.weight(of: connection)
    return Stroke(
      scale.color(weight).opacity(isFocus ? 1 : 4 * theme.unfocused),
      width: width * (0.5 + 0.5 * scale.share(weight)), isRound: true)
  }

  // MARK: Cells

  private func drawLargeMaps(lit: Set<Cell>, on draw: inout Canvas) {
    let width = pair.largeShape.width
    for (map, grid) in zip(plan.large.maps, plan.large.grids) {
      for cell in grid.block.cells(map) where cell.x < width + geometry.padding.after.width {
        let isMap = (0..<width).contains(cell.x)
        let look = lit.contains(cell) ? style.litCell(theme.large) : style.quietCell(theme.large)
        draw.cell(
          grid, cell, isMap ? look : style.emptyCell(),
          id: "maps/\(isMap ? "large" : "padding")/\(cell.key)")
      }
      tear(grid, plan.columns.wholeLarge, theme.large, on: &draw)
    }
  }

  private func drawSmallMaps(on draw: inout Canvas) {
    for (map, grid) in zip(plan.small.maps, plan.small.grids) {
      for cell in grid.block.cells(map) {
        let isFocus = map == focus.channel && cell.x == focus.x
        let look = isFocus ? style.litCell(theme.small) : style.quietCell(theme.small)
        draw.cell(grid, cell, look, id: "maps/small/\(cell.key)")
      }
      tear(grid, plan.columns.wholeSmall, theme.small, on: &draw)
    }
    guard plan.small.maps.contains(focus.channel) else { return }
    draw.outline(
      plan.small[focus.channel], CellBlock(rows: 0..<1, columns: focus.x..<focus.x + 1),
      width: style.heavyLine * 0.8, id: "maps/focus")
  }

  private func tear(
    _ grid: CellGrid, _ columns: Range<Int>, _ color: Color, on draw: inout Canvas
  ) {
    draw.tear(
      grid, whole: CellBlock(rows: 0..<1, columns: columns), color, id: "maps/torn")
  }

  // MARK: Margins

  /// At the left the way down, at the right the way up, each with its words outside.
  private func drawArrows(on draw: inout Canvas) {
    let inset = 2 * lineHeight + style.gap
    let (top, bottom) = (plan.body.y + inset, plan.body.maxY - inset)
    let line = style.lineHeight(heading)
    let left = frame.x + 2 * line + 1.2 * style.gap
    let right = frame.maxX - 2 * line - 1.2 * style.gap
    for (direction, from, to) in [
      (ConnectivityDirection.transposed, Point(left, top), Point(left, bottom)),
      (.convolution, Point(right, bottom), Point(right, top)),
    ] {
      draw.path(
        .arrow(from: from, to: to, width: 0.7 * style.gap), fill: theme.mutedText,
        id: "\(direction.id)/arrow")
    }
    for (direction, name, reading) in [
      (ConnectivityDirection.transposed, frame.x + line / 2, frame.x + 1.5 * line),
      (.convolution, frame.maxX - 1.5 * line, frame.maxX - line / 2),
    ] {
      let y = plan.body.center.y
      draw.uprightText(
        direction.name, heading, center: Point(name, y), id: "\(direction.id)/heading/0")
      draw.uprightText(
        direction.reading(pair), style.font(.body), center: Point(reading, y),
        color: theme.mutedText, id: "\(direction.id)/heading/1")
    }
  }
}
