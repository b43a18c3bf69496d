import AECore

/// The stages of one half beside each other: of each the maps that answer most, below each other,
/// and what leads from one stage to the next between them.
struct FeatureLine: Styled {
  /// So many maps of a stage are drawn large, at most.
  static let mostRows = 3
  /// A kernel's longer side, at most, in lines of text.
  static let kernelSide = 1.8

  let panels: [FeaturePanel]
  let style: Style

  /// A panel in its place.
  struct Place {
    var panel: FeaturePanel
    /// From its title to its scale.
    var column: Rect
    /// The large maps from top to bottom; of a list of values its cells.
    var maps: [Rect]
    /// Which maps these are.
    var chosen: [Int]
    /// A list of values.
    var values: FeatureValues?
    /// How wide the room before it is.
    var joinWidth: Double
  }

  /// Sizes that all panels of the line share.
  struct Measures {
    /// The height of a large map, in points.
    var cell: Double
    /// From the uppermost map's top to the lowest one's foot.
    var height: Double
    var rows: Int
    /// How much taller an image is than a map.
    var image: Double
    /// Whether the numbers at the sums are left out.
    var isCompact: Bool
  }

  /// Between two maps below each other.
  var inner: Double { style.gap / 2 }

  /// The line in `frame`; stages in the middle are left out, and counted, where there are too many.
  func draw(in frame: Rect, on draw: inout Canvas) {
    for count in stride(from: panels.count, through: 2, by: -1) {
      // Stages are left out rather than drawn too small; the ends always stand.
      let least = count == panels.count || count <= 4 ? 1.6 : 3.5
      guard let places = places(shown(count), cell: least * lineHeight, in: frame) else { continue }
      let titles = titles(places, in: frame)
      for (index, title) in titles.enumerated() {
        self.draw(places[index], title, in: room(index, places, in: frame), on: &draw)
      }
      for (before, after) in zip(places, places.dropFirst()) {
        FeatureWiring(before: before, after: after, style: style).draw(on: &draw)
      }
      return
    }
  }

  /// At most `count` panels: the ends stay, what goes in and what comes out.
  private func shown(_ count: Int) -> [FeaturePanel] {
    guard panels.count > count else { return panels }
    let head = (count - 1) / 2
    let tail = count - 1 - head
    let middle = FeaturePanel.omission("\(panels.count - count + 1) more")
    return panels.prefix(head) + [middle] + panels.suffix(tail)
  }

  // MARK: Layout

  /// Above the maps: the title's line.
  private var headRoom: Double { lineHeight + style.gap / 2 }
  /// Below them: the scale of their colours.
  private var footRoom: Double { lineHeight + style.gap / 2 }

  /// Every panel's place, the maps as large as the frame lets them be; nil when they do not fit
  /// with a height of `cell` at least.
  private func places(
    _ panels: [FeaturePanel], cell least: Double, in frame: Rect
  ) -> [Place]? {
    let height = frame.height - headRoom - footRoom
    let most = (1...Self.mostRows).last {
      (height - Double($0 - 1) * inner) / Double($0) >= 2.3 * lineHeight
    }
    let needed = panels.map(\.mapCount).max() ?? 1
    let rows = max(1, min(most ?? 1, needed))
    let tallest = (height - Double(rows - 1) * inner) / Double(rows)
    func largest(isCompact: Bool) -> (cell: Double, places: [Place])? {
      for step in 0..<32 {
        let cell = tallest * (1 - 0.025 * Double(step))
        guard cell >= least else { break }
        let large = cell * Double(rows) + inner * Double(rows - 1)
        for image in rows > 1 ? [2.2, 1.7, 1.3, 1] : [1] {
          let measures = Measures(
            cell: cell, height: large, rows: rows, image: image, isCompact: isCompact)
          if let places = places(panels, measures, in: frame) { return (cell, places) }
        }
      }
      return nil
    }
    let whole = largest(isCompact: false)
    if let whole, whole.cell > 0.8 * tallest { return whole.places }
    // Larger maps are worth more than the numbers at their sums.
    guard let compact = largest(isCompact: true) else { return whole?.places }
    guard let whole, 1.25 * whole.cell > compact.cell else { return compact.places }
    return whole.places
  }

