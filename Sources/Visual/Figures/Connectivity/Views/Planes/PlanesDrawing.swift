import AECore

/// The frame cut into bands: a direction, the sheets, the words under them, the other direction.
struct PlanesBands {
  let frame: Rect
  /// The convolution's arrow.
  let top: Rect
  let sheets: Rect
  /// The maps' numbers, and how many are left out.
  let numbers: Rect
  /// Colour scales; empty without any.
  let scales: Rect
  /// How many maps of which size.
  let sizes: Rect
  /// The transposed convolution's arrow.
  let bottom: Rect

  init(frame: Rect, hasScales: Bool, style: Style) {
    let line = style.lineHeight(style.font(.label))
    let heading = style.lineHeight(style.font(.heading))
    let scaleHeight = hasScales ? line : 0
    let words = 2 * heading + 2 * line + scaleHeight + 2.6 * style.gap
    // A tall page is not filled: sheets much higher than wide would stand far apart.
    let high = min(frame.height, words + max(0.52 * frame.width, 12 * style.gap))
    var y = frame.y + 0.05 * (frame.height - high)
    func band(_ height: Double, gap: Double) -> Rect {
      defer { y += height + gap }
      return Rect(x: frame.x, y: y, width: frame.width, height: max(1, height))
    }
    self.frame = frame
    top = band(heading, gap: 0.6 * style.gap)
    sheets = band(max(1, high - words), gap: 0.5 * style.gap)
    numbers = band(line, gap: 0.3 * style.gap)
    sizes = band(line, gap: hasScales ? 0.2 * style.gap : 0)
    scales = band(scaleHeight, gap: style.gap)
    bottom = band(heading, gap: 0)
  }
}

/// The sheets, their cells, and the body between them.
struct PlanesDrawing {
  let figure: ConnectivityFigure
  let plan: PlanesPlan
  let pyramid: KernelPyramid?
  let values: PlaneValues?
  let scale: WeightScale?
  let style: Style

  private var theme: Theme { style.theme }
  private var pair: ConvolutionPair { figure.pair }

  /// From the back, at the left, to the front.
  var marks: [Mark] {
    var marks = ghosts(of: plan.large.last, toTheRight: false, count: plan.largeRest, theme.large)
    for (index, plane) in plan.large.enumerated().reversed() {
      marks += largePlane(plane)
      if let pyramid, let next = index > 0 ? plan.large[index - 1] : nil {
        let maps = pyramid.joined.map(\.channel)
        if maps.contains(plane.channel), maps.contains(next.channel) {
          marks += tunnel(pyramid, from: plane.sheet, to: next.sheet)
        }
      }
    }
    if let pyramid {
      marks +=
        body(pyramid) + KernelSlices(plan: plan, pyramid: pyramid, scale: scale, style: style).marks
    }
    marks += ghosts(of: plan.small.last, toTheRight: true, count: plan.smallRest, theme.small)
    for plane in plan.small { marks += smallPlane(plane) }
    return marks
  }

  // MARK: Sheets

  private func ghosts(
    of plane: PlanesPlan.Plane?, toTheRight: Bool, count: Int, _ color: Color
  ) -> [Mark] {
    guard let plane, count > 0 else { return [] }
    return (1...min(count, PlanesPlan.ghosts)).reversed().map { step in
      var sheet = plane.sheet
      sheet.origin.x += (toTheRight ? 1 : -1) * Double(step) * plan.ghostStep
      return .path(
        PathMark(
          id: "planes/ghost", sheet.outline, fill: theme.background,
          stroke: Stroke(color.opacity(0.6 / Double(step)), width: style.thinLine)))
    }
  }

