import AECore

/// A plan with its colours: boxes, funnels between them, and their texts.
struct ArchitectureDrawing: Styled {
  let plan: ArchitecturePlan
  var style: Style { plan.style }

  func draw(on draw: inout Canvas) {
    let places = plan.places
    draw.main { draw in
      for (index, (before, after)) in zip(places, places.dropFirst()).enumerated() {
        funnel(from: before.box, to: after.box, isBack: isBack(index + 1), &draw)
      }
      // What recedes is hidden by what stands at its right.
      for place in places.sorted(by: { $0.box.front.x < $1.box.front.x }) { block(place, &draw) }
    }
    var taken = places.compactMap { $0.size?.rect }
    for index in places.indices { texts(index, &taken, &draw) }
  }

  /// Whether what leads to block `index` goes to the left.
  private func isBack(_ index: Int) -> Bool { plan.turn.map { index >= $0 } ?? false }

  private func color(_ block: ArchitectureBlock) -> Color {
    theme.large.mixed(with: theme.small, block.depth)
  }

  /// The kernel's colour: what leads from one block to the next is what was learned.
  private func funnel(
    from a: ObliqueBox, to b: ObliqueBox, isBack: Bool, _ draw: inout Canvas
  ) {
    let (left, right) = isBack ? (b, a) : (a, b)
    let (from, to) = (left.farEdge, right.nearEdge)
    let ground = theme.background.mixed(with: theme.kernel, 0.08)
    draw.path(.polyline([from.upper, to.upper, to.lower, from.lower], closed: true), fill: ground)
  }

  private func block(_ place: ArchitecturePlan.Place, _ draw: inout Canvas) {
    let (block, box) = (place.block, place.box)
    let color = color(block)
    func tint(_ share: Double) -> Color { theme.background.mixed(with: color, share) }
    let outline = Stroke(
      color, width: block.isCode ? style.mediumLine : 1.2 * style.thinLine, isRound: true)
    switch block.content {
    case .summary:
      for dot in box.front.columns([1, 1, 1], gap: 0) {
        draw.path(.circle(center: dot.center, radius: style.gap * 0.3), fill: theme.mutedText)
      }
    case .vector:
      draw.path(
        .roundedRect(box.front, radius: style.cornerRadius / 2), fill: tint(block.isCode ? 1 : 0.5),
        stroke: outline)
      if block.isSplit {
        let middle = box.front.center.y
        draw.line(Point(box.front.x, middle), Point(box.front.maxX, middle), outline)
      }
    case .image:
      draw.path(box.side, fill: tint(0.3))
      if let picture = block.picture { draw.image(.image(picture), onSideOf: box) }
      draw.path(.rect(box.front), fill: tint(0.8), stroke: outline)
      draw.path(box.top, fill: tint(0.5), stroke: outline)
      draw.path(box.side, stroke: style.medium(color))
    case .maps(let count):
      draw.path(box.side, fill: tint(0.3))
      if let picture = block.picture, picture.shape[0] * picture.shape[1] > 1 {
        draw.image(raster(picture, color), onSideOf: box)
      }
      draw.path(box.side, stroke: outline)
      draw.path(.rect(box.front), fill: tint(block.isCode ? 1 : 0.6), stroke: outline)
      draw.path(box.top, fill: tint(block.isCode ? 0.7 : 0.25), stroke: outline)
      sheets(count, box, tint(block.isCode ? 0.55 : 0.95), &draw)
    }
  }

  /// A map in shades of its block's colour, from its least value to its greatest.
  private func raster(_ map: Tensor, _ color: Color) -> Raster {
    let ends = (theme.background.mixed(with: color, 0.1), color)
    let shades = Colormap(
      name: "shades", colors: (0..<256).map { ends.0.mixed(with: ends.1, Double($0) / 255) })
    let limits = Measure.limits(map.values) ?? 0...1
    return .map(map, scale: ColorScale(limits: limits, colormap: shades))
  }

  /// Lines between the maps of a block, where they are far enough apart to be seen.
  private func sheets(_ count: Int, _ box: ObliqueBox, _ color: Color, _ draw: inout Canvas) {
    let pitch = box.front.width / Double(max(1, count))
    guard count > 1, pitch >= 1.4 * style.thinLine else { return }
    let line = Stroke(color, width: style.thinLine * 0.5)
    for index in 1..<count {
      let x = box.front.x + Double(index) * pitch
      draw.path(
        .polyline([
          Point(x + box.right, box.front.y - box.up), Point(x, box.front.y),
          Point(x, box.front.maxY),
        ]), stroke: line)
    }
  }

