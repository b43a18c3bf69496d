import AECore

/// Where everything of a ``TargetFigure`` lies: two ways lead from the image, one through the
/// network to the output and one past it to the target.
struct TargetPlan: Styled {
  let style: Style
  private let sample: SampleImage
  private let code: Int
  /// The image, what the encoder is given instead of it, and the two that are compared.
  private let source: Rect
  private let corrupted: Rect?
  private let output: Rect
  private let target: Rect
  /// The network.
  private let funnel: Rect

  init(_ sample: SampleImage, code: Int, in frame: Rect, _ style: Style) {
    self.style = style
    self.sample = sample
    self.code = code
    let (line, gap) = (style.line, style.gap)
    let arrow = 4 * gap
    // The two at the right: each with its name above it, the error between them.
    let tall = (frame.height - 2 * line - 2.6 * line) / 2
    let right = Rect(
      x: frame.maxX - 0.24 * frame.width, y: frame.y, width: 0.24 * frame.width, height: tall
    ).fitting(aspect: sample.aspect)
    output = Rect(
      x: frame.maxX - right.width, y: frame.y + line, width: right.width, height: right.height)
    target = Rect(
      x: output.x, y: frame.maxY - right.height, width: right.width, height: right.height)
    // The network has room for its halves' names.
    let least = 2 * (style.width("encoder") + 2.4 * gap) + 2 * gap
    let noisy = sample.corrupted == nil ? 0 : min(0.13 * frame.width, right.width)
    let extra = sample.corrupted == nil ? 0 : noisy + arrow
    let rest = frame.width - right.width - least - 2 * arrow - extra
    let left = Rect(
      x: frame.x, y: frame.y + line, width: max(2 * gap, min(0.3 * frame.width, rest)),
      height: frame.height - line
    ).fitting(aspect: sample.aspect)
    source = Rect(x: frame.x, y: left.y, width: left.width, height: left.height)
    var start = source.maxX + arrow
    if sample.corrupted != nil {
      let box = Rect(x: start, y: output.y, width: noisy, height: output.height)
        .fitting(aspect: sample.aspect)
      corrupted = box
      start = box.maxX + arrow
    } else {
      corrupted = nil
    }
    let end = output.x - arrow
    // As wide as it is high, or as its names need, in the middle of what there is.
    let width = max(min(end - start, max(least, 2.6 * output.height)), gap)
    let height = min(tall, max(0.8 * width / 2, 3 * line))
    funnel = Rect(
      x: start + (end - start - width) / 2, y: output.center.y - height / 2, width: width,
      height: height)
  }

  func draw(on draw: inout Canvas) {
    arrows(&draw)
    network(&draw)
    let names = sample.corrupted == nil ? ["input"] : ["image"]
    picture(sample.target, in: source, names, theme.large, id: "source", &draw)
    if let corrupted, let seen = sample.corrupted {
      picture(seen, in: corrupted, ["corrupted"], theme.large, id: "corrupted", &draw)
    }
    picture(sample.output, in: output, ["output"], theme.small, id: "output", &draw)
    picture(
      sample.target, in: target, ["target: the image itself", "target"], theme.large, id: "target",
      &draw)
    error(&draw)
  }

  /// A picture with its name above it and a frame in the colour of what it is.
  private func picture(
    _ image: Tensor, in box: Rect, _ names: [String], _ color: Color, id: String,
    _ draw: inout Canvas
  ) {
    draw.image(.image(image), in: box, id: "target/\(id)")
    draw.path(.rect(box), stroke: style.medium(color))
    // A name that is wider than its picture reaches over the side where there is room.
    let isWider = style.width(names[names.count - 1], isBold: true) > box.width
    let anchor: Style.HorizontalAnchor =
      !isWider || id == "source" ? .leading : id == "corrupted" ? .center : .trailing
    let x = anchor == .leading ? box.x : anchor == .center ? box.center.x : box.maxX
    draw.words(
      Words(names, isBold: true, color: color), width: isWider ? .infinity : box.width,
      at: Point(x, box.y), anchor, .bottom)
  }

