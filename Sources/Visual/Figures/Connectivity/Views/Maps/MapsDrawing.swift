import AECore

/// The view `maps`: every feature map in cross-section, the small ones above the large ones, and
/// every connection between them. Downwards it is the transposed convolution, upwards the
/// convolution: the lecture's own figure.
struct MapsDrawing {
  let figure: ConnectivityFigure
  /// What the picture has for itself: the frame without the line that names the step.
  let frame: Rect
  let style: Style
  private let whole: Rect

  init(figure: ConnectivityFigure, frame: Rect, style: Style) {
    self.figure = figure
    self.frame = frame.inset(bottom: StepLine.height(figure, style))
    self.style = style
    whole = frame
  }

  private var pair: ConvolutionPair { figure.pair }
  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }
  private var lineHeight: Double { style.lineHeight(font) }

  /// Everything inside the frame.
  var marks: [Mark] {
    let layout = layout()
    return stepLine + arrows(layout)
      + [
        .group(Group(id: "maps/connections", connections(layout))),
        .group(Group(id: "maps/cells", cells(layout))),
      ] + MapsLabels(figure: figure, layout: layout, frame: frame, style: style).marks
  }

  // MARK: Steps

  /// The units that are drawn, map by map: where a moving window comes to.
  var path: [Cell] {
    let plan = layout().plan
    return plan.smallMaps.flatMap { o in
      plan.columns.small.map { Cell(channel: o, y: figure.stage.first.y, x: $0) }
    }
  }

  private var stepLine: [Mark] {
    StepLine(figure: figure, style: style) {
      "unit \($0.cell.x) of small map \($0.cell.channel + 1)"
    }.marks(in: whole)
  }

  // MARK: Layout

  /// How wide a margin's arrow and its two lines of words are.
  private var marginWidth: Double {
    2 * style.lineHeight(style.font(.heading)) + 2.6 * style.gap
  }

  private func layout() -> MapsLayout {
    let inner = frame.inset(dx: marginWidth + 1.5 * style.gap, dy: 0)
    let reserve = style.measurer.measure(MapsLabels.more(1000), font: font).width
    let plan = MapsPlan(figure, width: inner.width, reserve: reserve, style: style)
    let labels = 2 * (2 * lineHeight + style.gap)
    // Lines are read best when they are not much longer than the row is wide.
    let height = min(frame.height, labels + 2 * plan.cell + max(0.62 * inner.width, 150))
    // On paper it follows the title, as all figures do.
    let drop = style.page.isSlide ? 0.4 * (frame.height - height) : 0
    let body = Rect(
      x: inner.x, y: frame.y + drop, width: inner.width, height: height)
    let band = body.inset(dx: 0, dy: labels / 2)
    let isCounted =
      plan.largeMaps.count < pair.largeShape.channels
      || plan.smallMaps.count < pair.smallShape.channels
    let right = isCounted ? reserve : 0
    return MapsLayout(
      plan: plan,
      large: plan.grids(
        .large,
        in: Rect(x: band.x, y: band.maxY - plan.cell, width: band.width, height: plan.cell),
        reserve: right),
      small: plan.grids(.small, in: band, reserve: right), body: body)
  }

  // MARK: Connections

  /// The connections of the cross-section, by the one-dimensional geometry along the width.
  private func visible(_ layout: MapsLayout) -> [Connection] {
    guard let slice = try? pair.crossSection else { return [] }
    let kernelRow = pair.geometry.kernel.height / 2
    let perGroup = (
      large: pair.largeShape.channels / pair.geometry.groups,
      small: pair.smallShape.channels / pair.geometry.groups
    )
    var result: [Connection] = []
    for o in layout.plan.smallMaps {
      for x in layout.plan.columns.small {
        for c in layout.plan.largeMaps where c / perGroup.large == o / perGroup.small {
          let visible = layout.plan.columns.large.clamped(to: 0..<pair.largeShape.width)
          for (at, tap) in slice.footprint(of: x, .horizontal, visible: visible) {
            result.append(
              Connection(
                large: Cell(channel: c, y: 0, x: at), small: Cell(channel: o, y: 0, x: x),
                tap: Tap(y: kernelRow, x: tap)))
          }
        }
      }
    }
    return result
  }

  private func isInFocus(_ connection: Connection) -> Bool {
    connection.small.channel == figure.focus.first.channel
      && connection.small.x == figure.focus.first.x
  }

  private func connections(_ layout: MapsLayout) -> [Mark] {
    let all = visible(layout)
    let scale = WeightScale(figure, theme: theme)
    return (all.filter { !isInFocus($0) } + all.filter(isInFocus)).flatMap { connection in
      guard let large = layout.large[connection.large.channel],
        let small = layout.small[connection.small.channel]
      else { return [Mark]() }
      let top = small.rect(y: 0, x: connection.small.x)
      let bottom = large.rect(y: 0, x: connection.large.x)
      let id =
        "maps/connection/\(connection.large.channel).0.\(connection.large.x)"
        + "-\(connection.small.channel).0.\(connection.small.x)"
      let line = Path.line(Point(top.center.x, top.maxY), Point(bottom.center.x, bottom.y))
      let stroke = stroke(connection, scale: scale)
      let mark = Mark.path(PathMark(id: id, line, stroke: stroke))
      // A weight near 0 has nearly the page's colour: its line shows by its edges.
      return scale != nil && isInFocus(connection)
        ? [style.casing(line, width: stroke.width), mark] : [mark]
    }
  }

  private func stroke(_ connection: Connection, scale: WeightScale?) -> Stroke {
    let isFocus = isInFocus(connection)
    let width = isFocus ? style.heavyLine * 0.85 : style.thinLine
    let opacity = isFocus ? 1 : 2.6 * theme.unfocused
    guard let scale else {
      return Stroke(theme.kernel.opacity(opacity), width: width, isRound: true)
    }
    let weight = scale.weight(of: connection)
    return Stroke(
      scale.color(weight).opacity(isFocus ? 1 : 4 * theme.unfocused),
      width: width * (0.5 + 0.5 * scale.share(weight)), isRound: true)
  }

  // MARK: Cells

  private func cells(_ layout: MapsLayout) -> [Mark] {
    let lit = Set(visible(layout).filter(isInFocus).map(\.large))
    let width = pair.largeShape.width
    var marks: [Mark] = []
    for (c, grid) in layout.large.sorted(by: { $0.key < $1.key }) {
      for x in grid.columns {
        let isMap = (0..<width).contains(x)
        guard isMap || x < width + pair.geometry.padding.width else { continue }
        let look =
          isMap
          ? lit.contains(Cell(channel: c, y: 0, x: x))
            ? style.litCell(theme.large) : style.quietCell(theme.large)
          : style.emptyCell()
        marks += style.cells(
          [(0, x)], of: grid, look: look,
          id: { "maps/\(isMap ? "large" : "padding")/\(c).\($0).\($1)" })
      }
      marks += runOut(grid, whole: layout.plan.columns.wholeLarge, theme.large)
    }
    let focus = figure.focus.first
    for (o, grid) in layout.small.sorted(by: { $0.key < $1.key }) {
      for x in grid.columns {
        let isFocus = o == focus.channel && x == focus.x
        marks += style.cells(
          [(0, x)], of: grid,
          look: isFocus ? style.litCell(theme.small) : style.quietCell(theme.small),
          id: { "maps/small/\(o).\($0).\($1)" })
      }
      marks += runOut(grid, whole: layout.plan.columns.wholeSmall, theme.small)
    }
    if let grid = layout.small[focus.channel], grid.shows(y: 0, x: focus.x) {
      marks.append(
        .path(
          PathMark(
            id: "maps/focus",
            .roundedRect(grid.rect(y: 0, x: focus.x), radius: grid.cell * 0.1),
            stroke: Stroke(theme.text, width: style.heavyLine * 0.8))))
    }
    return marks
  }

  private func runOut(_ grid: CellGrid, whole: Range<Int>, _ color: Color) -> [Mark] {
    let reach = PairPlan.runOut * grid.cell
    let box = grid.bounds
    var path = Path()
    for y in [box.y, box.maxY] {
      if grid.columns.lowerBound > whole.lowerBound {
        path = path + .line(Point(box.x, y), Point(box.x - reach, y))
      }
      if grid.columns.upperBound < whole.upperBound {
        path = path + .line(Point(box.maxX, y), Point(box.maxX + reach, y))
      }
    }
    guard !path.elements.isEmpty else { return [] }
    return [
      .path(PathMark(path, stroke: Stroke(color.opacity(0.38), width: style.thinLine * 0.8)))
    ]
  }

  // MARK: Margins

  private func arrows(_ layout: MapsLayout) -> [Mark] {
    let inset = 2 * lineHeight + style.gap
    let (top, bottom) = (layout.body.y + inset, layout.body.maxY - inset)
    let room = style.lineHeight(style.font(.heading))
    let (left, right) = (
      frame.x + 2 * room + 1.2 * style.gap, frame.maxX - 2 * room - 1.2 * style.gap
    )
    let width = 0.7 * style.gap
    func words(_ direction: ConnectivityDirection, x: [Double]) -> [Mark] {
      let (name, reading) = direction.heading
      let y = layout.body.center.y
      return [
        .text(
          style.uprightText(
            name, style.font(.heading), center: Point(x[0], y),
            id: "\(direction.id)/heading/0")),
        .text(
          style.uprightText(
            reading, style.font(.body), center: Point(x[1], y), color: theme.mutedText,
            id: "\(direction.id)/heading/1")),
      ]
    }
    return [
      .path(
        PathMark(
          id: "transposed_convolution/arrow",
          .arrow(from: Point(left, top), to: Point(left, bottom), width: width),
          fill: theme.mutedText)),
      .path(
        PathMark(
          id: "convolution/arrow",
          .arrow(from: Point(right, bottom), to: Point(right, top), width: width),
          fill: theme.mutedText)),
    ] + words(.transposed, x: [frame.x + room / 2, frame.x + 1.5 * room])
      + words(.convolution, x: [frame.maxX - 1.5 * room, frame.maxX - room / 2])
  }
}

extension Style {
  /// The edges of a line whose own colour may be the page's: drawn before it, a little wider.
  func casing(_ line: Path, width: Double) -> Mark {
    .path(
      PathMark(
        line,
        stroke: Stroke(theme.mutedText.opacity(0.6), width: width + 1.1 * thinLine, isRound: true)))
  }
}
