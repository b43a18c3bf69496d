import AECore

/// What leads from the maps of one stage to those of the next: for the one in the middle a line
/// from every map before it through the kernel that was learned to a sum, then the bias and the
/// activation; or one pale funnel, where every value comes from all. The others come about alike:
/// their lines would hide these.
struct FeatureWiring: Styled {
  let before: FeatureLine.Place
  let after: FeatureLine.Place
  let style: Style

  /// How wide what `join` draws is at least, in points.
  static func width(
    _ join: FeatureJoin?, isCompact: Bool, _ style: Style
  ) -> Double {
    guard let join, join.weights != nil else { return 1.5 * style.line }
    let texts = isCompact ? 0 : join.textWidth(style)
    let kernel = isCompact ? 1.3 : FeatureLine.kernelSide
    return (kernel + 2) * style.line + 1.4 * style.gap + max(0.4 * style.line, texts)
  }

  func draw(on draw: inout Canvas) {
    guard let join = after.panel.join, join.weights != nil, !before.chosen.isEmpty,
      !after.chosen.isEmpty
    else { return plain(on: &draw) }
    // Of a grouped convolution the one in the middle may come from none of the maps that are shown.
    let middle = (after.chosen.count - 1) / 2
    let order = after.chosen.indices.sorted { (abs($0 - middle), $0) < (abs($1 - middle), $1) }
    for index in order {
      let inputs = inputs(join, of: after.chosen[index])
      guard inputs.isEmpty else {
        return sum(join, after.chosen[index], of: inputs, into: after.maps[index], on: &draw)
      }
    }
  }

  /// Where a map before the sum stands, and the kernel that leads from it.
  private typealias Input = (from: Point, kernel: Tensor)

  private func inputs(_ join: FeatureJoin, of output: Int) -> [Input] {
    // All channels of an image are in its one picture.
    let isImage = before.panel.kind == .image
    let channels = isImage ? min(before.panel.tensor.shape[0], FeatureLine.mostRows) : 0
    return (isImage ? Array(0..<channels) : before.chosen).enumerated().compactMap {
      place, input in
      join.kernel(from: input, to: output).map {
        (from: port(before.maps[isImage ? 0 : place]), kernel: $0)
      }
    }
  }

  /// Where the wire of a map of the stage before begins.
  private func port(_ rect: Rect) -> Point { Point(rect.maxX, rect.center.y) }

  private var wire: Stroke { Stroke(theme.kernel, width: 0.7 * style.mediumLine) }

  private func sum(
    _ join: FeatureJoin, _ output: Int, of inputs: [Input], into map: Rect,
    on draw: inout Canvas
  ) {
    let texts = join.texts(for: output)
    let span = after.maps.bounds ?? map
    let room = Self.width(join, isCompact: false, style)
    let hasTexts =
      span.height >= Double(1 + texts.count) * lineHeight && after.joinWidth >= room - 1e-6
    let textWidth = max(0.4 * lineHeight, hasTexts ? join.textWidth(style) : 0)
    let (gap, count) = (style.gap / 3, Double(inputs.count))
    let aspect = Double(inputs[0].kernel.shape[1]) / Double(inputs[0].kernel.shape[0])
    let most = min(
      FeatureLine.kernelSide * lineHeight,
      max(1, after.joinWidth - 2 * lineHeight - 1.4 * style.gap - textWidth))
    let tileHeight = min((span.height - gap * (count - 1)) / count, most, most / max(aspect, 0.1))
    let tileWidth = max(min(tileHeight * aspect, most), 2)
    let radius = 0.5 * lineHeight
    let plus = Point(map.x - 1.4 * style.gap - textWidth - radius, map.center.y)
    let tileX = plus.x - radius - 0.5 * lineHeight - tileWidth
    let scale = ColorScale.diverging(join.limit, theme)
    let pitch =
      count > 1 ? min(tileHeight + lineHeight, (span.height - tileHeight) / (count - 1)) : 0
    let top = (count > 1 ? span : map).center.y - (pitch * (count - 1) + tileHeight) / 2
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
    // The bias above the way to the map, what becomes of the sum below it.
    let middle = (plus.x + radius + map.x - style.gap) / 2
    var y = plus.y + style.gap / 3
    for (index, text) in texts.enumerated() {
      let isBias = index == 0 && !join.bias.isEmpty
      draw.text(
        text, at: Point(middle, isBias ? plus.y - style.gap / 3 : y), .center,
        isBias ? .bottom : .top, color: isBias ? theme.kernel : theme.mutedText)
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
