import AECore

/// Points on two axes of equal scale, coloured by class, with the classes' names at their groups.
struct ScatterPlot {
  let map: LatentMap
  /// The names of the classes, by class.
  let groupNames: [Int: String]
  /// Whether the points are only a ground: paler, without names.
  var isQuiet = false

  private var points: [(x: Double, y: Double, group: Int?)] { map.points }

  /// Above so many points they are painted into pixels: a vector file of ten thousand circles is
  /// large and slow to open.
  static let vectorLimit = 2000

  /// Above so many classes not every one is named at its points.
  private static let mostLabels = 20

  /// The plot in `frame`; the axes share one scale, so that distances can be compared.
  /// - Parameter places: positions that are pointed out; those outside of the plot are left out.
  func draw(in frame: Rect, on draw: inout Canvas, places: [(x: Double, y: Double)] = []) {
    let style = draw.style
    let (xDomain, yDomain) = domains
    let (x, y) = equalized(xDomain, yDomain, in: frame, style)
    let plot = area(x, y, in: frame, style)
    draw.add(plot.grid)
    drawPoints(plot, &draw)
    if !isQuiet { map.ellipses.forEach { self.draw($0, plot, &draw) } }
    draw.add(plot.axes)
    let dots = places.map { Point(plot.x($0.x), plot.y($0.y)) }.filter {
      plot.rect.contains(Rect(x: $0.x, y: $0.y, width: 0, height: 0))
    }
    if !dots.isEmpty {
      draw.path(
        dots.reduce(into: Path()) { $0 = $0 + .circle(center: $1, radius: style.mediumLine) },
        fill: style.theme.text, id: "\(map.id)/places")
    }
    if !isQuiet { drawLabels(plot, &draw) }
  }

  private func area(
    _ x: ClosedRange<Double>, _ y: ClosedRange<Double>, in frame: Rect, _ style: Style
  ) -> PlotArea {
    PlotArea(
      x: Axis(map.axisNames[0], domain: x, hasTicks: map.hasTicks),
      y: Axis(map.axisNames[1], domain: y, hasTicks: map.hasTicks), in: frame, style: style)
  }

  /// Where one image's code is drawn from, cut off at the plot's edge.
  private func draw(_ ellipse: LatentMap.Ellipse, _ plot: PlotArea, _ draw: inout Canvas) {
    let style = draw.style
    let center = Point(plot.x(ellipse.x), plot.y(ellipse.y))
    let path = Path.ellipse(
      center: center,
      width: abs(plot.x(ellipse.x + LatentMap.reach * ellipse.deviationX) - center.x),
      height: abs(plot.y(ellipse.y + LatentMap.reach * ellipse.deviationY) - center.y))
    let color = style.theme.classColor(ellipse.group ?? 0).mixed(with: style.theme.text, 0.5)
    draw.group(clip: .rect(plot.rect)) { draw in
      draw.path(path, stroke: Stroke(style.theme.background, width: 2 * style.mediumLine))
      draw.path(path, stroke: style.medium(color), id: "\(map.id)/ellipse")
    }
  }

  private var domains: (ClosedRange<Double>, ClosedRange<Double>) {
    func domain(_ values: [Double]) -> ClosedRange<Double> {
      (values.min() ?? 0)...(values.max() ?? 1)
    }
    return (domain(points.map(\.x)), domain(points.map(\.y)))
  }

  /// How wide the plot wants to be for its height: the data's proportion, within reason.
  var aspect: Double {
    let (x, y) = domains
    let (w, h) = (x.upperBound - x.lowerBound, y.upperBound - y.lowerBound)
    guard w > 0, h > 0 else { return 1 }
    return min(1.8, max(0.9, w / h))
  }

