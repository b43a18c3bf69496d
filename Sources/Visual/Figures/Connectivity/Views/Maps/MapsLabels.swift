import AECore

/// The words at the maps of the view `maps`: names, sizes, what is left out, the weights' scale.
struct MapsLabels: ConnectivityPart {
  let figure: ConnectivityFigure
  let plan: MapsPlan
  let frame: Rect
  let style: Style

  /// How the maps that are not drawn are counted.
  static func more(_ count: Int) -> String { "+ \(count) more" }

  func draw(on draw: inout Canvas) {
    let (large, small, columns) = (pair.largeShape, pair.smallShape, plan.columns)
    drawNames(plan.small, all: small.channels, theme.small, "small", .bottom, on: &draw) {
      $0.bounds.y - 0.4 * style.gap
    }
    drawNames(plan.large, all: large.channels, theme.large, "large", .top, on: &draw) {
      $0.bounds.maxY + 0.4 * style.gap
    }
    let size = drawSize(
      small, shown: columns.small.count, note: nil, theme.small, "small", at: plan.body.y, .top,
      on: &draw)
    let shown = columns.large.clamped(to: 0..<large.width)
    var padding = geometry.padding
    padding.vertical = padding.horizontal
    let note = shown == columns.large || padding == .zero ? nil : "dashed: padding \(padding)"
    drawSize(
      large, shown: shown.count, note: note, theme.large, "large", at: plan.body.maxY, .bottom,
      on: &draw)
    drawScale(beside: size, on: &draw)
  }

  /// `feature map 1` at each map, as long as there is room, and the count of those left out.
  private func drawNames(
    _ layer: MapsPlan.Layer, all: Int, _ color: Color, _ name: String,
    _ vertical: Style.VerticalAnchor, on draw: inout Canvas, y: (CellGrid) -> Double
  ) {
    let variants = ["feature map ", "map ", ""].map { word in
      zip(layer.maps, layer.grids).map { map, grid in
        style.text(
          "\(word)\(map + 1)", font, at: Point(grid.bounds.center.x, y(grid)), .center, vertical,
          color: color, id: "maps/label/\(name)/\(map)")
      }
    }
    let texts = variants.first { texts in
      zip(texts, texts.dropFirst()).allSatisfy { $0.bounds.maxX + style.gap < $1.bounds.x }
    }
    for text in texts ?? [] { draw.text(text) }
    if let last = layer.grids.last?.bounds, layer.maps.count < all {
      draw.text(
        Self.more(all - layer.maps.count), font,
        at: Point(last.maxX + 2 * style.gap, last.center.y),
        .leading, .middle, color: color, id: "maps/label/\(name)/more")
    }
  }

  /// `2 feature maps of 5 × 5`, and how much of a row is shown; shorter where room is scarce.
  @discardableResult
  private func drawSize(
    _ shape: ImageShape, shown: Int, note: String?, _ color: Color, _ name: String, at y: Double,
    _ vertical: Style.VerticalAnchor, on draw: inout Canvas
  ) -> TextMark {
    let size = "\(shape.channels.counted("feature map")) of \(figure.words(shape.size))"
    let variants =
      shown == shape.width
      ? [size]
      : [", \(shown) of \(shape.width) columns shown", ", \(shown) columns shown", ""]
        .map { size + $0 }
    let noteWidth = note.map { style.width($0, font) + 3 * style.gap } ?? 0
    let string =
      variants.first { style.width($0, bold) + noteWidth <= plan.body.width }
      ?? variants[variants.count - 1]
    let total = style.width(string, bold) + noteWidth
    let left = min(max(plan.body.center.x - total / 2, frame.x), max(frame.x, frame.maxX - total))
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
    func limit(_ sign: String, _ name: String, at x: Double) -> TextMark {
      style.text(
        sign + WeightScale.text(scale.limit), font, at: Point(x, y), .trailing, .middle,
        id: "maps/scale/\(name)")
    }
    let high = limit("+", "high", at: frame.maxX)
    let bar = Rect(
      x: high.bounds.x - 9 * style.gap, y: y - style.gap / 2, width: 8.4 * style.gap,
      height: style.gap)
    let low = limit("−", "low", at: bar.x - 0.6 * style.gap)
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
