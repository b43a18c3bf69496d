/// What one axis of a plot shows.
package struct Axis: Hashable, Sendable {
  /// The values it spans.
  package var domain: ClosedRange<Double>
  /// Linear or logarithmic.
  package var kind: Scale.Kind
  /// What the values are, with their unit.
  package var name: String
  /// Whether only whole numbers are labelled.
  package var isWhole: Bool
  /// Whether values are labelled at all.
  package var hasTicks: Bool
  /// What is kept for other labels between a horizontal axis without ticks and its name, in points.
  package var room = 0.0
  /// The values to label, when they are to be these and no others.
  package var ticks: [Scale.Tick]?
  /// The name in fewer words, for less room; from long to short.
  package var shorterNames: [String]

  /// An axis over `domain`.
  package init(
    _ name: String, domain: ClosedRange<Double>, kind: Scale.Kind = .linear, isWhole: Bool = false,
    hasTicks: Bool = true, shorterNames: [String] = []
  ) {
    self.name = name
    self.domain = domain
    self.kind = kind
    self.isWhole = isWhole
    self.hasTicks = hasTicks
    self.shorterNames = shorterNames
  }

  /// Epochs, of which one alone is labelled as the one that it is.
  package static func epochs(_ epochs: [Int]) -> Axis {
    let (first, last) = (epochs.min() ?? 0, epochs.max() ?? 1)
    guard first == last else {
      return Axis("epoch", domain: Double(first)...Double(last), isWhole: true)
    }
    var axis = Axis("epoch", domain: Double(first) - 1...Double(first) + 1, isWhole: true)
    axis.ticks = [Scale.Tick(value: Double(first), label: NumberText.count(first))]
    return axis
  }

  /// The name from long to short: a scale says what it is in fewer words, or in its ticks alone.
  package var names: [String] {
    guard shorterNames.isEmpty else { return [name] + shorterNames }
    let part = " of variance)"
    if name.hasSuffix(part) { return [name, name.dropLast(part.count) + ")"] }
    let note = " (log scale)"
    guard name.hasSuffix(note) else { return [name] }
    let bare = String(name.dropLast(note.count))
    return [name, bare + " (log)", bare]
  }
}

