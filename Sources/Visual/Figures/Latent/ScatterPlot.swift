import AECore

/// Points on two axes that fill a frame, coloured by class; the classes' names stand beside them,
/// with lines that lead to their groups, and test images at their codes.
struct ScatterPlot {
  let map: LatentMap
  /// The names of the classes, by class.
  let groupNames: [Int: String]
  /// How many images are shown; nil for as many as suit the classes.
  var thumbnails: Int?
  /// The class that the others stand back for; nil for none.
  var focus: Int?

  /// Above so many points they are painted into pixels: a vector file of ten thousand circles is
  /// large and slow to open.
  static let vectorLimit = 2000
  /// How much a map without values may be drawn out in one direction.
  private static let stretch = 1.4

  /// The plot in `frame`.
  func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let points = map.turned(isUpright: frame.height > frame.width)
    let errors = map.members.isEmpty ? errorScale : nil
    var area = frame
    if let errors { area = area.inset(right: bar(errors, style).uprightWidth + 2 * style.gap) }
    let callouts = LatentCallouts(plot: self, in: area, style: style)
    let plot = self.plot(points, in: area, style, aside: callouts.room)
    let places = points.placed(plot.x, plot.y)
    if let errors {
      bar(errors, style).upright(
        in: Rect(x: area.maxX + 2 * style.gap, y: plot.rect.y, width: 0, height: plot.rect.height),
        on: &draw)
    }
    if map.hasTicks { draw.add(plot.axes) }
    draw.main { draw in
      drawPoints(places.points, errors, plot.rect, &draw)
      map.ellipses.forEach { self.draw($0, plot, &draw) }
      callouts.draw(places, in: plot.rect, on: &draw)
    }
  }

  /// How high the plot wants to be where it is so wide: as high as its cloud and its names.
  func height(width: Double, style: Style) -> Double {
    let callouts = LatentCallouts(
      plot: self, in: Rect(x: 0, y: 0, width: width, height: 0.72 * width), style: style)
    let points = map.turned(isUpright: false)
    let (dx, dy) = (points.box.width, points.box.height)
    let free = max(1, width - 2 * callouts.room)
    let cloud = dx > 0 && !map.hasOwnScales ? free * dy / dx : 0.5 * width
    let axis = map.hasTicks ? 3 * style.line : 0
    return min(0.72 * width, max(cloud, callouts.height, 0.36 * width) + axis + 2 * style.gap)
  }

  /// The colour of a class, darker or lighter towards the text, as letters and lines have it.
  func ink(_ group: Int?, _ theme: Theme) -> Color {
    (group.map(theme.classColor) ?? theme.small).mixed(with: theme.text, 0.5)
  }

  private var errorScale: ColorScale? {
    guard let errors = map.errors, let most = errors.max(), most > 0 else { return nil }
    return .sequential(0...most)
  }

  private func bar(_ scale: ColorScale, _ style: Style) -> ColorBar {
    ColorBar(scale, style: style)
  }

  /// The axes; the points keep `aside` free at the left and at the right.
  private func plot(
    _ points: PointCloud, in frame: Rect, _ style: Style, aside: Double
  ) -> PlotArea {
    let (x, y) = (points.x, points.y)
    func middle(_ r: ClosedRange<Double>) -> Double { (r.lowerBound + r.upperBound) / 2 }
    func extent(_ r: ClosedRange<Double>) -> Double { r.upperBound - r.lowerBound }
    // A collapsed code has no extent at all: it is shown in a window of its own magnitude.
    let least = max(abs(middle(x)), abs(middle(y)), 1e-6) * 1e-3
    let (dx, dy) = (max(extent(x), least), max(extent(y), least))
    func area(_ width: Double, _ height: Double) -> PlotArea {
      func around(_ r: ClosedRange<Double>, _ e: Double) -> ClosedRange<Double> {
        (middle(r) - e / 2)...(middle(r) + e / 2)
      }
      guard map.hasTicks else {
        return PlotArea(rect: frame, x: around(x, width), y: around(y, height))
      }
      // Values stand where there are points, not beside the cloud, under the names.
      func axis(_ name: String, _ r: ClosedRange<Double>, _ extent: Double, _ most: Int) -> Axis {
        var axis = Axis(name, domain: around(r, extent))
        let ticked = r.lowerBound < r.upperBound ? r : axis.domain
        axis.ticks = Scale(domain: ticked, from: 0, to: 1).ticks(atMost: most)
        return axis
      }
      return PlotArea(
        x: axis(map.axisNames[0], x, width, 6), y: axis(map.axisNames[1], y, height, 6),
        in: frame, style: style)
    }
    // Whole markers stay inside.
    let edge = 2 * radius(style)
    var result = area(dx * 1.1, dy * 1.1)
    // Tick labels depend on the domain and the room for the data on the labels: settle in turns.
    for _ in 0..<3 {
      let rect = result.rect
      let room = Size(
        max(rect.width * 0.2, rect.width - 2 * (aside + edge)), max(1, rect.height - 2 * edge))
      let units = (x: dx / room.width, y: dy / room.height)
      let unit = max(units.x, units.y)
      var (across, down) = map.hasOwnScales ? units : (unit, unit)
      if !map.hasTicks, !map.hasOwnScales {
        // Distances on such a map are no lengths: it may be drawn out a little to fill its frame.
        across = max(units.x, unit / Self.stretch)
        down = max(units.y, unit / Self.stretch)
      }
      result = area(across * rect.width, down * rect.height)
    }
    return result
  }

  /// Where one image's code is drawn from, cut off at the plot's edge.
  private func draw(_ ellipse: LatentMap.Ellipse, _ plot: PlotArea, _ draw: inout Canvas) {
    let style = draw.style
    let center = Point(plot.x(ellipse.x), plot.y(ellipse.y))
    let path = Path.ellipse(
      center: center,
      width: abs(plot.x(ellipse.x + LatentMap.reach * ellipse.deviationX) - center.x),
      height: abs(plot.y(ellipse.y + LatentMap.reach * ellipse.deviationY) - center.y))
    let color = ink(ellipse.group, style.theme)
    draw.group(clip: .rect(plot.rect)) { draw in
      draw.path(path, stroke: Stroke(style.theme.background, width: 2 * style.mediumLine))
      draw.path(path, stroke: style.medium(color), id: "\(map.id)/ellipse")
    }
  }

  /// Of a point, in points: the fewer there are, the larger.
  func radius(_ style: Style) -> Double {
    let base = 1.9 * style.mediumLine
    let count = map.count
    return count <= 30 ? 2 * base : count <= 500 ? 1.4 * base : count <= 3000 ? base : 0.75 * base
  }

  /// The colour and the outline of a point of class `group`.
  func look(_ group: Int?, _ theme: Theme) -> (color: Color, marker: Marker) {
    guard let group else { return (theme.small, .circle) }
    return (theme.classColor(group), Marker(class: group, colors: theme.classes.count))
  }

  /// The points at `places`, in the colours of their classes or, without any, of their `errors`.
  private func drawPoints(
    _ places: [Point], _ errors: ColorScale?, _ rect: Rect, _ draw: inout Canvas
  ) {
    let colors = errors.flatMap { scale in
      map.errors?.map { scale.colormap.color(at: $0 / scale.limits.upperBound) }
    }
    let (theme, radius) = (draw.style.theme, radius(draw.style))
    let alpha = map.count <= 500 ? 0.9 : map.count <= 3000 ? 0.75 : 0.6
    func dot(_ group: Int?) -> PointRaster.Look {
      let (color, marker) = look(group, theme)
      let isQuiet = focus.map { $0 != group } ?? false
      return (color.opacity(isQuiet ? 0.6 * theme.unfocused : alpha), marker)
    }
    var looks = [PointRaster.Look](repeating: dot(nil), count: places.count)
    for (group, members) in map.members {
      let look = dot(group)
      for index in members { looks[index] = look }
    }
    if let colors {
      for index in looks.indices { looks[index].color = colors[index].opacity(alpha) }
    }
    guard places.count <= Self.vectorLimit else {
      if let (picture, box) = PointRaster.paint(places, looks, radius: radius, in: rect) {
        draw.image(picture, in: box, isSmooth: true, id: "\(map.id)/points")
      }
      return
    }
    draw.group(id: "\(map.id)/points") { draw in
      for (place, look) in zip(places, looks) {
        draw.path(look.marker.path(center: place, radius: radius), fill: look.color)
      }
    }
  }
}
