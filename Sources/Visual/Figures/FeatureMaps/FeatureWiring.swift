import AECore

/// What leads from the maps of one stage to those of the next: for each large map a line from every
/// large map before it through the kernel that was learned to a sum, then the bias and the
/// activation; or one pale funnel, where every value comes from all.
struct FeatureWiring: Styled {
  let before: FeatureLine.Place
  let after: FeatureLine.Place
  let style: Style

  /// How wide what `join` draws is at least, in points.
  static func width(
    _ join: FeatureJoin?, _ measures: FeatureLine.Measures, _ style: Style
  ) -> Double {
    guard let join, join.weights != nil else { return 1.5 * style.line }
    let texts = measures.isCompact ? 0 : join.textWidth(style)
    return 2.4 * style.line + 1.2 * style.gap + max(1.2 * style.line, texts)
  }

  func draw(on draw: inout Canvas) {
    guard let join = after.panel.join, join.weights != nil, !before.chosen.isEmpty,
      !after.chosen.isEmpty
    else { return plain(on: &draw) }
    for map in before.maps { drawWay(from: map, wire, on: &draw) }
    for (index, output) in after.chosen.enumerated() {
      sum(join, output, into: after.maps[index], on: &draw)
    }
  }

  /// Where the wires of a map of the stage before begin to part: behind its other maps, at its
  /// height.
  private func port(_ rect: Rect) -> Point { Point(before.column.maxX, rect.center.y) }

  /// The way from a map to its wires, over its other maps.
  private func drawWay(from map: Rect, _ wire: Stroke, on draw: inout Canvas) {
    let end = port(map)
    guard end.x > map.maxX else { return }
    draw.line(Point(map.maxX, end.y), end, wire)
  }

  private var wire: Stroke { style.thin(theme.kernel.opacity(0.75)) }

  private func sum(
    _ join: FeatureJoin, _ output: Int, into map: Rect, on draw: inout Canvas
  ) {
    // All channels of an image are in its one picture.
    let isImage = before.panel.kind == .image
    let channels = isImage ? min(before.panel.tensor.shape[0], FeatureLine.mostRows) : 0
    let inputs = (isImage ? Array(0..<channels) : before.chosen).enumerated().compactMap {
      place, input in
      join.kernel(from: input, to: output).map {
        (from: port(before.maps[isImage ? 0 : place]), kernel: $0)
      }
    }
    guard !inputs.isEmpty else { return }
    let texts = join.texts(for: output)
    let height = map.height
    let hasTexts = height >= Double(1 + texts.count) * lineHeight
    let textWidth = max(1.2 * lineHeight, hasTexts ? join.textWidth(style) : 0)
    let gap = style.gap / 3
    let room = (height - gap * Double(inputs.count - 1)) / Double(inputs.count)
    let aspect = Double(inputs[0].kernel.shape[1]) / Double(inputs[0].kernel.shape[0])
    let most = 1.4 * lineHeight
    let tileHeight = min(room, most, most / max(aspect, 0.1))
    let tileWidth = max(min(tileHeight * aspect, most), 2)
    let plus = Point(after.column.x - 0.6 * style.gap - textWidth / 2, map.center.y)
    let radius = 0.5 * lineHeight
    let tileX = plus.x - max(textWidth / 2, radius) - 0.6 * style.gap - tileWidth
    let scale = ColorScale.diverging(join.limit, theme)
    let pitch = tileHeight + gap
    let top = map.center.y - (pitch * Double(inputs.count) - gap) / 2
    for (index, input) in inputs.enumerated() {
      let tile = Rect(
        x: tileX, y: top + Double(index) * pitch, width: tileWidth, height: tileHeight)
      draw.line(input.from, Point(tile.x, tile.center.y), wire)
      draw.line(Point(tile.maxX, tile.center.y), plus, wire)
      draw.image(.map(input.kernel, scale: scale), in: tile, id: "feature-maps/kernel")
      draw.path(.rect(tile), stroke: style.thin(theme.kernel))
    }
    let way = Stroke(theme.kernel, width: style.mediumLine)
    draw.line(plus, Point(map.x - style.gap / 3, plus.y), way)
    draw.path(
      .arrowhead(to: Point(map.x, plus.y), from: plus, length: 0.8 * style.gap), fill: theme.kernel)
    draw.path(
      .circle(center: plus, radius: radius), fill: theme.background, stroke: way,
      id: "feature-maps/sum")
    let arm = 0.55 * radius
    draw.line(Point(plus.x - arm, plus.y), Point(plus.x + arm, plus.y), way)
    draw.line(Point(plus.x, plus.y - arm), Point(plus.x, plus.y + arm), way)
    guard hasTexts else { return }
    // The bias above the sum, what becomes of it below.
    var y = plus.y + radius
    for (index, text) in texts.enumerated() {
      let isBias = index == 0 && !join.bias.isEmpty
      // Not over the headings, where the first map is so small that there is no room above its sum.
      let top = after.maps.bounds?.y ?? after.column.y
      if isBias, plus.y - radius - lineHeight < top - style.gap / 2 { continue }
      draw.text(
        text, at: Point(plus.x, isBias ? plus.y - radius : y), .center, isBias ? .bottom : .top,
        color: isBias ? theme.kernel : theme.mutedText, halo: style.halo)
      if !isBias { y += lineHeight }
    }
  }

  /// Where no kernels are known: a line from each map to its own, or a funnel from all to all.
  private func plain(on draw: inout Canvas) {
    guard before.panel.kind != .omission, after.panel.kind != .omission,
      let from = before.maps.bounds, let to = after.maps.bounds
    else { return }
    let inset = style.gap / 3
    if after.panel.join?.isOneToOne == true, before.maps.count == after.maps.count {
      for (a, b) in zip(before.maps, after.maps) {
        let (start, end) = (port(a), Point(b.x - inset, b.center.y))
        drawWay(from: a, style.medium(theme.kernel), on: &draw)
        draw.line(start, end, style.medium(theme.kernel))
        draw.path(
          .arrowhead(to: Point(b.x, end.y), from: start, length: 0.8 * style.gap),
          fill: theme.kernel)
      }
      return
    }
    let (left, right) = (before.column.maxX + inset, after.column.x - inset)
    draw.path(
      .polyline(
        [
          Point(left, from.y), Point(right, to.y), Point(right, to.maxY), Point(left, from.maxY),
        ], closed: true), fill: theme.background.mixed(with: theme.kernel, 0.08))
    guard let name = after.panel.join?.name, right - left >= lineHeight,
      style.width(name) <= min(from.height, to.height)
    else { return }
    draw.uprightText(
      name, font, center: Point((left + right) / 2, (from.center.y + to.center.y) / 2),
      color: theme.mutedText)
  }
}

extension FeatureJoin {
  /// What stands at the sum of output map `output`: its bias, then what becomes of it.
  fileprivate func texts(for output: Int) -> [String] {
    (bias.indices.contains(output) ? [Self.text(bias[output])] : []) + followers
  }

  /// How wide the widest text at any of the sums is.
  fileprivate func textWidth(_ style: Style) -> Double {
    let most = Measure.magnitudes(bias)?.upperBound
    return style.widest(followers + (most.map { [Self.text(-Float($0))] } ?? []))
  }

  private static func text(_ value: Float) -> String {
    (value < 0 ? "" : "+") + NumberText.fixed(Double(value), decimals: 2)
  }
}

extension [Rect] {
  /// The smallest rectangle around all; nil without any.
  fileprivate var bounds: Rect? {
    reduce(nil) { (all: Rect?, rect) in all.map { $0.union(rect) } ?? rect }
  }
}