  private func arrows(_ draw: inout Canvas) {
    let gap = style.gap / 2
    let (upper, lower) = (output.center.y, target.center.y)
    func arrow(_ from: Double, _ to: Double, _ y: Double, _ color: Color) {
      let (start, tip) = (Point(from, y), Point(to - gap, y))
      draw.path(.arrow(from: start, to: tip, width: style.heavyLine), fill: color)
    }
    // One image that goes both ways.
    let fork = source.maxX + 4 * gap
    let half = style.heavyLine / 2
    draw.path(
      .line(Point(source.maxX, source.center.y), Point(fork, source.center.y)),
      stroke: Stroke(theme.large, width: style.heavyLine))
    draw.path(
      .line(Point(fork, upper - half), Point(fork, lower + half)),
      stroke: Stroke(theme.large, width: style.heavyLine))
    arrow(fork, (corrupted ?? funnel).x, upper, theme.large)
    if let corrupted { arrow(corrupted.maxX + gap, funnel.x, upper, theme.large) }
    arrow(funnel.maxX + gap, output.x, upper, theme.small)
    arrow(fork, target.x, lower, theme.large)
    // What the second way does: nothing.
    let (from, to) = (fork + gap, target.x - style.gap)
    let words = Words(["unchanged: it is its own label", "unchanged"], color: theme.large)
    draw.words(
      words, width: to - from, at: Point((from + to) / 2, target.center.y - style.gap), .center,
      .bottom)
  }

  /// Two trapezoids around the code.
  private func network(_ draw: inout Canvas) {
    let bar = 1.2 * style.gap
    let (narrow, middle) = (0.28 * funnel.height, funnel.center)
    let sides = [
      ("encoder", funnel.x, middle.x - bar), ("decoder", funnel.maxX, middle.x + bar),
    ]
    for (name, outer, inner) in sides {
      let corners = [
        Point(outer, funnel.y), Point(inner, middle.y - narrow / 2),
        Point(inner, middle.y + narrow / 2), Point(outer, funnel.maxY),
      ]
      draw.path(
        .polyline(corners, closed: true), fill: theme.small.opacity(theme.unfocused),
        stroke: style.thin(theme.small))
      let shift = 0.06 * (outer - inner)
      draw.words(
        Words(name), at: Point((outer + inner) / 2 + shift, middle.y), .center, .middle)
    }
    draw.path(
      .roundedRect(
        Rect(x: middle.x - bar / 2, y: middle.y - narrow / 2, width: bar, height: narrow),
        radius: style.cornerRadius / 2), fill: theme.small)
    draw.words(
      Words(
        ["code: \(code.counted("value"))", "code: \(NumberText.count(code))"], color: theme.small),
      width: funnel.width,
      at: Point(middle.x, middle.y + narrow / 2 + style.gap / 2 + 0.1 * funnel.height),
      .center)
  }

  /// What is between output and target.
  private func error(_ draw: inout Canvas) {
    let x = output.center.x
    let top = output.maxY + style.gap / 2
    let bottom = target.y - style.line - style.gap / 2
    let words = Words("MSE \(NumberText.short(sample.error))", isBold: true, id: "target/mse")
    let middle = (top + bottom) / 2
    let width = style.width(words.variants[0], isBold: true)
    // The number stands between two arrow heads, or left of them where there is no room.
    let isWide = width + 3 * style.gap <= output.width
    let arrowX = isWide ? output.x + style.gap : x
    for (from, to) in [(middle, top), (middle, bottom)] {
      draw.path(
        .arrow(from: Point(arrowX, from), to: Point(arrowX, to), width: style.mediumLine),
        fill: theme.text)
    }
    if isWide {
      draw.words(words, at: Point(arrowX + 1.4 * style.gap, middle), .leading, .middle)
    } else {
      draw.words(words, at: Point(x - 1.4 * style.gap, middle), .trailing, .middle)
    }
  }
}