  private func largePlane(_ plane: PlanesPlan.Plane) -> [Mark] {
    let size = pair.largeShape.size
    let sheet = plane.sheet
    let map = (
      rows: sheet.rows.clamped(to: 0..<size.height),
      columns: sheet.columns.clamped(to: 0..<size.width)
    )
    let isJoined = pair.largeMaps(joinedWith: figure.focus.first.channel).contains(plane.channel)
    var marks = ground(sheet, plane.channel, "large")
    marks += padding(of: sheet, map, plane.channel)
    marks += cells(sheet, map, plane.channel, "large", values?.large, theme.large)
    marks += runOuts(sheet, plan.rows.wholeLarge, plan.columns.wholeLarge, theme.large)
    if isJoined, let pyramid { marks += footprint(pyramid, on: plane) }
    marks.append(edge(sheet.outline(rows: map.rows, columns: map.columns), theme.large))
    return marks
  }

  /// Dashed cells around the foremost map; around the others, and around cells too small for
  /// dashes, a dashed outline.
  private func padding(
    of sheet: ObliqueSheet, _ map: (rows: Range<Int>, columns: Range<Int>), _ channel: Int
  ) -> [Mark] {
    guard sheet.rows != map.rows || sheet.columns != map.columns else { return [] }
    let stroke = style.emptyCell().stroke
    guard channel == plan.large.first?.channel, plan.cell >= 0.95 * style.gap else {
      return [
        .path(
          PathMark(id: "planes/padding-outline/\(channel)", sheet.outline, stroke: stroke))
      ]
    }
    return sheet.rows.flatMap { y in
      sheet.columns.filter { !map.rows.contains(y) || !map.columns.contains($0) }.map { x in
        .path(
          PathMark(
            id: "planes/padding/\(channel).\(y).\(x)", sheet.outline(y: y, x: x, inset: 0.06),
            stroke: stroke))
      }
    }
  }

  private func smallPlane(_ plane: PlanesPlan.Plane) -> [Mark] {
    let sheet = plane.sheet
    let focus = figure.focus.first
    var marks = ground(sheet, plane.channel, "small")
    marks += cells(
      sheet, (sheet.rows, sheet.columns), plane.channel, "small", values?.small, theme.small)
    marks += runOuts(sheet, plan.rows.wholeSmall, plan.columns.wholeSmall, theme.small)
    marks.append(edge(sheet.outline, theme.small))
    guard plane.channel == focus.channel else { return marks }
    let outline = sheet.outline(y: focus.y, x: focus.x)
    if values == nil {
      marks.append(.path(PathMark(outline, fill: theme.small.opacity(0.85))))
    }
    marks.append(
      .path(
        PathMark(
          id: "planes/focus", outline,
          stroke: Stroke(theme.text, width: focusWidth, isRound: true))))
    return marks
  }

  /// Thinner on cells that it would fill.
  private var focusWidth: Double {
    min(style.heavyLine * 0.8, max(style.thinLine, plan.cell * 0.2))
  }

  /// What a sheet hides of those behind it.
  private func ground(_ sheet: ObliqueSheet, _ channel: Int, _ layer: String) -> [Mark] {
    [
      .path(
        PathMark(
          id: "planes/sheet/\(layer)/\(channel)", sheet.outline,
          fill: theme.background.opacity(0.86)))
    ]
  }

  private func edge(_ path: Path, _ color: Color) -> Mark {
    .path(PathMark(path, stroke: Stroke(color, width: style.thinLine * 1.3, isRound: true)))
  }

  private func runOuts(
    _ sheet: ObliqueSheet, _ rows: Range<Int>, _ columns: Range<Int>, _ color: Color
  ) -> [Mark] {
    let path = sheet.runOuts(wholeRows: rows, wholeColumns: columns, reach: PlanesPlan.runOut)
    guard !path.elements.isEmpty else { return [] }
    return [
      .path(PathMark(path, stroke: Stroke(color.opacity(0.45), width: style.thinLine * 0.8)))
    ]
  }