/// The two axes of a plot, laid out: the rectangle that is left for the data, the scales into it,
/// and the marks of grid, ticks and names.
package struct PlotArea: Sendable {
  /// Where data is drawn.
  package let rect: Rect
  /// From the horizontal axis's values to points.
  package let x: Scale
  /// From the vertical axis's values to points; rises to the top.
  package let y: Scale
  /// Grid lines, to be drawn below the data.
  package let grid: [Mark]
  /// Axis lines, tick labels and names.
  package let axes: [Mark]

  /// Scales that fill `rect`, without axes: for positions whose values mean nothing.
  package init(rect: Rect, x: ClosedRange<Double>, y: ClosedRange<Double>) {
    self.rect = rect
    self.x = Scale(domain: x, from: rect.x, to: rect.maxX)
    self.y = Scale(domain: y, from: rect.maxY, to: rect.y)
    (grid, axes) = ([], [])
  }

  /// Axes around the data inside `frame`: labels and names are measured, the data gets the rest.
  package init(x horizontal: Axis, y vertical: Axis, in frame: Rect, style: Style) {
    let line = style.measurer.measure("0", font: style.font(.label)).height
    let space = style.gap / 2

    let nameRoom = vertical.name.isEmpty ? 0 : line + space
    let bottom =
      (horizontal.hasTicks ? line + line / 2 : horizontal.room)
      + (horizontal.name.isEmpty ? 0 : line)
    let height = max(1, frame.height - bottom - line / 2)
    let rows = Scale(vertical.kind, domain: vertical.domain, from: height, to: 0)
    var yTicks =
      vertical.hasTicks
      ? Self.ticks(vertical, rows, min(7, Int(clamping: height / (2 * line)))) : []
    if vertical.hasTicks, vertical.ticks == nil, yTicks.count < 2 {
      let more = (3...6).lazy.map { Self.ticks(vertical, rows, $0) }.first { ticks in
        ticks.count > 1
          && zip(ticks, ticks.dropFirst()).allSatisfy {
            abs(rows($0.value) - rows($1.value)) >= 1.1 * line
          }
      }
      yTicks = more ?? yTicks
    }
    let labelRoom = yTicks.isEmpty ? 0 : style.widest(yTicks.map(\.label)) + space
    let left = nameRoom + labelRoom
    let wide = max(1, frame.width - left)
    // Half of the last label stands beyond the plot, so the plot ends earlier.
    func overhang(_ ticks: [Scale.Tick]) -> Double {
      ticks.last.map { style.width($0.label) / 2 } ?? 0
    }
    func collide(_ ticks: [Scale.Tick], _ gap: Double) -> Bool {
      let end = max(1, wide - overhang(ticks))
      let scale = Scale(horizontal.kind, domain: horizontal.domain, from: 0, to: end)
      return zip(ticks, ticks.dropFirst()).contains { a, b in
        scale(b.value) - scale(a.value) < (style.width(a.label) + style.width(b.label)) / 2 + gap
      }
    }
    let draft = Scale(horizontal.kind, domain: horizontal.domain, from: 0, to: wide)
    var columns = min(9, max(2, Int(clamping: wide / (3 * line))))
    var xTicks = horizontal.hasTicks ? Self.ticks(horizontal, draft, columns) : []
    // Fewer ticks until the labels stand at least a gap apart.
    while columns > 1, collide(xTicks, style.gap) {
      columns -= 1
      xTicks = Self.ticks(horizontal, draft, columns)
    }
    // One value alone is no scale: more of them, as long as they stay apart.
    if horizontal.hasTicks, horizontal.ticks == nil, xTicks.count < 2 {
      let more = (3...6).lazy.map { Self.ticks(horizontal, draft, $0) }.first {
        $0.count > 1 && !collide($0, style.gap / 2)
      }
      xTicks = more ?? xTicks
    }
    // Where two do not fit, the last one tells more than none.
    if collide(xTicks, style.gap / 2) { xTicks = xTicks.suffix(1) }
    rect = Rect(
      x: frame.x + left, y: frame.y + line / 2, width: max(1, wide - overhang(xTicks)),
      height: height)
    x = Scale(horizontal.kind, domain: horizontal.domain, from: rect.x, to: rect.maxX)
    y = Scale(vertical.kind, domain: vertical.domain, from: rect.maxY, to: rect.y)

    let muted = style.theme.mutedText
    var lines = Canvas(style)
    var draw = Canvas(style)
    draw.path(
      .polyline([Point(rect.x, rect.y), Point(rect.x, rect.maxY), Point(rect.maxX, rect.maxY)]),
      stroke: style.thin(muted))
    for tick in yTicks {
      let y = y(tick.value)
      lines.line(Point(rect.x, y), Point(rect.maxX, y))
      draw.text(tick.label, at: Point(rect.x - space, y), .trailing, .middle)
    }
    for tick in xTicks {
      let x = x(tick.value)
      lines.line(Point(x, rect.y), Point(x, rect.maxY))
      draw.text(tick.label, at: Point(x, rect.maxY + line / 2), .center, .top)
    }
    if !horizontal.name.isEmpty {
      let name = style.firstFitting(horizontal.names, width: frame.width)
      // Under the plot's middle, moved in when the name is longer than the plot.
      let half = style.width(name) / 2
      let middle = min(max(rect.center.x, frame.x + half), frame.maxX - half)
      draw.text(name, at: Point(middle, frame.maxY), .center, .bottom, color: muted)
    }
    if !vertical.name.isEmpty {
      draw.uprightText(
        style.firstFitting(vertical.names, width: rect.height), style.font(.label),
        center: Point(frame.x + line / 2, rect.center.y), color: muted)
    }
    grid = lines.marks
    axes = draw.marks
  }

  private static func ticks(_ axis: Axis, _ scale: Scale, _ count: Int) -> [Scale.Tick] {
    if let ticks = axis.ticks { return thinned(ticks, count) }
    return axis.isWhole
      ? scale.wholeTicks(atMost: max(2, count)) : scale.ticks(atMost: max(2, count))
  }

  /// Every second one, every third one … until at most `count` are left.
  private static func thinned(_ ticks: [Scale.Tick], _ count: Int) -> [Scale.Tick] {
    let step = max(1, (ticks.count + count - 1) / max(1, count))
    return ticks.enumerated().filter { $0.offset % step == 0 }.map(\.element)
  }
}
