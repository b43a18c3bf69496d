import AECore

/// The stages of one half beside each other: of each the maps that answer most, below each other,
/// and what leads from one stage to the next between them.
struct FeatureLine: Styled {
  /// So many maps of a stage are drawn large, at most.
  static let mostRows = 3

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
    /// What the others have for themselves; nil when there are none.
    var strip: (strip: FeatureStrip, rect: Rect)?
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
    /// What the other maps have below the large ones; nil where they stand beside them.
    var below: Double?
    /// Whether the numbers at the sums are left out.
    var isCompact: Bool
  }

  /// Between two maps below each other.
  var inner: Double { style.gap / 2 }

  /// The line in `frame`; stages in the middle are left out, and counted, where there are too many.
  func draw(in frame: Rect, on draw: inout Canvas) {
    for count in stride(from: panels.count, through: 2, by: -1) {
      guard let places = places(shown(count), in: frame) else { continue }
      for (before, after) in zip(places, places.dropFirst()) {
        FeatureWiring(before: before, after: after, style: style).draw(on: &draw)
      }
      let titles = titles(places, in: frame)
      for (index, title) in titles.enumerated() {
        self.draw(places[index], title, in: room(index, places, in: frame), on: &draw)
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

  /// Every panel's place, the maps as large as the frame lets them be; nil when they do not fit.
  private func places(_ panels: [FeaturePanel], in frame: Rect) -> [Place]? {
    let height = frame.height - 3 * lineHeight - style.gap
    let most = (1...Self.mostRows).last {
      (height - Double($0 - 1) * inner) / Double($0) >= 2.3 * lineHeight
    }
    let needed = panels.map(\.mapCount).max() ?? 1
    let rows = max(1, min(most ?? 1, needed))
    let tallest = (height - Double(rows - 1) * inner) / Double(rows)
    for isCompact in [false, true] {
      for step in 0..<16 {
        let cell = tallest * (1 - 0.04 * Double(step))
        guard cell >= 1.6 * lineHeight else { break }
        let large = cell * Double(rows) + inner * Double(rows - 1)
        let rest = height - large - style.gap
        for image in rows > 1 ? [2.2, 1.7, 1.3, 1] : [1] {
          for below in [nil, rest] where below ?? .infinity > lineHeight {
            let measures = Measures(
              cell: cell, height: below == nil ? large : height, rows: rows, image: image,
              below: below, isCompact: isCompact)
            if let places = places(panels, measures, in: frame) { return places }
          }
        }
      }
    }
    return nil
  }

  private func places(
    _ panels: [FeaturePanel], _ measures: Measures, in frame: Rect
  ) -> [Place]? {
    var joins = [0.0]
    joins += panels.dropFirst().map { panel in
      FeatureWiring.width(panel.join, measures, style)
    }
    guard panels.allSatisfy({ strip($0, measures) != nil || others($0, measures) == 0 }) else {
      return nil
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
    case .maps:
      let beside = measures.below == nil ? strip(panel, measures)?.size.width : nil
      return measures.cell * panel.aspect + (beside.map { $0 + inner } ?? 0)
    case .vector: return FeatureValues(panel, height: measures.height, style: style).width
    case .omission: return style.widest([panel.titles[0], "stages"])
    }
  }

  /// How many maps of a panel are not drawn large.
  private func others(_ panel: FeaturePanel, _ measures: Measures) -> Int {
    panel.kind == .maps ? max(0, panel.mapCount - measures.rows) : 0
  }

  /// The strip of those; nil where there are none, or they do not fit.
  private func strip(_ panel: FeaturePanel, _ measures: Measures) -> FeatureStrip? {
    let (others, width) = (others(panel, measures), measures.cell * panel.aspect)
    guard others > 0 else { return nil }
    return measures.below.map {
      FeatureStrip(count: others, aspect: panel.aspect, width: width, height: $0, style: style)
    }
      ?? FeatureStrip(
        count: others, aspect: panel.aspect, height: measures.height, most: 0.62 * width,
        style: style)
  }

  /// An image is larger than a map, where there are several below each other.
  private func imageSize(_ panel: FeaturePanel, _ measures: Measures) -> Size {
    let large = measures.height - (measures.below.map { $0 + style.gap } ?? 0)
    let height = min(large, measures.image * measures.cell)
    return Size(height * panel.aspect, height)
  }

  private func place(
    _ panel: FeaturePanel, _ measures: Measures, in column: Rect, after before: Place?,
    joinWidth: Double
  ) -> Place {
    var body = Rect(
      x: column.x, y: column.y + 2 * lineHeight + style.gap / 2, width: column.width,
      height: measures.height)
    let whole = body
    if let below = measures.below, panel.kind != .vector { body.height -= below + style.gap }
    var place = Place(
      panel: panel, column: column, maps: [], chosen: [], strip: nil, joinWidth: joinWidth)
    switch panel.kind {
    case .image:
      let size = imageSize(panel, measures)
      place.maps = [
        Rect(
          x: body.x, y: body.center.y - size.height / 2, width: size.width, height: size.height)
      ]
      place.chosen = [0]
    case .maps:
      place.chosen = chosen(panel, measures.rows, after: before)
      let width = measures.cell * panel.aspect
      let height = Double(place.chosen.count) * (measures.cell + inner) - inner
      place.maps = place.chosen.indices.map { index in
        Rect(
          x: body.x, y: body.center.y - height / 2 + Double(index) * (measures.cell + inner),
          width: width, height: measures.cell)
      }
      if let strip = strip(panel, measures) {
        let rect =
          measures.below == nil
          ? body.inset(left: width + inner)
          : whole.inset(top: body.height + style.gap)
        place.strip = (strip, rect)
      }
    case .vector: place.maps = [body]
    case .omission: break
    }
    return place
  }

  /// The maps that answer most; where each comes from its own, those that are drawn before it.
  private func chosen(_ panel: FeaturePanel, _ rows: Int, after before: Place?) -> [Int] {
    if panel.join?.isOneToOne == true, let before, before.panel.mapCount == panel.mapCount {
      return before.chosen
    }
    return panel.tensor.liveliestMaps(rows)
  }

  /// What stands above each panel; two stages of a kind say the same of themselves.
  private func titles(_ places: [Place], in frame: Rect) -> [String] {
    style.firstFitting(
      alike: places.indices.map {
        let panel = places[$0].panel
        return (
          NetworkStage.kind(of: panel.titles), panel.headings, room($0, places, in: frame).width
        )
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
    let shape = panel.tensor.shape
    /// The middle of something so wide, over the column as far as its room lets it.
    func center(_ width: Double) -> Double {
      max(room.x + width / 2, min(column.center.x, room.maxX - width / 2))
    }
    draw.words(
      Words(title, isBold: true), width: room.width,
      at: Point(center(style.width(title, bold)), column.y), .center)
    let size = shape.rank == 3 ? shape.compact : "\(shape)"
    draw.words(
      Words(size, isQuiet: true), width: room.width,
      at: Point(center(style.width(size)), column.y + lineHeight), .center)
    let scale = panel.scale(theme)
    var foot = place.maps.last?.maxY ?? column.y
    switch panel.kind {
    case .image:
      for map in place.maps { draw.image(.image(panel.tensor), in: map, framed: true) }
      return
    case .maps:
      for (map, rect) in zip(place.chosen, place.maps) {
        draw.image(.map(panel.tensor[map], scale: scale), in: rect)
        draw.path(.rect(rect), stroke: style.thin(theme.mutedText))
        FeatureStrip.stroke(panel, map, over: rect, on: &draw)
      }
      if let (strip, rect) = place.strip {
        strip.draw(panel, without: place.chosen, scale, in: rect, on: &draw)
        foot = max(foot, rect.maxY)
      }
    case .vector:
      let values = FeatureValues(panel, height: place.maps[0].height, style: style)
      values.draw(scale, in: place.maps[0], on: &draw)
    case .omission: return
    }
    guard panel.range != nil else { return }
    let width = min(room.width, max(column.width, 8 * font.size))
    ColorBar(scale, style: style).level(
      in: Rect(
        x: center(width) - width / 2, y: foot + style.gap / 2, width: width, height: lineHeight),
      on: &draw)
  }
}