  private func places(
    _ panels: [FeaturePanel], _ measures: Measures, in frame: Rect
  ) -> [Place]? {
    var joins = [0.0]
    joins += panels.dropFirst().map { panel in
      FeatureWiring.width(panel.join, isCompact: measures.isCompact, style)
    }
    let widths = panels.map { width($0, measures) }
    let used = (joins + widths).reduce(0, +)
    guard used <= frame.width else { return nil }
    // What is left over makes the wires longer and easier to follow, where there are any.
    let isWired = panels.map { $0.join?.weights != nil }
    let hasWires = isWired.dropFirst().contains(true)
    let stretched = panels.indices.dropFirst().count { isWired[$0] || !hasWires }
    let more = min((frame.width - used) / Double(max(1, stretched)), 5 * lineHeight)
    for index in joins.indices.dropFirst() where isWired[index] || !hasWires {
      joins[index] += more
    }
    let whole = used + more * Double(stretched)
    // A low line stands in the middle of a slide.
    var frame = frame
    let free = frame.height - headRoom - measures.height - footRoom
    if style.page.isSlide { frame = frame.inset(dx: 0, dy: max(0, free / 2)) }
    var x = frame.x + (frame.width - whole) / 2
    var places: [Place] = []
    for (index, panel) in panels.enumerated() {
      x += joins[index]
      let column = Rect(x: x, y: frame.y, width: widths[index], height: frame.height)
      places.append(
        place(
          panel, measures, in: column, after: places.last, joinWidth: joins[index]))
      x += widths[index]
    }
    return places
  }

  private func width(_ panel: FeaturePanel, _ measures: Measures) -> Double {
    switch panel.kind {
    case .image: return imageSize(panel, measures).width
    case .maps: return max(measures.cell * panel.aspect, bar(panel).narrowSize.width)
    case .vector:
      let head =
        style.width(panel.titles.last ?? "", bold) + style.gap + style.width(panel.sizeText)
      return max(values(panel, measures).width, !panel.isLayer ? head : 0)
    case .omission: return style.widest([panel.titles[0], "stages"])
    }
  }

  private func bar(_ panel: FeaturePanel) -> ColorBar {
    ColorBar(panel.scale(theme), style: style)
  }

  private func values(_ panel: FeaturePanel, _ measures: Measures) -> FeatureValues {
    FeatureValues(panel, height: measures.height, style: style)
  }

  /// An image is larger than a map, where there are several below each other.
  private func imageSize(_ panel: FeaturePanel, _ measures: Measures) -> Size {
    let height = min(measures.height, measures.image * measures.cell)
    return Size(height * panel.aspect, height)
  }

  private func place(
    _ panel: FeaturePanel, _ measures: Measures, in column: Rect, after before: Place?,
    joinWidth: Double
  ) -> Place {
    let body = Rect(
      x: column.x, y: column.y + headRoom, width: column.width, height: measures.height)
    var place = Place(
      panel: panel, column: column, maps: [], chosen: [], joinWidth: joinWidth)
    switch panel.kind {
    case .image:
      let size = imageSize(panel, measures)
      place.maps = [
        Rect(
          x: body.x, y: body.center.y - size.height / 2, width: size.width, height: size.height)
      ]
      place.chosen = [0]
    case .maps:
      place.chosen = panel.largeMaps(
        measures.rows, after: before.map { ($0.panel, $0.chosen) })
      let width = measures.cell * panel.aspect
      let height = Double(place.chosen.count) * (measures.cell + inner) - inner
      place.maps = place.chosen.indices.map { index in
        Rect(
          x: body.center.x - width / 2,
          y: body.center.y - height / 2 + Double(index) * (measures.cell + inner),
          width: width, height: measures.cell)
      }
    case .vector:
      let values = values(panel, measures)
      place.values = values
      place.maps = [body.inset(dx: (body.width - values.width) / 2, dy: 0)]
    case .omission: break
    }
    return place
  }

  /// What stands above each panel; two stages of a kind say the same of themselves.
  private func titles(_ places: [Place], in frame: Rect) -> [String] {
    style.firstFitting(
      alike: places.indices.map {
        let panel = places[$0].panel
        let width = room($0, places, in: frame).width
        let beside = width - style.width(panel.sizeText) - style.gap
        let fits = panel.titles.contains { style.width($0, bold) <= beside }
        return (NetworkStage.kind(of: panel.titles), panel.titles, fits ? beside : width)
      }, bold)
  }

