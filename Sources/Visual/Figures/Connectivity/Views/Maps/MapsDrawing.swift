import AECore

/// The view `maps`, laid out in a frame.
struct MapsDrawing {
  let figure: ConnectivityFigure
  /// What the picture has for itself: the frame without the line that names the step.
  let frame: Rect
  let style: Style
  private let whole: Rect
  private let layout: MapsLayout

  init(figure: ConnectivityFigure, frame: Rect, style: Style) {
    self.figure = figure
    self.frame = frame.inset(bottom: StepLine.height(figure, style))
    self.style = style
    whole = frame
    layout = MapsLayout(figure, in: self.frame, style: style)
  }

  private var pair: ConvolutionPair { figure.pair }
  private var theme: Theme { style.theme }
  private var columns: AxisWindow { layout.plan.columns }

  /// Everything inside the frame.
  var marks: [Mark] {
    var draw = Canvas(style)
    let line = StepLine(figure: figure, style: style) {
      "unit \($0.cell.x) of small map \($0.cell.channel + 1)"
    }
    draw.add(line.marks(in: whole))
    let connections = self.connections
    drawArrows(on: &draw)
    draw.group(id: "maps/connections") { self.draw(connections, on: &$0) }
    draw.group(id: "maps/cells") { draw in
      drawLargeMaps(lit: Set(connections.filter(isInFocus).map(\.large)), on: &draw)
      drawSmallMaps(on: &draw)
    }
    MapsLabels(figure: figure, layout: layout, frame: frame, style: style).draw(on: &draw)
    return draw.marks
  }

  /// The units that are drawn, map by map: where a moving window comes to.
  var path: [Cell] {
    layout.plan.smallMaps.flatMap { map in
      columns.small.map { Cell(channel: map, y: figure.stage.first.y, x: $0) }
    }
  }

  // MARK: Connections

  /// The connections of the cross-section, by the one-dimensional geometry along the width.
  private var connections: [Connection] {
    guard let slice = try? pair.crossSection else { return [] }
    let visible = columns.large.clamped(to: 0..<pair.largeShape.width)
    let units = layout.plan.smallMaps.flatMap { map in
      columns.small.map { Cell(channel: map, y: 0, x: $0) }
    }
    return units.flatMap { unit in
      let maps = pair.largeMaps(joinedWith: unit.channel).clamped(to: layout.plan.largeMaps)
      return maps.flatMap { slice.connections(of: unit, onMap: $0, rows: 0..<1, columns: visible) }
    }.map { connection in
      // Through the kernel's middle row.
      var connection = connection
      connection.tap.y = pair.geometry.kernel.height / 2
      return connection
    }
  }

  private func isInFocus(_ connection: Connection) -> Bool {
    connection.small.channel == figure.focus.first.channel
      && connection.small.x == figure.focus.first.x
  }

  private func draw(_ connections: [Connection], on draw: inout Canvas) {
    let scale = WeightScale(figure, theme: theme)
    for connection in connections.filter({ !isInFocus($0) }) + connections.filter(isInFocus) {
      guard let large = layout.large[connection.large.channel],
        let small = layout.small[connection.small.channel]
      else { continue }
      let top = small.rect(y: 0, x: connection.small.x)
      let bottom = large.rect(y: 0, x: connection.large.x)
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
    for (map, grid) in layout.large.sorted(by: { $0.key < $1.key }) {
      for x in grid.columns where x < width + pair.geometry.padding.width {
        let cell = Cell(channel: map, y: 0, x: x)
        let isMap = (0..<width).contains(x)
        let look = lit.contains(cell) ? style.litCell(theme.large) : style.quietCell(theme.large)
        draw.cell(
          grid, y: 0, x: x, isMap ? look : style.emptyCell(),
          id: "maps/\(isMap ? "large" : "padding")/\(cell.key)")
      }
      draw.runOuts(of: grid, rows: 0..<1, columns: columns.wholeLarge, theme.large)
    }
  }

  private func drawSmallMaps(on draw: inout Canvas) {
    let focus = Cell(channel: figure.focus.first.channel, y: 0, x: figure.focus.first.x)
    for (map, grid) in layout.small.sorted(by: { $0.key < $1.key }) {
      for cell in grid.columns.map({ Cell(channel: map, y: 0, x: $0) }) {
        let look = cell == focus ? style.litCell(theme.small) : style.quietCell(theme.small)
        draw.cell(grid, y: 0, x: cell.x, look, id: "maps/small/\(cell.key)")
      }
      draw.runOuts(of: grid, rows: 0..<1, columns: columns.wholeSmall, theme.small)
    }
    guard let grid = layout.small[focus.channel], grid.shows(y: 0, x: focus.x) else { return }
    draw.outline(
      grid.rect(y: 0, x: focus.x), of: grid, theme.text, width: style.heavyLine * 0.8,
      id: "maps/focus")
  }

  // MARK: Margins

  /// At the left the way down, at the right the way up, each with its words outside.
  private func drawArrows(on draw: inout Canvas) {
    let inset = 2 * style.lineHeight(style.font(.label)) + style.gap
    let (top, bottom) = (layout.body.y + inset, layout.body.maxY - inset)
    let line = style.lineHeight(style.font(.heading))
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
      let y = layout.body.center.y
      draw.uprightText(
        direction.heading.name, style.font(.heading), center: Point(name, y),
        id: "\(direction.id)/heading/0")
      draw.uprightText(
        direction.heading.reading, style.font(.body), center: Point(reading, y),
        color: theme.mutedText, id: "\(direction.id)/heading/1")
    }
  }
}