  private func cells(
    _ sheet: ObliqueSheet, _ map: (rows: Range<Int>, columns: Range<Int>), _ channel: Int,
    _ layer: String, _ values: PlaneValues.Layer?, _ color: Color
  ) -> [Mark] {
    let quiet = style.quietCell(color)
    return map.rows.flatMap { y in
      map.columns.map { x in
        let id = "planes/\(layer)/\(channel).\(y).\(x)"
        guard let values else {
          return .path(
            PathMark(
              id: id, sheet.outline(y: y, x: x, inset: 0.03), fill: quiet.fill,
              stroke: quiet.stroke))
        }
        // Values lie edge to edge; a hair of their own colour closes the seams.
        let shade = values.color(channel, y, x)
        return .path(
          PathMark(
            id: id, sheet.outline(y: y, x: x), fill: shade,
            stroke: Stroke(shade, width: style.thinLine * 0.3)))
      }
    }
  }

  // MARK: Footprint and body

  /// The taps that lie on a joined map, and the window around them.
  private func footprint(_ pyramid: KernelPyramid, on plane: PlanesPlan.Plane) -> [Mark] {
    let size = pair.largeShape.size
    let focus = figure.focus.first
    var marks: [Mark] = pyramid.taps.compactMap { tap in
      let y = pair.geometry.large(small: focus.y, tap: tap.y, .vertical)
      let x = pair.geometry.large(small: focus.x, tap: tap.x, .horizontal)
      guard (0..<size.height).contains(y), (0..<size.width).contains(x) else { return nil }
      let isApart = pyramid.isDilated
      return .path(
        PathMark(
          id: "planes/tap/\(plane.channel).\(y).\(x)",
          plane.sheet.outline(y: y, x: x, inset: values == nil ? 0.03 : 0.08),
          fill: values == nil ? theme.large.opacity(0.85) : nil,
          stroke: values == nil
            ? Stroke(theme.large, width: style.thinLine * 0.8)
            : isApart
              ? Stroke(theme.kernel, width: min(style.mediumLine, 0.2 * plan.cell))
              : Stroke(theme.kernel.opacity(0.55), width: min(style.thinLine, 0.1 * plan.cell))))
    }
    marks.append(
      .path(
        PathMark(
          id: "planes/window/\(plane.channel)",
          .polyline(pyramid.corners(pyramid.whole, on: plane.sheet), closed: true),
          stroke: Stroke(
            theme.kernel, width: min(style.mediumLine * 1.1, max(style.thinLine, 0.25 * plan.cell)),
            isRound: true))))
    return marks
  }

  /// The body between two joined maps: straight, as deep as the maps are apart.
  private func tunnel(
    _ pyramid: KernelPyramid, from back: ObliqueSheet, to front: ObliqueSheet
  ) -> [Mark] {
    let (a, b) = (
      pyramid.corners(pyramid.whole, on: back), pyramid.corners(pyramid.whole, on: front)
    )
    return KernelPyramid.sides(a, b).map {
      .path(PathMark(id: "planes/tunnel", $0, fill: theme.kernel.opacity(0.09)))
    } + [
      .path(
        PathMark(
          KernelPyramid.edges(a, b),
          stroke: Stroke(theme.kernel.opacity(0.65), width: style.thinLine)))
    ]
  }

  /// From the foremost joined map to the focus cell: one body, or with a dilated kernel one for
  /// each tap.
  private func body(_ pyramid: KernelPyramid) -> [Mark] {
    let parts =
      pyramid.isDilated && pyramid.taps.count <= 49
      ? pyramid.taps.map { pyramid.part($0) } : [pyramid.whole]
    let share = parts.count == 1 ? 0.15 : 0.12
    return parts.flatMap { part -> [Mark] in
      let (a, b) = (pyramid.corners(part, at: 0), pyramid.corners(part, at: 1))
      return KernelPyramid.sides(a, b).map {
        .path(PathMark(id: "planes/pyramid", $0, fill: theme.kernel.opacity(share)))
      } + [
        .path(
          PathMark(
            KernelPyramid.edges(a, b),
            stroke: Stroke(
              theme.kernel.opacity(parts.count == 1 ? 0.9 : 0.4),
              width: parts.count == 1 ? style.thinLine * 1.3 : style.thinLine * 0.6)))
      ]
    }
  }
}
