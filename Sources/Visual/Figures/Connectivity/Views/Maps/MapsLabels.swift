import AECore

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

  func draw(on draw: inout Canvas) {
    drawNames(
      layout.small, all: pair.smallShape.channels, theme.small, "small", .bottom, on: &draw
    ) { $0.bounds.y - 0.4 * style.gap }
    drawNames(
      layout.large, all: pair.largeShape.channels, theme.large, "large", .top, on: &draw
    ) { $0.bounds.maxY + 0.4 * style.gap }
    let columns = layout.plan.columns
    let size = drawSize(
      pair.smallShape, shown: columns.small.count, note: nil, theme.small, "small",
      at: layout.body.y, .top, on: &draw)
    drawSize(
      pair.largeShape, shown: columns.large.clamped(to: 0..<pair.largeShape.width).count,
      note: paddingNote, theme.large, "large", at: layout.body.maxY, .bottom, on: &draw)
    drawScale(beside: size, on: &draw)
  }

  /// `feature map 1` at each map, as long as there is room, and the count of those left out.
  private func drawNames(
    _ grids: [Int: CellGrid], all: Int, _ color: Color, _ name: String,
    _ vertical: Style.VerticalAnchor, on draw: inout Canvas, y: (CellGrid) -> Double
  ) {
    let maps = grids.sorted { $0.key < $1.key }
    let variants = ["feature map ", "map ", ""].map { word in
      maps.map { map, grid in
        style.text(
          "\(word)\(map + 1)", font, at: Point(grid.bounds.center.x, y(grid)), .center, vertical,
          color: color, id: "maps/label/\(name)/\(map)")
      }
    }
    let texts = variants.first { texts in
      zip(texts, texts.dropFirst()).allSatisfy { $0.bounds.maxX + style.gap < $1.bounds.x }
    }
    for text in texts ?? [] { draw.text(text) }
    if let last = maps.last?.value, maps.count < all {
      draw.text(
        Self.more(all - maps.count), font,
        at: Point(last.bounds.maxX + 2 * style.gap, last.bounds.center.y), .leading, .middle,
        color: color, id: "maps/label/\(name)/more")
    }
  }

  private var paddingNote: String? {
    let isShown = layout.plan.columns.large.contains { !(0..<pair.largeShape.width).contains($0) }
    let padding = pair.geometry.padding.width
    return isShown && padding > 0 ? "dashed: padding \(padding)" : nil
  }

  /// `2 feature maps of 5 × 5`, and how much of a row is shown; shorter where room is scarce.
  @discardableResult
  private func drawSize(
    _ shape: ImageShape, shown: Int, note: String?, _ color: Color, _ name: String, at y: Double,
    _ vertical: Style.VerticalAnchor, on draw: inout Canvas
  ) -> TextMark {
    let bold = style.font(.label, isBold: true)
    let maps = shape.channels == 1 ? "1 feature map" : "\(shape.channels) feature maps"
    let size = "\(maps) of \(figure.words(shape.size))"
    let variants =
      shown == shape.width
      ? [size]
      : [", \(shown) of \(shape.width) columns shown", ", \(shown) columns shown", ""]
        .map { size + $0 }
    func width(_ string: String, _ font: Font) -> Double {
      style.measurer.measure(string, font: font).width
    }
    let noteWidth = note.map { width($0, font) + 3 * style.gap } ?? 0
    let string =
      variants.first { width($0, bold) + noteWidth <= layout.body.width }
      ?? variants[variants.count - 1]
    let total = width(string, bold) + noteWidth
    let left = min(max(layout.body.center.x - total / 2, frame.x), max(frame.x, frame.maxX - total))
    let text = draw.text(
      string, bold, at: Point(left, y), .leading, vertical, color: color,
      id: "maps/label/\(name)/size")
    if let note {
      draw.text(
        note, font, at: Point(left + total, y), .trailing, vertical, color: theme.mutedText,
        id: "maps/label/padding")
    }
    return text
  }

  /// The learned weights' colours from the negative limit to the positive one, in the line of
  /// `neighbour`.
  private func drawScale(beside neighbour: TextMark, on draw: inout Canvas) {
    guard let scale = WeightScale(figure, theme: theme) else { return }
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
    guard low.bounds.x > neighbour.bounds.maxX + style.gap else { return }
    draw.text(low)
    let steps = 48
    for step in 0..<steps {
      let cell = Rect(
        x: bar.x + bar.width * Double(step) / Double(steps), y: bar.y,
        width: bar.width / Double(steps) + 0.3, height: bar.height)
      let weight = (2 * (Float(step) + 0.5) / Float(steps) - 1) * scale.limit
      draw.path(.rect(cell), fill: scale.color(weight))
    }
    draw.text(high)
  }
}