  /// What a panel's texts have from left to right: its column and half of the wires on each side.
  private func room(_ index: Int, _ places: [Place], in frame: Rect) -> Rect {
    let column = places[index].column
    let left = index == 0 ? frame.x : column.x - places[index].joinWidth / 2 + style.gap / 2
    let right =
      index == places.count - 1
      ? frame.maxX : column.maxX + places[index + 1].joinWidth / 2 - style.gap / 2
    return Rect(x: left, y: column.y, width: right - left, height: column.height)
  }

  // MARK: Drawing

  private func draw(_ place: Place, _ title: String, in room: Rect, on draw: inout Canvas) {
    let (panel, column) = (place.panel, place.column)
    guard panel.kind != .omission else {
      let names = [Words(panel.titles[0], isQuiet: true), Words("stages", isQuiet: true)]
      draw.lines(
        names, in: column.inset(top: column.height / 2 - lineHeight), .center)
      return
    }
    /// The middle of something so wide, over the column as far as its room lets it.
    func center(_ width: Double) -> Double {
      max(room.x + width / 2, min(column.center.x, room.maxX - width / 2))
    }
    drawHead(place, title, in: room, on: &draw)
    let scale = panel.scale(theme)
    let foot = place.maps.last?.maxY ?? column.y
    switch panel.kind {
    case .image:
      for map in place.maps { draw.image(.image(panel.tensor), in: map, framed: true) }
      return
    case .maps:
      for (map, rect) in zip(place.chosen, place.maps) {
        draw.image(
          .map(panel.tensor[map], scale: scale), in: rect, id: "feature-maps/map/\(map)")
        draw.path(.rect(rect), stroke: style.thin(theme.mutedText))
        Self.stroke(panel, map, over: rect, on: &draw)
      }
    case .vector:
      place.values?.draw(scale, in: place.maps[0], on: &draw)
    case .omission: return
    }
    guard panel.range != nil, place.values?.hasNumbers != true else { return }
    let width = min(room.width, max(column.width, 8 * font.size))
    bar(panel).level(
      in: Rect(
        x: center(width) - width / 2, y: foot + style.gap / 2, width: width, height: lineHeight),
      on: &draw)
  }

  /// Two strokes over a dead map, one over a silent one, with edges that show on any colour.
  private static func stroke(
    _ panel: FeaturePanel, _ map: Int, over cell: Rect, on draw: inout Canvas
  ) {
    let isCrossed = panel.deadMaps.contains(map)
    guard isCrossed || panel.silentMaps.contains(map) else { return }
    let inner = cell.inset(0.12 * min(cell.width, cell.height))
    var path = Path.line(Point(inner.x, inner.maxY), Point(inner.maxX, inner.y))
    if isCrossed { path = path + .line(Point(inner.x, inner.y), Point(inner.maxX, inner.maxY)) }
    let width = draw.style.mediumLine
    draw.path(path, stroke: Stroke(draw.theme.background, width: 2 * width, isRound: true))
    draw.path(
      path, stroke: Stroke(draw.theme.mutedText, width: width, isRound: true),
      id: isCrossed ? "feature-maps/dead" : "feature-maps/silent")
  }

  /// The title and, quietly behind it, how large the stage's output is; below the title, where a
  /// picture lets it, if there is no room beside it.
  private func drawHead(
    _ place: Place, _ title: String, in room: Rect, on draw: inout Canvas
  ) {
    let (size, column) = (place.panel.sizeText, place.column)
    let (widths, space) = ((style.width(title, bold), style.width(size)), style.gap)
    let isBeside = widths.0 + space + widths.1 <= room.width + 1e-6
    let whole = isBeside ? widths.0 + space + widths.1 : widths.0
    let left = max(
      room.x, min(column.center.x - whole / 2, room.maxX - whole))
    draw.words(Words(title, isBold: true), width: room.width, at: Point(left, column.y))
    if isBeside {
      draw.words(Words(size, isQuiet: true), at: Point(left + widths.0 + space, column.y))
    } else if let top = place.maps.first?.y, top >= column.y + 2 * lineHeight {
      draw.words(
        Words(size, isQuiet: true), width: room.width,
        at: Point(max(room.x, column.center.x - widths.1 / 2), column.y + lineHeight))
    }
  }
}
