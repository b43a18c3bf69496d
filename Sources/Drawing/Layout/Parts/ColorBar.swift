/// A colour scale drawn as a bar with its limits printed.
package struct ColorBar: Sendable {
  /// What it shows.
  package let scale: ColorScale
  private let style: Style
  private let font: Font

  /// A bar for `scale`.
  package init(_ scale: ColorScale, style: Style) {
    self.scale = scale
    self.style = style
    font = style.font(.label)
  }

  private var labels: (low: String, high: String) {
    let low = NumberText.short(scale.limits.lowerBound, digits: 2)
    let high = NumberText.short(scale.limits.upperBound, digits: 2)
    return (low, scale.isDiverging && scale.limits.upperBound > 0 ? "+" + high : high)
  }

  /// The width of an upright bar with its labels.
  package var uprightWidth: Double {
    let widest = [labels.low, labels.high].map { style.measurer.measure($0, font: font).width }
      .max()
    return thickness + style.gap / 2 + (widest ?? 0)
  }

  private var thickness: Double { 1.2 * style.gap }

  /// An upright bar at the left of `rect` as high as it, the labels at its right: the upper limit
  /// at the top.
  package func upright(in rect: Rect) -> [Mark] {
    let bar = Rect(x: rect.x, y: rect.y, width: thickness, height: rect.height)
    let x = bar.maxX + style.gap / 2
    let line = style.measurer.measure("0", font: font).height
    var marks = picture(bar, isUpright: true)
    // A bar lower than two lines has its limits above and below its middle, closer than its ends.
    let reach = max(bar.height / 2, line)
    let middle = bar.center.y
    marks.append(
      .text(style.text(labels.high, font, at: Point(x, middle - reach), .leading, .top)))
    if scale.isDiverging, bar.height > 3.2 * line {
      marks.append(.text(style.text("0", font, at: Point(x, middle), .leading, .middle)))
    }
    marks.append(
      .text(style.text(labels.low, font, at: Point(x, middle + reach), .leading, .bottom)))
    return marks
  }

  /// A bar lying in one line of text, its limits at its ends: `0 ▬▬▬ 2.3`.
  package func level(in rect: Rect) -> [Mark] {
    let low = style.text(labels.low, font, at: Point(rect.x, rect.center.y), .leading, .middle)
    let high = style.text(
      labels.high, font, at: Point(rect.maxX, rect.center.y), .trailing, .middle)
    let left = low.bounds.maxX + style.gap / 2
    let right = high.bounds.x - style.gap / 2
    guard right - left >= style.gap else {
      let both = style.firstFitting(
        ["\(labels.low)…\(labels.high)"]
          + (scale.isDiverging ? ["±" + labels.high.drop { $0 == "+" }] : []), font,
        width: rect.width)
      return [.text(style.text(both, font, at: rect.center, .center, .middle))]
    }
    let height = min(rect.height * 0.5, 1.0 * style.gap)
    let bar = Rect(x: left, y: rect.center.y - height / 2, width: right - left, height: height)
    return [.text(low)] + picture(bar, isUpright: false) + [.text(high)]
  }

  private func picture(_ bar: Rect, isUpright: Bool) -> [Mark] {
    let steps = 64
    let span = scale.limits.upperBound - scale.limits.lowerBound
    let values = (0..<steps).map { k in
      Float(
        scale.limits.lowerBound
          + span * Double(isUpright ? steps - 1 - k : k) / Double(steps - 1))
    }
    let raster = Raster.map(
      values, height: isUpright ? steps : 1, width: isUpright ? 1 : steps, scale: scale)
    return [
      .image(ImageMark(raster, rect: bar)),
      .path(
        PathMark(.rect(bar), stroke: Stroke(style.theme.line, width: style.thinLine))),
    ]
  }
}
