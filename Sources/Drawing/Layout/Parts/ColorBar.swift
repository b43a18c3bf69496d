/// A colour scale drawn as a bar with its limits printed.
package struct ColorBar: Sendable {
  /// What it shows.
  package let scale: ColorScale
  private let style: Style

  /// A bar for `scale`.
  package init(_ scale: ColorScale, style: Style) {
    self.scale = scale
    self.style = style
  }

  private var labels: (low: String, high: String) {
    let low = NumberText.short(scale.limits.lowerBound, digits: 2)
    let high = NumberText.short(scale.limits.upperBound, digits: 2)
    return (low, scale.isDiverging && scale.limits.upperBound > 0 ? "+" + high : high)
  }

  /// The width of an upright bar with its labels.
  package var uprightWidth: Double {
    thickness + style.gap / 2 + style.widest([labels.low, labels.high])
  }

  private var thickness: Double { 1.2 * style.gap }

  /// An upright bar at the left of `rect` as high as it, the labels at its right: the upper limit
  /// at the top.
  package func upright(in rect: Rect, on draw: inout Canvas) {
    let bar = Rect(x: rect.x, y: rect.y, width: thickness, height: rect.height)
    let x = bar.maxX + style.gap / 2
    let line = style.measurer.measure("0", font: style.font(.label)).height
    // A bar lower than two lines has its limits above and below its middle, closer than its ends.
    let reach = max(bar.height / 2, line)
    let middle = bar.center.y
    ramp(bar, isUpright: true, on: &draw)
    draw.text(labels.high, at: Point(x, middle - reach), .leading, .top)
    if scale.isDiverging, bar.height > 3.2 * line {
      draw.text("0", at: Point(x, middle), .leading, .middle)
    }
    draw.text(labels.low, at: Point(x, middle + reach), .leading, .bottom)
  }

  /// Both limits in one text, from long to short.
  private var narrowTexts: [String] {
    ["\(labels.low)…\(labels.high)"]
      + (scale.isDiverging ? ["±" + labels.high.drop { $0 == "+" }] : [])
  }

  /// What a bar with its limits below it takes at least.
  package var narrowSize: Size {
    Size(style.width(narrowTexts.last ?? ""), style.line + style.gap)
  }

  /// A bar as wide as `rect`, at its foot both limits in one text: `±2.3`.
  package func narrow(in rect: Rect, on draw: inout Canvas) {
    draw.text(
      narrowTexts, width: rect.width, at: Point(rect.center.x, rect.maxY), .center, .bottom)
    ramp(
      Rect(
        x: rect.x, y: rect.maxY - narrowSize.height, width: rect.width, height: 0.7 * style.gap),
      on: &draw)
  }

  /// A bar lying in one line of text, its limits at its ends: `0 ▬▬▬ 2.3`.
  package func level(in rect: Rect, on draw: inout Canvas) {
    let space = 2 * style.gap + style.width(labels.low) + style.width(labels.high)
    guard rect.width >= space else {
      draw.text(narrowTexts, width: rect.width, at: rect.center, .center, .middle)
      return
    }
    let low = draw.text(labels.low, at: Point(rect.x, rect.center.y), .leading, .middle)
    let left = low.bounds.maxX + style.gap / 2
    let right = rect.maxX - style.width(labels.high) - style.gap / 2
    let height = min(rect.height * 0.5, style.gap)
    ramp(
      Rect(x: left, y: rect.center.y - height / 2, width: right - left, height: height), on: &draw)
    draw.text(labels.high, at: Point(rect.maxX, rect.center.y), .trailing, .middle)
  }

  /// The colours alone, framed: from left to right, or from the foot of `bar` to its top.
  package func ramp(_ bar: Rect, isUpright: Bool = false, on draw: inout Canvas) {
    let steps = 64
    let (low, high) = (scale.limits.lowerBound, scale.limits.upperBound)
    let values = (0..<steps).map { k in
      Float(low + (high - low) * Double(isUpright ? steps - 1 - k : k) / Double(steps - 1))
    }
    draw.image(
      .map(values, height: isUpright ? steps : 1, width: isUpright ? 1 : steps, scale: scale),
      in: bar, framed: true)
  }
}
