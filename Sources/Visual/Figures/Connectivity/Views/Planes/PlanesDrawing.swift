import AECore

/// The view `planes`, laid out in a frame: the sheets, their cells, and the body between them.
struct PlanesDrawing: ConnectivityDrawing {
  let figure: ConnectivityFigure
  let style: Style
  private let frame: Rect
  private let plan: PlanesPlan
  private let pyramid: KernelPyramid?
  private let slices: KernelSlices?
  private let values: PlaneValues?
  private let labels: PlanesLabels

  init(figure: ConnectivityFigure, frame: Rect, style: Style) {
    self.figure = figure
    self.style = style
    self.frame = frame
    values = PlaneValues(figure, theme: style.theme)
    let scale = WeightScale(figure, theme: style.theme)
    let bands = PlanesBands(
      frame: frame.inset(bottom: figure.stepHeight(style)),
      hasScales: values != nil || scale != nil, style: style)
    let plan = PlanesPlan(
      figure, in: bands.sheets.inset(style.mediumLine), showsValues: values != nil, style: style)
    self.plan = plan
    pyramid = KernelPyramid(figure, plan: plan)
    slices = pyramid.map { KernelSlices(plan: plan, pyramid: $0, scale: scale, style: style) }
    // The kernel's name does not wander.
    labels = PlanesLabels(
      figure: figure, plan: plan, bands: bands, kernel: figure.step == nil ? slices?.center : nil,
      values: values,
      scale: scale, style: style)
  }

  /// From the back, at the left, to the front.
  func draw(on draw: inout Canvas) {
    draw.main { draw in
      drawGhosts(of: plan.large, side: -1, all: pair.largeShape.channels, theme.large, on: &draw)
      for (index, plane) in plan.large.enumerated().reversed() {
        drawSheet(plane, isLarge: true, on: &draw)
        if index > 0 { drawTunnel(from: plane, to: plan.large[index - 1], on: &draw) }
      }
      drawPyramid(on: &draw)
      slices?.draw(on: &draw)
      drawGhosts(of: plan.small, side: 1, all: pair.smallShape.channels, theme.small, on: &draw)
      for plane in plan.small {
        drawSheet(plane, isLarge: false, on: &draw)
        if plane.channel == figure.focus.first.channel { drawFocus(on: plane.sheet, on: &draw) }
      }
    }
    labels.draw(on: &draw)
    figure.drawStep(in: frame, on: &draw) { "the kernel at \(figure.place($0.cell))" }
  }

  var part: String? { part(plan.windows) }

  /// The focus map's cells, as far as they are drawn.
  var path: [Cell] { plan.windows[\.small].cells(figure.stage.first.channel) }

  private func isJoined(_ plane: PlanesPlan.Plane) -> Bool {
    pair.largeMaps(joinedWith: figure.focus.first.channel).contains(plane.channel)
  }

  // MARK: Sheets

  /// Outlines behind the last sheet, to the left or to the right, for those that are not drawn.
  private func drawGhosts(
    of planes: [PlanesPlan.Plane], side: Double, all: Int, _ color: Color, on draw: inout Canvas
  ) {
    guard let plane = planes.last, planes.count < all else { return }
    for step in (1...min(all - planes.count, PlanesPlan.ghosts)).reversed() {
      var sheet = plane.sheet
      sheet.origin.x += side * Double(step) * PlanesFit.ghostStep(style)
      draw.path(
        sheet.outline(sheet.block), fill: theme.background,
        stroke: Stroke(color.opacity(0.6 / Double(step)), width: style.thinLine),
        id: "planes/ghost")
    }
  }

  private func drawSheet(_ plane: PlanesPlan.Plane, isLarge: Bool, on draw: inout Canvas) {
    let (sheet, name) = (plane.sheet, "\(isLarge ? "large" : "small")/\(plane.channel)")
    let color = isLarge ? theme.large : theme.small
    let shape = isLarge ? pair.largeShape : pair.smallShape
    let map = sheet.block.clamped(to: CellBlock(shape.size))
    // What a sheet hides of those behind it.
    draw.path(
      sheet.outline(sheet.block), fill: theme.background.opacity(0.86), id: "planes/sheet/\(name)")
    drawPadding(of: plane, around: map, on: &draw)
    drawCells(plane, map, isLarge ? values?.large : values?.small, color, name, on: &draw)
    draw.tear(
      sheet, whole: plan.windows[isLarge ? \.wholeLarge : \.wholeSmall], reach: PlanesPlan.tear,
      color, id: "planes/torn/\(name)")
    if isLarge, isJoined(plane) { drawFootprint(on: plane, on: &draw) }
    draw.path(sheet.outline(map), stroke: Stroke(color, width: style.thinLine * 1.3, isRound: true))
  }