  /// Both domains widened about their middles to the same number of units per point.
  private func equalized(
    _ x: ClosedRange<Double>, _ y: ClosedRange<Double>, in frame: Rect, _ style: Style
  ) -> (ClosedRange<Double>, ClosedRange<Double>) {
    func middle(_ r: ClosedRange<Double>) -> Double { (r.lowerBound + r.upperBound) / 2 }
    func extent(_ r: ClosedRange<Double>) -> Double { r.upperBound - r.lowerBound }
    func range(_ m: Double, _ e: Double) -> ClosedRange<Double> { (m - e / 2)...(m + e / 2) }
    // A collapsed code has no extent at all: it is shown in a window of its own magnitude.
    let least = max(abs(middle(x)), abs(middle(y)), 1) * 1e-3
    let (dx, dy) = (max(extent(x), least) * 1.06, max(extent(y), least) * 1.06)
    var result = (range(middle(x), dx), range(middle(y), dy))
    // Tick labels depend on the domain and the room for the data on the labels: settle in turns.
    for _ in 0..<3 {
      let rect = area(result.0, result.1, in: frame, style).rect
      let unit = max(dx / rect.width, dy / rect.height)
      result = (range(middle(x), unit * rect.width), range(middle(y), unit * rect.height))
    }
    return result
  }

  private func drawPoints(_ plot: PlotArea, _ draw: inout Canvas) {
    let theme = draw.style.theme
    let base = draw.style.mediumLine * 1.5
    let (radius, alpha) =
      points.count <= 500
      ? (base * 1.4, 0.9) : points.count <= 3000 ? (base, 0.75) : (base * 0.75, 0.6)
    let dots: [PointRaster.Dot] = points.map { x, y, group in
      (
        Point(plot.x(x), plot.y(y)), theme.classColor(group ?? 0).opacity(isQuiet ? 0.4 : alpha),
        Marker(class: group ?? 0, colors: theme.classes.count)
      )
    }
    guard dots.count <= Self.vectorLimit else {
      draw.image(
        PointRaster.paint(dots, radius: radius, in: plot.rect), in: plot.rect, isSmooth: true,
        id: "\(map.id)/points")
      return
    }
    draw.group(id: "\(map.id)/points") { draw in
      for dot in dots {
        draw.path(dot.marker.path(center: dot.position, radius: radius), fill: dot.color)
      }
    }
  }

  /// Each class's name at the median of its points, moved aside where names would lie on each
  /// other.
  private func drawLabels(_ plot: PlotArea, _ draw: inout Canvas) {
    let style = draw.style
    let groups = Dictionary(grouping: points.filter { $0.group != nil }, by: { $0.group ?? 0 })
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    let font = style.font(.label, isBold: true)
    let names = groups.map {
      style.truncated(groupNames[$0.key] ?? "\($0.key)", font, width: plot.rect.width * 0.4)
    }
    let anchors = groups.map { group in
      Point(plot.x(median(group.value.map(\.x))), plot.y(median(group.value.map(\.y))))
    }
    // Very many names would hide the points and send lines all over: those that have room at their
    // own group stay, the legend has the others.
    let reach = groups.count > Self.mostLabels ? 0 : 0.3
    let boxes = LabelPlacement.place(
      names.map {
        let extents = style.measurer.measure($0, font: font)
        return Size(extents.width, extents.height)
      }, at: anchors, in: plot.rect.inset(style.gap / 3), gap: style.gap,
      reach: min(plot.rect.width, plot.rect.height) * reach)
    let colors = groups.map { style.theme.classColor($0.key).mixed(with: style.theme.text, 0.5) }
    let placed = boxes.enumerated().compactMap { index, box in box.map { (index, $0) } }
    for (index, box) in placed { drawLeader(from: box, to: anchors[index], colors[index], &draw) }
    for (index, box) in placed {
      draw.text(
        names[index], font, at: box.center, .center, .middle, color: colors[index],
        halo: Stroke(style.theme.background, width: style.gap * 0.6, isRound: true),
        id: "\(map.id)/label/\(groups[index].key)")
    }
  }

  /// A line from a name that had to move aside to the middle of its points.
  private func drawLeader(from box: Rect, to anchor: Point, _ color: Color, _ draw: inout Canvas) {
    let start = Point(max(box.x, min(anchor.x, box.maxX)), max(box.y, min(anchor.y, box.maxY)))
    let (dx, dy) = (anchor.x - start.x, anchor.y - start.y)
    guard dx * dx + dy * dy > box.height * box.height / 2 else { return }
    let width = draw.style.mediumLine
    draw.line(start, anchor, Stroke(draw.style.theme.background, width: 2.5 * width))
    draw.line(start, anchor, Stroke(color, width: width / 2), id: "\(map.id)/leader")
  }

  private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
