import AECore

/// Where the parts of the view `maps` lie.
struct MapsLayout {
  let plan: MapsPlan
  /// The large maps' grids, by map.
  let large: [Int: CellGrid]
  /// The small maps' grids, by map.
  let small: [Int: CellGrid]
  /// The band between the margins' arrows, from the first label to the last.
  let body: Rect
}

/// The words at the maps of the view `maps`: names, sizes, what is left out, the weights' scale.
struct MapsLabels {
  let figure: ConnectivityFigure
  let layout: MapsLayout
  let frame: Rect
  let style: Style

  private var pair: ConvolutionPair { figure.pair }
  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }

  /// How the maps that are not drawn are counted.
  static func more(_ count: Int) -> String { "+ \(count) more" }

  var marks: [Mark] {
    let small = mapLabels(
      layout.small, all: pair.smallShape.channels, color: theme.small, name: "small", at: .bottom,
      y: { $0.bounds.y - 0.4 * style.gap })
    let large = mapLabels(
      layout.large, all: pair.largeShape.channels, color: theme.large, name: "large", at: .top,
      y: { $0.bounds.maxY + 0.4 * style.gap })
    let smallSize = sizeLabels(
      pair.smallShape, shown: layout.plan.columns.small.count, y: layout.body.y, note: nil,
      color: theme.small, name: "small", .top)
    let largeSize = sizeLabels(
      pair.largeShape,
      shown: layout.plan.columns.large.clamped(to: 0..<pair.largeShape.width).count,
      y: layout.body.maxY, note: paddingNote, color: theme.large, name: "large", .bottom)
    return (small + large + smallSize + largeSize).map { .text($0) }
      + scaleBar(beside: smallSize[0])
  }

  /// `feature map 1` at each map, as long as there is room, and the count of those left out.
  private func mapLabels(
    _ grids: [Int: CellGrid], all: Int, color: Color, name: String,
    at vertical: Style.VerticalAnchor, y: (CellGrid) -> Double
  ) -> [TextMark] {
    let maps = grids.sorted { $0.key < $1.key }
    func labels(_ words: (Int) -> String) -> [TextMark] {
      maps.map { map, grid in
        style.text(
          words(map + 1), font, at: Point(grid.bounds.center.x, y(grid)), .center, vertical,
          color: color, id: "maps/label/\(name)/\(map)")
      }
    }
    let variants = [labels { "feature map \($0)" }, labels { "map \($0)" }, labels { "\($0)" }]
    var texts =
      variants.first { texts in
        zip(texts, texts.dropFirst()).allSatisfy { $0.bounds.maxX + style.gap < $1.bounds.x }
      } ?? []
    if let last = maps.last?.value, maps.count < all {
      texts.append(
        style.text(
          Self.more(all - maps.count), font,
          at: Point(last.bounds.maxX + 2 * style.gap, last.bounds.center.y), .leading, .middle,
          color: color, id: "maps/label/\(name)/more"))
    }
    return texts
  }

  private var paddingNote: String? {
    let isShown = layout.plan.columns.large.contains { !(0..<pair.largeShape.width).contains($0) }
    let padding = pair.geometry.padding.width
    return isShown && padding > 0 ? "dashed: padding \(padding)" : nil
  }

  /// `2 feature maps of 5 × 5`, and how much of a row is shown; shorter where room is scarce.
  private func sizeLabels(
    _ shape: ImageShape, shown: Int, y: Double, note: String?, color: Color, name: String,
    _ vertical: Style.VerticalAnchor
  ) -> [TextMark] {
    var bold = font
    bold.isBold = true
    let maps = shape.channels == 1 ? "1 feature map" : "\(shape.channels) feature maps"
    let cropped = shown < shape.width
    let words = [
      "\(maps) of \(figure.words(shape.size))"
        + (cropped ? ", \(shown) of \(shape.width) columns shown" : ""),
      "\(maps) of \(figure.words(shape.size))" + (cropped ? ", \(shown) columns shown" : ""),
      "\(maps) of \(figure.words(shape.size))",
    ]
    func width(_ string: String, _ font: Font) -> Double {
      style.measurer.measure(string, font: font).width
    }
    let between = 3 * style.gap
    let noteWidth = note.map { width($0, font) + between } ?? 0
    let string =
      words.first { width($0, bold) + noteWidth <= layout.body.width } ?? words[words.count - 1]
    let total = width(string, bold) + noteWidth
    let left = min(max(layout.body.center.x - total / 2, frame.x), max(frame.x, frame.maxX - total))
    let size = style.text(
      string, bold, at: Point(left, y), .leading, vertical, color: color,
      id: "maps/label/\(name)/size")
    return [size]
      + [note].compactMap { $0 }.map { note in
        style.text(
          note, font, at: Point(left + total, y), .trailing, vertical, color: theme.mutedText,
          id: "maps/label/padding")
      }
  }

  /// The learned weights' colours from the negative limit to the positive one.
  private func scaleBar(beside neighbour: TextMark) -> [Mark] {
    guard let scale = WeightScale(figure, theme: theme) else { return [] }
    let y = neighbour.bounds.center.y
    let high = style.text(
      "+\(scale.limitText)", font, at: Point(frame.maxX, y), .trailing, .middle,
      id: "maps/scale/high")
    let bar = Rect(
      x: high.bounds.x - 9 * style.gap, y: y - style.gap / 2, width: 8.4 * style.gap,
      height: style.gap)
    let low = style.text(
      "−\(scale.limitText)", font, at: Point(bar.x - 0.6 * style.gap, y), .trailing, .middle,
      id: "maps/scale/low")
    guard low.bounds.x > neighbour.bounds.maxX + style.gap else { return [] }
    let steps = 48
    let cells = (0..<steps).map { step -> Mark in
      let cell = Rect(
        x: bar.x + bar.width * Double(step) / Double(steps), y: bar.y,
        width: bar.width / Double(steps) + 0.3, height: bar.height)
      let weight = (2 * (Float(step) + 0.5) / Float(steps) - 1) * scale.limit
      return .path(PathMark(.rect(cell), fill: scale.color(weight)))
    }
    return [.text(low)] + cells + [.text(high)]
  }
}