  private func drawFocus(on sheet: ObliqueSheet, on draw: inout Canvas) {
    let outline = sheet.outline(CellBlock(figure.focus.first))
    if values == nil { draw.path(outline, fill: theme.small.opacity(0.85)) }
    // Thinner on cells that it would fill.
    let width = min(style.heavyLine * 0.8, max(style.thinLine, plan.cell * 0.2))
    draw.path(outline, stroke: Stroke(theme.text, width: width, isRound: true), id: "planes/focus")
  }

  /// Dashed cells around the foremost map; around the others, and around cells too small for
  /// dashes, a dashed outline.
  private func drawPadding(
    of plane: PlanesPlan.Plane, around map: CellBlock, on draw: inout Canvas
  ) {
    let (sheet, channel) = (plane.sheet, plane.channel)
    guard sheet.block != map else { return }
    let stroke = style.emptyCell().stroke
    guard channel == plan.large.first?.channel, plan.cell >= 0.95 * style.gap else {
      draw.path(sheet.outline(sheet.block), stroke: stroke, id: "planes/padding-outline/\(channel)")
      return
    }
    for cell in sheet.block.cells(channel) where !map.contains(cell) {
      draw.path(
        sheet.outline(CellBlock(cell), inset: 0.06), stroke: stroke,
        id: "planes/padding/\(cell.key)")
    }
  }

  private func drawCells(
    _ plane: PlanesPlan.Plane, _ map: CellBlock, _ values: PlaneValues.Layer?, _ color: Color,
    _ name: String, on draw: inout Canvas
  ) {
    for cell in map.cells(plane.channel) {
      // Values lie edge to edge; a hair of their own colour closes the seams.
      let shade = values?.color(cell)
      let look =
        shade.map { CellLook(fill: $0, stroke: Stroke($0, width: style.thinLine * 0.3)) }
        ?? style.quietCell(color)
      draw.path(
        plane.sheet.outline(CellBlock(cell), inset: shade == nil ? 0.03 : 0),
        fill: look.fill, stroke: look.stroke, id: "planes/\(name).\(cell.y).\(cell.x)")
    }
  }

  // MARK: Footprint and body

  /// The taps that lie on a joined map, and the window around them.
  private func drawFootprint(on plane: PlanesPlan.Plane, on draw: inout Canvas) {
    guard let pyramid else { return }
    let map = CellBlock(pair.largeShape.size)
    let stroke =
      values == nil
      ? Stroke(theme.large, width: style.thinLine * 0.8)
      : pyramid.isDilated
        ? Stroke(theme.kernel, width: min(style.mediumLine, 0.2 * plan.cell))
        : Stroke(theme.kernel.opacity(0.55), width: min(style.thinLine, 0.1 * plan.cell))
    for cell in pyramid.taps(on: plane.channel).map(\.large) where map.contains(cell) {
      draw.path(
        plane.sheet.outline(CellBlock(cell), inset: values == nil ? 0.03 : 0.08),
        fill: values == nil ? theme.large.opacity(0.85) : nil, stroke: stroke,
        id: "planes/tap/\(cell.key)")
    }
    let width = min(style.mediumLine * 1.1, max(style.thinLine, 0.25 * plan.cell))
    draw.path(
      plane.sheet.outline(pyramid.whole), stroke: Stroke(theme.kernel, width: width, isRound: true),
      id: "planes/window/\(plane.channel)")
  }

  /// The body between two joined maps: straight, as deep as the maps are apart.
  private func drawTunnel(
    from back: PlanesPlan.Plane, to front: PlanesPlan.Plane, on draw: inout Canvas
  ) {
    guard let pyramid, isJoined(back), isJoined(front) else { return }
    drawBody(
      back.sheet.corners(pyramid.whole), front.sheet.corners(pyramid.whole), "tunnel", fill: 0.09,
      edges: Stroke(theme.kernel.opacity(0.65), width: style.thinLine), on: &draw)
  }

  /// From the foremost joined map to the focus cell: one body, or with a dilated kernel one for
  /// each tap.
  private func drawPyramid(on draw: inout Canvas) {
    guard let pyramid else { return }
    let taps = pyramid.taps(on: 0).map { CellBlock($0.large) }
    let blocks = pyramid.isDilated && taps.count <= 49 ? taps : [pyramid.whole]
    let isOne = blocks.count == 1
    for block in blocks {
      drawBody(
        pyramid.corners(block, at: 0), pyramid.corners(block, at: 1), "pyramid",
        fill: isOne ? 0.15 : 0.12,
        edges: Stroke(
          theme.kernel.opacity(isOne ? 0.9 : 0.4), width: style.thinLine * (isOne ? 1.3 : 0.6)),
        on: &draw)
    }
  }

  /// A translucent body between two outlines of four corners, and its edges.
  private func drawBody(
    _ a: [Point], _ b: [Point], _ name: String, fill: Double, edges: Stroke, on draw: inout Canvas
  ) {
    for side in KernelPyramid.sides(a, b) {
      draw.path(side, fill: theme.kernel.opacity(fill), id: "planes/\(name)")
    }
    draw.path(KernelPyramid.edges(a, b), stroke: edges)
  }
}