  /// A block's size and its layer's operation and number, clear of the words in `taken`.
  private func texts(_ index: Int, _ taken: inout [Rect], _ draw: inout Canvas) {
    let place = plan.places[index]
    if let size = place.size {
      let isCode = place.block.isCode
      draw.words(
        Words(
          size.lines[0], isBold: isCode, color: isCode ? theme.small : nil,
          id: "architecture/shape/\(index)"),
        at: Point(size.rect.center.x, size.rect.y), .center)
    }
    guard index > 0, var label = place.operation else { return }
    let before = plan.places[index - 1].box
    let isBack = isBack(index)
    let (left, right) =
      isBack
      ? (place.box.bounds.maxX, before.bounds.x) : (before.bounds.maxX, place.box.bounds.x)
    let middle = Point((left + right) / 2, (before.front.center.y + place.box.front.center.y) / 2)
    label.rect.y += wayClear(of: label.rect, taken, isBack: isBack)
    taken.append(label.rect)
    // Text and number belong together, however far the blocks have moved them apart.
    let foot = Point(middle.x, middle.y - (place.block.number == nil ? 0 : 0.7 * lineHeight))
    if label.number == nil, foot.y - label.rect.maxY > 0.4 * lineHeight {
      let nearest = max(label.rect.x, min(foot.x, label.rect.maxX))
      let others = plan.places.indices.filter { $0 != index }
        .compactMap { plan.places[$0].operation?.rect }
      // Straight down if that is clear of other words, else from where the line is; else none.
      let starts = [nearest, label.rect.x, label.rect.maxX].map { Point($0, label.rect.maxY) }
      let start = starts.first { start in
        !others.contains { $0.isCrossed(from: start, to: foot) }
      }
      if let start { draw.line(start, foot, style.thin(theme.kernel)) }
    }
    let lines = (label.number == nil ? [] : [""]) + label.lines
    for (line, text) in lines.enumerated() where !text.isEmpty {
      draw.text(
        text, at: Point(label.rect.center.x, label.rect.y + Double(line) * lineHeight), .center,
        .top, id: "architecture/operation/\(index)/\(line)")
    }
    guard let number = place.block.number else { return }
    var center = Point(label.rect.center.x, label.rect.y + lineHeight / 2)
    if label.number == nil {
      let width = style.width(number)
      let box = Rect(
        x: middle.x - width / 2, y: middle.y - lineHeight / 2, width: width, height: lineHeight)
      center = Point(middle.x, middle.y + wayClear(of: box, taken, isBack: isBack))
      taken.append(box.moved(dx: 0, dy: center.y - middle.y))
    }
    draw.text(
      number, at: center, .center, .middle, color: theme.kernel,
      id: "architecture/number/\(index)")
  }

  /// How far words in a funnel are moved so that they stand clear of other words, as the size of a
  /// narrow block, which reaches out of it: up or down, as little as does, on the way back rather
  /// down; not at all where there is no place.
  private func wayClear(of box: Rect, _ taken: [Rect], isBack: Bool) -> Double {
    let bounds = plan.bounds
    for step in 0...20 {
      for direction in isBack ? [1.0, -1] : [-1, 1] {
        let way = direction * Double(step) * 0.25 * lineHeight
        let place = box.moved(dx: 0, dy: way)
        let isInside = place.y >= bounds.y - 0.5 && place.maxY <= bounds.maxY + 0.5
        if step == 0 || isInside, !taken.contains(where: { $0.overlaps(place, tolerance: 0.5) }) {
          return way
        }
      }
    }
    return 0
  }
}

extension Rect {
  /// Whether the line between two points leads through it.
  fileprivate func isCrossed(from a: Point, to b: Point) -> Bool {
    (0...24).contains { step in
      let t = Double(step) / 24
      let (px, py) = (a.x + t * (b.x - a.x), a.y + t * (b.y - a.y))
      return px > x && px < maxX && py > y && py < maxY
    }
  }
}
